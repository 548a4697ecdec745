"""How facts are told: whole before parts (W207), with a verb (W209), once (W210)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from zhibi.checking.borrowing.word_classes import borrowing_data
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.prose.words import (
    any_of,
    figures_by_sentence,
    prose_words,
    sentences,
    verbs_of,
)
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.figures.model import TIME_KINDS, Quantity
from zhibi.patterns import lazy_pattern
from zhibi.styles.model import Style

_STATED = frozenset({"stated", "converted", "rounded"})
_MOST_TERMS = 8
_BEFORE = 10
"""Characters before a figure that a message quotes to show its place."""
_ITEM = lazy_pattern(r"[^，。；、：！？\n]+")
_TIME_ONLY = lazy_pattern(
    r"[\s　]*(?:[\d—～至\-]+[年月].{0,8}|[今去上].{1,5}|截[至止].{1,10}|目前|其中)"
)
_FEWEST_ITEMS = 2
"""Items of a row; a single name with its figure may be a sentence."""


def totals_after_parts(given: RuleInput) -> Iterator[Violation]:
    """W207: a whole that stands behind its parts in one paragraph."""
    told: set[int] = set()
    for verdict in [*_wholes_after_parts(given), *_sums_after_terms(given)]:
        figure = verdict.match.figure
        if figure.start not in told:
            told.add(figure.start)
            yield Violation(
                "W207",
                figure.start,
                figure.end,
                f"总数“{figure.text}”写在分项后面",
                "先写总数，再用“其中”带出各项",
                None,
                verdict.facts,
            )


def _wholes_after_parts(given: RuleInput) -> Iterator[Verdict]:
    """Figures of the facts' wholes whose parts the same line has already told."""
    entries = given.ledger.entries
    line, told, parents = -1, set[str](), set[str]()
    for verdict in given.verdicts:
        if verdict.match.line != line:
            line, told, parents = verdict.match.line, set(), set()
        if verdict.covers is None:
            continue
        entry = entries[verdict.covers]
        if entry.role == "part" and entry.parent:
            parents.add(entry.parent)
        elif entry.id in parents and entry.id not in told and not _points_back(verdict):
            yield verdict
        told.add(entry.id)


def _sums_after_terms(given: RuleInput) -> Iterator[Verdict]:
    """Figures of facts behind 共, 合计 …, which are the sum of those before them."""
    total = re.compile(f"(?:{any_of(prose_words()['totals'])})[^，。；、]{{0,4}}$")
    for verdicts in figures_by_sentence(given).values():
        for at, verdict in enumerate(verdicts):
            known = verdict.covers is not None and verdict.status in _STATED
            if known and total.search(verdict.match.reading.left) and _is_sum(verdicts, at):
                yield verdict


def _is_sum(verdicts: list[Verdict], at: int) -> bool:
    whole, so_far = verdicts[at].match.figure.quantity, Decimal(0)
    for count, verdict in enumerate(verdicts[max(at - _MOST_TERMS, 0) : at][::-1], 1):
        quantity = verdict.match.figure.quantity
        if quantity.unit != whole.unit:
            return False
        so_far += quantity.value
        if count > 1 and so_far == whole.value:
            return True
    return False


def _points_back(verdict: Verdict) -> bool:
    back = f"(?:{any_of(prose_words()['back'])})[^，。；]{{0,4}}$"
    return re.search(back, verdict.match.reading.left) is not None


_FEW = 3
_OF_WHICH = ("其中", "分别")


def sentences_without_verb(given: RuleInput) -> Iterator[Violation]:
    """W209: a row of a table: nothing but names of things, each with how many there are.

    A name with its figure may be a whole sentence (参保率97.4%). What has an adverb or a
    preposition, a comparison, or words that are not the name of the figure behind them, says
    something of it. Only what has none of these is certainly no sentence.
    """
    counted = figures_by_sentence(given)
    for index, sentence, _ in sentences(given.structure):
        verdicts = counted.get(index, [])
        said = given.text[sentence.start : sentence.end]
        if said.startswith(_OF_WHICH):
            continue  # what goes on about the sentence before it has its verb there
        if len(verdicts) >= _FEWEST_ITEMS and _is_row(given, sentence.start, said, verdicts):
            yield Violation(
                "W209",
                sentence.start,
                sentence.end,
                "这句话没有动词，像表里的一行",
                "写成做了什么：数字可放到名词前（运用36个LED屏开展宣传），或用“有”“达”“完成”带出",
            )


def _is_row(given: RuleInput, start: int, said: str, verdicts: list[Verdict]) -> bool:
    """Whether each item of a sentence is a thing's name with its figure, and nothing else."""
    by_end = {verdict.match.figure.end - start: verdict for verdict in verdicts}
    items = [found for found in _ITEM.finditer(said) if not _TIME_ONLY.fullmatch(found[0])]
    if len(items) < _FEWEST_ITEMS:
        return False
    words = prose_words()
    for item in items:
        verdict = by_end.get(item.end())
        if verdict is None or verdict.covers is None:
            return False
        name = said[item.start() : verdict.match.figure.start - start]
        entry = given.ledger.entries[verdict.covers]
        known = any(name in one for one in (entry.name, *entry.aliases, entry.text))
        if not known or name.startswith(tuple(words["opening_verbs"])):
            return False
        if any(word in name for word in words["predicative"]) or _has_verb(name, given.style):
            return False
    return True


def _has_verb(name: str, style: Style) -> bool:
    """Whether a verb stands in a name, and not as the beginning of a noun."""
    words = prose_words()
    endings = tuple(words["noun_endings"])
    for verb in (*verbs_of(style), *words["verbs"], *borrowing_data()["ordinary"]["verbs"]):
        at = name.find(verb)
        while at >= 0:
            if not name.startswith(endings, at + len(verb)):
                return True
            at = name.find(verb, at + 1)
    return False


def facts_told_again(given: RuleInput) -> Iterator[Violation]:
    """W210: a figure of the facts that one part of the report has told already."""
    entries, named = given.ledger.entries, given.ledger.scoring.named
    told: dict[tuple[int, int], int] = {}
    for verdict in given.verdicts:
        match, number = verdict.match, verdict.covers
        if number is None or verdict.status not in _STATED or entries[number].fact_id == "document":
            continue
        quantity = match.figure.quantity
        if quantity.kind in TIME_KINDS or given.structure.lines[match.line].kind != "paragraph":
            continue
        if match.score < named or _points_back(verdict) or _takes_up(quantity):
            continue
        key = (_part(given, match.line), number)
        first = told.setdefault(key, match.figure.start)
        if first != match.figure.start:
            label = given.ledger.label(entries[number])
            before = given.text[max(first - _BEFORE, 0) : first].split("\n")[-1]
            yield Violation(
                "W210",
                match.figure.start,
                match.figure.end,
                f"“{label}”的“{match.figure.text}”前面（“{before}{match.figure.text}”）已经写过",
                "留一处；再提时不重复数字",
                None,
                verdict.facts,
            )


def _takes_up(quantity: Quantity) -> bool:
    """Whether a small numeral may name those that were told: 两家滑雪场聘用…."""
    return quantity.numerals == "chinese" and quantity.value <= _FEW and quantity.kind == "count"


def _part(given: RuleInput, line: int) -> int:
    """The place of the first-level heading above a line."""
    above = given.structure.headings_above(line)
    return next((heading.start for heading in above if heading.level == 1), -1)
