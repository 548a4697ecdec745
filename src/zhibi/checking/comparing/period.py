"""Of what time a figure is: N107."""

from __future__ import annotations

from collections.abc import Iterator

from zhibi.checking.comparing.compared import Compared
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Period, PeriodSaid
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern

_NO_PERIOD_ROLES = ("forecast", "target", "previous")
_MONTH = lazy_pattern(r"(?:\d{4}年)?\d{1,2}月份?")
_OF_AIM = ("", "的", "目标", "目标的", "任务", "计划", "目标任务")
"""What stands between the time of an aim and the aim (占全年目标2500万元的51%)."""
_OWN_MONTH = lazy_pattern(r"(?<!\d)(1?\d)月份?[底末]?[的为是达]?$")
_HALVES = {(1, 12): "全年", (1, 6): "上半年", (7, 12): "下半年"}
_YEAR = (1, 12)
_PARTS = ((1, 6), (7, 12), (1, 3), (4, 6), (7, 9), (10, 12))
_YEAR_WORDS = {"今": 0, "去": -1, "上": -1, "明": 1, "来": 1}


def compare_period(given: Compared) -> Iterator[Violation]:
    """The months that govern the figure must be the entry's; a year is the stage's matter."""
    said, known, entry = given.said.period, given.known, given.entry
    if said is not None and (known.in_plan or entry.role == "target"):
        yield from _planned_for(given, said)
        return
    if said is None or known.period is None or entry.role in _NO_PERIOD_ROLES:
        return
    if entry.role == "completion" and not said.inherited:
        return  # 完成全年目标的51%
    if known.says_time(said.words):
        return
    document = given.ledger.facts.document
    year = known.period.year if known.period.year is not None else document.year
    other_year = said.value.year is not None and said.value.year not in (year, document.year)
    months, true = said.value.months, known.period.months
    if true is None and known.period.first and _MONTH.fullmatch(entry.period or ""):
        true = (known.period.first, known.period.first)  # 6月 of what is told as 上半年
    if true is None and known.period.first is not None and said.words[-1] in "底末中":
        true = (1, known.period.first)  # 到6月底 of what is told as of 12月底
        months = months or (1, said.value.first or 0)
    if said.value.year == document.year + 1 and phrase("onwards").match(
        given.structure.text, given.match.figure.end
    ):
        return  # 明年要把空着的38间压到25间以内
    other_months = months is not None and true is not None and months != true
    if entry.status in ("target", "forecast"):
        other_months = False
    if given.is_left:
        other_months = False  # 下半年还需完成8.36亿元: what is left is for the time to come
    if said.inherited and not known.own_period and months in given.explained:
        other_months = False
    next_year = said.value.year == document.year + 1 and given.ledger.plans_next_year
    if next_year and (not known.own_period or entry.status in ("target", "forecast")):
        other_year = False  # what a plan for the next year speaks of need not be of that year
    if other_months or (other_year and said.value.year != document.year - 1):
        true_words = entry.period or _called(known.period)
        yield given.at(
            "N107",
            said,
            f"“{given.label}”{given.match.figure.text}是{true_words}的数，这里写成了{said.words}",
            f"时段改为“{true_words}”",
        )


def _called(period: Period) -> str:
    """What months that no field of the facts names are called in a message."""
    if period.months in _HALVES:
        return _HALVES[period.months]
    return f"{period.first}—{period.last}月"


def _planned_for(given: Compared, said: PeriodSaid) -> Iterator[Violation]:
    """A plan's figure told of another time than the plan is for; a target's of part of the year."""
    known, year, entry = given.known, given.ledger.facts.document.year, given.entry
    told, months = said.value.year, said.value.months
    if said.words in known.words or (said.value.point and said.value.year is None):
        return
    true = ""
    beside = given.structure.text[said.end : given.match.figure.start] in _OF_AIM
    if given.is_aim_of_share and not beside:
        return  # 上半年完成货物吞吐量413.6万吨，完成全年目标800万吨的51.7%
    if not known.in_plan:
        whole = (known.period.months if known.own_period and known.period else None) or (1, 12)
        if beside and months is not None and months != whole:
            true = entry.period if known.own_period and entry.period else "全年"
    elif given.ledger.plans_next_year:
        own = known.period.year if known.own_period and known.period is not None else None
        of_next = known.told_year in (None, year + 1) and own in (None, year + 1)
        if of_next and told is not None and (told == year or told > year + 1):
            true = "明年"
        elif months in _PARTS and (known.period is None or known.period.months == _YEAR):
            true = "全年"
    elif told == year + 1 or (months == (1, 6) and known.period and known.period.months != (1, 6)):
        true = entry.period or "下半年"
    if true:
        yield given.at(
            "N107",
            said,
            f"“{given.label}”{given.match.figure.text}是{true}的数，这里写成了{said.words}",
            f"时段改为“{true}”",
        )


def compare_own_month(given: Compared) -> Iterator[Violation]:
    """The month right before a figure must be the one before it in its fact (比5月的6750)."""
    entry, figure = given.entry, given.match.figure
    said = _OWN_MONTH.search(given.structure.text, given.said.clause[0], figure.start)
    known = _OWN_MONTH.search(entry.text, 0, entry.start) if entry.text else None
    if said is not None and known is not None and int(said[1]) != int(known[1]):
        yield given.at(
            "N107",
            None,
            f"“{given.label}”{figure.text}是{known[1]}月的数，这里写成了{said[1]}月",
            f"改为“{known[1]}月”",
        )


def compare_date_year(given: Compared) -> Iterator[Violation]:
    """The year that stands right before a date (明年6月) must be the one of the fact's date."""
    figure, entry, year = given.match.figure, given.entry, given.ledger.facts.document.year
    said = _year_before(given.structure.text, figure.start, year)
    if said is None:
        return
    known = _year_before(entry.text, entry.start, year)
    if known is None and entry.quantity.date is not None:
        known = entry.quantity.date[0]
    if known is None:
        planned = entry.status in ("target", "forecast") or given.known.plan_told
        if said >= year and planned:
            return
        known = year - 1 if entry.status == "last_year" else year
    if known != said:
        yield given.at(
            "N107",
            None,
            f"“{given.label}”是{known}年{entry.quantity.text}，这里写的是{said}年的",
            "年份照事实写",
        )


def _year_before(text: str, start: int, year: int) -> int | None:
    """The year said right before a date, as a word or in figures."""
    word = phrase("year_before").search(text[max(0, start - 6) : start])
    if word is None:
        return None
    return int(word[1]) if word[1] else year + _YEAR_WORDS[word[0][0]]
