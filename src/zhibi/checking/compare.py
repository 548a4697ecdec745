"""A figure's reading compared with that of the entry which it states, field by field.

Yields N104 (direction), N107 (period), N109 (stage), N113 (base), N114 (rate), N115 (role) and
N116 (level). What neither side says is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Match
from zhibi.checking.reading.cues import Said
from zhibi.checking.reading.entries import EntryReading
from zhibi.checking.reading.fields import Reading, Stage
from zhibi.checking.reading.periods import PeriodSaid
from zhibi.checking.violations import Violation, source_note
from zhibi.facts.model import Entry
from zhibi.structure import Structure

_YEAR_BEFORE = re.compile(r"(?:今年|去年|上年|明年|来年|([12]\d{3})年)$")
_YEAR_WORDS = {"今": 0, "去": -1, "上": -1, "明": 1, "来": 1}
_CHANGE_BEFORE = re.compile(r"(?:增加|减少|净增|新增|增长)(?:了)?$")
_CHANGED = re.compile(r"[增减新扩涨降升添净多少高低]|提升|发展|引进|培育")
_NEW = re.compile(r"新增|净增")
_NOT_YET = re.compile(r"[未没待等尚剩缺]|还")
_MANNER = ("全部", "顺利", "圆满", "如期")
_INTENT = re.compile(
    r"(?<![需重主必首纲概摘提只])要(?![求素点件害闻道员])|继续|确保|推动|再(?=[新增添培建改])|力争|争取|计划"
)
_SPAN_REACH = 240  # characters of a line that are searched for 去年
_LAST_YEAR = re.compile(r"去年|上年|上一年|同期|往年|前一年|年初|[由从原]")
_THIS_YEAR = re.compile(r"今年|本年|目前")
_STATED_AS_DONE = ("done", "to_date", "last_year", None)
_DONE_RANK, _ONGOING_RANK = 6, 5
_TARGET = re.compile(r"目标|任务|计划")
_AMOUNT_REACH = 8  # characters between 已完成 and the amount
_TARGET_AFTER = re.compile(r"(?:的)?(?:目标|任务|计划)|的[\d.]+[%％]")
Months = tuple[int, int]
_NO_PERIOD_ROLES = ("forecast", "target", "previous", "completion")


@dataclass(frozen=True, slots=True)
class _Compared:
    """A reading and the entry's; with what messages need."""

    ledger: LedgerIndex
    structure: Structure
    match: Match
    entry: Entry
    said: Reading
    known: EntryReading
    explained: set[Months]

    @property
    def label(self) -> str:
        return self.ledger.label(self.entry)

    @property
    def in_fact_words(self) -> bool:
        """Whether the fact says the whole clause in the same words."""
        return self.structure.text[slice(*self.said.clause)].strip("* 　") in self.entry.text

    def at(
        self, code: str, said: Said | PeriodSaid | Stage | None, message: str, hint: str
    ) -> Violation:
        """A violation that spans the words that say it, else the figure."""
        figure = self.match.figure
        start, end = (said.start, said.end) if said is not None else (figure.start, figure.end)
        return Violation(
            code, start, end, message + source_note(self.entry), hint, None, (self.entry.id,)
        )


def own_periods(ledger: LedgerIndex, matches: Sequence[Match]) -> dict[int, set[Months]]:
    """By sentence, the months of the entries stated there that have a period of their own."""
    found: dict[int, set[Months]] = {}
    for match in matches:
        known = ledger.reading(match.entry) if match.entry is not None else None
        if known is not None and known.own_period and known.period and known.period.months:
            found.setdefault(match.sentence, set()).add(known.period.months)
    return found


def compare_fields(
    ledger: LedgerIndex, structure: Structure, match: Match, explained: set[Months]
) -> list[Violation]:
    """What the clause of a figure says otherwise than the entry that it states.

    `explained` are the months that other facts of the sentence have: opening it, they need not
    be those of an entry that only inherits the document's.
    """
    if match.entry is None:
        return []
    entry = ledger.entries[match.entry]
    given = _Compared(
        ledger, structure, match, entry, match.reading, ledger.reading(match.entry), explained
    )
    if kind_of(match.figure.quantity) == "time":
        named = match.score >= ledger.scoring.named
        if match.figure.quantity.kind == "date" and entry.text and named:
            return list(_date_year(given))[:1] or list(_stage(given))
        return []
    for compare in _FIELDS:
        found = list(compare(given))
        if found:
            return found[:1]
    return []


