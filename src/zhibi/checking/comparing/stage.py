"""Whether a figure is last year's or only expected: N109; how far it has come see `events`."""

from __future__ import annotations

from collections.abc import Iterator

from zhibi.checking.comparing.compared import Compared
from zhibi.checking.cue_words import word_choice
from zhibi.checking.reading.cues import Said, phrase
from zhibi.checking.reading.fields import PeriodSaid, Stage
from zhibi.checking.reading.stages import find_stages
from zhibi.checking.violations import Violation
from zhibi.facts.kinds import report_kind
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern
from zhibi.structure import CLAUSE

_SPAN_REACH = 240  # characters of a line that are searched for 去年
_PLANNING = lazy_pattern(word_choice("planning"))
_ESTIMATED = lazy_pattern(r"(?:据|按)[^，。；\n]{0,12}(?:估计|估算|测算|预测|预计)，$")
_LED = 20  # characters before a clause in which such words stand
_CONCEIVED, _APPLIED = 10, 20  # ranks of steps, between which something is only planned
_Problem = tuple[str, str, Said | PeriodSaid | Stage | None]


def compare_stage(given: Compared) -> Iterator[Violation]:
    """N109: last year's figure as this year's, a plan as done, a stage as another."""
    if not given.entry.quantity.value:
        return  # 没有发生一例: there was none
    period = given.said.period
    problem: _Problem | None = None
    if not given.in_fact_words or (period is not None and period.inherited):
        problem = _year_told(given)
    if problem is None:
        problem = None if given.in_fact_words else _planned(given)
    if problem is not None:
        message, hint, said = problem
        yield given.at("N109", said, f"“{given.label}”{given.match.figure.text}{message}", hint)


def _year_told(given: Compared) -> _Problem | None:
    """Last year's figure as this year's, or the reverse."""
    entry, said, match = given.entry, given.said.period, given.match
    year = given.ledger.facts.document.year
    told = said.value.year if said is not None else None
    if entry.status == "last_year" or entry.role == "previous":
        if told == year - 1:
            return None
        sentence = given.structure.sentences[match.sentence]
        head = given.structure.text[
            max(sentence.start, match.figure.start - _SPAN_REACH) : match.figure.start
        ]
        after = given.structure.text[match.figure.end : min(sentence.end, match.figure.end + 40)]
        if told is None or said is None or said.inherited:
            if phrase("last_year").search(head) or f"{year - 1}年" in head:
                return None
            if phrase("of_last_year").search(after):
                return None
            if _last_year_line(given):
                return None
        if entry.text and not phrase("last_year").search(entry.text[: entry.start]):
            return None
        return "是去年的数，这里写得像今年的", "写明“去年”", said
    this_year = given.known.told_year == year
    if (
        told == year - 1
        and said is not None
        and given.known.told_year != told  # 去年末 of what the fact tells of 去年底
        and (this_year or not given.known.says_time(said.words))
    ):
        known, base = given.known.period, given.said.base
        if given.known.way and base is not None and base.start <= said.start < base.end:
            return None  # 低于上年0.37米 of what is called 比上年低
        if known is None or known.year is None or known.year == year:
            return "是今年的数，这里写成了去年的", f"去掉“{said.words}”", said
    return None


def _last_year_line(given: Compared) -> bool:
    """A paragraph that opens with 去年 and never turns to 今年 speaks of last year throughout."""
    structure, match = given.structure, given.match
    line = structure.lines[match.line]
    words = structure.text[line.start : min(match.figure.start, line.start + 4 * _SPAN_REACH)]
    year = given.ledger.facts.document.year - 1
    said = phrase("last_year_said").search(words) or f"{year}年" in words
    return bool(said) and not phrase("this_year").search(words)


def _planned(given: Compared) -> _Problem | None:
    """An expected figure must be told as expected."""
    entry, said = given.entry, given.said
    expected = entry.status == "forecast" or entry.role == "forecast"
    if entry.status in ("done", "to_date", "ongoing"):
        return None
    if given.structure.part(given.match.figure.start) == "plan" and (
        expected or not any(s.aspect == "done" and "已" in s.words for s in given.said.stages)
    ):
        return None
    if not expected and not any(s.aspect == "plan" and not s.inherited for s in given.known.stages):
        return None
    if _of_next_year(given) or phrase("intent").search(
        given.structure.text[said.clause[0] : given.match.figure.start]
    ):
        return None
    if _told_as_plan(given):
        return None
    told = entry.text and (not given.known.plan_told or given.known.all_done_told)
    if given.is_aim_of_share or told or _listed_as_aim(given):
        return None
    done = next((s for s in said.stages if s.aspect == "done"), None)
    if done is None and _told_behind(given):
        return None  # 余下420套，预计10月交房
    if _is_ahead(given) and (done is None or not done.marked):
        return None  # 暑期托管班7月开班 in a report of the first half
    if expected or done is not None:
        return "是预计的数，这里写得像已经完成", "写明“预计”", done
    return None


def _told_as_plan(given: Compared) -> bool:
    """Whether the clause tells a plan, or the words it stands on tell an estimate.

    规划观鸟屋6座; 据养殖户估计，将减产一成.
    """
    said, start = given.said, given.said.clause[0]
    if any(stage.aspect in ("plan", "not") for stage in said.stages) or said.planned:
        return True
    if any(_CONCEIVED <= stage.rank < _APPLIED and not stage.marked for stage in said.stages):
        return True
    return _ESTIMATED.search(given.structure.text[max(0, start - _LED) : start]) is not None


def _listed_as_aim(given: Compared) -> bool:
    """Whether what leads up to a list calls it aims or plans (2025年的指标已经定下：…)."""
    text, start = given.structure.text, given.structure.sentences[given.match.sentence].start
    colon = text.rfind("：", start, given.match.figure.start)
    return colon >= 0 and _PLANNING.search(text, start, colon) is not None


def _told_behind(given: Compared) -> bool:
    """Whether the clause behind a figure says of it that it is still to come."""
    text, end = given.structure.text, given.match.figure.end
    behind = CLAUSE.search(text, end + 1) if text[end : end + 1] == "，" else None
    if behind is None or behind.start() != end + 1:
        return False
    return any(one.aspect in ("plan", "not") for one in find_stages(text, *behind.span()))


def _is_ahead(given: Compared) -> bool:
    """Whether a date of this year lies behind the months that the report tells of."""
    date, document = given.match.figure.quantity.date, given.ledger.facts.document
    if date is None or date[1] is None or date[0] not in (None, document.year):
        return False
    return date[1] > report_kind(document.kind, document.period).last_month


def _of_next_year(given: Compared) -> bool:
    """Whether a time is said to be of a year to come (明年2月)."""
    figure, year = given.match.figure, given.ledger.facts.document.year
    if figure.quantity.kind not in TIME_KINDS:
        return False
    told = figure.quantity.date[0] if figure.quantity.date is not None else None
    before = given.structure.text[max(0, figure.start - 2) : figure.start]
    return before in ("明年", "来年") or (told is not None and told > year)
