"""What a figure is: per what (N114), share, change or part (N115)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from zhibi.checking.comparing.compared import Compared
from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import digits
from zhibi.checking.reading.cues import Said, phrase
from zhibi.checking.reading.entries import EntryReading
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry
from zhibi.patterns import lazy_pattern

_EACH_ONE = lazy_pattern(r"每([\u4e00-\u9fff])")
_OTHERS = lazy_pattern(r"其[他它余]")
_WHOLE_YEAR = (1, 12)
_VERB = lazy_pattern(r"[补收付发给领摊缴交投产约近超达为是只仅有另还再的出下到掏花要租卖赚省用]*")
"""What may stand between a rate and its figure (每户每年补)."""
_FILLED = 3
_COUNTED = 10
_STOP = lazy_pattern(r"[。；！？]")
_A_YEAR = lazy_pattern(r"[今去上本当全]年|20\d\d年")
_TIMES = frozenset({"年", "季度", "月", "周", "旬", "日"})
_PRICED = lazy_pattern(word_choice("prices"))
_CLAUSE = lazy_pattern(r"[，,；;：:。！？]")
_EACH = lazy_pattern("各|每|均|分别|平均|都")
_EACH_SAID = lazy_pattern("各(?:自)?(?:有|为|是|达|占|得|收|完成|新建|建成)?(?:了|到)?$")
_MORE = lazy_pattern(r"[、和与及]\d")
"""Behind a figure: the list of what each is, one by one (各为1210吨、428吨)."""
_ALL_SAID = lazy_pattern("(?:合计|共计|一共|总共|共)(?:有|为|是)?$")


def compare_rate(given: Compared) -> Iterator[Violation]:
    """N114: a rate without its base, or per something else."""
    said, known = given.said.per, given.known
    whole = known.period is None or known.period.months == _WHOLE_YEAR
    if whole:  # 一年发放412.6万元 says of a whole year's figure no more than 全年 does
        said = frozenset(one.value for one in given.said.rate if not one.words.startswith("一年"))
    if not known.rates:  # 一趟2元 may be one of any number, and each
        said &= {one.value for one in given.said.rate if one.words[0] != "一"}
    if given.match.figure.quantity.kind in ("percent", "pp", "ordinal"):
        return
    if not known.rates:
        said -= frozenset(_of_each(given))
    scoring = given.ledger.scoring
    if _by_chance(given, scoring.unnamed):
        return
    beside = _right_before(given, whole=whole) if known.rates else frozenset()
    extra = said - known.all_rates or beside - known.rates
    if extra:
        wrong = next(s for s in given.said.rate if s.value in extra)
        true = "、".join(f"每{per}" for per in sorted(known.rates))
        yield given.at(
            "N114",
            wrong,
            f"“{given.label}”{given.entry.quantity.text}"
            + (f"是{true}的数" if true else "不是按此计的数")
            + f"，这里写的是“{wrong.words}”",
            f"改为“{true}”" if true else f"删去“{wrong.words}”",
        )
    elif known.told_rates and not said and not known.rates & given.said.near_rates:
        if any(
            f"各{base}" in given.structure.text[slice(*given.said.clause)] for base in known.rates
        ):
            return  # 各村都超过100万元 of 每个村
        before = given.structure.text[given.said.clause[0] : given.match.figure.start]
        if given.entry.quantity.unit in known.rates or _says_each(
            before, known.rates, _own_words(given.entry)
        ):
            return  # 各村都超过100万元, 单箱成本增加0.68元; 68户 beside 每户1500元
        if not known.rates & _TIMES and _PRICED.search(before):
            return  # 船票由18元降到12元: a ticket's price is for one person
        if _by_chance(given, scoring.named) or _of_a_year(given):
            return
        true = "、".join(f"每{per}" for per in sorted(known.rates))
        yield given.at(
            "N114",
            None,
            f"“{given.label}”{given.entry.quantity.text}是{true}的数，这里没有写“{true}”",
            f"写明“{true}”",
        )


def _of_each(given: Compared) -> Iterator[str]:
    """What a figure is for by its own words (装一套, 笔均): how long it takes, for one time."""
    own = _own_words(given.entry)
    for one in given.said.rate:
        unit = re.escape(one.words.removeprefix("每"))
        if unit and re.search(f"[一单]{unit}|{unit}均", own):
            yield one.value
    if given.match.figure.quantity.kind == "duration":
        yield "次"


def _says_each(before: str, rates: Iterable[str], own: str) -> bool:
    """Whether words name what a figure is for each of, also in short: 每店 of its own 每家店."""
    if any(f"{each}{base}" in before for base in rates for each in "各单逐"):
        return True
    return any(re.search(f"每[^，。；\\d]{{0,2}}{one}", own) for one in _EACH_ONE.findall(before))


def _of_a_year(given: Compared) -> bool:
    """Whether the clause says the year of what is counted per year (从去年的9天减到2天).

    Money per year is a price or a rent, which is so much in each of several years.
    """
    start, end = given.said.clause
    counted = given.known.told_rates == {"年"} and given.match.figure.quantity.kind != "money"
    return counted and bool(_A_YEAR.search(given.structure.text, start, end))


def _by_chance(given: Compared, least: float) -> bool:
    """Whether a small numeral has an entry's value, not its words (全县就它一家)."""
    quantity = given.match.figure.quantity
    small = quantity.numerals == "chinese" and quantity.value <= _COUNTED
    return small and given.match.score < least


