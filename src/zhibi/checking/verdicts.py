"""The verdict on each claim: what supports it, or what is wrong with it.

Yields N101, N102, N103, N107 (years) and N302; `exactness` yields N105, N106 and N110.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from zhibi.checking.computation import Computation
from zhibi.checking.exactness import (
    contradicting_hedge,
    too_precise,
    unmarked_rounding,
    wrong_hedges,
)
from zhibi.checking.findings import FigureStatus
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.violations import Violation, quoted, source_note
from zhibi.facts.model import Entry
from zhibi.figures.units import said_alike
from zhibi.patterns import lazy_pattern

_UP_TO = lazy_pattern(r"(?:截[至止]到?|(?:^|[，。；])[到至])(?:今年|本年|目前)?$")
_COMPARED = lazy_pattern(r"(?:[比较与同](?:上年|去年)?|相比)$")
_FILLED = lazy_pattern(r"[达到为有是共计了]+$")
_BY_CHANCE = 10
_SHARES = {"%", "百分点"}


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Verdict:
    """The verdict on a claim: its status, the entries behind or nearest to it, and how it follows.

    `covers` is the number of the entry that the figure reports, if with a wrong hedge or status;
    `computation` is how it follows from others.
    """

    match: Match
    status: FigureStatus
    facts: tuple[str, ...] = ()
    how: str | None = None
    covers: int | None = None
    computation: Computation | None = None


class StatedEntries(NamedTuple):
    """Entries that figures state under words that name them no worse than any rival, by line."""

    by_line: Mapping[int, frozenset[int]]
    anywhere: frozenset[int]

    @classmethod
    def of(cls, matches: Iterable[Match], tolerance: float) -> Self:
        """The entries that `matches` state; a rival may score `tolerance` more."""
        by_line: dict[int, set[int]] = {}
        for match in matches:
            if match.entry is not None and match.score >= match.rival_score - tolerance:
                by_line.setdefault(match.line, set()).add(match.entry)
        frozen = {line: frozenset(entries) for line, entries in by_line.items()}
        return cls(frozen, frozenset().union(*frozen.values()))

    def in_line(self, line: int) -> frozenset[int]:
        """Those that a figure of this line states."""
        return self.by_line.get(line, frozenset())


def by_sentence(verdicts: Iterable[Verdict]) -> dict[int, list[Verdict]]:
    """Verdicts by the number of the sentence in which their figures stand, in order."""
    found: dict[int, list[Verdict]] = {}
    for one in verdicts:
        found.setdefault(one.match.sentence, []).append(one)
    return found


def verdict_on(
    ledger: LedgerIndex, match: Match, stated: StatedEntries
) -> tuple[Verdict, list[Violation]]:
    """The verdict on one match, before arithmetic is tried."""
    if match.entry is None:
        return _unsupported(ledger, match, stated)
    entry = ledger.entries[match.entry]
    conflict = _conflict(ledger, match, entry, stated)
    if conflict is not None:
        return Verdict(match, "conflict", (conflict.facts[0],)), [conflict]
    if entry.show == "sensitive":
        return Verdict(match, "unsupported", (entry.id,)), [_not_to_be_written(match)]
    violations = list(wrong_hedges(ledger, match, entry))
    if any(not violation.warning and violation.code == "N105" for violation in violations):
        return Verdict(match, "conflict", (entry.id,), covers=match.entry), violations
    violations.extend(too_precise(match, entry))
    return Verdict(match, _status(match, entry), (entry.id,), covers=match.entry), violations


def _not_to_be_written(match: Match) -> Violation:
    figure = match.figure
    return Violation.at(
        figure, "N101", f"“{figure.text}”出自标为 sensitive 的事实，不得写进报告", "删去"
    )


def _status(match: Match, entry: Entry) -> FigureStatus:
    stated, known = match.figure.quantity, entry.quantity
    if match.rounded:
        return "rounded"
    if stated.scale != known.scale or stated.unit != known.unit:
        return "converted"
    return "stated"


def _conflict(
    ledger: LedgerIndex, match: Match, entry: Entry, stated: StatedEntries
) -> Violation | None:
    """What is wrong where the words around the figure name another entry than its value does."""
    if match.attached and match.score > ledger.scoring.unnamed:
        return None
    if kind_of(match.figure.quantity) == "time":
        return _other_year(ledger, match, entry, stated) or _other_date(ledger, match, entry)
    if match.meant is not None:
        named = ledger.entries[match.meant]
        if ledger.follows_from(entry) == named.fact_id:
            return None  # whether it is told as a difference, `rules.implied` says
        if _only_to_come(match, entry, named):
            return None  # 招收学徒34人 beside 再收学徒20人以上 of the plan
        return wrong_indicator(ledger, match, entry, named)
    scoring, score = ledger.scoring, match.other_unit_score
    lead = score - match.score
    if match.other_unit is None or score < scoring.named or lead <= scoring.unit_margin:
        return None
    shares = {kind_of(match.figure.quantity), ledger.kinds[match.other_unit]} & _SHARES
    other = ledger.entries[match.other_unit]
    if _small(match) or len(shares) == 1 or not _stands_beside(match, other):
        return None  # 20万人次 is no slip for 20%
    return _wrong_unit(ledger, match, other)


def _only_to_come(match: Match, entry: Entry, named: Entry) -> bool:
    """Whether an entry of another fact is to come only, and the words tell what has been done.

    Where both are called alike to the last word, the value decides nothing.
    """
    to_come = named.status in ("target", "forecast") and entry.status in ("done", "to_date")
    if not to_come or named.fact_id == entry.fact_id or named.name == entry.name:
        return False
    planned = match.reading.planned or any(one.aspect == "plan" for one in match.reading.stages)
    return not planned and named.name not in match.reading.left


def _stands_beside(match: Match, other: Entry) -> bool:
    """Whether the name of an entry of another unit goes on right before or behind the figure."""
    left, right = _FILLED.sub("", match.reading.left), match.reading.right
    return not other.name or left.endswith(other.name[-2:]) or right.startswith(other.name[:2])


def wrong_indicator(ledger: LedgerIndex, match: Match, entry: Entry, named: Entry) -> Violation:
    """N102: a figure that states `entry`, where its words name another one."""
    figure = match.figure
    own, other = ledger.told_apart(entry, named)
    return Violation.at(
        figure,
        "N102",
        f"“{figure.text}”是“{own}”的数，这里说的是"
        f"“{other}”，应为{quoted(named.quantity)}{source_note(named)}",
        "换成这个指标自己的数",
        named.quantity.text,
        (named.id, entry.id),
    )


def _other_year(
    ledger: LedgerIndex, match: Match, entry: Entry, stated: StatedEntries
) -> Violation | None:
    """N107 for a year of the document where a fact with the same words has another year."""
    if entry.fact_id != "document" or match.rival is None or match.rival in stated.anywhere:
        return None
    rival, figure = ledger.entries[match.rival], match.figure
    if rival.quantity.kind != figure.quantity.kind or match.rival_score < ledger.scoring.well_named:
        return None
    if rival.quantity.text.endswith(figure.text):
        return None  # 二季度 in a plan, of what is to come in 2026年二季度
    if _COMPARED.search(match.reading.left):
        return None  # 比2024年实绩多185.5万元
    if figure.quantity.kind != "year":
        told = (ledger.entries[number].fact_id for number in stated.in_line(match.line))
        if rival.fact_id not in told:  # a period of the whole report, not of this fact
            return None
    return Violation.at(
        figure,
        "N107",
        f"这件事在事实里是{quoted(rival.quantity)}，这里写成了“{figure.text}”{source_note(rival)}",
        f"改为{quoted(rival.quantity)}",
        rival.quantity.text,
        (rival.id,),
    )


def _other_date(ledger: LedgerIndex, match: Match, entry: Entry) -> Violation | None:
    """N107 for a date of one matter that is told of another, which has its own."""
    if entry.fact_id == "document" or match.rival is None or match.figure.quantity.kind != "date":
        return None
    rival, figure = ledger.entries[match.rival], match.figure
    if rival.fact_id == "document" or rival.quantity.kind != "date":
        return None
    known, told = rival.quantity.date, figure.quantity.date
    if known is None or told is None or known[1:] == told[1:]:
        return None
    if _cut_off(match) or figure.text in ledger.fact_words.get(rival.fact_id, ""):
        return None
    if match.meant != match.rival or (rival.fact_id == entry.fact_id and not match.exchanged):
        return None  # another step of one matter is told by its stage (N109)
    planned = any(stage.aspect == "plan" for stage in match.reading.stages)
    if planned != (rival.status in ("target", "forecast")) and rival.fact_id != entry.fact_id:
        return None
    own, other = ledger.told_apart(entry, rival)
    return Violation.at(
        figure,
        "N107",
        f"“{figure.text}”是“{own}”的时间，这里说的是“{other}”，"
        f"应为{quoted(rival.quantity)}{source_note(rival)}",
        f"改为{quoted(rival.quantity)}",
        rival.quantity.text,
        (rival.id, entry.id),
    )


def _cut_off(match: Match) -> bool:
    """Whether a date says up to when figures run (到11月底签约46台), and not when a thing was."""
    quantity = match.figure.quantity
    return quantity.part in ("底", "末") and _UP_TO.search(match.reading.left) is not None


def _unsupported(
    ledger: LedgerIndex, match: Match, stated: StatedEntries
) -> tuple[Verdict, list[Violation]]:
    figure = match.figure
    rival = ledger.entries[match.rival] if match.rival is not None else None
    hedged = contradicting_hedge(ledger, match, rival)
    if hedged is not None and rival is not None:
        return Verdict(match, "conflict", (rival.id,)), [hedged]
    plainly = unmarked_rounding(ledger, match, rival)
    if plainly is not None and rival is not None:
        return Verdict(match, "conflict", (rival.id,), covers=match.rival), [plainly]
    if match.other_unit is not None and _said_alike(ledger, match):
        entry = ledger.entries[match.other_unit]
        return Verdict(match, "converted", (entry.id,), covers=match.other_unit), []
    if match.other_unit is not None and _means_other_unit(ledger, match):
        other = ledger.entries[match.other_unit]
        return Verdict(match, "conflict", (other.id,)), [_wrong_unit(ledger, match, other)]
    if kind_of(figure.quantity) == "time":
        violation = Violation.at(
            figure,
            "N107",
            f"“{figure.text}”不是事实中的年份、日期或时段",
            "时段照事实写；确有其事的，把它写进事实",
        )
        return Verdict(match, "unsupported"), [violation]
    told_again = match.rival in stated.anywhere and _well_named(ledger, match)
    if rival is None or not told_again or _is_part_of(match, rival):
        violation = _no_fact(ledger, match, rival)
    else:
        violation = _told_twice(ledger, match, rival)
    return Verdict(match, "unsupported", (rival.id,) if rival is not None else ()), [violation]


def _is_part_of(match: Match, rival: Entry) -> bool:
    """Whether a figure is told as a part (其中脱贫户20人) of the whole that an entry is."""
    role = match.reading.role
    return role is not None and role.value == "part" and rival.role == "value"


def _well_named(ledger: LedgerIndex, match: Match) -> bool:
    return match.rival_score >= ledger.scoring.well_named


def _told_twice(ledger: LedgerIndex, match: Match, rival: Entry) -> Violation:
    """N302: a figure without a fact beside another of the same indicator that has one."""
    figure = match.figure
    return Violation.at(
        figure,
        "N302",
        f"“{figure.text}”在事实中没有依据；“{ledger.label(rival)}”前后两个数："
        f"此处“{figure.text}”，别处{quoted(rival.quantity)}{source_note(rival)}",
        f"以事实为准，统一为{quoted(rival.quantity)}",
        rival.quantity.text,
        (rival.id,),
    )


def _small(match: Match) -> bool:
    """Whether a figure is a small numeral, which has another's digits by chance (三楼, 一季度)."""
    quantity = match.figure.quantity
    return quantity.numerals == "chinese" and quantity.value <= _BY_CHANCE