def _direction(given: _Compared) -> Iterator[Violation]:
    said, known = given.said, given.known
    way = said.way
    true = known.to_way if said.to_level else known.way
    if way < 0 and not true and _NEW.search(given.entry.name) and not said.base:
        true = 1  # 新增就业: 减少就业 is its reverse
    if not way or not true or way == true:
        return
    words = said.direction.words if said.direction is not None else "负号"
    yield given.at(
        "N104",
        None,
        f"“{given.label}”{_named_way(true)}{given.entry.quantity.text}，这里写的是“{words}”",
        f"改为“{_named_way(true)}”",
    )


def _named_way(way: int) -> str:
    return "增长（提高）" if way > 0 else "下降（减少）"


def _base(given: _Compared) -> Iterator[Violation]:
    said, known = given.said.base, given.known
    if said is None or given.said.to_level or (given.said.direction is None and not known.way):
        return
    if not (known.way or known.base or given.entry.role == "growth"):
        return
    if known.base and said.value != known.base:
        yield given.at(
            "N113",
            said,
            f"“{given.label}”{given.entry.quantity.text}是{_named_base(known.base)}的数，"
            f"这里写的是“{said.words}”",
            f"改为“{known.base}”",
        )


def _named_base(base: str) -> str:
    return {"同比": "同比（比上年同期）", "比平均": "和平均数比"}.get(base, base)


def _rate(given: _Compared) -> Iterator[Violation]:
    said, known = given.said.per, given.known
    if given.match.figure.quantity.kind in ("percent", "pp", "ordinal"):
        return
    if said and not said <= known.all_rates:
        wrong = next(s for s in given.said.rate if s.value not in known.all_rates)
        true = "、".join(f"每{per}" for per in sorted(known.rates))
        yield given.at(
            "N114",
            wrong,
            f"“{given.label}”{given.entry.quantity.text}"
            + (f"是{true}的数" if true else "不是按此计的数")
            + f"，这里写的是“{wrong.words}”",
            f"改为“{true}”" if true else f"删去“{wrong.words}”",
        )
    elif known.rates and not said and not known.rates & given.said.near_rates:
        true = "、".join(f"每{per}" for per in sorted(known.rates))
        yield given.at(
            "N114",
            None,
            f"“{given.label}”{given.entry.quantity.text}是{true}的数，这里没有写“{true}”",
            f"写明“{true}”",
        )


def _role(given: _Compared) -> Iterator[Violation]:
    said, known, kind = given.said, given.known, given.match.figure.quantity.kind
    if kind in ("percent", "pp"):
        if said.role is None or said.to_level:
            return
        wrong = _wrong_share(said.role, known)
    else:
        wrong = _wrong_part(given)
    if wrong:
        yield given.at(
            "N115",
            said.role,
            f"“{given.label}”{given.entry.quantity.text}是{wrong}，"
            f"这里写的是“{_role_words(given)}”",
            f"照事实写成{wrong}",
        )


def _role_words(given: _Compared) -> str:
    before = given.structure.text[given.said.clause[0] : given.match.figure.start]
    change = _CHANGE_BEFORE.search(before)
    if change is not None:
        return change[0]
    return given.said.role.words if given.said.role is not None else ""


def _wrong_share(said: Said, known: EntryReading) -> str:
    true = known.role or ("" if known.way else "level")
    if said.value == true or said.value in ("part", "total"):
        return ""
    if true == "growth" or known.way:
        return "" if said.value == "growth" else "增减幅度"
    if said.value == "growth":
        return {"share": "占比", "completion": "完成率"}.get(true, "水平，不是增减")
    if said.value == "completion" and true == "share":
        return "占比"
    return ""