def _right_before(given: Compared, *, whole: bool) -> frozenset[str]:
    """The bases of rates that stand right before a figure (每台每年3600元): they are its own.

    `whole` says that the figure is a whole year's: then 一年 is none.
    """
    found, end = set(), given.match.figure.start
    for said in reversed(given.said.rate):
        between = given.structure.text[said.end : end]
        named = between and between in given.entry.name  # 每吨收购价540元
        if said.end > end or (
            not named and (len(between) > _FILLED or not _VERB.fullmatch(between))
        ):
            break
        if not (whole and said.words.startswith("一年")):
            found.add(said.value)
        end = said.start
    return frozenset(found)


def compare_role(given: Compared) -> Iterator[Violation]:
    """N115: a share told as a change, a part as a total."""
    said, known, kind = given.said, given.known, given.match.figure.quantity.kind
    if kind in ("percent", "pp"):
        wrong = _wrong_level(given)
        if not wrong and said.role is not None and not said.to_level:
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


def _role_words(given: Compared) -> str:
    before = given.structure.text[given.said.clause[0] : given.match.figure.start]
    change = phrase("change_before").search(before)
    change = change or _EACH_SAID.search(before) or _ALL_SAID.search(before)
    if change is not None:
        return change[0]
    return given.said.role.words if given.said.role is not None else ""


def _wrong_level(given: Compared) -> str:
    """A level that was reached, or a share, told as a change (达到99.12%, 占19.1%)."""
    said, known = given.said, given.known
    if said.direction is None or said.to_level or known.way:
        return ""
    if known.role == "share" and said.role is None:
        return "占比，不是增减"
    if known.role == "completion" and said.base is not None and said.base.value == "比计划":
        return "完成率，不是增减"
    between = given.structure.text[said.direction.end : given.match.figure.start]
    told = said.direction.words in ("增长", "下降") and not between
    return "达到的水平，不是增减" if known.to_way and told else ""


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


def _wrong_part(given: Compared) -> str:
    said, known = given.said.role, given.known
    if _told_as_change(given):
        return "本身的数，不是增减的数"
    if each := _each_or_all(given):
        return each
    if said is not None and said.value == "part" and known.way and given.said.direction is None:
        return "增减的数，不是其中的一部分"
    if said is None:
        return ""
    apart = "另" in _own_words(given.entry) or _in_a_list_of_parts(given)
    if said.value == "other" and known.role == "part" and not apart:
        return "其中的一部分"
    others = _OTHERS.search(given.structure.text, given.said.clause[0], said.start)
    shared = "共" in _own_words(given.entry) or others is not None
    if said.value == "total" and known.role == "part" and not shared:
        return "其中的一部分"
    if said.value == "part" and known.role == "total" and not _of_a_whole(given):
        return "总数"
    return ""


