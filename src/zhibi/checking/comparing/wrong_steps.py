"""A step that an item of the text says beside those that its pieces of the facts say: N109."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from zhibi.checking.bigrams import bigrams
from zhibi.checking.comparing.items import Item
from zhibi.checking.comparing.pieces import Piece, Pieces, content_of
from zhibi.checking.comparing.steps import (
    FINISHED,
    SIGNED,
    STOPPED,
    TO_COME,
    Position,
    differ,
    is_one_step,
    is_one_verb,
    position,
)
from zhibi.checking.comparing.told_pieces import Known, ToldPieces
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Aspect, Stage
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_ONGOING = 50  # the rank of 施工
_VERB = 4  # characters after 已 or 正在 among which its verb is
_VERBATIM = 5  # characters from a step to the end of its item that the fact has as they are
_BEFORE = 3  # characters before a step that may say that it has just been taken
_ANY_VERB = lazy_pattern(r"[做办搞动弄过到完开改修建换装搬拆通达]")
_DIGIT = lazy_pattern(r"[\d一两二三四五六七八九十]")
_NEGATIONS = ("没", "没有", "还没", "还没有", "并没有")
_SAID_AS: dict[Aspect | None, str] = {
    "done": "已经完成",
    "ongoing": "正在进行",
    "plan": "计划、预计",
    "not": "还没有做到",
}
_IN_GENERAL = ("推进", "进行")
_WHOLE = lazy_pattern("[全均都]")
_TALKING = ("洽谈", "商谈", "协商")
"""Words for talking about something with others."""


class StepComparison:
    """Compares the steps of an item with those of the pieces that it tells."""

    def __init__(self, pieces: Pieces, told_pieces: ToldPieces, structure: Structure) -> None:
        self._pieces, self._told_pieces, self._structure = pieces, told_pieces, structure
        self._text = structure.text

    def wrong(
        self, item: Item, known: Known, near: Sequence[tuple[int, Entry]]
    ) -> Violation | None:
        """N109 for a step of an item that is not as the facts say; `near` are figures around it."""
        positions = known.positions
        for said in item.stages:
            before = self._text[max(item.start, said.start - _BEFORE) : said.start]
            step = position(said, known=False, before=before)
            after = _DIGIT.search(self._text, said.end, item.end) is not None
            reached = said.aspect == "plan" and any(
                one.role == "completion" for one in item.counted
            )
            of_aim = phrase("of_aim").match(self._text, said.end) and not reached
            if of_aim or _is_amount(said, item.counted, told_after=after):
                continue  # how much of an aim is reached, figures say
            if said.scale not in ("", STOPPED) and said.rank < FINISHED and not item.counted:
                continue  # 发现问题及时整改
            vague = said.aspect == "ongoing" and not said.rank and not item.counted
            in_general = said.verb.startswith(_IN_GENERAL) and _counts_so_far(known)
            if vague and (in_general or not any(one.told for one in positions)):
                continue  # 工业仍在承压 beside a fact that says no step
            if not differ(step, positions) or _has_resumed(said, positions):
                continue
            if not said.marked and any(_names_only(one, said.words) for one in known.pieces):
                continue
            coming = any(one.told == "plan" or one == TO_COME for one in positions)
            done = known.sure and TO_COME in positions and self._in_summary(item, said)
            if coming and not said.marked and not done:
                continue  # 上半年投用15台 of a plan
            if self._says_so(item, said, step, known, near):
                continue
            if (
                said.words == "完成"
                and not item.counted
                and all(one.told is None for one in positions)
            ):
                continue  # 由三方合力完成
            return _violation(said, known.pieces[0], positions)
        return None

    def _in_summary(self, item: Item, said: Stage) -> bool:
        """Whether a step stands under the headings of a summary, and no aim leads up to it."""
        if not self._structure.has_headings or self._structure.part(said.start) != "summary":
            return False
        return phrase("intent").search(self._text, item.start, said.start) is None

    def _says_so(
        self,
        item: Item,
        said: Stage,
        step: Position,
        known: Known,
        near: Sequence[tuple[int, Entry]],
    ) -> bool:
        """Whether the matter, or one told with it, says a step of the same as it is said.

        A negation is of its verb alone: 没有跟上 says nothing where no fact has 跟上.
        """
        if self._is_in_so_many_words(item, said, known):
            return True
        if item.dated and known.sure and not item.counted:
            return False
        if any(is_one_verb(said.verb, one.verb) for one in known.positions):
            return False
        in_progress = said.aspect == "ongoing" and said.rank in (0, _ONGOING) and not item.counted
        if in_progress and self._is_partly_ongoing(known):
            return True
        if self._is_rate_of_step(item, said, known):
            return True
        if item.counted and said.rank and all(_names_step(one) for one in known.pieces):
            return False
        matters = [
            *([] if known.sure else self._told_pieces.matters(near)),
            *(one.matter for one in known.pieces),
        ]
        beside = self._pieces.of(dict.fromkeys(matters))
        if said.rank:
            speaking = self._speaking_of(item, said, beside)
        else:
            verb = self._text[said.end : min(said.end + _VERB, item.end)]
            if known.sure:
                return said.words in _NEGATIONS and self._is_of_other_verb(verb, known)
            own = verb[:1] if said.aspect == "not" or _ANY_VERB.match(verb) else verb[:2]
            pairs = set(bigrams(verb)) if said.aspect == "not" else frozenset()
            speaking = [one for one in beside if pairs & one.pairs or (own and own in one.words)]
            if said.aspect == "not" and not speaking:
                return not _ANY_VERB.match(verb)
        of_rest = phrase("told_rest")
        others = [
            piece
            for piece in speaking
            if not known.sure
            or not (piece.counted or (item.counted and of_rest.search(piece.words)))
        ]
        return any(not differ(step, piece.known) for piece in others)

    def _is_in_so_many_words(self, item: Item, said: Stage, known: Known) -> bool:
        """Whether a fact says it as the item does (年初计划举办4期，现已全部办完).

        Two words for talking about something are one: 协商开通班车 of 商量开通.
        """
        own = self._text[said.start : item.end].strip("。；，")
        told = [one.segment_words for one in known.pieces]
        if len(own) >= _VERBATIM and any(own in words for words in told):
            return True
        talks = said.words in _TALKING and not said.marked
        return talks and any(char in words for words in told for char in said.words)

    def _is_rate_of_step(self, item: Item, said: Stage, known: Known) -> bool:
        """Whether rates alone are told with a step that their matter has (已掘进75%)."""
        if not item.counted or any(one.quantity.kind != "percent" for one in item.counted):
            return False
        beside = self._pieces.of({one.matter for one in known.pieces})
        told = (known_one for one in beside for known_one in one.positions)
        return any(is_one_verb(said.verb, one.verb) and one.told == said.aspect for one in told)

    def _speaking_of(self, item: Item, said: Stage, beside: Iterable[Piece]) -> list[Piece]:
        """The pieces that say the step of what an item speaks of."""
        content = content_of(item.words, item.stages, item.start)
        return [
            one
            for one in beside
            if any(other.step == said.rank for other in one.positions)
            and not (content and content.isdisjoint(one.about))
        ]

    def _is_partly_ongoing(self, known: Known) -> bool:
        """Whether a part of what is told goes on: what is done in part is in progress."""
        beside = self._pieces.of({one.matter for one in known.pieces})
        parts = [one for one in beside if one.counted]
        ongoing = any(one.told == "ongoing" for piece in parts for one in piece.positions)
        return ongoing and all(one.counted for one in known.pieces)

    def _is_of_other_verb(self, verb: str, known: Known) -> bool:
        """Whether a negation is of a verb that no fact has: 工地还没撤, 没有停.

        A verb of doing (没改, 没完) is of what the facts tell, whatever they call it.
        """
        if _ANY_VERB.search(verb) or not verb:
            return False
        return not any(verb[:1] in piece.words for piece in known.pieces)

    def wrong_rest(self, item: Item, part: Piece) -> Violation | None:
        """What a part leaves of a whole, told as having come as far as the part."""
        reached = {one.step for one in part.positions}
        for said in item.stages:
            verb = self._text[said.end : said.end + 1]
            ended = said.rank >= FINISHED or (said.rank >= SIGNED and said.rank in reached)
            same = ended if said.rank else verb and verb in part.words
            if said.aspect == "done" and same:
                return Violation(
                    "N109",
                    said.start,
                    said.end,
                    f"这里说的是做到的（“{part.words}”）以外剩下的，写成了“{said.words}”",
                    "照事实写到哪一步",
                    None,
                    (part.fact.id,),
                )
        return None


def _has_resumed(said: Stage, positions: Iterable[Position]) -> bool:
    """Whether a stop that is only named is that of work which has gone on since."""
    return said.scale == STOPPED and not said.marked and any(p.scale == STOPPED for p in positions)


def _names_only(piece: Piece, words: str) -> bool:
    """Whether a piece has the words of a step and says no step with them (腾空的车棚)."""
    return words in piece.words and not any(one.step for one in piece.positions)


def _names_step(piece: Piece) -> bool:
    """Whether a piece says of its own figure that it has come to a step, or not."""
    return any(one.step and one.told for one in piece.positions)


def _counts_so_far(known: Known) -> bool:
    """Whether the facts only say how many have come so far: 已搬迁287户 of 外迁正在推进."""
    return all(one.counted and not _WHOLE.search(one.words) for one in known.pieces)


def _is_amount(said: Stage, counted: Sequence[Entry], *, told_after: bool) -> bool:
    """Whether 完成 says how much is done so far (已完成246户, 完成全年目标520人的61.2%).

    `told_after` says that an amount stands behind it.
    """
    if said.rank != FINISHED or not said.words.endswith("完成") or "全" in said.words:
        return False
    if not told_after:
        return False  # 剩余660户已完成
    return any(
        one.quantity.kind in ("percent", "pp")
        or one.role in ("target", "completion", "growth")
        or one.status == "ongoing"
        for one in counted
    )


def other_step(item: Item, known: Known) -> Violation | None:
    """A step to come that is not the one which the facts plan for that date or amount.

    开工 in 11月 where 竣工 is planned for it; 建成 of what is to be 筹建.
    """
    one_matter = known.sure or len({one.matter for one in known.pieces}) == 1
    if not one_matter or not (item.dated or item.counted or item.times.periods):
        return None
    steps = [one for one in known.positions if one.step]
    if not any(one.told == "plan" for one in steps):
        return None
    said = [one for one in item.named if one.aspect == "plan" or item.planned or item.dated]
    if any(one.aspect not in ("plan", "done") or "已" in one.words for one in said):
        return None
    for one in said:
        if any(one.scale != other.scale or is_one_step(one.rank, other.step) for other in steps):
            return None
    return _violation(said[0], known.pieces[0], known.positions) if said else None


def _violation(said: Stage, piece: Piece, known: Iterable[Position]) -> Violation:
    source = f"（{piece.fact.source}）" if piece.fact.source else ""
    told = "、".join(dict.fromkeys(_SAID_AS[one.told] for one in known if one.told))
    return Violation(
        "N109",
        said.start,
        said.end,
        f"事实里“{piece.words}”是{told or _SAID_AS['done']}，这里写的是“{said.words}”{source}",
        "照事实写到哪一步",
        None,
        (piece.fact.id,),
    )