def _wrong_part(given: _Compared) -> str:
    said, known = given.said.role, given.known
    if _told_as_change(given):
        return "本身的数，不是增减的数"
    if said is None:
        return ""
    if said.value == "other" and known.role == "part":
        return "其中的一部分"
    if said.value == "total" and known.role == "part" and "共" not in known.words:
        return "其中的一部分"
    if said.value == "part" and known.role == "total":
        return "总数"
    return ""


def _told_as_change(given: _Compared) -> bool:
    """Whether 增加 or 新增 stands right before a figure whose fact speaks of no change at all."""
    if given.known.way or given.known.to_way or given.entry.role not in ("value", "figure"):
        return False
    before = given.structure.text[given.said.clause[0] : given.match.figure.start]
    if given.said.base or "比" in before or "较" in before:
        return False  # 比去年底的97台净增31台: a difference that has the value by chance
    return bool(_CHANGE_BEFORE.search(before)) and not _CHANGED.search(given.known.words)


def _level(given: _Compared) -> Iterator[Violation]:
    known = given.known.levels
    if len({said.value for said in given.said.level}) > 1:
        return  # several honours in one clause: which is the figure's is not known
    for said in given.said.level:
        if known and said.value not in known:
            yield given.at(
                "N116",
                said,
                f"事实里是{'、'.join(sorted(known))}，这里写的是“{said.words}”",
                "级别照事实写",
            )
            return


def _period(given: _Compared) -> Iterator[Violation]:
    """The months that govern the figure must be the entry's; a year is the stage's matter."""
    said, known, entry = given.said.period, given.known, given.entry
    if said is None or known.period is None or entry.role in _NO_PERIOD_ROLES:
        return
    if said.words in known.words:
        return
    document = given.ledger.facts.document
    year = known.period.year if known.period.year is not None else document.year
    other_year = said.value.year is not None and said.value.year not in (year, document.year)
    months, true = said.value.months, known.period.months
    other_months = months is not None and true is not None and months != true
    if entry.status in ("target", "forecast"):
        other_months = False
    if said.inherited and not known.own_period and months in given.explained:
        other_months = False
    next_year = said.value.year == document.year + 1 and given.ledger.plans_next_year
    if next_year and (not known.own_period or entry.status in ("target", "forecast")):
        other_year = False  # what a plan for the next year speaks of need not be of that year
    if other_months or (other_year and said.value.year != document.year - 1):
        yield given.at(
            "N107",
            said,
            f"“{given.label}”{given.match.figure.text}是{entry.period}的数，这里写成了{said.words}",
            f"时段改为“{entry.period}”",
        )


def _date_year(given: _Compared) -> Iterator[Violation]:
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
    word = _YEAR_BEFORE.search(text[max(0, start - 6) : start])
    if word is None:
        return None
    return int(word[1]) if word[1] else year + _YEAR_WORDS[word[0][0]]


def _stage(given: _Compared) -> Iterator[Violation]:
    period = given.said.period
    problem: _Problem | None = None
    if not given.in_fact_words or (period is not None and period.inherited):
        problem = _year_told(given)
    if problem is None:
        problem = (None if given.in_fact_words else _planned(given)) or _stage_told(given)
    if problem is not None:
        message, hint, said = problem
        yield given.at("N109", said, f"“{given.label}”{given.match.figure.text}{message}", hint)


_Problem = tuple[str, str, Said | PeriodSaid | Stage | None]


def _year_told(given: _Compared) -> _Problem | None:
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
            if _LAST_YEAR.search(head) or f"{year - 1}年" in head:
                return None
            if re.search(r"[均为系是](?:去年|上年)", after):
                return None
            if _last_year_line(given):
                return None
        if entry.text and not _LAST_YEAR.search(entry.text[: entry.start]):
            return None
        return "是去年的数，这里写得像今年的", "写明“去年”", said
    if told == year - 1 and said is not None and said.words not in given.known.words:
        known = given.known.period
        if known is None or known.year is None or known.year == year:
            return "是今年的数，这里写成了去年的", f"去掉“{said.words}”", said
    return None


