"""How the check reads whole reports that were written freely from the facts, without sight of it.

    python -m benchmarks.free [--data FOLDER] [--show]

`data/free/NAME.md` tells the facts of the example or set of that name, truly, in a writer's own
words (`data/free/again`: in another writer's); `NAME.computed.jsonl` lists the figures that the
writer worked out: the words around one, the figure, and its formula. Reported are the errors other
than N111 (a figure worked out, which the facts forbid) and N301 (a fact left out), per 100
figures; and how many worked-out figures are understood: not called wrong, and with the terms of
their formula, or stated by a fact of its own.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from benchmarks.clauses import DATA, checker_of
from zhibi.checking.findings import CheckedFigure, Finding

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LEFT_OUT = ("N111", "N301")


def wrong(found: tuple[Finding, ...]) -> list[Finding]:
    """The errors of a report that are about a figure that it states."""
    return [one for one in found if one.severity == "error" and one.code not in _LEFT_OUT]


def place_of(text: str, row: dict[str, str]) -> tuple[int, int] | None:
    """The span of a worked-out figure in its report."""
    around = text.find(row["text"])
    at = text.find(row["figure"], around) if around >= 0 else -1
    return (at, at + len(row["figure"])) if at >= 0 else None


def is_understood(figure: CheckedFigure, formula: str) -> bool:
    """Whether a figure is proved, by the terms of the writer's formula where it is computed."""
    if figure.status == "computed":
        own, told = (set(_NUMBER.findall(words)) for words in (figure.how or "", formula))
        return bool(own) and own <= told
    return figure.status in {"stated", "converted", "rounded", "counted", "exempt"}


def main() -> None:
    """Print the errors of each report and of all, and the worked-out figures understood."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA / "free")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    figures = errors = computed = understood = 0
    for path in sorted(options.data.glob("*.md")):
        text = path.read_text("utf-8")
        found = checker_of(path.stem).check(text)
        own = wrong(found.findings)
        claims = [one for one in found.figures if one.figure.claim]
        figures, errors = figures + len(claims), errors + len(own)
        print(f"{path.stem}: {len(own)} errors in {len(claims)} figures")
        for one in own if options.show else ():
            line = text.splitlines()[one.line - 1]
            around = line[max(0, one.column - 31) : one.column + 24]
            print(f"    {one.line}:{one.column} {one.code} {one.message}\n        {around}")
        listed = path.with_suffix(".computed.jsonl")
        rows = listed.read_text("utf-8").splitlines() if listed.is_file() else []
        for row in map(json.loads, rows):
            place = place_of(text, row)
            at = [
                c for c in claims if place and c.figure.start < place[1] and c.figure.end > place[0]
            ]
            computed += 1
            if at and is_understood(at[-1], row["formula"]):
                understood += 1
            elif options.show:
                how = f"{at[-1].status} {at[-1].how}" if at else "not found"
                print(f"    not understood: {row['text']} [{row['formula']}]: {how}")
    print(f"all: {errors} errors in {figures} figures, {100 * errors / figures:.1f} per 100")
    if computed:
        print(f"  worked-out figures understood: {understood} of {computed}")


if __name__ == "__main__":
    main()
