"""A whole string as one writes it in a facts file, read as one quantity."""

from __future__ import annotations

import re

from zhibi.figures.hedges import hedge_after, hedge_table
from zhibi.figures.model import Quantity
from zhibi.figures.scan import find_figures

_LEAD = re.compile(
    r"(?:(?:从|自|共|共计|达|为|约|每(?:个)?[^\W\d_]{1,4})|前|[^\W\d_]?均|人民币| )*"
)


def parse_quantity(text: str) -> Quantity:
    """The quantity that `text` is, hedges included: `约320余户`, `-3.2%`, `31800元/月`, `11月底`.

    Raises:
        ValueError: the text is no quantity, or is more than one.

    """
    stripped = text.strip()
    # A comma in front keeps a leading number from reading as the number of a heading.
    figures = [figure for figure in find_figures("，" + stripped) if figure.claim]
    if len(figures) != 1:
        raise ValueError(f"“{text}”不是一个数量" if not figures else f"“{text}”里不止一个数量")
    figure = figures[0]
    before, after = stripped[: figure.start - 1], stripped[figure.end - 1 :].strip()
    hedge = hedge_after(after, 0) if after else None
    if after and after != hedge:
        raise ValueError(f"“{text}”在数量之后还有“{after}”")
    if not _is_lead(before):
        raise ValueError(f"“{text}”在数量之前还有“{before}”")
    return figure.quantity


def _is_lead(before: str) -> bool:
    for word in sorted(hedge_table().by_word, key=len, reverse=True):
        if word in before:
            before = before.replace(word, "")
            break
    return _LEAD.fullmatch(before) is not None
