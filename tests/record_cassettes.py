"""Record what a model answers for the examples, and the drafts made from it.

    ZHIBI_BASE_URL=http://127.0.0.1:8899/v1 python -m tests.record_cassettes township-annual slots

Questions that have a recorded answer are played; only new ones are asked, over real HTTP. What is
no longer asked is deleted. The draft and its check are written beside the example's facts as
`llm-<mode>.md` and `llm-<mode>.check.json`. See cassettes/README.md.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

from tests.support.cassette_folder import recorder
from zhibi.intake.load import load_facts
from zhibi.models.client import Client
from zhibi.models.messages import Answer, Model, Request
from zhibi.models.settings import endpoint_from
from zhibi.output.review.check_result import render_json
from zhibi.writing.document import Draft
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter

ROOT = Path(__file__).resolve().parents[1]
CASSETTES = ROOT / "cassettes"
EXAMPLES = ROOT / "examples"
MODEL = "recorded"
PATIENCE = 7200.0


class Labelled:
    """A model that notes for each body what it was asked for: files are named after it."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.labels: dict[str, str] = {}
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._model.name

    def complete(self, request: Request) -> Answer:
        said = [[message.role, message.content] for message in request.messages]
        with self._lock:
            self.labels[json.dumps(said, ensure_ascii=False)] = request.label
        return self._model.complete(request)

    def name_of(self, body: dict[str, Any]) -> str:
        """The label of a request's body; `stale` for one that is no longer asked."""
        said = [[message["role"], message["content"]] for message in body["messages"]]
        return self.labels.get(json.dumps(said, ensure_ascii=False), "stale")


def write(example: str, mode: str, *, record: bool, base_url: str, suffix: str = "") -> Draft:
    """The example's draft in a mode, from recorded answers; `record` asks for missing ones."""
    facts = load_facts(EXAMPLES / example / "facts.yaml")
    endpoint = endpoint_from(MODEL, base_url, "unused", "generic", timeout=PATIENCE, environ={})
    model = Labelled(Client(endpoint, limit=PATIENCE, sleep=lambda _: None))
    folder = CASSETTES / f"{example}-{mode}{suffix}"
    tape = recorder(model.name_of, "new_episodes" if record else "none")
    with tape.use_cassette(str(folder), allow_playback_repeats=True) as cassette:
        made = draft(
            facts,
            writer=OpenAIWriter(
                client=model,
                provider="generic",
                figures=mode,
                jobs=32,
                read_through=True,
                notify=say,
            ),
        )
        if not record:
            assert cassette.all_played, f"{folder.name}: some recorded answers are no longer asked"
    if record:
        kept = {f"{label.replace('/', '.')}.yaml" for label in model.labels.values()}
        for file in folder.glob("*.yaml"):
            if file.name not in kept:
                file.unlink()
    return made


def say(text: str) -> None:
    """Tell what happened."""
    sys.stderr.write(f"{text}\n")


def main(example: str, mode: str, suffix: str = "") -> None:
    """Record one example in one mode and write its draft."""
    made = write(example, mode, record=True, base_url=os.environ["ZHIBI_BASE_URL"], suffix=suffix)
    target = EXAMPLES / example / f"llm-{mode}{suffix}.md"
    target.write_text(made.text, encoding="utf-8", newline="\n")
    checked = render_json(made.findings)
    target.with_suffix(".check.json").write_text(checked, encoding="utf-8", newline="\n")
    say(f"{example} {mode} {dict(made.usage)} {made.findings.errors} errors")
    for one in made.replaced:
        say(f"  {one.section_id}: {one.original} → {one.replacement}（{one.reason}）")
    for finding in made.findings.findings:
        say(f"  {finding.line}:{finding.column} {finding.code} {finding.message}")


if __name__ == "__main__":
    main(*sys.argv[1:])
