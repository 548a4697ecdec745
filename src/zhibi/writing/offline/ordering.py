"""Which facts stand together in an item: results beside their terms, periods, pairs of units."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from zhibi.writing.offline.clauses import together
from zhibi.writing.outline.bonds import follows_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.sentences import Sentences
    from zhibi.writing.offline.threads import Told


def results_beside_terms(facts: Sequence[Fact]) -> list[Fact]:
    """The facts with each computed one moved behind the last of those it is computed from."""
    ordered: list[Fact] = []
    for fact in facts:
        if not fact.formula:
            ordered.append(fact)
            continue
        terms = [at for at, other in enumerate(ordered) if follows_from(fact, other)]
        ordered.insert(terms[-1] + 1 if terms else len(ordered), fact)
    return ordered


def grouped(told: Sequence[Told]) -> Iterator[list[Told]]:
    """Each statement by itself, each run of indicators together.

    An indicator of which the statement behind it tells on (固定资产投资下降，主要是…) stands right
    before that, whatever the order of the others.
    """
    run: list[Told] = []
    for one in told:
        if not one.fact.is_statement:
            run.append(one)
            continue
        if len(run) > 1 and one.fact.text.startswith(run[-1].fact.name):
            yield run[:-1]
            run = run[-1:]
        if run:
            yield run
            run = []
        yield [one]
    if run:
        yield run


def by_period(told: Sequence[Told]) -> list[Told]:
    """A run of indicators, those of one period together, in the order in which periods begin.

    A computed one, and one that is told behind another, stays behind the one before it.
    """
    begins: dict[str | None, int] = {}
    keyed: list[tuple[int, Told]] = []
    for at, one in enumerate(told):
        stays = bool(one.fact.formula or one.link) and keyed
        key = keyed[-1][0] if stays else begins.setdefault(one.fact.period, at)
        keyed.append((key, one))
    return [one for _, one in sorted(keyed, key=lambda one: one[0])]


def paired(told: Sequence[Told], words: Sentences) -> Iterator[list[Told]]:
    """Indicators of one name in two units, one after the other, together."""
    group: list[Told] = []
    for one in told:
        apart = one.link or not group or not together(group[-1].fact, one.fact, words)
        if group and apart:
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def parts_behind(pairs: Sequence[Sequence[Told]]) -> int:
    """How many facts right behind an indicator tell its parts."""
    links = (each[0].link for each in pairs)
    return len(list(takewhile(lambda link: link in ("part", "share"), links)))
