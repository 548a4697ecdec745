"""How many figures of other projects' public test cases zhibi reads, by suite.

    python -m benchmarks.peer_cases CASES.jsonl

Each line of the file is one case: {"suite", "id", "text", "expected": [{"span_text", "value",
"kind", "unit"}], "licence"}. A figure is found when its value (both ends of a range, every part of
a date) is read; a case that expects nothing is right when nothing is read as a claim. A text that
is all one number is read as a quantity, since in a sentence a lone 一 is a word. What does not
belong to the language of work reports is left out of the share and listed with its reason.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from zhibi.figures.model import Day, Quantity
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.scan import find_figures
from zhibi.figures.units import factor

OTHER_LANGUAGE = (
    ("a half-year, quarter or month worked out to dates", r"[上下]半年|首[季月]|前[两十三]"),
    ("a part of a month worked out to days", r"[上中下]旬|月底|季度末"),
    ("a day range whose years or days the suite fills in", r"^(?:1999|2008)\.0"),
    ("a hedge or bound worked out to an interval", r"多|数十|^六个月以下$"),
)  # fmt: skip
SHARES = {"‰": Decimal("0.1"), "‱": Decimal("0.01")}
CLOSE = Decimal("1e-9")


def excluded(case: dict[str, Any]) -> str | None:
    """Why a case does not belong to the language of reports, or None."""
    values = [item["value"] for item in case["expected"]]
    interval = any(isinstance(value, str | list) for value in values)
    for reason, pattern in OTHER_LANGUAGE:
        if interval and re.search(pattern, case["text"]):
            return reason
    return None


def flat(values: Iterable[Any]) -> Iterator[Any]:
    for value in values:
        if isinstance(value, list):
            yield from flat(value)
        elif value is not None:
            yield value


def quantities(case: dict[str, Any]) -> list[Quantity]:
    text = case["text"].strip()
    spans = [item["span_text"] for item in case["expected"]]
    if spans in ([text], [text.rstrip("左右")]):
        try:
            return [parse_quantity(text)]
        except ValueError:
            pass
    return [figure.quantity for figure in find_figures(case["text"]) if figure.claim]


def numbers(quantity: Quantity) -> Iterator[Decimal]:
    scale = SHARES.get(quantity.unit, Decimal(1))
    for value in (quantity.value, quantity.high):
        if value is not None:
            yield value * scale
            if quantity.kind == "percent":
                yield value * scale / 100
            elif quantity.kind == "length":
                yield value * factor(quantity.unit)
    for day in (quantity.date, quantity.until):
        yield from (Decimal(part) for part in day or () if part is not None)


def is_date(wanted: str, day: Day | None) -> bool:
    if day is None or not wanted:
        return False
    parts = [int(part) for part in wanted.split("-")]
    known = [part for part in day if part is not None]
    return known == parts or (len(parts) == 3 and known == parts[: len(known)] and len(known) > 1)


def has(wanted: Any, read: list[Quantity]) -> bool:
    if isinstance(wanted, str):
        days = [day for quantity in read for day in (quantity.date, quantity.until)]
        year, _, rest = wanted.partition("-")
        # 2024年1—10月 is read as two figures, the year and the months.
        apart = any(is_date(rest, day) for day in days) and Decimal(year) in {q.value for q in read}
        return apart or any(is_date(wanted, day) for day in days)
    value = Decimal(str(wanted))
    return any(
        abs(number - value) <= CLOSE * max(1, abs(value)) for q in read for number in numbers(q)
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("cases", type=Path, help="the cases, one JSON object a line")
    parser.add_argument("--missed", action="store_true", help="list what is missed")
    arguments = parser.parse_args()
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    missed: list[str] = []
    for line in arguments.cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        reason = excluded(case)
        if reason is not None:
            left_out[reason] += 1
            continue
        read = quantities(case)
        wanted = [item["value"] for item in case["expected"]]
        total[case["suite"]] += max(1, len(wanted))
        right = [all(has(part, read) for part in flat([value])) for value in wanted] or [not read]
        found[case["suite"]] += sum(right)
        if not all(right):
            missed.append(f"{case['suite']} {case['id']} {case['text']} {wanted}")
    for suite, count in total.most_common():
        print(f"{suite:32} {found[suite]:4} of {count:4}  {found[suite] / count:7.1%}")
    print(
        f"{'all':32} {found.total():4} of {total.total():4}  {found.total() / total.total():7.1%}"
    )
    for reason, count in left_out.items():
        print(f"left out: {count} case(s): {reason}")
    if arguments.missed:
        print(*missed, sep="\n")


if __name__ == "__main__":
    main()
