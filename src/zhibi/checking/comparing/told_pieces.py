"""Which pieces of the facts an item of the text tells, and the steps that these say.

Those of its own figures, of the figure that it goes on about (3个小区，仍在施工), of the remainder
that it names (其余的也已改完), else those that have most of its words, first of the facts told
beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from zhibi.checking.comparing.entry_steps import positions_of
from zhibi.checking.comparing.items import Item, Told
from zhibi.checking.comparing.pieces import Matter, Piece, Pieces, bare, content_of, weights_of
from zhibi.checking.comparing.steps import (
    ANY,
    FINISHED,
    ONGOING,
    Position,
    is_one_verb,
)
from zhibi.checking.comparing.times import all_times
from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Stage
from zhibi.facts.arithmetic import exact
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.figures.units import comparable
from zhibi.patterns import lazy_pattern

_REST = lazy_pattern("(?:另外|还有|但|而|并|目前|眼下)?" + word_choice("rest"))


LEFT = Position(0, FINISHED - 1, told="not")
"""Where what a part leaves is, if the facts say no more than how far the part has come."""


_OF_ALL = lazy_pattern(r"(?:目前|现)?(?:均|都|皆|全部)")
"""What a fact says of all that it has counted (招聘教师16名，均已到岗)."""
_STEP = 10  # by which steps are apart; those between are parts of the way
_SUBJECT = 3  # pairs of characters that two facts on one subject share
_FEW = 3
"""Of so many pairs of characters of an item, one that the fact of a date has too is enough."""
_PARTS = lazy_pattern(word_choice("parts_of_works") + "+")
"""What an item may speak of that is a part of the matter told before it."""


class Known(NamedTuple):
    """What the facts say of an item's matter: its pieces, and the steps that these leave open.

    `sure` says that figures tell which pieces are meant, not words alone; `left` that the item is
    of what the piece leaves of a whole.
    """

    pieces: list[Piece]
    positions: list[Position]
    sure: bool
    left: bool = False


class ToldPieces:
    """Finds the pieces of the facts that the items of a text tell."""

    def __init__(self, pieces: Pieces, text: str) -> None:
        self._pieces, self._text = pieces, text

    def known(self, item: Item, told: Told, near: Sequence[tuple[int, Entry]]) -> Known:
        """The pieces that an item tells after what was `told`; `near` are the figures around it.

        What the item is found to speak of is kept in `told`, for those that go on from it.
        """
        if item.counted:
            told.dated = []
            return self._of_counted(item)
        if item.rest:
            return self._of_rest(item.rest)
        words = bare(item.words)
        weights = weights_of(words, item.stages or item.named, item.start)
        about = content_of(told.words)
        dated, before = self._dated(item, told, near, weights), told.dated
        told.dated = dated
        if dated:
            return self._of_entries(dated, going_on=False)
        if _REST.match(self._text, item.start, item.end):
            rest = self._rest(near)
            if not rest and told.own:
                return self._of_rest(told.own)
            return Known(rest, [one for piece in rest for one in piece.known], sure=True)
        if all(pair.startswith("#") for pair in weights):
            if before:
                return self._of_entries(before, going_on=True)
            if told.rest:
                return self._of_rest(told.rest)
            return self._of_step_alone(told, near, weights, about)
        return self._of_words(item, told, near, weights, about)

    def of_figures(self, entries: Sequence[Entry]) -> Sequence[Piece]:
        """The pieces in which figures stand; none where others may tell of one as well."""
        pieces = [self._pieces.of_entry(entry) for entry in entries]
        known = [piece for piece in pieces if piece is not None]
        return () if any(piece.default == ANY for piece in known) else known

    def _of_counted(self, item: Item) -> Known:
        """By its own figures: their steps, else what is told beside them of the steps it says."""
        found = self._of_entries(item.counted, going_on=False)
        told = {one.told for one in found.positions if one.told}
        beside = [
            one
            for piece in found.pieces
            for one in self._pieces.going_on(piece)
            if not one.counted or (self._pieces.is_first(piece) and _counts_like(one, piece))
        ]
        if told and told != {"plan"}:
            after = [one for one in beside if _OF_ALL.match(one.words)]
            return found._replace(positions=found.positions + _of_steps(after, item.stages))
        if told:  # 计划举办4期，现已全部办完
            reached = [p for one in beside for p in one.positions if p.told == "done"]
            return found._replace(positions=found.positions + reached)
        whole = self._of_whole(item, found.pieces)
        if whole:
            return found._replace(positions=whole)
        if item.stages and not any(one.tells for one in beside):
            elsewhere = self._elsewhere(self._text[item.start : item.end], found.pieces)
            if elsewhere is not None:
                return elsewhere
        return found._replace(positions=found.positions + _of_steps(beside, item.stages))

    def _of_whole(self, item: Item, pieces: Sequence[Piece]) -> list[Position]:
        """That a whole has not come to a step which the facts say of a part of it.

        128间商铺已全部签约 of 128间，已签约74间.
        """
        first = all(self._pieces.is_first(one) for one in pieces)
        if len(item.counted) != 1 or not first or any(one.positions for one in pieces):
            return []
        own = item.counted[0].quantity
        parts = [
            one
            for piece in self._pieces.of({piece.matter for piece in pieces})
            for one in piece.positions
            if one.told == "done" and one.step and not one.step % _STEP
            for entry in piece.figures
            if comparable(entry.quantity.unit, own.unit) and exact(entry.quantity) < exact(own)
        ]
        said = {(one.rank, one.scale) for one in item.stages if one.aspect == "done"}
        return [
            one._replace(low=0, high=one.step - 1, told="not")
            for one in parts
            if (one.step, one.scale) in said
        ]

    def _of_step_alone(
        self,
        told: Told,
        near: Sequence[tuple[int, Entry]],
        weights: Mapping[str, float],
        about: Collection[str],
    ) -> Known:
        """By what was told before it, as it says nothing but a step (…，还未验收)."""
        if told.own and not about:
            return self._of_what_goes_on(told)
        if not told.matters:
            wanted = {**weights, **dict.fromkeys(sorted(about), 1.0)}
            beside = self.matters(near) or self.matters([(0, one) for one in told.carried])
            told.matters = self._pieces.speaking_of(wanted, beside, ())
        clauses = (clause for clause in reversed(told.words.split("，")) if clause)
        last = (content_of(one) for one in clauses)
        pieces = self._pieces.chain(told.matters, next(filter(None, last), about))
        return Known(pieces, [one for piece in pieces for one in piece.positions], sure=False)

    def _of_words(
        self,
        item: Item,
        told: Told,
        near: Sequence[tuple[int, Entry]],
        weights: Mapping[str, float],
        about: Collection[str],
    ) -> Known:
        """By its words; where its verb comes first, it goes on about what is before it."""
        opens = item.stages and not bare(self._text[item.start : item.stages[0].start]).strip()
        if opens and told.own and not about:
            own = [(0, entry) for entry in told.own]
            found = self._pieces.meant(weights, self.matters(own))
            pieces = [one for one in found if not one.counted or set(told.own) & set(one.figures)]
            if not pieces:
                return self._of_what_goes_on(told)
        elif self._is_of_part(item, told):
            own = [(0, entry) for entry in told.own]
            pieces = self._of_part(weights, own) or self._of_part(weights, near)
            if not pieces:
                return self._of_what_goes_on(told)
        else:
            context = dict.fromkeys(sorted(about), 1.0) if opens else {}
            wanted = {**context, **weights}
            told.matters = self._pieces.speaking_of(wanted, self.matters(near), about)
            if not told.matters and told.carried:
                carried = self.matters([(0, one) for one in told.carried])
                told.matters = self._pieces.speaking_of(wanted, carried, ())
            pieces = self._pieces.meant(weights, told.matters)
        steps: list[Position] = []
        pieces = [one for one in pieces if one.tells or one.counted] or pieces
        if not pieces:
            pieces = self._pieces.chain(told.matters) or self._pieces.of(told.matters)
        elif not any(piece.positions for piece in pieces):
            steps = _of_steps(self._pieces.chain(told.matters), item.stages)
        known = [one for piece in pieces for one in piece.known]
        return Known(pieces, known + steps, sure=False)

    def _is_of_part(self, item: Item, told: Told) -> bool:
        """Whether an item names nothing but a part of what was told before it (主体已封顶)."""
        if not told.own or not item.stages:
            return False
        before = bare(self._text[item.start : item.stages[0].start]).replace(" ", "")
        return _PARTS.fullmatch(before) is not None

    def _of_part(
        self, weights: Mapping[str, float], figures: Sequence[tuple[int, Entry]]
    ) -> list[Piece]:
        """What the facts of some figures say of a part that an item names."""
        meant = self._pieces.meant(weights, self.matters(figures))
        return [one for one in meant if one.positions or one.figures]

    def _dated(
        self,
        item: Item,
        told: Told,
        near: Sequence[tuple[int, Entry]],
        weights: Mapping[str, float],
    ) -> list[Entry]:
        """The times of an item that are of what it speaks of: a date may be another's by chance."""
        found = []
        dates = [one for _, one in near if one.quantity.kind in TIME_KINDS]
        of_dates = Counter(one.matter for one in map(self._pieces.of_entry, dates) if one)
        twice = [matter for matter, times in of_dates.items() if times > 1]
        known = {*told.matters, *self.matters(near), *twice}
        for entry in item.dated:
            piece = self._pieces.of_entry(entry)
            if piece is None:
                continue
            content = {pair for pair in weights if not pair.startswith("#")}
            shared = content & (piece.pairs | piece.about)
            if piece.matter in known or (shared and len(content) <= _FEW * len(shared)):
                found.append(entry)
        return found

    def has_own_date(self, item: Item) -> bool:
        """Whether a date in an item is one of a fact that shares words with it."""
        content = content_of(item.words, item.stages, item.start)
        pieces = [self._pieces.of_entry(entry) for entry in item.dated]
        return any(
            not content.isdisjoint(self._pieces.words_of(one.matter)) for one in pieces if one
        )

    def dates_step(self, item: Item, others: Sequence[Piece], year: int) -> bool:
        """Whether a date in an item is that of a step which it names, of no words of `others`.

        Where it has no words but these, the fact that has the date must be of the same subject.
        """
        steps = {one.rank for one in item.named}
        said = {one.value for one in item.times.periods}
        content = content_of(item.words, item.read, item.start)
        told = frozenset[str]().union(*(self._pieces.words_of(one.matter) for one in others))
        for piece in map(self._pieces.of_entry, item.dated):
            if piece is None or steps.isdisjoint(one.step for one in piece.positions):
                continue
            own = self._pieces.words_of(piece.matter)
            if said.isdisjoint(one.value for one in all_times(piece.words, year)):
                continue
            if content.isdisjoint(told) if content else len(own & told) >= _SUBJECT:
                return True
        return False

    def matters(self, near: Sequence[tuple[int, Entry]]) -> list[Matter]:
        """What the figures that stand near are told of."""
        counted = [entry for _, entry in near if entry.quantity.kind not in TIME_KINDS]
        pieces = [self._pieces.of_entry(entry) for entry in counted]
        return list(dict.fromkeys(piece.matter for piece in pieces if piece is not None))

    def _rest(self, near: Sequence[tuple[int, Entry]]) -> list[Piece]:
        """The pieces of what the figures told so far leave: with figures that are not told."""
        told = {entry.id for _, entry in near}
        return [
            piece
            for piece in self._pieces.of(self.matters(near))
            if phrase("told_rest").search(piece.words)
            or (piece.counted and not any(one.id in told for one in piece.figures))
        ]

    def _of_rest(self, entries: Sequence[Entry]) -> Known:
        """What the facts say of what a part leaves of a whole, else that it is not so far.

        `entries` are the figures told of them, the part last.
        """
        pieces = [piece for entry in entries if (piece := self._pieces.of_entry(entry)) is not None]
        if not pieces:
            return Known([], [], sure=False)
        told = {entry.id for entry in entries}
        rest = [
            piece
            for piece in self._pieces.of(dict.fromkeys(piece.matter for piece in pieces))
            if phrase("told_rest").search(piece.words)
            and not any(one.id in told for one in piece.figures)
        ]
        if rest:
            return Known(rest, [one for piece in rest for one in piece.known], sure=True)
        if not any(one.told == "done" for one in self._of_entry(entries[-1])):
            return Known([], [], sure=False)
        return Known(pieces[-1:], [LEFT], sure=True, left=True)

    def _of_what_goes_on(self, told: Told) -> Known:
        """By the figures of the item before, whose subject another fact may tell of."""
        found = self._of_entries(told.own, going_on=True)
        if any(one.told for one in found.positions):
            return found
        named = found.pieces[-1].words if found.pieces else ""
        words = (told.own_words, named)
        elsewhere = (self._elsewhere(one, found.pieces) for one in words)
        return next(filter(None, elsewhere), found)

    def _elsewhere(self, words: str, pieces: Sequence[Piece]) -> Known | None:
        """What another fact says of the subject of a figure whose own one names no step.

        新柘花苑640套 of a fact that lists the estates: how far it has come, its own fact says.
        """
        content = content_of(words)
        own = {piece.matter for piece in pieces}
        matters = [one for one in self._pieces.with_all(content) if one not in own]
        found = [
            one
            for one in self._pieces.chain(matters)
            if one.tells
            and not (one.counted or one.planned or one.default == ANY)
            and not content.isdisjoint(one.about)  # 投资下降，主要是二期开工推迟
        ]
        if not found:
            return None
        return Known(list(pieces), [one for piece in found for one in piece.positions], sure=False)

    def _of_entries(self, entries: Sequence[Entry], *, going_on: bool) -> Known:
        """What the facts say of figures, or `going_on` from them, of what they are of."""
        pieces = [piece for entry in entries if (piece := self._pieces.of_entry(entry)) is not None]
        known = [one for entry in entries for one in self._of_entry(entry)]
        kept = [one for one in known if one.step]
        chain = []
        if not known and all(piece.default == ANY for piece in pieces):
            going_on = True  # 总投资 says nothing of the step: what is told of the whole does
        if going_on:
            named = any(one.step for piece in pieces for one in piece.positions)
            own = [one for one in pieces if one.positions or not named]
            chain = [one for piece in own for one in self._pieces.going_on(piece)]
        if going_on and chain:
            said = [one for piece in chain for one in piece.positions]
            of_whole = {one.step for one in said}
            kept = [one for one in kept if not (one.part and one.step in of_whole)]
            if not any(one.told in ("done", "ongoing") for one in [*kept, *said]):
                kept += [piece.default for piece in pieces if piece.default == ONGOING]
            known = kept + said
            pieces = chain
        elif not known:
            known = [piece.default for piece in pieces]
        return Known(pieces, known, sure=True)

    def _of_entry(self, entry: Entry) -> Sequence[Position]:
        """What the facts say of a figure's step: its names, and the item in which it stands."""
        known = self._pieces.said_of
        found = known.get(entry.id)
        if found is None:
            found = known[entry.id] = [*positions_of(entry, self._pieces.of_entry(entry))]
        return found


def _counts_like(one: Piece, other: Piece) -> bool:
    """Whether two pieces count the same kind of thing, so that one may be a part of the other."""
    return any(
        comparable(a.quantity.unit, b.quantity.unit) for a in one.figures for b in other.figures
    )


def _of_steps(pieces: Iterable[Piece], stages: Collection[Stage]) -> list[Position]:
    """What pieces say of the steps, or the verbs, that an item says."""
    steps = {(one.rank, one.scale) for one in stages if one.rank}
    return [
        one
        for piece in pieces
        for one in piece.positions
        if (one.step, one.scale) in steps or any(is_one_verb(one.verb, s.verb) for s in stages)
    ]