def _last_year_line(given: _Compared) -> bool:
    """A paragraph that opens with 去年 and never turns to 今年 speaks of last year throughout."""
    structure, match = given.structure, given.match
    line = structure.lines[match.line]
    words = structure.text[line.start : min(match.figure.start, line.start + 4 * _SPAN_REACH)]
    year = given.ledger.facts.document.year - 1
    said = re.search(r"去年|上年", words) or f"{year}年" in words
    return bool(said) and not _THIS_YEAR.search(words)


def _planned(given: _Compared) -> _Problem | None:
    """An expected figure must be told as expected."""
    entry, said = given.entry, given.said
    expected = entry.status == "forecast" or entry.role == "forecast"
    if not expected and not any(s.aspect == "plan" and not s.inherited for s in given.known.stages):
        return None
    if entry.status in ("done", "to_date", "ongoing"):
        return None
    if _INTENT.search(given.structure.text[said.clause[0] : given.match.figure.start]):
        return None
    if any(stage.aspect in ("plan", "not") for stage in said.stages) or said.planned:
        return None
    if entry.text and not given.known.plan_told:
        return None
    done = next((s for s in said.stages if s.aspect == "done"), None)
    if expected or done is not None:
        return "是预计的数，这里写得像已经完成", "写明“预计”", done
    return None


def _stage_told(given: _Compared) -> _Problem | None:
    if _TARGET_AFTER.match(given.structure.text, given.match.figure.end):
        return None
    percent = given.match.figure.quantity.kind == "percent"
    for said in given.said.stages:
        step = _other_step(given, said)
        if step is not None:
            return *step, said
        same = said.words in given.known.words or (given.in_fact_words and not said.inherited)
        if same or (percent and said.words == "完成") or _is_amount(given, said):
            continue
        if _is_of_other(given, said):
            continue
        if not said.rank and said.aspect == "not" and _NOT_YET.search(given.known.words):
            continue
        problem = _against(said, _evidence(given, said), given.entry)
        if problem is not None:
            return *problem, said
    return None


def _other_step(given: _Compared, said: Stage) -> _Against:
    """The date of one step told as that of another (7月开工 for 7月完工)."""
    if given.match.figure.quantity.kind != "date" or said.aspect != "done" or said.inherited:
        return None
    known = {min(one.rank, _DONE_RANK) for one in given.known.stages if one.rank}
    if not said.rank or not known or min(said.rank, _DONE_RANK) in known:
        return None
    return f"不是“{said.words}”的时间", "照事实写是哪一步的时间"


def _is_of_other(given: _Compared, said: Stage) -> bool:
    """Whether the stage describes another thing of the clause, or one part of several."""
    if said.aspect == "done" and not said.rank and said.inherited:
        return any(one.aspect == "ongoing" for one in given.said.stages)  # 主体已封顶，正在内装
    if said.words in _MANNER and given.said.planned:
        return True  # 确保6月底前全部换完
    if said.aspect == "ongoing" and given.entry.status in ("target", "forecast"):
        if given.match.figure.quantity.kind == "date" and said.start >= given.match.figure.end:
            return True  # 推动二期3月进场施工
        # 推进正在施工的公路9月通车: the road is being built, what is planned is its opening
        between = given.structure.text[said.end : given.match.figure.start]
        return bool(said.inherited) or "的" in between
    return False


def _is_amount(given: _Compared, said: Stage) -> bool:
    """Whether 完成 says how much is done so far (已完成246户, 完成全年目标520人的61.2%)."""
    figure = given.match.figure
    if said.end > figure.start or not said.words.endswith("完成"):
        return False
    between = given.structure.text[said.end : figure.start]
    if given.entry.role == "target" or given.entry.status == "target":
        return bool(_TARGET.search(between))
    return given.entry.status == "ongoing" and len(between) <= _AMOUNT_REACH


def _evidence(given: _Compared, said: Stage) -> Sequence[Stage]:
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


_Against = tuple[str, str] | None
_AS_FAR = "照事实写到哪一步"
_AS_PLAN = "写明是计划、预计"


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


_FIELDS: tuple[Callable[[_Compared], Iterator[Violation]], ...] = (
    _direction,
    _role,
    _base,
    _stage,
    _period,
    _rate,
    _level,
)
