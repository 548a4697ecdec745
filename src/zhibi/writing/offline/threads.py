"""Facts of one matter, told one after the other with the matter's name said once.

快递业务量126万件 and 6月快递业务量31万件 become 快递业务量126万件，其中6月31万件; 住房提升156户
and 住房提升每户补助1.5万元 become 住房提升156户，每户补助1.5万元. Which words may follow a matter
that was just named, and which only measure it, are the style's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from zhibi.checking.rules.prose.words import any_of
from zhibi.writing.offline.left_out import is_share
from zhibi.writing.offline.naming import beginning_of, is_deed, matter_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.sentences import Sentences
    from zhibi.writing.offline.beside import Setting

Link = Literal["", "same", "part", "share"]
_LEAST_NAMED = 4
"""Characters of a name that two facts must share, so that it is a matter and not a common word."""
_LEAST_MEASURED = 2
"""The same where what follows in both only says what is measured."""
_LEAST_LEFT = 3
_MODAL = "应拟须需未已可待"
"""Letters that belong to the verb behind them: 应签约 is not 签约."""
_HEAD_NOUN = 2
_MOST_BEFORE = 8
"""Characters before a shared name that make a part of it: a month, a place, a kind."""
_HEAD = re.compile(r"[^，。；：！？\d]{2,24}")
_AT_A_TIME = re.compile(r"^(?:[年季月]末|\d{1,2}月[底末]|全年|上半年)(?=\w{4})")
_AMONG = r"[中里]，?(?=\w{2})"
"""What follows a whole where parts of it are told: 村集体经济收入中，沙浦村860万元."""
_BETWEEN = "；"
_OTHER = re.compile("[的和与及等、]|有限")
_PREDICATE = re.compile(rf"(?!{_OTHER.pattern})[^，。；：\d]{{2}}")
_TIME = re.compile(r"(?:\d{1,2}月份?|[一二三四]季度|[上下]半年)(?:当月)?")


@dataclass(frozen=True, slots=True)
class Told:
    """A fact as it is told: by itself, or behind one before it.

    `link` says how it follows that one: another thing said of the same matter, a part of it, or the
    share of the part that was told last;
    `cut` is what of its text is not said again, `lead` what stands for it (6月). `opens` says that
    a sentence may begin without it: the one before it begins with it.
    """

    fact: Fact
    link: Link = ""
    cut: str = ""
    lead: str = ""
    opens: bool = True

    @property
    def is_among(self) -> bool:
        """Whether what follows is told as parts of a whole that its text names: 新增就业中，…."""
        return self.link == "part" and not self.lead

    @property
    def told_as(self) -> Fact:
        """The indicator under the name by which it is told."""
        if not self.link:
            return self.fact
        return renamed(self.fact, self.lead + self.fact.name.removeprefix(self.cut))


def gathered(facts: Sequence[Fact], setting: Setting) -> list[Told]:
    """The facts in order, each that tells a part of an earlier one's matter right behind it.

    In a report, a name that tells both a part and its whole, or whose both facts are, is not said
    again. One that says something else of the matter of the fact before it keeps its place.
    """
    words, in_report = setting.words, setting.in_report
    threads: list[list[Told]] = []
    for fact in facts:
        last = threads[-1][-1].fact if threads else None
        share = _share(last, fact, words, in_report=in_report) if last is not None else ""
        if share:
            threads[-1].append(Told(fact, "share", share, words.share, opens=False))
            continue
        if not fact.formula:
            whole = next((t for t in reversed(threads) if _part(t[0].fact, fact, words)), None)
            if whole is not None:
                told = _part(whole[0].fact, fact, words)
                assert told is not None
                whole.insert(_place(whole, told), told)
                continue
            said = _same(last, fact, setting) if last is not None and not last.formula else None
            if said is not None:
                threads[-1].append(said)
                continue
        threads.append([Told(fact)])
    return [told for thread in threads for told in thread]


def _place(thread: Sequence[Told], told: Told) -> int:
    """Where a fact goes behind its whole: parts before what else is said of it at other times."""
    at = len(thread)
    while told.link == "part" and thread[at - 1].link == "same" and thread[at - 1].lead:
        at -= 1
    return at


def renamed(fact: Fact, name: str) -> Fact:
    """An indicator with another name, its entries of the old name too."""

    def under(entry: Entry | None) -> Entry | None:
        own = entry is not None and entry.name == fact.name
        return replace(entry, name=name) if entry is not None and own else entry

    return replace(
        fact,
        name=name,
        value=under(fact.value),
        growth=under(fact.growth),
        previous=under(fact.previous),
        target=under(fact.target),
        forecast=under(fact.forecast),
    )


def _part(whole: Fact, fact: Fact, words: Sentences) -> Told | None:
    """The fact as a part of another's matter: 6月快递业务量 of 快递业务量; None for others."""
    if whole.is_statement or (whole.status != fact.status and not fact.is_statement):
        return None
    if is_deed(fact.name, words):
        return None
    text = fact.text if fact.is_statement else fact.name
    named = (_AT_A_TIME.sub("", whole.name), *whole.aliases)
    known = (one for one in named if len(one) >= _LEAST_NAMED and one in text)
    name = max(known, key=len, default="")
    if not name:
        return None
    if fact.is_statement and (among := re.match(f"{re.escape(name)}{_AMONG}", text)):
        return Told(fact, "part", among[0])
    then = re.match(rf"{re.escape(name)}(?P<time>{_TIME.pattern})(?=[约近超]?\d)", text)
    if fact.is_statement and then is not None:
        return Told(fact, "same", then[0], then["time"], opens=False)
    found = re.match(
        rf"(?P<lead>[^，。；：、！？]{{2,{_MOST_BEFORE}}}?)(?:{any_of(words.first_verbs)})?{re.escape(name)}"
        + (rf"(?:{any_of(words.last_verbs)})?(?=[约近超]?\d)" if fact.is_statement else "$"),
        text,
    )
    if found is None or any(one in found["lead"] for one in words.never_part):
        return None
    lead, text = found["lead"], found[0]
    if not _TIME.fullmatch(lead):
        if re.search(r"\d", lead) or not _within(fact, whole):
            return None
        if not lead.endswith(words.part_places):
            if fact.is_statement:
                return None
            lead = _without(words.measures, fact.name)
    return Told(fact, "part", text, lead)


