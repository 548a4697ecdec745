"""One mistake, one finding: of issues that speak of the same words, one is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.writing.llm.issues import Issue
    from zhibi.writing.llm.slot_text import Position

_FIRST = ("slot-", "N108", "N111", "N101")
"""Of several things wrong with a figure, what makes the others follow."""
_OF_WORDS = (
    "added-contact",
    "added-document",
    "added-rank",
    "added-person",
    "added-firm",
    "added-markup",
    "added-grave",
)
_PADDING = "W105"
"""A whole sentence that nothing supports: what stands in it needs no word."""

_MOST = 40
"""Issues of one sentence that are told: a sentence with so many is written anew."""


def merged(issues: Iterable[Issue]) -> list[Issue]:
    """The issues without those that another one of the same words says already.

    What is wrong with figures and what is wrong with words are told apart, but for words that
    only lead to a figure which the facts do not have. The one that is kept is an error where any
    of them is.
    """
    by_sentence: dict[Position | None, list[Issue]] = {}
    for issue in sorted(issues, key=_rank):
        kept = by_sentence.setdefault(issue.position, [])
        at = next((n for n, one in enumerate(kept) if _same(one, issue)), None)
        if at is None and (len(kept) < _MOST or issue.position is None):
            kept.append(issue)
        else:
            one = kept[at or 0]
            kept[at or 0] = replace(
                one,
                error=one.error or issue.error,
                on_wording=one.on_wording and issue.on_wording,
            )
    found = [issue for kept in by_sentence.values() for issue in kept]
    return sorted(found, key=lambda one: one.position.start if one.position else 1 << 40)


def _rank(issue: Issue) -> tuple[int, int, str]:
    if _of_words(issue):
        order = [_PADDING, *_OF_WORDS, "added-words", "W101", "W104"]
        return 1, order.index(issue.code), issue.code
    first = next((n for n, one in enumerate(_FIRST) if issue.code.startswith(one)), len(_FIRST))
    return 0, first, issue.code


def _of_words(issue: Issue) -> bool:
    return issue.code in (_PADDING, "W101", "W104") or issue.code.startswith("added-")


def _same(kept: Issue, other: Issue) -> bool:
    """Whether two issues of one sentence say the same."""
    if _of_words(kept) != _of_words(other):
        leads = kept.code in _FIRST and other.code in ("added-words", "W104")
        return leads and other.span[1] == kept.span[0] and other.span != (0, 0)
    if kept.position is None:
        kept_id = kept.fact.id if kept.fact else ""
        return kept.code == other.code and kept_id == (other.fact.id if other.fact else "")
    if kept.of_style or other.of_style:
        return kept.code == other.code and kept.words == other.words
    if kept.code == _PADDING:
        return True
    if kept.span == (0, 0) or other.span == (0, 0):
        return kept.code == other.code and kept.words == other.words
    return kept.span[0] < other.span[1] and other.span[0] < kept.span[1]
