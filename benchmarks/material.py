"""How much of the examples' facts their offices' files and their reports give, and how truly.

For each example: the figures of its facts (dates and periods aside) that are found, by value and
unit, in its offices' files and in its offline report read as material; how many of what is found
there the facts have; and, for figures with a name on both sides, how many names agree (one holds
the other). Also: a check of the report against that material alone, without the facts file.

    python -m benchmarks.material
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from zhibi.checking.check import check
from zhibi.facts.load import facts_from_file
from zhibi.facts.model import Entry, Facts
from zhibi.figures.model import TIME_KINDS
from zhibi.intake.load import load_facts
from zhibi.output.save import save
from zhibi.writing.drafting import draft

EXAMPLES = Path(__file__).parents[1] / "examples"
NAMES = ("township-annual", "subdistrict-annual", "subdistrict-half-year")


def counted(entries: Iterable[Entry]) -> list[Entry]:
    """Entries that state a quantity, and are printed."""
    return [
        entry
        for entry in entries
        if entry.quantity.kind not in TIME_KINDS and entry.show in {"must", "may"}
    ]


def quantity(entry: Entry) -> tuple[str, str]:
    return f"{entry.quantity.value.normalize():f}", entry.quantity.unit


def measure(truth: Facts, found: Facts) -> tuple[int, int, int, int, int, int]:
    """Counts of figures: of the facts, of those found; of the found, of those in the facts.

    Then the pairs with a name on both sides, and how many of their names agree.
    """
    wanted, given = counted(truth.entries()), counted(found.entries())
    wants, gives = Counter(map(quantity, wanted)), Counter(map(quantity, given))
    known = Counter(quantity(entry) for entry in truth.entries())
    recalled = sum((wants & gives).values())
    true = sum((gives & known).values())
    agreeing = pairs = 0
    by_quantity: dict[tuple[str, str], list[Entry]] = {}
    for entry in given:
        if entry.name:
            by_quantity.setdefault(quantity(entry), []).append(entry)
    for entry in wanted:
        others = by_quantity.get(quantity(entry)) if entry.name else None
        if others and entry.role in {"value", "part", "figure", "derived"}:
            pairs += 1
            agreeing += any(alike(entry, other) for other in others)
    return len(wanted), recalled, len(given), true, pairs, agreeing


def alike(entry: Entry, other: Entry) -> bool:
    names = {entry.name, *entry.aliases}
    return any(one in two or two in one for one in names for two in {other.name, *other.aliases})


def main() -> int:
    print("| 例子 | 材料 | 数字 | 读到 | 读出 | 属实 | 有名称 | 名称相合 | 用它核对报告 |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in NAMES:
        folder = EXAMPLES / name
        truth = facts_from_file(folder / "facts.yaml")
        with tempfile.TemporaryDirectory() as place:
            report = Path(place) / "报告.docx"
            made = draft(truth)
            save(made, report, truth)
            offices = sorted((folder / "offices").iterdir())
            for label, material in (("科室材料", offices), ("报告 .docx", [report])):
                found = load_facts(material)
                wanted, recalled, given, true, pairs, agreeing = measure(truth, found)
                summary = check(made.text, found)
                claims = [one for one in summary.figures if one.figure.claim]
                errors = sum(one.severity == "error" for one in summary.findings)
                supported = sum(one.status in _PROVED for one in claims)
                print(
                    f"| {name} | {label} | {wanted} | {recalled} ({recalled / wanted:.1%}) "
                    f"| {given} | {true} ({true / given:.1%}) | {pairs} | {agreeing} "
                    f"| 有据 {supported}/{len(claims)}，错误 {errors} |"
                )
    return 0


_PROVED = frozenset({"stated", "converted", "rounded", "computed", "counted"})

if __name__ == "__main__":
    sys.exit(main())
