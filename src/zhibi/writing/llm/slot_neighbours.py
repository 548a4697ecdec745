"""What a model writes again beside a slot: hedges and units that the figure has already."""

from __future__ import annotations

from zhibi.figures.hedges import hedge_after, hedge_before


def without_hedge(before: str, printed: str) -> str:
    """The text before a figure without a hedge that the figure itself begins with."""
    for length in (4, 3, 2, 1):
        word = printed[:length]
        is_hedge = len(printed) > length and hedge_before(f"{word}1", length) == word
        if is_hedge and before.endswith(word):
            return before[:-length]
    return before


def said_again(after: str, printed: str, unit: str) -> int:
    """How many characters right after a figure only repeat its unit or its hedge."""
    hedge = hedge_after(printed, _number_end(printed))
    for again in sorted({_unit(printed), unit, hedge or ""}, key=len, reverse=True):
        if again and printed.endswith(again) and after.startswith(again):
            return len(again)
    return 0


def _number_end(printed: str) -> int:
    return max((at + 1 for at, one in enumerate(printed) if one.isdigit()), default=len(printed))


def _unit(printed: str) -> str:
    """What follows the last digit of a figure (万元 of 2186.4万元)."""
    return printed[_number_end(printed) :]