def _said_alike(ledger: LedgerIndex, match: Match) -> bool:
    """Whether a count is one of the facts in another measure word of the same things."""
    least = max(ledger.scoring.named, match.rival_score)
    if match.other_unit is None or match.other_unit_score < least:
        return False
    stated, known = match.figure.quantity, ledger.entries[match.other_unit].quantity
    plain = not stated.hedge and stated.value == known.value and stated.per == known.per
    return plain and said_alike(stated.unit, known.unit)


def _means_other_unit(ledger: LedgerIndex, match: Match) -> bool:
    """Whether the entry with the same digits in another unit is named well enough to be meant.

    % and 个百分点 are mistaken for each other so often that nothing more need speak for it.
    """
    if match.other_unit is None or match.figure.quantity.ratio:
        return False  # parts of a ratio in another order are no unit
    least = ledger.scoring.unnamed
    if _small(match):
        if match.figure.quantity.kind in ("count", "other"):
            return False  # 三村 is no slip for 三位, nor 三类 in 断面达三类水质次数 for 三次
        least = ledger.scoring.well_named
    if {kind_of(match.figure.quantity), ledger.kinds[match.other_unit]} != _SHARES:
        least = max(least, match.rival_score - ledger.scoring.unit_margin)
    return match.other_unit_score >= least


