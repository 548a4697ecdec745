"""Facts as sentences and paragraphs: what is joined, what is said once, where a sentence ends."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from zhibi.styles.framing import pairs
from zhibi.writing.offline.clauses import Clause, clause, together
from zhibi.writing.offline.naming import shortened
from zhibi.writing.offline.statements import printed_text, with_have
from zhibi.writing.outline.printable import figure_text
from zhibi.writing.wording.numeral_forms import NumeralForms
from zhibi.writing.wording.parting import even_starts, parted
from zhibi.writing.wording.verbs import has_verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Sentences, Style

_ENDS = "。！？；，、"
_NUMBER = re.compile(r"\d[\d.]*")
_COUNTED = re.compile(r"\d[\d.]*[余多万亿]*\w?")
_STOPS = re.compile(r"[。！？；]")
_OF_WHICH = "其中"
_HEADED = re.compile(r"[^，。；！？、\d]{4,16}。(?=.)")
_SHORT_INTRODUCTION = 24
_BRIEF = 18
"""Characters up to which statements may be joined whatever they are about."""
_MONTH_END = re.compile(r"月[底末]$")
_LINE_BREAK = re.compile(r"\s*\n\s*")
_UP_TO = re.compile(r"截[至止]|[到至]")
_YEAR = re.compile(r"\d{4}年|[去上今本明]年")
_TIME = frozenset({"period", "year"})


class Prose:
    """Writes facts in order; remembers which period was said last, from one call to the next.

    `default_period` is the document's own. `period` is the one in force when writing begins:
    None at the start of a report, so that the first indicator states it. `year` is the
    document's, where it is known: figures of its own year never need 今年 behind them. `forms`
    are those in which the report writes its figures, `shortfalls` what indicators are short of
    their targets, by the indicator's id.
    """

    def __init__(
        self,
        style: Style,
        default_period: str | None,
        period: str | None = None,
        year: int | None = None,
        forms: NumeralForms | None = None,
        shortfalls: Mapping[str, Fact] = MappingProxyType({}),
    ) -> None:
        self._style, self._words = style, style.sentences
        self._forms = forms or NumeralForms()
        self._shortfalls = shortfalls
        self._own_years = (f"{year}年", "今年", "本年")
        self._default = default_period
        self._said = period
        self.clauses: list[tuple[str, Sequence[Fact]]] = []
        """The clauses of indicators as they were written since writing began, with their facts."""
        self._statement_last = False
        self._other_year = False

    def begin(self, *, stated: bool) -> None:
        """Begin a paragraph: no period of the one before it is in force.

        `stated` says that the report states the document's period once for all figures.
        """
        if stated:
            self._said = self._default
        elif self._said != self._default:
            self._said = None

    def sentences(self, facts: Sequence[Fact]) -> list[str]:
        """The facts as finished sentences. Statements are verbatim; nothing is left out."""
        written: list[str] = []
        self._statement_last = self._other_year = False
        before: Fact | None = None
        ids = {fact.id for fact in facts}
        told = [
            one if one.is_statement else self._forms.indicator(one)
            for one in facts
            if not one.implied or one.id.rpartition(".")[0] not in ids
        ]
        for group in map(_by_period, _grouped(_results_beside_terms(told))):
            if group[0].is_statement:
                self._add_statement(group[0], written)
            else:
                self._add_indicators(group, written, before)
            before = group[-1]
        return [_ended(sentence) for sentence in written]

    def paragraphs(self, facts: Sequence[Fact]) -> tuple[str, ...]:
        """The sentences as paragraphs, none much longer than the style's.

        Where several facts open with a short heading of their own (着力打造产业集群。…), each such
        fact begins a paragraph; otherwise paragraphs are of about equal length.
        """
        sentences = self.sentences(facts)
        starts = [at for at, text in enumerate(sentences) if at and _HEADED.match(text)]
        if not starts or not _HEADED.match(sentences[0]):
            starts = even_starts(sentences, self._words.paragraph)
        bounds = [0, *starts, len(sentences)]
        return tuple("".join(sentences[low:high]) for low, high in pairwise(bounds) if high > low)

    def _add_statement(self, fact: Fact, written: list[str]) -> None:
        text = _bare(printed_text(fact, self._style, self._forms))
        text = "".join(parted(one, self._style) for one in re.split(r"(?<=。)", text))
        last = written[-1] if written else ""
        if last and text.startswith(_OF_WHICH):
            written[-1] = f"{last}，{text}"
        elif last and self._may_join(last, text, fact):
            written[-1] = f"{last}{self._words.between_statements}{text}"
        else:
            written.append(text)
        self._statement_last = True
        self._other_year = False
        for entry in fact.figures:
            if entry.quantity.kind in _TIME:
                self._said = entry.quantity.text
            elif entry.status == "last_year":
                self._said = self._words.last_year

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
        return is_brief or bool(pairs(_COUNTED.sub("，", last)) & pairs(_COUNTED.sub("，", text)))

    def _add_indicators(
        self, group: Sequence[Fact], written: list[str], before: Fact | None
    ) -> None:
        """One run of indicators: clauses that share a period and fit stand in one sentence."""
        run: list[Clause] = []
        attached = before is not None and _follows_from(group[0], before)
        for each in _paired(group, self._words):
            last_verb = run[-1].verb if run else ""
            most = self._style.prose.figures
            made = clause(each, self._words, self._default, last_verb, most)
            made = self._with_shortfall(made, each)
            if before is not None and run and len(each) == 1 and self._fits(run, made):
                made = self._shortened(made, each[0], before)
            self.clauses.append((made.text, each))
            if made.after:
                self.clauses.append((made.after, each))
            if before is not None and _follows_from(each[0], before):
                made = replace(made, period="")
            if run and not self._fits(run, made):
                self._close(run, written, attached=attached)
                run, attached = [], False
            run.append(made)
            before = each[-1]
            if made.after:
                self._close(run, written, attached=attached)
                written.append(made.after)
                run, attached = [], False
        if run:
            self._close(run, written, attached=attached)
        self._statement_last = False

    def _shortened(self, made: Clause, fact: Fact, before: Fact) -> Clause:
        """The clause without what its name and the one before it both say."""
        name = shortened(fact.name, before.name, self._words)
        is_rate = fact.value is not None and fact.value.quantity.kind == "percent"
        if is_rate or name == fact.name or not made.text.startswith(fact.name):
            return made
        return replace(made, text=name + made.text.removeprefix(fact.name))

    def _with_shortfall(self, made: Clause, facts: Sequence[Fact]) -> Clause:
        """The clause with what its indicator is short of the target that it tells."""
        short = self._shortfalls.get(facts[0].id)
        if len(facts) > 1 or short is None or short.value is None:
            return made
        text = f"{made.text}，{short.implied}{figure_text(self._forms.entry(short.value))}"
        return replace(made, text=text, figures=made.figures + 1)

    def _fits(self, run: Sequence[Clause], made: Clause) -> bool:
        said = next((one.period for one in reversed(run) if one.period), self._said)
        if made.period and made.period != said:
            return False
        if made.aim != run[-1].aim or (run[-1].of_last_year and not made.of_last_year):
            return False
        if sum(one.figures for one in run) + made.figures > self._style.prose.figures:
            return False
        length = sum(len(one.text) + 1 for one in run)
        return length + len(made.text) <= min(self._words.longest, self._words.usual * 3 // 2)

    def _close(self, run: Sequence[Clause], written: list[str], *, attached: bool) -> None:
        """Put a run into a sentence of its own, or behind the last one where it belongs there."""
        words = self._words
        long = any("，" in one.text for one in run)
        text = (words.between_long if long else words.between_short).join(one.text for one in run)
        if run[0].aim:
            text = (words.aim_deed if run[0].aim == "deed" else words.aim_thing).format(clause=text)
        if run[0].counted and not has_verb(text, self._style):
            elsewhen = self._other_year or run[0].period not in ("", self._said)
            text = with_have(text, words, elsewhen=elsewhen)
        period = run[0].period
        if self._other_year and not period and not run[0].ahead and not run[0].of_last_year:
            text = words.period.format(period=words.this_year) + text
        elif period and period != self._said:
            text = words.period.format(period=self._spoken(period, run[0])) + text
            self._said = period
        elif written and (
            _introduces(written[-1]) or (attached and not _STOPS.search(written[-1]))
        ):
            written[-1] = f"{written[-1]}，{text}"
            return
        if run[-1].of_last_year:
            self._said = run[-1].period or words.last_year
        named = _YEAR.search(period)
        elsewhen = named is not None and named[0] not in self._own_years
        self._other_year = elsewhen or run[-1].of_last_year
        written.append(text)

    def _spoken(self, period: str, first: Clause) -> str:
        """The period as it is said: with the year right after figures of another year."""
        words = self._words
        if _UP_TO.match(period):
            return period
        if self._other_year and not first.ahead and not _YEAR.search(period):
            period = f"{words.this_year}{period}"
        return words.month_end.format(period=period) if _MONTH_END.search(period) else period


def _results_beside_terms(facts: Sequence[Fact]) -> list[Fact]:
    """The facts with each computed one moved behind the last of those it is computed from."""
    ordered: list[Fact] = []
    for fact in facts:
        if not fact.formula:
            ordered.append(fact)
            continue
        terms = [at for at, other in enumerate(ordered) if _follows_from(fact, other)]
        ordered.insert(terms[-1] + 1 if terms else len(ordered), fact)
    return ordered


def _follows_from(fact: Fact, other: Fact) -> bool:
    """Whether a computed fact has the other, or a figure of it, in its formula."""
    formula = fact.formula
    return bool(formula) and any(
        entry.id in formula or (entry.name and entry.name in formula) for entry in other.entries()
    )


def _grouped(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Each statement by itself, each run of indicators together."""
    run: list[Fact] = []
    for fact in facts:
        if not fact.is_statement:
            run.append(fact)
            continue
        if run:
            yield run
            run = []
        yield [fact]
    if run:
        yield run


