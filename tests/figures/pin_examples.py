"""Pin the figures of every sentence of the examples, for review line by line.

    python tests/figures/pin_examples.py

Keeps what is pinned in `example_vectors.yaml`, drops sentences that are gone and adds new ones as
zhibi reads them: read each new line before it is committed.
"""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from zhibi.figures.model import Figure
from zhibi.figures.report import decimal_text
from zhibi.figures.scan import find_figures

ROOT = Path(__file__).resolve().parents[2]
PINNED = Path(__file__).with_name("example_vectors.yaml")
NUMERIC = re.compile("[0-9０-９〇零一二三四五六七八九十百千万亿两%‰]")
HEAD = """\
# Every sentence of the examples' drafts that holds a numeral, with its figures; reviewed line by
# line. The form is that of vectors.yaml; pin_examples.py adds what is new.

"""


def sentences(text: str) -> list[str]:
    """The sentences of a draft that hold a numeral, in order, each once."""
    parts = (part for line in text.splitlines() for part in re.findall("[^。]+。?", line))
    return list(dict.fromkeys(part for part in parts if NUMERIC.search(part)))


def drafts() -> dict[str, list[str]]:
    """The sentences of each example's draft."""
    paths = sorted(ROOT.glob("examples/*/offline.md"))
    return {path.parent.name: sentences(path.read_text("utf-8")) for path in paths}


def line_of(figure: Figure) -> str:
    """One figure as the vectors write it."""
    if figure.why is not None:
        return f"{figure.text} | {figure.why}"
    quantity = figure.quantity
    high = "" if quantity.high is None else f"..{decimal_text(quantity.high)}"
    hedge = f" hedge={quantity.hedge}" if quantity.hedge else ""
    per = f" per={quantity.per}" if quantity.per else ""
    value = f"{decimal_text(quantity.value)}{high}"
    return f"{figure.text} | {value} {quantity.unit or '-'} {quantity.kind}{hedge}{per}"


def main() -> None:
    known: dict[str, list[str]] = {}
    if PINNED.exists():
        groups = yaml.load(PINNED.read_text("utf-8"), Loader=yaml.BaseLoader)
        known = {case["t"]: case["f"] for group in groups for case in group["cases"]}
    groups = [
        {
            "form": name,
            "cases": [
                {"t": text, "f": known.get(text) or [line_of(f) for f in find_figures(text)]}
                for text in texts
            ],
        }
        for name, texts in drafts().items()
    ]
    written = yaml.safe_dump(groups, allow_unicode=True, sort_keys=False, width=100)
    PINNED.write_text(HEAD + written, "utf-8")


if __name__ == "__main__":
    main()
