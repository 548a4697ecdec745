"""How facts are told: whole before parts (W207), with a verb (W209), once (W210)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

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
from zhibi.figures.model import TIME_KINDS

_STATED = frozenset({"stated", "converted", "rounded"})
_MOST_TERMS = 8
_BEFORE = 10
"""Characters before a figure that a message quotes to show its place."""
_BACK = re.compile(r"(?:上述|以上|这些?|该|其余|余下|前述)[^，。；]{0,4}$")
_ITEM = re.compile(r"[^，。；、：！？\n]+")
_TIME_ONLY = re.compile(
    r"[\s　]*(?:[\d—～至\-]+[年月].{0,8}|[今去上].{1,5}|截[至止].{1,10}|目前|其中)"
)
_OF_WHICH = re.compile(r"[\s　]*其中")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")


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
    return bool(_BACK.search(verdict.match.reading.left))


def sentences_without_verb(given: RuleInput) -> Iterator[Violation]:
    """W209: a sentence of figures and their names alone, like a row of a table."""
    words = prose_words()
    verbs, nouns = any_of([*verbs_of(given.style), *words["verbs"]]), any_of(words["noun_endings"])
    opening = any_of(words["opening_verbs"])
    verb = re.compile(f"(?:{verbs})(?!{nouns})|(?:^|[，；：。])(?:{opening})")
    counted = figures_by_sentence(given)
    for index, sentence, _ in sentences(given.structure):
        if index not in counted:
            continue
        said = given.text[sentence.start : sentence.end]
        ends = {verdict.match.figure.end for verdict in counted[index]}
        rows = all(sentence.start + end in ends for end in _item_ends(said))
        if rows and not verb.search(_QUOTED.sub("", said)) and not _OF_WHICH.match(said):
            yield Violation(
                "W209",
                sentence.start,
                sentence.end,
                "这句话没有动词，像表里的一行",
                "写成做了什么：数字可放到名词前（运用36个LED屏开展宣传），或用“有”“达”“完成”带出",
            )


def _item_ends(sentence: str) -> list[int]:
    """Where the items of a list end: in a row of a table, each with its figure."""
    return [found.end() for found in _ITEM.finditer(sentence) if not _TIME_ONLY.fullmatch(found[0])]


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
        if match.score < named or _points_back(verdict):
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


def _part(given: RuleInput, line: int) -> int:
    """The place of the first-level heading above a line."""
    above = given.structure.headings_above(line)
    return next((heading.start for heading in above if heading.level == 1), -1)