def _by_period(facts: Sequence[Fact]) -> list[Fact]:
    """A run of indicators, those of one period together, in the order in which periods begin.

    A computed one stays behind the one before it.
    """
    begins: dict[str | None, int] = {}
    keyed: list[tuple[int, Fact]] = []
    for at, fact in enumerate(facts):
        key = keyed[-1][0] if fact.formula and keyed else begins.setdefault(fact.period, at)
        keyed.append((key, fact))
    return [fact for _, fact in sorted(keyed, key=lambda one: one[0])]


def _paired(facts: Sequence[Fact], words: Sentences) -> Iterator[list[Fact]]:
    """Indicators of one name in two units, one after the other, together."""
    group: list[Fact] = []
    for fact in facts:
        if group and not together(group[-1], fact, words):
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


def _introduces(sentence: str) -> bool:
    """Whether the last sentence is a short one without figures, which counts may follow."""
    short = len(sentence) <= _SHORT_INTRODUCTION and not _STOPS.search(sentence)
    return short and not any(map(str.isdigit, sentence))


def _bare(text: str) -> str:
    """A statement on one line, without the full stop at its end, so that it can be joined."""
    stripped = _LINE_BREAK.sub("", text.strip())
    return stripped.rstrip(_ENDS) if stripped[-1:] in "。；，、" else stripped


def _ended(sentence: str) -> str:
    return sentence if sentence[-1:] in "！？" else f"{sentence}。"
