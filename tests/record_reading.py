"""Record what a second reader answers about the benchmark's statements.

    ZHIBI_BASE_URL=http://127.0.0.1:8899/v1 python -m tests.record_reading

Questions that have a recorded answer are played; only new ones are asked, over real HTTP, and what
is no longer asked is deleted. What each sentence is doubted for is written beside the answers as
`doubts.json`. See cassettes/README.md.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from benchmarks.clauses import DATA, doubts, rows

from tests.record_cassettes import CASSETTES, MODEL, PATIENCE, Labelled, say
from tests.support.cassette_folder import recorder
from zhibi.models.client import Client
from zhibi.models.messages import Answer, Request
from zhibi.models.settings import endpoint_from
from zhibi.second_reader.reader import SecondReader
from zhibi.writing.llm.options import ModelOptions

FOLDER = CASSETTES / "reading-statements"
RESULT = FOLDER / "doubts.json"


class _About(Labelled):
    """A model whose questions are named after the row that they are about."""

    def __init__(self, model: Labelled, row: str) -> None:
        super().__init__(model)
        self.labels, self._lock, self._row = model.labels, model._lock, row

    def complete(self, request: Request) -> Answer:
        return self._model.complete(replace(request, label=f"{self._row}.{request.attempt + 1}"))


def read(*, record: bool, base_url: str) -> dict[str, list[str]]:
    """By row, the codes and words of what speaks against it; `record` asks for missing answers."""
    endpoint = endpoint_from(MODEL, base_url, "unused", "generic", timeout=PATIENCE, environ={})
    model = Labelled(Client(endpoint, limit=PATIENCE, sleep=lambda _: None))

    def read_row(row: dict) -> list[str]:
        options = ModelOptions(client=_About(model, row["id"]), provider="generic", notify=say)
        found = doubts(row, SecondReader(options))
        return [f"{one.code} {row['text'][one.start : one.end]}" for one in found]

    tape = recorder(model.name_of, "new_episodes" if record else "none")
    known = list(rows(DATA / "statements"))
    with tape.use_cassette(str(FOLDER), allow_playback_repeats=True) as cassette:
        with ThreadPoolExecutor(len(known) if record else 1) as pool:
            found = dict(zip((row["id"] for row in known), pool.map(read_row, known), strict=True))
        if not record:
            assert cassette.all_played, f"{FOLDER.name}: some answers are no longer asked for"
    if record:
        kept = {f"{label.replace('/', '.')}.yaml" for label in model.labels.values()}
        for file in FOLDER.glob("*.yaml"):
            if file.name not in kept:
                file.unlink()
    return found


def main() -> None:
    """Record, and write what each sentence is doubted for."""
    found = read(record=True, base_url=os.environ["ZHIBI_BASE_URL"])
    lines = json.dumps(found, ensure_ascii=False, indent=1)
    RESULT.write_text(f"{lines}\n", encoding="utf-8", newline="\n")
    for row in rows(DATA / "statements"):
        if any(one.startswith("W301") for one in found[row["id"]]):
            say(f"{row['id']} {'unsupported' if row['unsupported'] else 'true'} {found[row['id']]}")


if __name__ == "__main__":
    main()