def _no_fact(ledger: LedgerIndex, match: Match, rival: Entry | None) -> Violation:
    figure = match.figure
    if rival is None or match.rival_score < ledger.scoring.unnamed:
        return Violation.at(
            figure,
            "N101",
            f"“{figure.text}”在事实中没有依据",
            "删去这个数；确有其事的，把它连同来源写进事实",
        )
    sure = match.rival_score >= ledger.scoring.named and not _is_part_of(match, rival)
    sure = sure and _is_alone(ledger, match)
    return Violation.at(
        figure,
        "N101",
        f"“{figure.text}”在事实中没有依据；最接近的是“{ledger.label(rival)}”"
        f"{quoted(rival.quantity)}{source_note(rival)}",
        f"改为“{rival.quantity.text}”，或把这个数连同来源写进事实"
        if sure
        else "核对是哪个指标；确有其事的，把它连同来源写进事实",
        rival.quantity.text if sure else None,
        (rival.id,),
    )


def _is_alone(ledger: LedgerIndex, match: Match) -> bool:
    """Whether no entry of another value is named by words and fields as well as the rival."""
    fits = {
        number: match.scores[number] - ledger.misfit(match.told, number) for number in match.rivals
    }
    best = match.rival
    return best is not None and all(
        fits[best] > fit + ledger.scoring.tie or ledger.keys[number] == ledger.keys[best]
        for number, fit in fits.items()
    )


def _wrong_unit(ledger: LedgerIndex, match: Match, entry: Entry) -> Violation:
    figure = match.figure
    return Violation.at(
        figure,
        "N103",
        f"“{figure.text}”的单位不对：“{ledger.label(entry)}”是"
        f"{quoted(entry.quantity)}{source_note(entry)}",
        f"改为“{entry.quantity.text}”",
        entry.quantity.text,
        (entry.id,),
    )
