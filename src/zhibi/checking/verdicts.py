"""The verdict on each claim: what it stands on, or what is wrong with it (N101–N106, N110)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhibi.checking.findings import FigureStatus
from zhibi.checking.ledger_index import Ground, key, kind_of, size_ratio
from zhibi.checking.match import Match
from zhibi.checking.violations import Hit
from zhibi.facts.model import Entry
from zhibi.figures.hedges import meaning
from zhibi.figures.model import Quantity

# A rival must be named this well, and this much better than the entry that has the value: less
# where the rival stands nowhere else in the text (then the figure took its place), more where it
# is well stated in the same line (then its words are still in the ear).
_NAMED = 0.34
_MARGIN_ABSENT, _MARGIN_PRESENT, _MARGIN_BESIDE = 0.10, 0.22, 0.45
_SURE = 0.5
_FAINTLY, _MUCH_LESS = 0.22, 0.45
_SHARES = {"%", "百分点"}
_UNNAMED = 0.15  # below this, the words around a figure say nothing of the entry


@dataclass(slots=True)
class Verdict:
    """How a claim stands: its status, the entries behind or nearest to it, and how it follows.

    `covers` is the number of the entry that the figure reports, if with a wrong hedge or status.
    """

    match: Match
    status: FigureStatus
    facts: tuple[str, ...] = ()
    how: str | None = None
    covers: int | None = None


def well_stated(matches: list[Match]) -> set[int]:
    """Entries that some figure states under words that name them no worse than any rival.

    Each match is also told which of them stand in its own line.
    """
    by_line: dict[int, set[int]] = {}
    for match in matches:
        if match.entry is not None and match.score >= match.rival_score - 0.02:
            by_line.setdefault(match.line, set()).add(match.entry)
    for match in matches:
        match.beside = by_line.get(match.line, set())
    return set().union(*by_line.values())


def judge(ground: Ground, match: Match, present: set[int]) -> tuple[Verdict, list[Hit]]:
    """The verdict on one match, before arithmetic is tried."""
    if match.entry is None:
        return _unsupported(ground, match, present)
    challenger = _challenger(ground, match, present)
    if challenger is not None:
        return Verdict(match, "conflict", (challenger.facts[0],)), [challenger]
    entry = ground.entries[match.entry]
    if entry.show == "sensitive":
        return Verdict(match, "unsupported", (entry.id,)), [_not_to_be_written(match)]
    hits = list(_hedge_hits(ground, match, entry))
    if any(not hit.warning and hit.code == "N105" for hit in hits):
        return Verdict(match, "conflict", (entry.id,), covers=match.entry), hits
    hits.extend(_precision_hits(match, entry))
    return Verdict(match, _status(match, entry), (entry.id,), covers=match.entry), hits


def _not_to_be_written(match: Match) -> Hit:
    figure = match.figure
    return Hit(
        "N101",
        figure.start,
        figure.end,
        f"“{figure.text}”出自标为 sensitive 的事实，不得写进报告",
        "删去",
    )


def _status(match: Match, entry: Entry) -> FigureStatus:
    stated, known = match.figure.quantity, entry.quantity
    if match.rounded:
        return "rounded"
    if stated.scale != known.scale or stated.unit != known.unit:
        return "converted"
    return "stated"


def _challenger(ground: Ground, match: Match, present: set[int]) -> Hit | None:
    """The finding that the words around the figure name another entry than its value does."""
    if kind_of(match.figure.quantity) == "time":
        return _other_year(ground, match, present)
    if _is_its_past(ground, match):
        return None
    if match.rival is not None and _names_better(match, match.rival, present):
        return _wrong_indicator(ground, match, ground.entries[match.rival])
    stranger, score = match.stranger, match.stranger_score
    strong = score >= _SURE and match.score < _UNNAMED
    if stranger is not None and stranger not in present and strong:
        return _wrong_indicator(ground, match, ground.entries[stranger])
    score = match.other_unit_score
    if match.other_unit is None or score < _NAMED or score - match.score <= _MARGIN_PRESENT:
        return None
    return _unit_hit(ground, match, ground.entries[match.other_unit])


def _is_its_past(ground: Ground, match: Match) -> bool:
    """Whether the figure is last year's of the very indicator that is named.

    Then the indicator is right; whether 去年 is said of it is a question of status (N109).
    """
    if match.rival is None:
        return False
    entry, rival = ground.entries[match.entry or 0], ground.entries[match.rival]
    return entry.role == "previous" and entry.parent == rival.id


def _names_better(match: Match, rival: int, present: set[int]) -> bool:
    """Whether the words around the figure name a rival so much better that it must be meant."""
    score, lead = match.rival_score, match.rival_score - match.score
    if rival in match.beside:
        return score >= _NAMED and lead > _MARGIN_BESIDE
    if rival in present:
        return score >= _NAMED and lead > _MARGIN_PRESENT
    if match.spare:
        return score >= _FAINTLY and lead > 0
    return (score >= _NAMED and lead > _MARGIN_ABSENT) or (
        score >= _FAINTLY and match.score < score * _MUCH_LESS
    )


def _wrong_indicator(ground: Ground, match: Match, named: Entry) -> Hit:
    figure, entry = match.figure, ground.entries[match.entry or 0]
    return Hit(
        "N102",
        figure.start,
        figure.end,
        f"“{figure.text}”是“{ground.label(entry)}”的数，这里说的是"
        f"“{ground.label(named)}”，应为{shown(named.quantity)}{_source(named)}",
        "换成这个指标自己的数",
        named.quantity.text,
        (named.id, entry.id),
    )


def _other_year(ground: Ground, match: Match, present: set[int]) -> Hit | None:
    """A year that only the document knows, where a fact told in the same words has another."""
    entry = ground.entries[match.entry or 0]
    if entry.fact_id != "document" or match.rival is None or match.rival in present:
        return None
    rival, figure = ground.entries[match.rival], match.figure
    if rival.quantity.kind != figure.quantity.kind or match.rival_score < _SURE:
        return None
    return Hit(
        "N107",
        figure.start,
        figure.end,
        f"这件事在事实里是{shown(rival.quantity)}，这里写成了“{figure.text}”{_source(rival)}",
        f"改为{shown(rival.quantity)}",
        rival.quantity.text,
        (rival.id,),
    )


def _unsupported(ground: Ground, match: Match, present: set[int]) -> tuple[Verdict, list[Hit]]:
    figure = match.figure
    rival = ground.entries[match.rival] if match.rival is not None else None
    hedged = _contradicting_hedge(ground, match, rival)
    if hedged is not None and rival is not None:
        return Verdict(match, "conflict", (rival.id,)), [hedged]
    if match.other_unit is not None and match.other_unit_score >= _least_for_unit(ground, match):
        other = ground.entries[match.other_unit]
        return Verdict(match, "conflict", (other.id,)), [_unit_hit(ground, match, other)]
    if kind_of(figure.quantity) == "time":
        hit = Hit(
            "N107",
            figure.start,
            figure.end,
            f"“{figure.text}”不是事实中的年份、日期或时段",
            "时段照事实写；确有其事的，把它写进事实",
        )
        return Verdict(match, "unsupported"), [hit]
    hits = [_no_fact(ground, match, rival)]
    if rival is not None and match.rival in present and match.rival_score >= _SURE:
        hits.append(
            Hit(
                "N302",
                figure.start,
                figure.end,
                f"“{ground.label(rival)}”前后两个数：此处“{figure.text}”，"
                f"别处{shown(rival.quantity)}",
                f"以事实为准，统一为{shown(rival.quantity)}",
                rival.quantity.text,
                (rival.id,),
            )
        )
    return Verdict(match, "unsupported", (rival.id,) if rival is not None else ()), hits


def _least_for_unit(ground: Ground, match: Match) -> float:
    """How well the entry with the same digits in another unit must be named.

    % and 个百分点 are taken for each other so often that nothing more need speak for it.
    """
    if {kind_of(match.figure.quantity), ground.kinds[match.other_unit or 0]} == _SHARES:
        return _UNNAMED
    return max(_UNNAMED, match.rival_score - _MARGIN_ABSENT)


def _no_fact(ground: Ground, match: Match, rival: Entry | None) -> Hit:
    figure = match.figure
    if rival is None or match.rival_score < 0.12:
        return Hit(
            "N101",
            figure.start,
            figure.end,
            f"“{figure.text}”在事实中没有依据",
            "删去这个数；确有其事的，把它连同来源写进事实",
        )
    sure = match.rival_score >= _NAMED
    return Hit(
        "N101",
        figure.start,
        figure.end,
        f"“{figure.text}”在事实中没有依据；最接近的是“{ground.label(rival)}”"
        f"{shown(rival.quantity)}{_source(rival)}",
        f"改为“{rival.quantity.text}”，或把这个数连同来源写进事实"
        if sure
        else "核对是哪个指标；确有其事的，把它连同来源写进事实",
        rival.quantity.text if sure else None,
        (rival.id,),
    )


def _unit_hit(ground: Ground, match: Match, entry: Entry) -> Hit:
    figure = match.figure
    return Hit(
        "N103",
        figure.start,
        figure.end,
        f"“{figure.text}”的单位不对：“{ground.label(entry)}”是"
        f"{shown(entry.quantity)}{_source(entry)}",
        f"改为“{entry.quantity.text}”",
        entry.quantity.text,
        (entry.id,),
    )


def _hedge_hits(ground: Ground, match: Match, entry: Entry) -> Iterator[Hit]:
    figure, known = match.figure, entry.quantity
    stated = figure.quantity
    said, true = _meaning(stated), _meaning(known)
    if match.rounded:
        if true is None:
            yield Hit(
                "N110",
                figure.start,
                figure.end,
                f"“{stated.hedge}”“{figure.text}”是约数，“{ground.label(entry)}”"
                f"有准数{shown(known)}{_source(entry)}",
                f"照写{known.text}",
                facts=(entry.id,),
                warning=True,
            )
        return
    if said == true:
        return
    if said is None:
        message = f"“{ground.label(entry)}”是约数{shown(known)}，这里写成了准数“{figure.text}”"
    elif true is None:
        message = f"“{ground.label(entry)}”是准数{shown(known)}，这里多了“{stated.hedge}”"
    else:
        message = f"约数词不对：“{ground.label(entry)}”是{shown(known)}，这里用了“{stated.hedge}”"
    inside = known.hedge is not None and known.hedge in known.text and stated.hedge is None
    yield Hit(
        "N105",
        figure.start,
        figure.end,
        message + _source(entry),
        f"改为{shown(known)}",
        known.text if inside else None,
        (entry.id,),
    )


def _contradicting_hedge(ground: Ground, match: Match, rival: Entry | None) -> Hit | None:
    """近 above the fact or 超 below it: the figure is a rounding, but in the wrong direction."""
    stated = match.figure.quantity
    if rival is None or stated.hedge is None or match.rival_score < _NAMED:
        return None
    if key(stated)[0] == "time" or not rival.quantity.value:
        return None
    if not 0.85 <= size_ratio(stated, rival.quantity) <= 1.15:
        return None
    figure = match.figure
    return Hit(
        "N105",
        figure.start,
        figure.end,
        f"“{stated.hedge}”与事实不符：“{ground.label(rival)}”是"
        f"{shown(rival.quantity)}{_source(rival)}",
        f"照写{shown(rival.quantity)}",
        None,
        (rival.id,),
    )


def _precision_hits(match: Match, entry: Entry) -> Iterator[Hit]:
    stated, known = match.figure.quantity, entry.quantity
    if match.rounded or stated.scale != known.scale or stated.unit != known.unit:
        return
    if stated.decimals > known.decimals and "chinese" not in (stated.numerals, known.numerals):
        yield Hit(
            "N106",
            match.figure.start,
            match.figure.end,
            f"“{match.figure.text}”的小数位比事实多，事实是{shown(known)}{_source(entry)}",
            f"改为“{known.text}”",
            known.text,
            (entry.id,),
            warning=True,
        )


def _meaning(quantity: Quantity) -> str | None:
    return meaning(quantity.hedge) if quantity.hedge else None


def shown(quantity: Quantity) -> str:
    """A quantity as a message shows it, with the hedge word before or after it."""
    hedge = quantity.hedge
    if hedge is None or hedge in quantity.text:
        return f"“{quantity.text}”"
    after = meaning(hedge) in ("at_least", "at_most") and hedge.startswith("以")
    after = after or hedge == "左右"
    return f"“{quantity.text}{hedge}”" if after else f"“{hedge}{quantity.text}”"


def _source(entry: Entry) -> str:
    if entry.source:
        return f"（{entry.source}）"
    return f"（{entry.place.path}:{entry.place.line}）" if entry.place else ""
