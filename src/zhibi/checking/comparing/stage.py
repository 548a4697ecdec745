"""How far a matter has come, and whether a figure is last year's or only expected: N109."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from zhibi.checking.comparing.compared import Compared
from zhibi.checking.reading.cues import Said, find_cues, phrase
from zhibi.checking.reading.fields import Stage
from zhibi.checking.reading.periods import PeriodSaid
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry

_SPAN_REACH = 240  # characters of a line that are searched for 去年
_STATED_AS_DONE = ("done", "to_date", "last_year", None)
_DONE_RANK, _ONGOING_RANK = 6, 5
_AMOUNT_REACH = 8  # characters between 已完成 and the amount
_CLAUSE_REACH = 40  # characters before a verb in its clause that may say that it is to be done
_CLAUSE_MARKS = re.compile(r"[，。；：！？、\n]")
_Problem = tuple[str, str, Said | PeriodSaid | Stage | None]
_Against = tuple[str, str] | None
_AS_FAR = "照事实写到哪一步"
_AS_PLAN = "写明是计划、预计"


def compare_stage(given: Compared) -> Iterator[Violation]:
    """N109: last year's figure as this year's, a plan as done, a stage as another."""
    period = given.said.period
    problem: _Problem | None = None
    if not given.in_fact_words or (period is not None and period.inherited):
        problem = _year_told(given)
    if problem is None:
        problem = (None if given.in_fact_words else _planned(given)) or _stage_told(given)
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
    if told == year - 1 and said is not None and (this_year or said.words not in given.known.words):
        known = given.known.period
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
    if not expected and not any(s.aspect == "plan" and not s.inherited for s in given.known.stages):
        return None
    if phrase("intent").search(given.structure.text[said.clause[0] : given.match.figure.start]):
        return None
    if any(stage.aspect in ("plan", "not") for stage in said.stages) or said.planned:
        return None
    if entry.text and not given.known.plan_told:
        return None
    done = next((s for s in said.stages if s.aspect == "done"), None)
    if expected or done is not None:
        return "是预计的数，这里写得像已经完成", "写明“预计”", done
    return None


def _stage_told(given: Compared) -> _Problem | None:
    if phrase("target_after").match(given.structure.text, given.match.figure.end):
        return None
    percent = given.match.figure.quantity.kind == "percent"
    for said in given.said.stages:
        step = _other_step(given, said)
        if step is not None:
            return *step, said
        same = said.words in given.known.words or (given.in_fact_words and not said.inherited)
        if same or (percent and said.words == "完成") or _is_amount(given, said):
            continue
        if _is_of_other(given, said) or _is_aim(given, said):
            continue
        if not said.rank and said.aspect == "not" and phrase("not_yet").search(given.known.words):
            continue
        problem = _against(said, _evidence(given, said), given.entry)
        if problem is not None:
            return *problem, said
    return None


def _other_step(given: Compared, said: Stage) -> _Against:
    """The date of one step told as that of another (7月开工 for 7月完工)."""
    if given.match.figure.quantity.kind != "date" or said.aspect != "done" or said.inherited:
        return None
    known = {min(one.rank, _DONE_RANK) for one in given.known.stages if one.rank}
    if not said.rank or not known or min(said.rank, _DONE_RANK) in known:
        return None
    return f"不是“{said.words}”的时间", "照事实写是哪一步的时间"


def _is_of_other(given: Compared, said: Stage) -> bool:
    """Whether the stage describes another thing of the clause, or one part of several."""
    if said.aspect == "done" and not said.rank and said.inherited:
        return any(one.aspect == "ongoing" for one in given.said.stages)  # 主体已封顶，正在内装
    if phrase("manner").fullmatch(said.words) and given.said.planned:
        return True  # 确保6月底前全部换完
    if said.aspect == "ongoing" and given.entry.status in ("target", "forecast"):
        if given.match.figure.quantity.kind == "date" and said.start >= given.match.figure.end:
            return True  # 推动二期3月进场施工
        # 推进正在施工的公路9月通车: the road is being built, what is planned is its opening
        between = given.structure.text[said.end : given.match.figure.start]
        return bool(said.inherited) or "的" in between
    return False


def _is_aim(given: Compared, said: Stage) -> bool:
    """Whether a verb alone, without 已 or 正在, is an aim: in a plan, or behind 推动."""
    if said.aspect != "done" or find_cues("aspect", said.words):
        return False
    structure = given.structure
    before = structure.text[max(said.start - _CLAUSE_REACH, 0) : said.start]
    if phrase("intent").search(_CLAUSE_MARKS.split(before)[-1]):
        return True
    written = given.match.attached and given.known.in_plan
    return written or structure.part(said.start) == "plan"


def _is_amount(given: Compared, said: Stage) -> bool:
    """Whether 完成 says how much is done so far (已完成246户, 完成全年目标520人的61.2%)."""
    figure = given.match.figure
    if said.end > figure.start or not said.words.endswith("完成"):
        return False
    between = given.structure.text[said.end : figure.start]
    if given.entry.role == "target" or given.entry.status == "target":
        return bool(phrase("target").search(between))
    return given.entry.status == "ongoing" and len(between) <= _AMOUNT_REACH


def _evidence(given: Compared, said: Stage) -> Sequence[Stage]:
    """The stages known of the figure itself, else those of its whole fact, and its status."""
    known, entry = given.known, given.entry
    own = [] if said.inherited else list(known.stages)
    found = own or list(known.all_stages)
    status = {"done": "done", "ongoing": "ongoing", "forecast": "plan", "target": "plan"}
    if entry.status in status and not own:
        aspect = status[entry.status]
        rank = _ONGOING_RANK if aspect == "ongoing" else 0
        found.append(Stage(rank, aspect, 0, 0, ""))  # type: ignore[arg-type]
    return found


def _against(said: Stage, known: Sequence[Stage], entry: Entry) -> tuple[str, str] | None:
    """What the known stages have against the one that is said."""
    found = _AGAINST[said.aspect](said, _Known.of(known), entry)
    if found is None:
        return None
    message, hint = found
    return f"{message}，这里写的是“{said.words}”", hint


@dataclass(frozen=True, slots=True)
class _Known:
    """The ranks that the facts say are reached and not reached, and what they say is to come."""

    done: tuple[int, ...]
    barred: tuple[int, ...]
    ongoing: bool
    planned: bool

    @classmethod
    def of(cls, stages: Sequence[Stage]) -> _Known:
        """The sum of some stages."""
        return cls(
            tuple(stage.rank for stage in stages if stage.aspect == "done"),
            tuple(stage.rank for stage in stages if stage.aspect == "not"),
            any(stage.aspect == "ongoing" for stage in stages),
            any(stage.aspect == "plan" for stage in stages),
        )


def _against_done(said: Stage, known: _Known, entry: Entry) -> _Against:
    del entry
    barred = bool(known.barred) and said.rank >= min(known.barred)
    if not barred and any(rank >= said.rank for rank in known.done):
        return None
    if barred or (known.done and said.rank > max(known.done) > 0):
        return "没有到这一步", _AS_FAR
    if known.ongoing and (said.rank >= _DONE_RANK or not said.rank):
        return "正在进行", "改为“正在推进”一类的写法"
    if known.planned and not known.done and not known.ongoing:
        return "还在计划之中", _AS_PLAN
    return None


def _against_ongoing(said: Stage, known: _Known, entry: Entry) -> _Against:
    del said, entry
    if known.ongoing:
        return None
    if any(rank >= _DONE_RANK or not rank for rank in known.done):
        return "已经完成", "照事实写已经完成"
    if known.planned and not known.done:
        return "还在计划之中", _AS_PLAN
    return None


def _against_plan(said: Stage, known: _Known, entry: Entry) -> _Against:
    if said.inherited and not said.rank:
        return None  # 将办好…，并把召开过12次的…: the plan is of another matter
    if known.planned or known.barred or (known.ongoing and not known.done):
        return None
    if entry.status in _STATED_AS_DONE and entry.role in ("value", "part", "figure"):
        return "已经完成或发生", "去掉预计、计划一类的词"
    return None


def _against_not(said: Stage, known: _Known, entry: Entry) -> _Against:
    if not said.rank:
        happened = entry.status in _STATED_AS_DONE and entry.role in ("value", "part", "figure")
        if said.inherited or known.barred or known.planned or known.ongoing or not happened:
            return None
        return "已经做了", _AS_FAR
    if known.done and max(known.done) >= said.rank and not known.barred:
        return "已经到了这一步", _AS_FAR
    return None


_AGAINST: dict[str, Callable[[Stage, _Known, Entry], _Against]] = {
    "done": _against_done,
    "ongoing": _against_ongoing,
    "plan": _against_plan,
    "not": _against_not,
}
