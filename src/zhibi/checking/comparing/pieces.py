"""The facts as events: the items of their clauses, each with the steps that it says.

3月签约, 5月开工, 预计明年6月投产 are three pieces of one fact; so are 9个完工、3个施工.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zhibi.checking.bigrams import bigrams, rarities
from zhibi.checking.comparing.fact_items import SEGMENT, items_of_fact, stages_of_words
from zhibi.checking.comparing.steps import (
    ANY,
    DONE,
    NAMED_PHASES,
    ONGOING,
    TO_COME,
    UNDER_WAY,
    Position,
    position,
    to_come,
)
from zhibi.checking.reading.clauses import FactTexts, ReadText
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Stage
from zhibi.checking.reading.stages import declared_stages
from zhibi.facts.model import Entry, Fact, Facts
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern

_AMOUNT = lazy_pattern(r"[\d.]+(?:[万亿]?[元人]|平方米|公里|[^\W\d_])")
_NEAR = 0.3  # of a clause's words, by rarity, that the facts told with it must share
_FAR = 0.55  # likewise, any other fact
_AS_NEAR = 0.8  # of the best piece's words that another has which may be meant as well
_TIME = lazy_pattern(r"[\d.—、]+[年月日]?[底初末]?(?:[之以]?前|以来)?")
_BESIDE = 5  # characters beside a stage that most likely say of what it is
_APART = 0.4  # the weight of words farther from it
_ROUNDING = 1e-9  # by which sums of the same numbers may differ
_UNKNOWN = 0.25  # of the rarity of a pair that no fact has
_QUOTED = 8
"""Characters of words that a fact says itself, at least."""
_NAME = 2  # pairs of characters that name a subject (晚枫苑)
_FEWEST = 3  # pairs of characters that a clause must share with a fact that is not told with it
_OF_STATUS = {"ongoing": ONGOING, "forecast": TO_COME, "target": TO_COME}
_OF_PART = {"plan": TO_COME, "problems": ANY}
"""What a fact is of which nothing more is said, if not done; a problem may be anything."""


Matter = tuple[str, int]
"""A fact and the number of a segment of its text, as what one is told of."""


class Piece(NamedTuple):
    """An item of a fact's clause: its words, figures, and steps, else what it is by default.

    `about` are the pairs of characters of its subject: its own words, or those of the items before
    it where it has none (还未验收).
    """

    fact: Fact
    segment: int
    words: str
    pairs: frozenset[str]
    about: frozenset[str]
    positions: tuple[Position, ...]
    default: Position
    figures: tuple[Entry, ...]
    planned: bool
    """Whether it is one of a plan's."""

    @property
    def segment_words(self) -> str:
        """The segment of its fact's text in which it stands."""
        segments = SEGMENT.findall(self.fact.text)
        return segments[self.segment] if segments else self.words

    @property
    def matter(self) -> Matter:
        """What it is told of."""
        return self.fact.id, self.segment

    @property
    def counted(self) -> bool:
        """Whether a figure other than a time stands in it."""
        return any(one.quantity.kind not in TIME_KINDS for one in self.figures)

    @property
    def tells(self) -> bool:
        """Whether it says how far its matter has come; 已 alone is of its verb."""
        return any(one.step or one.told != "done" for one in self.positions)

    @property
    def known(self) -> tuple[Position, ...]:
        """The positions that it leaves open."""
        return self.positions or (self.default,)


