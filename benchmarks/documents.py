"""How long a document of 200 pages takes: written, read, checked, annotated, compared.

    python -m benchmarks.documents [--pages N] [--keep FOLDER]

The document is an example's draft, repeated to the length wanted, with one figure in twenty
changed. Each step is timed alone; `vs copy` is the ratio to opening and saving the same file with
python-docx, which does none of the work: a figure that can be compared between machines.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zhibi.checking.check import check
from zhibi.intake.load import load_facts
from zhibi.output.report.docx import render_blocks
from zhibi.output.review.annotate import annotate
from zhibi.output.review.diff import diff
from zhibi.output.review.figure_table import render_table
from zhibi.output.review.html import render_html
from zhibi.word.drafts import read_draft
from zhibi.writing.document import Block
from zhibi.writing.drafting import draft

FACTS = Path(__file__).resolve().parent.parent / "examples" / "township-annual" / "facts.yaml"
CHARACTERS_A_PAGE = 22 * 28


def long_blocks(blocks: tuple[Block, ...], pages: int) -> list[Block]:
    """The blocks repeated until they fill about so many pages."""
    body = [block for block in blocks if block.kind != "title"]
    # A paragraph's last line is half full on average, and a figure takes less than its characters.
    room = sum(len(block.printed) * 0.94 + 14 for block in body)
    repeats = max(1, round(pages * CHARACTERS_A_PAGE / room))
    return [block for block in blocks if block.kind == "title"] + body * repeats


def spoil(blocks: list[Block], seed: int) -> list[Block]:
    """The same blocks with one number in twenty changed."""
    chance = random.Random(seed)

    def change(match: re.Match[str]) -> str:
        if chance.random() > 0.05:
            return match[0]
        return str(int(match[0]) + chance.randint(1, 9))

    return [
        Block(
            block.kind,
            re.sub(r"\d+", change, block.text),
            block.level,
            block.number,
            block.lead,
            block.lead_level,
        )
        for block in blocks
    ]


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds that a piece of work takes, and what it returns."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def copy_with_python_docx(source: Path, target: Path) -> None:
    """Open and save: the least that any program does to a document."""
    import docx

    docx.Document(str(source)).save(str(target))


def run(pages: int, folder: Path) -> None:
    """Time every step once and print the table."""
    facts = load_facts(FACTS)
    blocks = long_blocks(draft(facts).blocks, pages)
    old, new = folder / "old.docx", folder / "new.docx"
    old.write_bytes(render_blocks(blocks))
    changed = spoil(blocks, 1)
    steps: list[tuple[str, float]] = []

    def step(name: str, work: Callable[[], Any]) -> Any:
        seconds, result = timed(work)
        steps.append((name, seconds))
        return result

    step("write .docx", lambda: new.write_bytes(render_blocks(changed)))
    given = step("read .docx", lambda: read_draft(new))
    findings = step("check", lambda: check(given.text, facts))
    step("annotate", lambda: annotate(new, findings, given, folder / "a.docx", facts=facts))
    step(
        "annotate and fix",
        lambda: annotate(new, findings, given, folder / "f.docx", facts=facts, fix=True),
    )
    step("table .xlsx", lambda: render_table(findings, given.text, facts))
    step("report .html", lambda: render_html(findings, given.text, "", facts))
    changes = step("diff", lambda: diff(read_draft(old), given, facts))
    base, _ = timed(lambda: copy_with_python_docx(new, folder / "copy.docx"))
    claims = sum(item.figure.claim for item in findings.figures)
    print(f"about {pages} pages: {len(given.text)} characters, {claims} figures,")
    print(f"{len(findings.findings)} findings, {len(changes)} changes")
    for name, seconds in steps:
        print(f"{name:18} {seconds:7.2f} s {seconds / base:7.1f} x copy")
    print(f"{'copy (python-docx)':18} {base:7.2f} s")


def main() -> None:
    """Parse the options and run in a folder that is kept or thrown away."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="keep the documents in this folder")
    options = parser.parse_args()
    if options.keep is not None:
        options.keep.mkdir(parents=True, exist_ok=True)
        run(options.pages, options.keep)
        return
    with tempfile.TemporaryDirectory() as folder:
        run(options.pages, Path(folder))


if __name__ == "__main__":
    main()
