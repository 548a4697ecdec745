"""What a figure says of how exact it is: hedges, roundings and digits (N105, N106, N110)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibi.checking.cue_words import word_choice, words_of
from zhibi.checking.ledger_index import LedgerIndex, key, kind_of, size_ratio
from zhibi.checking.match import Match
from zhibi.checking.violations import Violation, quoted, source_note
from zhibi.facts.arithmetic import agrees, bounds
from zhibi.facts.model import Entry
from zhibi.figures.hedges import meaning
from zhibi.figures.model import Quantity
from zhibi.patterns import lazy_pattern

_COMPARING = words_of("above_or_below")
_THAN = lazy_pattern(r"[比较][^，。；]*$")
_DISTANCE = lazy_pattern(r"[离距][^，。；]*$")
_AIM = lazy_pattern("(?:年度|全年|今年)?" + word_choice("limits"))
_ABOUT = lazy_pattern(r"(?:大概|大约|约莫|差不多|估计)[^\d]{1,4}$")  # 大概收了2186万元
_ALIKE = ({"over", "at_least"}, {"under", "at_most"})
_LEAST_ROUNDED = 2


def wrong_hedges(ledger: LedgerIndex, match: Match, entry: Entry) -> Iterator[Violation]:
    """N105 for a hedge that the fact has not or has otherwise, N110 for one with an exact fact."""
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
    if true is None and (_compares(match) or _is_named(stated.hedge, entry)):
        return
    if true is None and stated.hedge == "以内" and entry.text.startswith("内", entry.end):
        return  # 三年以内 of what the facts call 三年内
    if said is None and true == "at_most" and match.reading.right.startswith(_WITHIN):
        return  # 200米范围内 of 200米以内
    if said is None and true in ("at_least", "at_most") and _DISTANCE.search(match.reading.left):
        return  # 离明年的85%还低14个百分点, where the plan is 不低于85%
    if {said, true} in _ALIKE or (
        said is None and true == "about" and _ABOUT.search(_before(match))
    ):
        return
    if true is None and said == "about" and "成" in stated.text:
        return  # 约四成 for 四成, which is a round share
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


_WITHIN = ("范围内", "范围之内", "之内", "内")


def _is_named(hedge: str | None, entry: Entry) -> bool:
    """Whether the words of a bound are of an entry's name (单日最高交易量)."""
    words = hedge or ""
    named = [entry.name, *entry.aliases, entry.text]
    most = words[:1] == "最" and any("最" in name for name in named)  # 单日最多 of 最高一天
    return most or (len(words) > 1 and any(words in name for name in named[:-1]))


def _before(match: Match) -> str:
    """The words of the clause before a figure."""
    return re.split(r"[，。；：]", match.reading.left)[-1]


def _compares(match: Match) -> bool:
    """Whether the hedge compares another thing with the figure.

    调处率98.41%，低于100%的受理率; 总投资512.6万元，高于2个项目的86万元; 比新增的9户多;
    超出60亿元目标3.2亿元.
    """
    hedge, reading = match.figure.quantity.hedge, match.reading
    if hedge in _COMPARING:
        return "的" in reading.right or _AIM.match(reading.right) is not None
    return hedge == "多" and _THAN.search(reading.left) is not None


def contradicting_hedge(ledger: LedgerIndex, match: Match, rival: Entry | None) -> Violation | None:
    """近 above the fact or 超 below it: the figure is a rounding, but in the wrong direction."""
    stated = match.figure.quantity
    if rival is None or stated.hedge is None or match.rival_score < ledger.scoring.named:
        return None
    if key(stated)[0] == "time" or not rival.quantity.value:
        return None
    if _figures_of(stated) >= _figures_of(rival.quantity):
        return None  # as exact as the fact: another number, no rounding of it
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


def _figures_of(quantity: Quantity) -> int:
    """How many significant digits a quantity is written with."""
    return len((quantity.value / quantity.scale).normalize().as_tuple().digits)


def unmarked_rounding(ledger: LedgerIndex, match: Match, rival: Entry | None) -> Violation | None:
    """N105 for a rounding of a fact that does not say that it is one (7.07亿元 for 70716万元)."""
    stated = match.figure.quantity
    if (
        rival is None
        or stated.hedge
        or rival.quantity.hedge
        or match.rival_score < ledger.scoring.well_named
    ):
        return None
    if kind_of(stated) != kind_of(rival.quantity) or kind_of(stated) == "time":
        return None
    rounded, known = bounds(stated), bounds(rival.quantity)
    if stated.high is not None or _figures_of(stated) < _LEAST_ROUNDED:
        return None
    if rounded.high - rounded.low <= known.high - known.low or not agrees(known, stated):
        return None
    figure = match.figure
    return Violation.at(
        figure,
        "N105",
        f"“{figure.text}”是“{ledger.label(rival)}”{quoted(rival.quantity)}取整的数，"
        f"没有写“约”{source_note(rival)}",
        f"照写{quoted(rival.quantity)}，或在前面加“约”",
        rival.quantity.text,
        (rival.id,),
    )


def too_precise(match: Match, entry: Entry) -> Iterator[Violation]:
    """N106 for more decimals than the fact has."""
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
