"""How drafts are built: framing, figures, weight, and what the prose check tells of them.

    python -m benchmarks.prose DRAFT FACTS [DRAFT FACTS ...]
    python -m benchmarks.prose                    the drafts of the examples

For each draft: characters (without markup and white space), and by how much they differ from the
length told before drafting; characters a figure (times not
counted); the share of its paragraphs that frames (licensed leads, links and purpose clauses), and
the share that neither frames nor states a fact; the longest paragraph; errors, and the findings of
the prose check (W2xx) by code. Shares are of characters of paragraphs, leads and headings left
out. That a clause states a fact is judged by its words (`zhibi.checking.framing`), so a claim in
a fact's own words counts as one.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from zhibi.checking.check import Checker
from zhibi.figures.model import TIME_KINDS
from zhibi.intake.load import load_facts
from zhibi.structure import Structure
from zhibi.writing.drafting import expected_length

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
_MARKUP = re.compile(r"[\s#*　]")
_HEAD = "字数  与预告之差  字/数   引领   无事实  最长段  错误  读起来（W2xx）"


def length(text: str) -> int:
    """Characters without markup and white space."""
    return len(_MARKUP.sub("", text))


def measure(draft: Path, facts: Path) -> str:
    """One line of the table."""
    known = load_facts(facts)
    text, checker = draft.read_text("utf-8"), Checker(known)
    told_before = expected_length(known).carried
    found = checker.check(text)
    whole = length(text)
    figures = sum(
        one.figure.claim and one.figure.quantity.kind not in TIME_KINDS for one in found.figures
    )
    by_kind: Counter[str] = Counter()
    for clause in checker.body_clauses(text):
        by_kind[clause.kind] += length(text[clause.start : clause.end])
    body = by_kind.total() or 1
    longest = max(
        (
            length(text[line.heading_end : line.end])
            for line in Structure(text).lines
            if line.kind == "paragraph"
        ),
        default=0,
    )
    told = Counter(one.code for one in found.findings if one.code.startswith("W2"))
    codes = " ".join(f"{code}:{count}" for code, count in sorted(told.items())) or "无"
    cells = [
        f"{whole:5}",
        f"{whole / told_before - 1:+7.1%}",
        f"{whole / max(figures, 1):6.1f}",
        f"{by_kind['framing'] / body:6.1%}",
        f"{by_kind['empty'] / body:6.1%}",
        f"{longest:5}",
        f"{found.errors:4}",
        f"{told.total()}（{codes}）",
    ]
    return "  ".join(cells)


def pairs(given: list[str]) -> list[tuple[Path, Path]]:
    """The drafts with their facts: as given, or those of the examples."""
    if given:
        return [(Path(a), Path(b)) for a, b in zip(given[::2], given[1::2], strict=True)]
    folders = sorted(path.parent for path in EXAMPLES.glob("*/facts.yaml"))
    return [
        (draft, folder / "facts.yaml")
        for folder in folders
        for draft in sorted(folder.glob("*.md"))
        if draft.name != "README.md"
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("files", nargs="*", metavar="DRAFT FACTS")
    given = parser.parse_args().files
    if len(given) % 2:
        parser.error("every DRAFT needs its FACTS")
    print(_HEAD)
    for draft, facts in pairs(given):
        print(f"{draft.parent.name}/{draft.name}\n{measure(draft, facts)}")


if __name__ == "__main__":
    main()