def _without(endings: Sequence[str], name: str) -> str:
    """A name without what it ends in, where that only says what is measured."""
    bare = next((name.removesuffix(one) for one in endings if name.endswith(one)), name)
    return bare if len(bare) >= _LEAST_LEFT else name


def _within(fact: Fact, whole: Fact) -> bool:
    """Whether a value can be a part of another: of its unit, and not more."""
    value = fact.value if fact.value is not None else next(iter(fact.figures), None)
    if value is None or whole.value is None:
        return False
    same = value.quantity.unit == whole.value.quantity.unit
    return same and value.quantity.value < whole.value.quantity.value


def _same(last: Fact, fact: Fact, setting: Setting) -> Told | None:
    """The fact as something else said of the last one's matter; None where it is another's."""
    if (
        fact.status == "last_year"
        or last.status in {"target", "forecast"}
        or fact.period != last.period
    ):
        return None
    words = setting.words
    counts = fact.name.removeprefix(last.name)
    if not (last.is_statement or fact.is_statement) and counts in words.count_endings:
        return Told(fact, "same", fact.name, words.in_all)
    before, own = matter_of(last, words), matter_of(fact, words)
    measured = _measured(last, fact, words)
    if measured:
        return Told(fact, "same", measured)
    text = fact.text if fact.is_statement else fact.name
    again = _measured_again(before, own, words)
    if again[0] and text.startswith(again[0]):
        return Told(fact, "same", again[0], again[1])
    if text.startswith(last.name) and not last.is_statement:
        before = own = last.name
        own = text
    shared = _shared(before, own).rstrip(_MODAL)
    rest = own.removeprefix(shared)
    follows = text.startswith(shared) and re.match(any_of([*words.continues, *words.deeds]), rest)
    if follows and len(shared) >= _LEAST_NAMED:
        return Told(fact, "same", shared, opens=before.startswith(shared))
    subject = _subject(last, text, setting) if setting.in_report else ""
    return Told(fact, "same", subject) if subject else None


def _subject(last: Fact, text: str, setting: Setting) -> str:
    """The body that two facts one after the other begin with: 雀埠汽车站, 卫生院."""
    before, bodies = last.text if last.is_statement else last.name, setting.words.bodies
    known = [one for one in setting.places if text.startswith(one)]
    kinds = any_of(one for one in bodies if len(one) >= _HEAD_NOUN)
    called = re.match(rf"[^，。；：、\d]*?(?:{kinds})", text)
    subject = max([*known, called[0] if called else ""], key=len)
    said = before.startswith(subject) and not _OTHER.match(before.removeprefix(subject))
    alone = said and _BETWEEN not in before and _PREDICATE.match(text.removeprefix(subject))
    return subject if alone and len(subject) >= _LEAST_LEFT and subject.endswith(bodies) else ""


def _measured_again(before: str, own: str, words: Sentences) -> tuple[str, str]:
    """What a name says again of the one before it, and how its rest begins; empty for others.

    航空出口额 behind 航空出口 is told as 出口额, 空气优良率 behind 空气优良天数 as 优良率.
    """
    shared = beginning_of(before, own)
    measures = any_of(words.measure_ends)
    rest, own_rest = before.removeprefix(shared), own.removeprefix(shared)
    alike = not rest or re.fullmatch(measures, rest)
    if len(shared) < _LEAST_NAMED or not alike or not re.match(f"(?:{measures})", own_rest):
        return "", ""
    return shared, shared[-_HEAD_NOUN:]


def _share(last: Fact, fact: Fact, words: Sentences, *, in_report: bool) -> str:
    """The name of a fact that is the share of the last one's part in it (茶叶加工产值占比)."""
    if fact.value is None or last.value is None or len(last.parts) != 1:
        return ""
    part = last.parts[0]
    if not in_report:
        return fact.name if fact.name == part.name + words.share else ""
    named = fact.name.endswith(words.shares) and fact.value.quantity.kind == "percent"
    return fact.name if named and is_share(fact.value, part, last.value) else ""


def _measured(last: Fact, fact: Fact, words: Sentences) -> str:
    """What two indicators measure, in two ways: 晚熟柑橘 of 晚熟柑橘销售量, 晚熟柑橘销售额."""
    if last.is_statement or fact.is_statement:
        return ""
    ways = rf"(\w{{{_LEAST_MEASURED},}}?)(?:{any_of(words.measures)})"
    first, second = (re.fullmatch(ways, one.name) for one in (last, fact))
    same = first is not None and second is not None and first[1] == second[1]
    return second[1] if same and second is not None else ""


def _shared(before: str, own: str) -> str:
    """The longest beginning of a name that another one has anywhere."""
    for length in range(len(own), 0, -1):
        if own[:length] in before:
            return own[:length]
    return ""