class Pieces:
    """The pieces of all facts, found by the pairs of characters that they have."""

    def __init__(self, facts: Facts, texts: FactTexts) -> None:
        self._of_matter: dict[Matter, list[Piece]] = defaultdict(list)
        self._of_entry: dict[str, Piece] = {}
        self.said_of: dict[str, Sequence[Position]] = {}
        """What the facts say of a figure's step, by its id: read when first asked for."""
        by_pair: dict[str, dict[int, None]] = defaultdict(dict)
        for section in facts.walk():
            for fact in section.facts:
                if fact.show != "sensitive":
                    for piece in _read(fact, section.part, texts):
                        matter = piece.matter
                        self._of_matter[matter].append(piece)
                        number = len(self._of_matter) - 1
                        for entry in piece.figures:
                            self._of_entry[entry.id] = piece
                        for pair in piece.pairs:
                            by_pair[pair][number] = None
        self._by_pair = by_pair
        self._matters = [*self._of_matter]
        self._place = {matter: place for place, matter in enumerate(self._of_matter)}
        self._dated: dict[int, list[Piece]] = defaultdict(list)
        for pieces in self._of_matter.values():
            for piece in pieces:
                if any(one.quantity.kind == "date" for one in piece.figures):
                    for rank in {one.step for one in piece.positions if one.step}:
                        self._dated[rank].append(piece)
        self._segments: dict[str, list[Matter]] = defaultdict(list)
        for matter in self._of_matter:
            self._segments[matter[0]].append(matter)
        self._words: dict[Matter, frozenset[str]] = {}
        total = len(self._of_matter) + 1
        self._rarity = rarities(by_pair, total)
        self._unknown = math.log(1 + total)

    def of_entry(self, entry: Entry) -> Piece | None:
        """The piece of its fact in which a figure stands; the name of an indicator."""
        return self._of_entry.get(entry.id)

    def is_first(self, piece: Piece) -> bool:
        """Whether it has the first amount of its matter, of which others may be parts."""
        counted = (one for one in self._of_matter[piece.matter] if one.counted)
        return next(counted, piece) is piece

    def of(self, matters: Iterable[Matter]) -> list[Piece]:
        """All pieces of some matters."""
        return [piece for matter in matters for piece in self._of_matter[matter]]

    def words_of(self, matter: Matter) -> frozenset[str]:
        """The pairs of characters of a matter."""
        found = self._words.get(matter)
        if found is None:
            pieces = self._of_matter[matter]
            found = self._words[matter] = frozenset[str]().union(*(one.pairs for one in pieces))
        return found

    def with_all(self, pairs: Collection[str]) -> list[Matter]:
        """The matters that have all of some pairs of characters: those that name a subject."""
        if len(pairs) < _NAME:
            return []
        owners = [self._by_pair.get(pair, ()) for pair in pairs]
        fewest = min(owners, key=len)
        found = [one for one in fewest if all(one in other for other in owners)]
        return [self._matters[one] for one in sorted(found)]

    def quoting(self, words: str) -> list[Piece]:
        """The pieces that say some words one after the other, if these are not few."""
        owners = [self._by_pair[pair] for pair in _pairs(words) if pair in self._by_pair]
        if len(words) < _QUOTED or not owners:
            return []
        matters = (self._matters[number] for number in min(owners, key=len))
        return [one for one in self.of(matters) if words in one.words]

    def dated(self, ranks: Iterable[int], content: Collection[str]) -> list[Piece]:
        """The pieces that date one of some steps, of the matter that most of the pairs are of."""
        found = [piece for rank in ranks for piece in self._dated.get(rank, ())]
        shared = [len(self.words_of(piece.matter).intersection(content)) for piece in found]
        most = max(shared, default=0)
        if most < max(_NAME, min(_FEWEST, (len(content) + 1) // 2)):
            return []
        return [piece for piece, number in zip(found, shared, strict=True) if number == most]

    def chain(self, matters: Iterable[Matter], about: Collection[str] = ()) -> list[Piece]:
        """The pieces that say how far matters have come as a whole: those of no figure.

        With `about`, of a matter that has several subjects those that share most of its pairs.
        """
        found = []
        for matter in matters:
            beside = [one for one in self._of_matter[matter] if one.tells]
            if about:
                shared = [len(one.about.intersection(about)) for one in beside]
                most = max(shared, default=0)
                beside = [one for one, n in zip(beside, shared, strict=True) if n == most]
            found += [one for one in beside if not one.counted] or beside
        return found

    def going_on(self, piece: Piece) -> list[Piece]:
        """What the fact goes on to say of a piece, up to the next figure (一期9万元，已完工).

        Where it says nothing there and the piece names no step, what it says of the whole.
        """
        pieces = self._of_matter[piece.matter]
        found: list[Piece] = []
        for one in pieces[pieces.index(piece) + 1 :]:
            if found and one.counted:
                break
            if one.tells and not one.counted:
                found.append(one)
        return found if found or piece.tells else self.chain([piece.matter])

    def speaking_of(
        self, wanted: Mapping[str, float], near: Collection[Matter], context: Iterable[str]
    ) -> list[Matter]:
        """The matters that an item of the text speaks of, by its pairs of characters.

        `near` are those of the facts whose figures stand with it; `context` are the pairs of what
        the text says right before it, which count for the others.
        """
        beside = (matter for one in near for matter in self._segments[one[0]])
        scores = {matter: self._score(wanted, self.words_of(matter)) for matter in beside}
        found = self._best(wanted, scores, _NEAR)
        if found:
            return [matter for matter in found if matter in near] or found
        wider = {**dict.fromkeys(sorted(context), _APART), **wanted}
        return self._far(wider) or (self._far(wanted) if len(wider) > len(wanted) else [])

    def _far(self, wider: Mapping[str, float]) -> list[Matter]:
        """The matters anywhere that most of some pairs are of."""
        reached: dict[int, float] = defaultdict(float)
        shared: dict[int, int] = defaultdict(int)
        for pair, weight in wider.items():
            size = self._rarity.get(pair, 0.0) * weight
            for number in self._by_pair.get(pair, ()):
                reached[number] += size
                shared[number] += 1
        enough = {self._matters[n]: size for n, size in reached.items() if shared[n] >= _FEWEST}
        return self._best(wider, enough, _FAR)

    def _best(
        self, wanted: Mapping[str, float], scores: Mapping[Matter, float], share: float
    ) -> list[Matter]:
        """The matters with the highest score, if it is this share of what all words count."""
        whole = sum(
            self._rarity.get(pair, self._unknown * _UNKNOWN) * weight
            for pair, weight in wanted.items()
        )
        top = max(scores.values(), default=0.0)
        if top < max(share * whole, _ROUNDING):
            return []
        best = (matter for matter, score in scores.items() if score >= top - _ROUNDING)
        return sorted(best, key=self._place.__getitem__)

    def _score(self, wanted: Mapping[str, float], pairs: Collection[str]) -> float:
        return sum(self._rarity[pair] * wanted[pair] for pair in wanted if pair in pairs)

    def meant(self, wanted: Mapping[str, float], matters: Iterable[Matter]) -> list[Piece]:
        """The pieces of matters that speak of just what an item does (设备, 主体).

        A figure without a step is what the matter is called by, not a part of it; so are the words
        of its first piece, if there are others.
        """
        content = {pair: weight for pair, weight in wanted.items() if not pair.startswith("#")}
        found: list[Piece] = []
        for matter in matters:
            pieces = [one for one in self._of_matter[matter] if one.positions or not one.counted]
            head = self._of_matter[matter][0].pairs
            own = {pair: weight for pair, weight in content.items() if pair not in head}
            found += self._nearest(own, pieces) or self._nearest(content, pieces)
        return found

    def _nearest(self, content: Mapping[str, float], pieces: Iterable[Piece]) -> list[Piece]:
        scores = [(self._score(content, piece.pairs), piece) for piece in pieces]
        top = max((score for score, _ in scores), default=0.0)
        return [piece for score, piece in scores if top and score >= top * _AS_NEAR]


def _read(fact: Fact, part: str, texts: FactTexts) -> Iterator[Piece]:
    of_part, planned = _OF_PART.get(part, DONE), part == "plan"
    before: tuple[int, frozenset[str]] = 0, frozenset()
    for segment, words, said, offset, inside in items_of_fact(fact, texts):
        found = {one.status or fact.status for one in inside}
        status = found.pop() if len(found) == 1 else fact.status
        default = _OF_STATUS.get(status or "", of_part)
        if (
            default is TO_COME
            and not planned
            and not inside
            and _tells_itself(texts.read(fact.text))
        ):
            default = ANY  # 已签约，尚未开工 of a fact whose figures are planned
        if phrase("extent").search(words):
            default = ANY
        elif default is DONE and phrase("under_way").search(words):
            default = UNDER_WAY
        read = [to_come(one) if default is TO_COME else one for one in said]
        stages = declared_stages(fact.declared, status) or read
        named = any(one.rank for one in stages)
        rest = _without(words, read, offset)
        pairs = _pairs(rest)
        content = _content(rest)
        about = pairs if content == rest else _pairs(content)
        bare_step = not about and not any(one.quantity.unit == "%" for one in inside)
        amount = any(one.quantity.kind not in TIME_KINDS for one in inside)
        positions = [
            position(one, known=True, alone=bare_step, part=amount)
            for one in stages
            if one.rank or one.aspect != "done" or not named
        ]
        if (not stages and phrase("lacking").search(words)) or (default is TO_COME and stages):
            positions.append(TO_COME)
        if not about and before[0] == segment:
            about = before[1]
        before = segment, about
        # 完工 and 竣工 are one: the rank stands for the words of a stage
        tokens = pairs.union(_ranks(read))
        yield Piece(
            fact, segment, words, tokens, about, tuple(positions), default, tuple(inside), planned
        )


def _tells_itself(text: ReadText) -> bool:
    """Whether the words of a fact say of its steps which are reached and which are not."""
    return any(one.marked and one.aspect in ("done", "not") for one in text.stages)


def _pairs(words: str) -> frozenset[str]:
    return frozenset(_in_order(words))


def _in_order(words: str) -> tuple[str, ...]:
    return bigrams(_TIME.sub(" ", words))


def _ranks(stages: Sequence[Stage]) -> list[str]:
    return [f"#{stage.rank}" for stage in stages if stage.rank]


def _without(words: str, stages: Sequence[Stage], offset: int) -> str:
    """Words with blanks for those of stages: the rank says it, whatever the word."""
    for stage in stages:
        if stage.rank in NAMED_PHASES:
            continue  # 正在装修: what is done says of what it is
        at = stage.start - offset
        words = words[:at] + " " * len(stage.words) + words[at + len(stage.words) :]
    return words


def bare(words: str) -> str:
    """Words without those that say nothing of a matter, in their places."""
    return phrase("filler").sub(lambda found: " " * len(found[0]), words)


def content_of(
    words: str, stages: Sequence[Stage] | None = None, offset: int = 0
) -> frozenset[str]:
    """The pairs of characters of words that say more than steps and times.

    `stages` are those that they say, counted from `offset` before them; None if not yet read.
    """
    stages = stages_of_words(words) if stages is None else stages
    return _pairs(_content(_without(words, stages, offset)))


def _content(words: str) -> str:
    return bare(_AMOUNT.sub(" ", words))


def weights_of(words: str, stages: Sequence[Stage], offset: int) -> dict[str, float]:
    """What an item says, the words beside its stages before the others (学校的设备已安装)."""
    rest = _without(words, stages, offset)
    weights = dict.fromkeys(_in_order(rest), _APART)
    for stage in stages:
        first, last = stage.start - offset, stage.end - offset
        near = _in_order(f"{rest[max(0, first - _BESIDE) : first]} {rest[last : last + _BESIDE]}")
        weights |= dict.fromkeys(near, 1.0)
    return weights | dict.fromkeys(_ranks(stages), 1.0)
