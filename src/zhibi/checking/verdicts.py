"""The verdict on each claim: what supports it, or what is wrong with it.

Yields N101, N102, N103, N105, N106, N107 (years), N110 and N302.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from zhibi.checking.findings import FigureStatus
from zhibi.checking.ledger_index import LedgerIndex, key, kind_of, size_ratio
from zhibi.checking.match import Match
from zhibi.checking.scoring import Scoring
from zhibi.checking.violations import Violation, quoted, source_note
from zhibi.facts.model import Entry
from zhibi.figures.hedges import meaning
from zhibi.figures.model import Quantity

_COMPARING = ("高于", "低于", "多于", "少于", "超过", "大于", "小于", "不及")
_OF = re.compile(r"的$")  # right before the next figure
_LEFT = re.compile(r"[没剩尚]|未(?![来成])|其余|余下|缺(?!陷)|还差|其他")
_SHARES = {"%", "百分点"}


@dataclass(slots=True)
class Verdict:
    """The verdict on a claim: its status, the entries behind or nearest to it, and how it follows.

    `covers` is the number of the entry that the figure reports, if with a wrong hedge or status.
    """

    match: Match
    status: FigureStatus
    facts: tuple[str, ...] = ()
    how: str | None = None
    covers: int | None = None


@dataclass(frozen=True, slots=True)
class StatedEntries:
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
    violations = list(_hedge_violations(ledger, match, entry))
    if any(not violation.warning and violation.code == "N105" for violation in violations):
        return Verdict(match, "conflict", (entry.id,), covers=match.entry), violations
    violations.extend(_precision_violations(match, entry))
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
        return _other_year(ledger, match, entry, stated) or _other_date(
            ledger, match, entry, stated
        )
    rival = ledger.entries[match.rival] if match.rival is not None else None
    if rival is not None:
        # Last year's figure of the indicator named: N109 asks whether 去年 is said.
        if entry.role == "previous" and entry.parent == rival.id:
            return None
        if (
            entry.role == "target"
            and entry.fact_id == rival.fact_id
            and _OF.match(match.reading.right)
        ):
            return None  # 完成21户的76.2%
        said = match.reading.period
        if said is not None and said.words[:2] in ("去年", "上年") and said.words[:2] in entry.name:
            return None
        if _names_better(ledger.scoring, match, stated) and not _fits_better(match, entry, rival):
            return _wrong_indicator(ledger, match, entry, rival)
    scoring, score = ledger.scoring, match.other_unit_score
    lead = score - match.score
    if match.other_unit is None or score < scoring.named or lead <= scoring.margin:
        return None
    return _wrong_unit(ledger, match, ledger.entries[match.other_unit])


def _fits_better(match: Match, entry: Entry, rival: Entry) -> bool:
    """Whether the clause speaks of what is left to do as the entry does and its rival does not.

    完成避险搬迁19户 does not state 未完成避险搬迁5户, however much of its name it has.
    """
    reading = match.reading
    around = re.split(r"[，。；：]", reading.left)[-1] + reading.right
    left = bool(_LEFT.search(around))
    return left == _is_left(entry) != _is_left(rival)


def _is_left(entry: Entry) -> bool:
    near = entry.text[max(0, entry.start - 8) : entry.end + 6] if entry.text else ""
    return bool(_LEFT.search(entry.name) or _LEFT.search(near))


def _names_better(scoring: Scoring, match: Match, stated: StatedEntries) -> bool:
    """Whether the words around the figure name its rival so much better that it must be meant."""
    score, lead = match.rival_score, match.rival_score - match.score
    if match.rival in stated.in_line(match.line):
        return score >= scoring.named and lead > scoring.margin_in_line
    if match.entry_taken and match.rival not in stated.anywhere:
        return score >= scoring.weakly_named and lead > 0
    return score >= scoring.named and lead > scoring.margin


def _wrong_indicator(ledger: LedgerIndex, match: Match, entry: Entry, named: Entry) -> Violation:
    figure = match.figure
    return Violation.at(
        figure,
        "N102",
        f"“{figure.text}”是“{ledger.label(entry)}”的数，这里说的是"
        f"“{ledger.label(named)}”，应为{quoted(named.quantity)}{source_note(named)}",
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


def _other_date(
    ledger: LedgerIndex, match: Match, entry: Entry, stated: StatedEntries
) -> Violation | None:
    """N107 for a date of one matter that is told of another, which has its own."""
    if entry.fact_id == "document" or match.rival is None or match.figure.quantity.kind != "date":
        return None
    rival, figure = ledger.entries[match.rival], match.figure
    if rival.fact_id == "document" or rival.quantity.kind != "date":
        return None
    known, told = rival.quantity.date, figure.quantity.date
    if known is None or told is None or known[1:] == told[1:]:
        return None
    if not _names_better(ledger.scoring, match, stated):
        return None
    planned = any(stage.aspect == "plan" for stage in match.reading.stages)
    if planned != (rival.status in ("target", "forecast")) and rival.fact_id != entry.fact_id:
        return None
    return Violation.at(
        figure,
        "N107",
        f"“{figure.text}”是“{ledger.label(entry)}”的时间，这里说的是“{ledger.label(rival)}”，"
        f"应为{quoted(rival.quantity)}{source_note(rival)}",
        f"改为{quoted(rival.quantity)}",
        rival.quantity.text,
        (rival.id, entry.id),
    )


def _unsupported(
    ledger: LedgerIndex, match: Match, stated: StatedEntries
) -> tuple[Verdict, list[Violation]]:
    figure = match.figure
    rival = ledger.entries[match.rival] if match.rival is not None else None
    hedged = _contradicting_hedge(ledger, match, rival)
    if hedged is not None and rival is not None:
        return Verdict(match, "conflict", (rival.id,)), [hedged]
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
    violations = [_no_fact(ledger, match, rival)]
    if (
        rival is not None
        and match.rival in stated.anywhere
        and match.rival_score >= ledger.scoring.well_named
    ):
        violations.append(
            Violation.at(
                figure,
                "N302",
                f"“{ledger.label(rival)}”前后两个数：此处“{figure.text}”，"
                f"别处{quoted(rival.quantity)}",
                f"以事实为准，统一为{quoted(rival.quantity)}",
                rival.quantity.text,
                (rival.id,),
            )
        )
    return Verdict(match, "unsupported", (rival.id,) if rival is not None else ()), violations


def _means_other_unit(ledger: LedgerIndex, match: Match) -> bool:
    """Whether the entry with the same digits in another unit is named well enough to be meant.

    % and 个百分点 are mistaken for each other so often that nothing more need speak for it.
    """
    if match.other_unit is None:
        return False
    least = ledger.scoring.unnamed
    if {kind_of(match.figure.quantity), ledger.kinds[match.other_unit]} != _SHARES:
        least = max(least, match.rival_score - ledger.scoring.margin)
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
    sure = match.rival_score >= ledger.scoring.named
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


def _hedge_violations(ledger: LedgerIndex, match: Match, entry: Entry) -> Iterator[Violation]:
    figure, known = match.figure, entry.quantity
    stated = figure.quantity
    said, true = _meaning(stated), _meaning(known)
    if match.rounded:
        if true is None:
            yield Violation.at(
                figure,
                "N110",
                f"“{stated.hedge}”“{figure.text}”是约数，“{ledger.label(entry)}”"
                f"有准数{quoted(known)}{source_note(entry)}",
                f"照写{known.text}",
                facts=(entry.id,),
                warning=True,
            )
        return
    if said == true:
        return
    if said is not None and true is None and _compares(match):
        return
    if said is None:
        message = f"“{ledger.label(entry)}”是约数{quoted(known)}，这里写成了准数“{figure.text}”"
    elif true is None:
        message = f"“{ledger.label(entry)}”是准数{quoted(known)}，这里多了“{stated.hedge}”"
    else:
        message = f"约数词不对：“{ledger.label(entry)}”是{quoted(known)}，这里用了“{stated.hedge}”"
    inside = known.hedge is not None and known.hedge in known.text and stated.hedge is None
    yield Violation.at(
        figure,
        "N105",
        message + source_note(entry),
        f"改为{quoted(known)}",
        known.text if inside else None,
        (entry.id,),
    )


def _compares(match: Match) -> bool:
    """Whether 高于 stands between two figures (受理率100%，高于98.41%的调处成功率)."""
    stated = match.figure.quantity
    return (
        stated.hedge in _COMPARING
        and match.reading.right.startswith("的")
        and match.reading.left[: -len(stated.hedge or "")].rstrip("也还仍") in ("，", ",", "")
    )


def _contradicting_hedge(
    ledger: LedgerIndex, match: Match, rival: Entry | None
) -> Violation | None:
    """近 above the fact or 超 below it: the figure is a rounding, but in the wrong direction."""
    stated = match.figure.quantity
    if rival is None or stated.hedge is None or match.rival_score < ledger.scoring.named:
        return None
    if key(stated)[0] == "time" or not rival.quantity.value:
        return None
    if not 0.85 <= size_ratio(stated, rival.quantity) <= 1.15:
        return None
    figure = match.figure
    return Violation.at(
        figure,
        "N105",
        f"“{stated.hedge}”与事实不符：“{ledger.label(rival)}”是"
        f"{quoted(rival.quantity)}{source_note(rival)}",
        f"照写{quoted(rival.quantity)}",
        None,
        (rival.id,),
    )


def _precision_violations(match: Match, entry: Entry) -> Iterator[Violation]:
    stated, known = match.figure.quantity, entry.quantity
    if match.rounded or stated.scale != known.scale or stated.unit != known.unit:
        return
    if stated.decimals > known.decimals and "chinese" not in (stated.numerals, known.numerals):
        yield Violation.at(
            match.figure,
            "N106",
            f"“{match.figure.text}”的小数位比事实多，事实是{quoted(known)}{source_note(entry)}",
            f"改为“{known.text}”",
            known.text,
            (entry.id,),
            warning=True,
        )


def _meaning(quantity: Quantity) -> str | None:
    return meaning(quantity.hedge) if quantity.hedge else None
