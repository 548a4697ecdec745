"""Facts as sentences and paragraphs: what is joined, what is said once, where a sentence ends."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from zhibi.writing.offline.clauses import Clause, clause
from zhibi.writing.offline.naming import shortened
from zhibi.writing.offline.ordering import (
    by_period,
    grouped,
    paired,
    parts_behind,
    results_beside_terms,
)
from zhibi.writing.offline.runs import (
    beside_last,
    divided,
    ended,
    fits_behind,
    goes_with,
    introduces,
    joined,
    rest_of,
    told_pairs,
)
from zhibi.writing.offline.statements import bare, printed_text, with_verbs
from zhibi.writing.offline.threads import gathered
from zhibi.writing.outline.bonds import follows_from
from zhibi.writing.outline.printable import figure_text
from zhibi.writing.wording.numeral_forms import NumeralForms
from zhibi.writing.wording.parting import even_starts, parted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style
    from zhibi.writing.offline.beside import Setting
    from zhibi.writing.offline.clauses import Aim
    from zhibi.writing.offline.threads import Link, Told

_NUMBER = re.compile(r"\d[\d.]*")
_STOPS = re.compile(r"[。！？；]")
_WAYS = 2
_STOPPED = re.compile(r"[。！？]")
_BETWEEN = "；"
_OF_WHICH = "其中"
_HEADED = re.compile(r"[^，。；！？、\d]{4,16}。(?=.)")
_LEAD = 4
"""Characters before a time that a statement is still all told of."""
_BRIEF = 18
"""Characters up to which statements may be joined whatever they are about."""
_MONTH_END = re.compile(r"月[底末]$")
_UP_TO = re.compile(r"截[至止]|[到至]")
_YEAR = re.compile(r"\d{4}年|[去上今本明]年")
_TIME = frozenset({"period", "year"})


class Prose:
    """Writes facts in order; remembers which period was said last, from one call to the next.

    `setting` has the document's own period; `period` is the one in force when writing begins:
    None at the start of a report, so that the first indicator states it. `year` is the
    document's, where it is known: figures of its own year never need 今年 behind them. `forms`
    are those in which the report writes its figures, `shortfalls` what indicators are short of
    their targets, by the indicator's id.
    """

    def __init__(
        self,
        style: Style,
        setting: Setting,
        *,
        period: str | None = None,
        year: int | None = None,
        forms: NumeralForms | None = None,
        shortfalls: Mapping[str, Fact] = MappingProxyType({}),
    ) -> None:
        self._style, self._setting, self._words = style, setting, setting.words
        self._forms = forms or NumeralForms()
        self._shortfalls = shortfalls
        self._own_years = (f"{year}年", "今年", "本年")
        self._default = setting.period
        self._said, self._stated = period, False
        self.clauses: list[tuple[str, Sequence[Fact]]] = []
        """The clauses of indicators as they were written since writing began, with their facts."""
        self._statement_last = self._other_year = False
        self._based = True
        self._last_link: Link = ""
        self._bound: set[int] = set()
        self._once: Callable[[list[str]], Iterable[str]] = iter
        self._bases = 0  # that must be told: no two are told in one way in a row

    def begin(
        self,
        *,
        stated: bool,
        planned: bool = False,
        once: Callable[[list[str]], Iterable[str]] = iter,
    ) -> None:
        """Begin a part; `once` leaves out times that its sentences need not begin with.

        `stated`: the report states its period once for all figures; `planned`: it is a plan.
        """
        self._setting, self._once = replace(self._setting, planned=planned, in_report=True), once
        self._based = True
        self._stated = stated
        self._begin_paragraph()

    def _begin_paragraph(self) -> None:
        """No period of the paragraph before is in force, but for the report's own."""
        if self._stated:
            self._said = self._default
        elif self._said != self._default:
            self._said = None

    def sentences(self, facts: Sequence[Fact]) -> list[str]:
        """The facts as finished sentences. Statements are verbatim; nothing is left out."""
        written: list[str] = []
        self._statement_last = self._other_year = False
        self._last_link = ""
        self._bound = set()
        before: Fact | None = None
        ids = {fact.id for fact in facts}
        kept = [
            one if one.is_statement else self._forms.indicator(one)
            for one in facts
            if not one.implied or one.id.rpartition(".")[0] not in ids
        ]
        ordered = results_beside_terms(kept)
        told = gathered(ordered, self._setting)
        for group in map(by_period, grouped(told)):
            if group[0].fact.is_statement:
                self._add_statement(group[0], written)
            else:
                self._add_indicators(group, written, before)
            before = group[-1].fact
        return [ended(with_verbs(sentence, self._style)) for sentence in self._once(written)]

    def paragraphs(self, passages: Sequence[Sequence[Fact]]) -> tuple[str, ...]:
        """A paragraph for each passage; more where it is too long, or its facts are headed."""
        return tuple(text for facts in passages for text in self._passage(facts))

    def _passage(self, facts: Sequence[Fact]) -> Iterator[str]:
        self._begin_paragraph()
        sentences: list[str] = []
        for at, text in enumerate(self.sentences(facts)):
            if at in self._bound:
                sentences[-1] += text
            else:
                sentences.append(text)
        starts = [at for at, text in enumerate(sentences) if at and _HEADED.match(text)]
        if not starts or not _HEADED.match(sentences[0]):
            starts = even_starts(sentences, self._words.paragraph)
        bounds = [0, *starts, len(sentences)]
        yield from ("".join(sentences[low:high]) for low, high in pairwise(bounds) if high > low)

    def _add_statement(self, told: Told, written: list[str]) -> None:
        fact = told.fact
        text = bare(printed_text(fact, self._style, self._forms, self._setting))
        text = "".join(parted(one, self._style) for one in re.split(r"(?<=。)", text))
        last = written[-1] if written else ""
        of = self._setting.phases.get(fact.id, "")
        text = text if of in _STOPS.split(last)[-1] else of + text
        rest = rest_of(told, text, self._words) if told.link and last else ""
        if told.link == "part" and self._tells_parts(last):
            rest = ""
        opens = told.opens and _BETWEEN not in _STOPPED.split(last)[-1]
        if rest and (opens or fits_behind(last, rest, told.link, self._style)):
            rest, _, further = rest.partition(_BETWEEN if told.is_among else "\0")
            self._follow(rest, told.link, written, alone=told.link == "part" and not further)
            written += [further] if further else []
        elif last and text.startswith(_OF_WHICH):
            written[-1] = f"{last}，{text}"
        elif last and self._may_join(last, text, fact):
            written[-1] = f"{last}{self._words.between_statements}{text}"
        else:
            written.append(text)
        self._last_link = told.link if rest else ""
        self._statement_last = True
        self._other_year = False
        for entry in fact.figures:
            if entry.start <= _LEAD and entry.quantity.kind in _TIME:
                self._said = entry.quantity.text
        if fact.figures and fact.figures[-1].status == "last_year":
            self._said = self._words.last_year

    def _tells_parts(self, last: str) -> bool:
        """Whether the last sentence has told parts of its own, so that 其中 behind it misleads."""
        return self._last_link != "part" and _OF_WHICH in _STOPPED.split(last)[-1]

    def _follow(self, text: str, link: Link, written: list[str], *, alone: bool = False) -> None:
        """Put what belongs to the last sentence behind it, or in one of its own."""
        words = self._words
        if not alone and fits_behind(written[-1], text, link, self._style):
            written[-1] = beside_last(written[-1], text, self._last_link, link, words)
            return
        begins = link == "part" and self._last_link != "part"
        written.append(words.parts_after.format(parts=text) if begins else text)
        self._bound.add(len(written) - 1)

    def _may_join(self, last: str, text: str, fact: Fact) -> bool:
        """Whether a statement may follow the last one after a semicolon.

        Only short ones that both count something of one matter are joined, or very short ones.
        """
        mark = self._words.between_statements
        if mark == "。" or not self._statement_last or not fact.figures:
            return False
        if not any(map(str.isdigit, last)):
            return False
        if _STOPS.search(text) or _STOPS.search(last):
            return False
        if text.startswith(self._words.never_joined):
            return False
        if len(_NUMBER.findall(last + text)) > self._style.prose.figures:
            return False
        if len(last) + len(text) > self._words.usual:
            return False
        is_brief = max(len(last), len(text)) <= _BRIEF
        return is_brief or bool(told_pairs(last, self._words) & told_pairs(text, self._words))

    def _add_indicators(
        self, group: Sequence[Told], written: list[str], before: Fact | None
    ) -> None:
        """One run of indicators: clauses that share a period and fit stand in one sentence."""
        run: list[Clause] = []
        attached = before is not None and follows_from(group[0].fact, before)
        pairs = list(paired(group, self._words))
        for at, each in enumerate(pairs):
            made = self._told(each, run, written, before, behind=parts_behind(pairs[at + 1 :]))
            akin = before is None or goes_with(run, made, before, each[0].fact)
            if run and not self._fits(run, made):
                whole, run = divided(run, made)
                self._close(whole, written, attached=attached)
                attached = False
            if run and not (akin and self._fits(run, made)):
                self._close(run, written, attached=False)
                run = []
            run.append(made)
            before = each[-1].fact
            if made.after:
                self._close(run, written, attached=attached)
                self._bound.add(len(written))
                written.append(made.after)
                run, attached = [], False
        if run:
            self._close(run, written, attached=attached)
        self._statement_last = False

    def _told(
        self,
        each: Sequence[Told],
        run: Sequence[Clause],
        written: Sequence[str],
        before: Fact | None,
        behind: int,
    ) -> Clause:
        """The clause of indicators that are said together, as it is said behind those before it.

        One that follows another by its own sentence has its whole name where that is no subject.
        """
        facts = [one.told_as for one in each]
        made = self._clause(facts, each[0].link, run, before, behind)
        last = run[-1].text + run[-1].after if run else (written or [""])[-1]
        parted = made.link == "part" and (not run or not run[-1].link) and self._tells_parts(last)
        if parted or (made.link and not (each[0].opens or self._follows(made, run, written))):
            facts = [one.fact for one in each]
            made = self._clause(facts, "", run, before, behind)
        self._based = self._based and not facts[0].name.endswith(self._words.main)
        previous = facts[0].previous
        if self._setting.in_report and previous is not None and previous.show == "must":
            self._bases += facts[0].growth is not None
        self.clauses += [(one, facts) for one in (made.text, made.goal, made.after) if one]
        return made

    def _follows(self, made: Clause, run: Sequence[Clause], written: Sequence[str]) -> bool:
        if run:
            return self._fits(run, made)
        return bool(written) and fits_behind(written[-1], made.text, made.link, self._style)

    def _clause(
        self,
        facts: Sequence[Fact],
        link: Link,
        run: Sequence[Clause],
        before: Fact | None,
        behind: int,
    ) -> Clause:
        verb, short = run[-1].verb if run else "", self._shortfall(facts)
        based, way = self._is_based(facts[0]), self._bases % _WAYS
        made = clause(facts, self._setting, verb, based=based, short=short, way=way, behind=behind)
        if link:
            made = replace(made, link=link, period="")
        elif before is not None and run and len(facts) == 1 and self._fits(run, made):
            shorter = self._shortened(made, facts[0], before)
            made = shorter if self._fits(run, shorter) else made
        if before is not None and follows_from(facts[0], before):
            made = replace(made, period="")
        return made

    def _is_based(self, fact: Fact) -> bool:
        """Whether a base that only may be told is: of the first main indicator, and of a fall."""
        fell = fact.growth is not None and fact.growth.direction < 0
        return (self._based or fell) and fact.name.endswith(self._words.main)

    def _shortened(self, made: Clause, fact: Fact, before: Fact) -> Clause:
        """The clause without what its name and the one before it both say."""
        name = shortened(fact.name, before.name, self._words)
        is_rate = fact.value is not None and fact.value.quantity.kind == "percent"
        if is_rate or name == fact.name or not made.text.startswith(fact.name):
            return made
        return replace(made, text=name + made.text.removeprefix(fact.name), link="same")

    def _shortfall(self, facts: Sequence[Fact]) -> str:
        """What an indicator is short of the target that it tells."""
        short = self._shortfalls.get(facts[0].id)
        if len(facts) > 1 or short is None or short.value is None or facts[0].target is None:
            return ""
        return short.implied + figure_text(self._forms.entry(short.value))

    def _fits(self, run: Sequence[Clause], made: Clause) -> bool:
        said = next((one.period for one in reversed(run) if one.period), self._said)
        if made.period and made.period != said:
            return False
        if run[-1].link == "part" and made.link != "part":
            return False
        if made.link == "same" and _OF_WHICH in run[-1].text:
            return False
        if made.aim != run[-1].aim or (run[-1].of_last_year and not made.of_last_year):
            return False
        if sum(one.figures for one in run) + made.figures > self._style.prose.figures:
            return False
        length = sum(len(one.text) + len(one.goal) + 1 for one in run)
        return length + len(made.text) + len(made.goal) <= min(
            self._words.longest, self._words.usual * 3 // 2
        )

    def _close(self, run: Sequence[Clause], written: list[str], *, attached: bool) -> None:
        """Put a run into a sentence of its own, or behind the last one where it belongs there."""
        words = self._words
        text = joined(run, words)
        if run[0].link and written:
            self._follow(text, run[0].link, written, alone=run[0].link == "part")
            self._last_link = run[-1].link
            return
        self._last_link = run[-1].link
        if run[0].aim:
            text = self._aimed(run[0].aim, text)
        period = run[0].period
        in_force = self._said in (None, self._default) and not self._other_year
        if self._stated and period == self._default and in_force:
            self._said = period
        if self._other_year and not period and not run[0].ahead and not run[0].of_last_year:
            text = words.period.format(period=words.this_year) + text
        elif period and period != self._said:
            text = self._at(period, run[0]) + text
            self._said = period
        elif written and (introduces(written[-1]) or (attached and not _STOPS.search(written[-1]))):
            written[-1] = f"{written[-1]}，{text}"
            return
        if run[-1].of_last_year:
            self._said = run[-1].period or words.last_year
        named = _YEAR.search(period)
        elsewhen = named is not None and named[0] not in self._own_years
        self._other_year = elsewhen or run[-1].of_last_year
        written.append(text)

    def _aimed(self, aim: Aim, text: str) -> str:
        """What is aimed at, said to be so; in a plan, which says it itself, with the deed alone."""
        words = self._words
        if aim == "deed":
            return text if self._setting.planned else words.aim_deed.format(clause=text)
        pattern = words.aim_planned if self._setting.planned else words.aim_thing
        return pattern.format(clause=text)

    def _at(self, period: str, first: Clause) -> str:
        """The period before a clause, with its comma where it needs one."""
        spoken = self._spoken(period, first)
        pattern = "{period}" if spoken in self._words.close_periods else self._words.period
        return pattern.format(period=spoken)

    def _spoken(self, period: str, first: Clause) -> str:
        """The period as it is said: with the year right after figures of another year."""
        words = self._words
        if _UP_TO.match(period):
            return period
        if self._other_year and not first.ahead and not _YEAR.search(period):
            period = f"{words.this_year}{period}"
        elif not self._other_year:
            period = period.removeprefix(self._own_years[0]) or words.whole_year
        period = words.called_periods.get(period, period)
        return words.month_end.format(period=period) if _MONTH_END.search(period) else period
