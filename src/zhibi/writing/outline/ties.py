"""Which runs of a section's facts share what they are about, where no matter's words say it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from zhibi.writing.outline.lexicon import any_of, head_of
from zhibi.writing.outline.own_words import own_heading, thing_of, unlike
from zhibi.writing.outline.told import PLACE, WHEN, pairs_of, without_measure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_FEW, _SHARE = 3, 0.4
"""Words that more runs have, and a larger share of them, tie none of them together."""
_TAIL = 3
"""Letters at the end of a thing, one of which, but for the last, ties it to what stands beside it
(清漂队, 漂浮物)."""
_COUNTING = "一二三四五六七八九十期号"
"""Letters that only count things."""
_LEAST = 2
"""What runs must have in common to stand together: a word in what both are about, or two words,
or one that no other run has."""


class Ties:
    """The runs of one section, to be asked which of them belong together."""

    def __init__(self, runs: Sequence[Sequence[Fact]], topic: str, style: Style) -> None:
        words = _common_words(style)
        of_topic = frozenset(topic[at : at + 2] for at in range(len(topic) - 1))
        self._topic = of_topic - frozenset(style.broad)
        self._named = [_subject_pairs(run, words, style) for run in runs]
        said = [_all_pairs(run, words) - of_topic for run in runs]
        having = Counter(pair for one in said for pair in one)
        most = max(_FEW, _SHARE * len(runs))
        rare = {pair for pair, count in having.items() if count <= most}
        self._sole = {pair for pair, count in having.items() if count == _LEAST}
        self._said = [one & rare for one in said]
        own = [named - of_topic for named in self._named]
        self._subjects = [one & rare for one in own]
        self._headings = [own_heading(run[0], style) for run in runs]
        self._bare = [not one for one in own]
        things = [without_measure(thing_of(run[0], style), style) for run in runs]
        letters = [frozenset(one[-_TAIL:-1]) - {*topic, *_COUNTING} for one in things]
        held = Counter(letter for one in letters for letter in one)
        self._letters = [frozenset(x for x in one if held[x] <= _LEAST) for one in letters]

    def clusters(self, places: Sequence[int]) -> list[list[int]]:
        """These runs, those that belong together in one list each, in order."""
        found: list[list[int]] = []
        for at in places:
            home = next((one for one in found if self._is_home(one, at)), None)
            if home is None:
                found.append([at])
            else:
                home.append(at)
        return found

    def _is_home(self, cluster: Sequence[int], at: int) -> bool:
        """Whether a run belongs to a cluster: closely, where both have headings of their own."""
        own = self._headings
        return any(
            self._tied(at, to, closely=bool(own[at] and own[to]))
            or (own[at] and own[to] and len(unlike([own[at], own[to]])) == 1)
            for to in cluster
        )

    def nearest(self, cluster: Sequence[int], others: Iterable[int]) -> int | None:
        """The one of other runs that shares most of what a cluster is about; None without any."""
        weighed = [
            (max(self._shared(at, to) for at in cluster), -to)
            for to in others
            if any(self._tied(at, to, closely=bool(self._headings[at])) for at in cluster)
        ]
        return -max(weighed)[1] if weighed else None

    def nearest_by_topic(self, cluster: Sequence[int], others: Iterable[int]) -> int | None:
        """For runs that name nothing but the section's topic: the one that names most of it.

        Among equals the one before them; where none names it, that one in any case.
        """
        weighed = [
            (max(len(self._named[at] & self._named[to]) for at in cluster), to < cluster[0], -to)
            for to in others
        ]
        best = max(weighed, default=(0, False, 0))
        if best[0]:
            return -best[2]
        before = cluster[0] - 1
        return before if any(-to == before for _, _, to in weighed) else None

    def _tied(self, one: int, other: int, *, closely: bool) -> bool:
        """Whether two runs are about one thing; `closely`: about one that no other run is about."""
        both = self._subjects[one] & self._subjects[other]
        beside = abs(one - other) == 1 and bool(self._letters[one] & self._letters[other])
        if closely:
            return beside or bool(both & self._sole)
        return beside or (bool(both) and self._shared(one, other) >= _LEAST)

    def _shared(self, one: int, other: int) -> int:
        """How much of what each is about the other says too."""
        subjects = self._subjects[one] & self._subjects[other]
        said = (self._subjects[one] & self._said[other]) | (self._subjects[other] & self._said[one])
        return len(subjects) + len(said) + len(said & self._sole)

    def is_of_topic(self, place: int) -> bool:
        """Whether a run names something of the section's topic."""
        return bool(self._named[place] & self._topic)

    def is_bare(self, place: int) -> bool:
        """Whether a run names nothing of its own: it goes on with the one before it."""
        return self._bare[place]


def _subject_pairs(facts: Sequence[Fact], common: re.Pattern[str], style: Style) -> frozenset[str]:
    """The pairs of letters of what facts are about: of what they say first, and of their things."""
    heads = _pairs_of(map(_head, facts), common)
    return heads | _pairs_of((thing_of(fact, style) for fact in facts), common)


def _all_pairs(facts: Sequence[Fact], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of all that facts say, of the names of their parts too."""
    return _pairs_of(
        (
            f"{fact.name}，{fact.text}，{'，'.join(part.name for part in fact.parts)}"
            for fact in facts
        ),
        common,
    )


def _common_words(style: Style) -> re.Pattern[str]:
    """The words that bind nothing: deeds, measures and those that any fact may have."""
    return any_of((*style.sentences.deeds, *style.sentences.measures, *style.common))


def _pairs_of(texts: Iterable[str], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of texts, places and common words left out."""
    said = (common.sub("，", PLACE.sub("，", text)) for text in texts)
    return frozenset(pair for text in said for pair in pairs_of(text))


def _head(fact: Fact) -> str:
    if not fact.is_statement:
        return fact.name
    text = re.sub(f"^{WHEN}", "", fact.text)
    return text[: head_of(text)]
