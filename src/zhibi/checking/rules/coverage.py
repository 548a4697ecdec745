"""Whether all that must be reported is reported (N301)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhibi.checking.bigrams import bigrams
from zhibi.checking.findings import Coverage
from zhibi.checking.ledger_index import LedgerIndex, key, kind_of
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.unchanged import told_as_unchanged
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation, quoted
from zhibi.facts.model import Entry, Fact, Place, in_form
from zhibi.figures.model import TIME_KINDS, Figure
from zhibi.figures.scan import find_figures
from zhibi.figures.worded_times import says_worded_time
from zhibi.structure import Structure
from zhibi.styles.framing import pairs

_TEXT_SAID = 0.6  # of a statement's bigrams that two sentences of one line have, at least
_ALIKE = 2  # pairs of characters that the names of one thing in two facts share, at least
_AROUND = 20  # characters on either side of a word that may be a figure of the facts
_OF_STATEMENT = 4  # pairs of characters around it that the statement has which it may be of
_LONGEST_LINE = 2000  # characters of a line in which the subject is looked for


def coverage(given: RuleInput) -> tuple[Coverage, list[Violation]]:
    """Which `must` entries (and statements without figures) are reported; N301 for the others."""
    ledger, text, sections = given.ledger, given.text, given.sections
    judged = {one.match.figure.start for one in given.verdicts if one.status != "exempt"}
    spared = [one for one in given.figures if one.start not in judged]
    used = _used(ledger, given.verdicts) | _exempt_but_named(ledger, text, spared)
    used |= _told_as_unchanged(given) | _told_by_words(given)
    used |= {ledger.number[id_] for id_ in given.written if id_ in ledger.number}
    must = [
        number
        for number, entry in enumerate(ledger.entries)
        if entry.show == "must" and (sections is None or entry.section_id in sections)
        if not ledger.reading(number).is_rate_base
    ]
    missing = [ledger.entries[number].id for number in must if number not in used]
    violations = [_missing_entry(ledger, number, text) for number in must if number not in used]
    plain = [
        fact
        for fact in ledger.facts.all_facts()
        if fact.show == "must"
        and fact.is_statement
        and not fact.figures
        and (sections is None or fact.section_id in sections)
    ]
    passages = list(_passages(given.structure)) if plain else []
    for fact in plain:
        known = dict.fromkeys([*ledger.facts.document.names, *fact.names])
        names = [name for name in known if name in fact.text]
        left_out = _left_out(fact, names, passages)
        if left_out is None:
            missing.append(fact.id)
            violations.append(_missing_text(fact, text))
        elif left_out:
            violations.append(_missing_names(fact, left_out, text))
    total = len(must) + len(plain)
    return Coverage(total, total - len(missing), tuple(missing)), violations


def _used(ledger: LedgerIndex, verdicts: Iterable[Verdict]) -> set[int]:
    """Entries that figures state; one figure may serve two entries of one label and value."""
    used, scoring = set(), ledger.scoring
    by_line: dict[int, set[str]] = defaultdict(set)
    told = [verdict for verdict in verdicts if verdict.covers is not None]
    for verdict in told:
        by_line[verdict.match.line].add(ledger.entries[verdict.covers or 0].fact_id)
    for verdict in told:
        used.add(verdict.covers or 0)
        quantity = verdict.match.figure.quantity
        for number in ledger.by_key.get(key(quantity), ()):
            score = verdict.match.scores.get(number, 0.0)
            named = score >= max(scoring.well_named, verdict.match.score - scoring.tie)
            beside = ledger.entries[number].fact_id in by_line[verdict.match.line]
            again = beside and _is_of_one(ledger, verdict.covers or 0, number)
            if kind_of(quantity) == "time" or named or again:
                used.add(number)
    return used


def _is_of_one(ledger: LedgerIndex, one: int, other: int) -> bool:
    """Whether two entries of equal value count the same things, by the words of their names.

    63户网箱养殖户 of two facts that a paragraph tells is written once.
    """
    names = [set(bigrams(ledger.label(ledger.entries[number]))) for number in (one, other)]
    return len(names[0] & names[1]) >= _ALIKE


def _exempt_but_named(ledger: LedgerIndex, text: str, spared: Iterable[Figure]) -> set[int]:
    """Entries whose figure the text writes where it is no claim by itself.

    It may be part of a name (居住10人以上的群租房), or a numeral that the facts file declares a
    figure and the scanner takes for a word (培育一支调解员队伍): then the words around it decide.
    """
    used = {  # 上半年 and 去年底 as figures of their own are words in a text
        number
        for number, entry in enumerate(ledger.entries)
        if entry.quantity.kind in TIME_KINDS and says_worded_time(text, entry.quantity.text)
    }
    used.update(
        number
        for number, entry in enumerate(ledger.entries)
        if entry.quantity.lead == "头"
        and entry.quantity.text.startswith("一")
        and f"首{entry.quantity.text[1:]}" in text  # 首个月 of 头一个月
    )
    halves = [n for n, one in enumerate(ledger.entries) if one.quantity.kind == "fraction"]
    ordinals = [n for n, one in enumerate(ledger.entries) if one.quantity.kind == "ordinal"]
    for figure in spared:
        if figure.why == "name":  # 第三条 of 甘泉厂第三条生产线投资
            words = figure.text
            used.update(n for n in ordinals if ledger.entries[n].quantity.text in words)
            used.update(n for n in halves if ledger.entries[n].quantity.text in words)
            used.update(_inside(ledger, words))
        behind = text[max(0, figure.start - 1) : figure.end + 3]
        before = text[max(0, figure.start - 4) : figure.end]
        around = pairs(text[max(0, figure.start - _AROUND) : figure.end + _AROUND])
        for number in ledger.by_key.get(key(figure.quantity), ()):
            known = ledger.entries[number].text
            alike = len(around & pairs(known)) >= _OF_STATEMENT  # 四轮磋商 of 谈了四轮
            if figure.why == "name" or behind in known or before in known or alike:
                used.add(number)
    return used


def _inside(ledger: LedgerIndex, name: str) -> Iterator[int]:
    """Entries whose figure stands in a name that their statement has (60至79岁老人补贴)."""
    for figure in find_figures(name):
        for number in ledger.by_key.get(key(figure.quantity), ()):
            if name in ledger.entries[number].text:
                yield number


def _told_as_unchanged(given: RuleInput) -> set[int]:
    """Growths of 0 % that the text tells without a figure: 与上年同期持平."""
    return {
        given.ledger.number[one.change.id]
        for one in told_as_unchanged(given)
        if one.change is not None and one.change.role == "growth" and not one.change.quantity.value
    }


def _told_by_words(given: RuleInput) -> set[int]:
    """The numerals of statements that have only 一 before a measure word, where words tell them."""
    of_words = [
        fact
        for fact in given.ledger.facts.all_facts()
        if fact.figures and all(map(_is_one, fact.figures))
    ]
    passages = list(_passages(given.structure)) if of_words else []
    return {
        given.ledger.number[entry.id]
        for fact in of_words
        if _left_out(fact, (), passages) is not None
        for entry in fact.figures
        if entry.id in given.ledger.number
    }


def _is_one(entry: Entry) -> bool:
    size = entry.quantity
    return not entry.name and size.numerals == "chinese" and size.value == 1


def _missing_entry(ledger: LedgerIndex, number: int, text: str) -> Violation:
    entry = ledger.entries[number]
    where = f"（{entry.source}）" if entry.source else ""
    what = f"必写的“{ledger.label(entry)}”{quoted(entry.quantity)}没有写{where}"
    return _missing(text, what, entry.id, entry.place)


def _missing_text(fact: Fact, text: str) -> Violation:
    return _missing(text, f"必写的事项没有写：“{_opening(fact)}”", fact.id, fact.place)


def _opening(fact: Fact) -> str:
    return fact.text[:24] + ("…" if len(fact.text) > 24 else "")


def _missing(text: str, message: str, identifier: str, place: Place | None) -> Violation:
    allow = "“是否必写”栏选“可写”" if in_form(place) else "在事实中把 show 改为 may"
    hint = f"补写；确不必写的，{allow}"
    return Violation("N301", len(text), len(text), message, hint, None, (identifier,))


def _missing_names(fact: Fact, names: Sequence[str], text: str) -> Violation:
    listed = "、".join(f"“{name.strip('“”')}”" for name in names)
    message = f"必写的事项“{_opening(fact)}”写了，其中的{listed}没有写"
    return _missing(text, message, fact.id, fact.place)._replace(warning=True)


class _Passage(NamedTuple):
    """Two neighbouring sentences of a line: their pairs of characters, and where names may be.

    `around` has the words of the whole line, which may name the subject.
    """

    words: str
    pairs: frozenset[str]
    around: str


def _passages(structure: Structure) -> Iterator[_Passage]:
    for at, sentence in enumerate(structure.sentences):
        end = sentence.end
        if at + 1 < len(structure.sentences) and structure.sentences[at + 1].line == sentence.line:
            end = structure.sentences[at + 1].end
        line = structure.lines[sentence.line]
        words = structure.text[sentence.start : end]
        around = structure.text[line.start : min(line.end, line.start + _LONGEST_LINE)]
        yield _Passage(words, frozenset(bigrams(words)), around)


def _left_out(fact: Fact, names: Sequence[str], passages: Sequence[_Passage]) -> list[str] | None:
    """The names of a statement that the passage which tells it leaves out; None where none does.

    A passage whose line has none of the names tells it of another subject.
    """
    wanted = set(bigrams(fact.text))
    best: list[str] | None = None
    for passage in passages:
        if wanted and len(wanted & passage.pairs) / len(wanted) < _TEXT_SAID:
            continue
        lacking = [name for name in names if name.strip("“”") not in passage.around]
        if names and len(lacking) == len(names):
            continue
        if best is None or len(lacking) < len(best):
            best = lacking
    return best
