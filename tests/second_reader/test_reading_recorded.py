"""The benchmark's statements read with recorded answers, with the network blocked."""

from __future__ import annotations

import json

from tests.record_reading import RESULT, read

NOWHERE = "http://127.0.0.1:9/v1"


def test_recorded_answers_raise_the_same_doubts() -> None:
    assert read(record=False, base_url=NOWHERE) == json.loads(RESULT.read_text("utf-8"))
