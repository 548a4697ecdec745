"""Make the examples' drafts again: `python examples/make.py [folder ...]`.

For each example the offline draft (`offline.md`) and its check result (`offline.check.json`) are
made from `facts.yaml` alone. `tests/examples` makes them again and compares byte for byte.
"""

from __future__ import annotations

import sys
from pathlib import Path

import zhibi
from zhibi.output.review.check_result import render_json

EXAMPLES = Path(__file__).resolve().parent


def folders() -> list[Path]:
    """The folders that hold an example, by name."""
    return sorted(path.parent for path in EXAMPLES.glob("*/facts.yaml"))


def made(folder: Path) -> dict[str, str]:
    """What is made from one example's facts: file name → text."""
    facts = zhibi.load_facts(folder / "facts.yaml")
    draft = zhibi.draft(facts, writer=zhibi.OfflineWriter())
    return {"offline.md": draft.text, "offline.check.json": render_json(draft.findings)}


def main(names: list[str]) -> None:
    """Write the files of the named examples, or of all."""
    for folder in [EXAMPLES / name for name in names] or folders():
        for name, text in made(folder).items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