def _each_or_all(given: Compared) -> str:
    """What a figure is that is told as that of each (各19家), or of all (共1条), and is not."""
    start = given.said.clause[0]
    before = given.structure.text[start : given.match.figure.start]
    own = _own_words(given.entry)
    each, apart = _EACH.search(own) is not None, _EACH_SAID.search(before)
    if each and _ALL_SAID.search(before) and not _EACH.search(before):
        return "每一个的数，不是合计"
    listed = _MORE.match(given.structure.text, given.match.figure.end)
    if apart is None or each or listed or given.entry.quantity.kind in ("percent", "pp"):
        return ""
    size = given.entry.quantity
    alike = (
        one
        for number, one in enumerate(given.ledger.entries)
        if number != given.match.entry and one.quantity.value == size.value
    )
    return "" if any(one.quantity.unit == size.unit for one in alike) else "一个数，不是每一个的"


def _of_a_whole(given: Compared) -> bool:
    """Whether the sentence tells what a total is a part of: 128万元，其中绝收补助73.6万元."""
    before, figure = _segment_before(given), given.match.figure
    unit = re.escape(figure.text.lstrip("0123456789."))
    sizes = re.findall(rf"(\d+(?:\.\d+)?){unit}", before.rpartition("其中")[0])
    size = digits(figure.quantity)
    return any(Decimal(one) > size for one in sizes) or bool(phrase("whole_told").search(before))


def _in_a_list_of_parts(given: Compared) -> bool:
    """Whether 另有 goes on with what 其中 opened: 其中黄精1420亩，另有其他药材750亩.

    It may do so in a sentence of its own, where the one before told of other parts.
    """
    if "其中" in _segment_before(given):
        return True
    structure, number = given.structure, given.match.sentence
    opens = number and structure.sentences[number].start == given.said.clause[0]
    if not opens or not given.entry.parent:
        return False
    last = structure.sentences[number - 1]
    told = structure.text[last.start : last.end]
    parts = (
        one.name
        for one in given.ledger.entries
        if one.parent == given.entry.parent and one.id != given.entry.id
    )
    return "其中" in told and any(name in told for name in parts)


def _segment_before(given: Compared) -> str:
    """What stands before the figure in its line, from the last full stop or semicolon on."""
    start = given.structure.lines[given.match.line].start
    return _STOP.split(given.structure.text[start : given.match.figure.start])[-1]


def _told_as_change(given: Compared) -> bool:
    """Whether 增加 or 新增 stands right before a figure whose fact speaks of no change at all."""
    if given.known.way or given.entry.role not in ("value", "figure", "part"):
        return False
    if given.known.to_way and not given.known.changed:
        return _reached_told_as_change(given)
    before = given.structure.text[given.said.clause[0] : given.match.figure.start]
    if given.said.base or "比" in before or "较" in before:
        return False  # 比去年底的97台净增31台: a difference that has the value by chance
    return bool(phrase("change_before").search(before)) and not phrase("changed").search(
        _own_words(given.entry)
    )


def _reached_told_as_change(given: Compared) -> bool:
    """Whether a level that this year reached is told as what was added (增加了18.6万人次)."""
    if f"{given.entry.fact_id}.previous" not in given.ledger.number or given.said.to_level:
        return False
    before = given.structure.text[given.said.clause[0] : given.match.figure.start]
    return bool(phrase("change_before").search(before)) and given.entry.role == "value"


def _own_words(entry: Entry) -> str:
    """What the facts say of this figure: its names, and its clause of a statement."""
    before = _CLAUSE.split(entry.text[: entry.start])[-1]
    after = _CLAUSE.split(entry.text[entry.end :])[0]
    return "，".join([entry.name, *entry.aliases, before, after])
