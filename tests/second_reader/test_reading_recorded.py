"""The benchmark's statements read with recorded answers, with the network blocked."""

from __future__ import annotations

import json

import pytest

from tests.record_reading import FOLDER, RESULT, read

NOWHERE = "http://127.0.0.1:9/v1"


@pytest.mark.skipif(not FOLDER.is_dir(), reason="nothing is recorded")
def test_recorded_answers_raise_the_same_doubts() -> None:
    assert read(record=False, base_url=NOWHERE) == json.loads(RESULT.read_text("utf-8"))
