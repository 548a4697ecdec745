"""What supports each claim of a text: an entry of the facts, other figures, or nothing.

A figure is matched with the facts, judged by the words around it, and where it fits no fact, or one
by chance only, worked out from the figures beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhibi.checking.arithmetic import find_computation
from zhibi.checking.comparing.compared import Months
from zhibi.checking.comparing.fields import compare_fields, own_periods
from zhibi.checking.computation import Computation
from zhibi.checking.corroboration import drop_refuted_exchanges
from zhibi.checking.cue_words import word_choice
from zhibi.checking.ledger_index import LedgerIndex, kind_of
from zhibi.checking.match import Attachment, Match
from zhibi.checking.matching.figures import match_figures
from zhibi.checking.reading.clauses import ReadText
from zhibi.checking.round_shares import is_round
from zhibi.checking.rules.counts import count_listed_items, may_count, pass_over
from zhibi.checking.scoring import Scoring
from zhibi.checking.verdicts import StatedEntries, Verdict, verdict_on
from zhibi.checking.violations import Violation
from zhibi.facts.model import in_form
from zhibi.figures.model import Figure
from zhibi.figures.units import rate_base
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure


def verdicts_on(
    ledger: LedgerIndex,
    structure: Structure,
    cued: ReadText,
    figures: Sequence[Figure],
    attachments: Sequence[Attachment],
) -> tuple[list[Verdict], list[Violation]]:
    """The verdict on each claim, and what the words around the figures get wrong."""
    matches = match_figures(ledger, structure, cued, figures, attachments)
    stated = StatedEntries.of(matches, ledger.scoring.tie)
    drop_refuted_exchanges(ledger, structure, matches, stated)
    explained = own_periods(ledger, matches)
    pairs = [verdict_on(ledger, match, stated) for match in matches]
    verdicts = [verdict for verdict, _ in pairs]
    doubted = [verdict for verdict, own in pairs if _may_count(verdict, own)]
    for verdict in doubted:
        verdict.status = "unsupported"
    count_listed_items(structure, verdicts)
    pass_over(ledger, structure, verdicts)
    for verdict in doubted:
        if verdict.status == "unsupported":
            verdict.status = "conflict"
    violations: list[Violation] = []
    for at, (verdict, own) in enumerate(pairs):
        if verdict.status in ("counted", "exempt"):
            continue
        if verdict.status == "unsupported":
            violations.extend(_computed(ledger, structure, verdicts, at, own))
            continue
        found = own
        if verdict.covers is not None:
            found = own + _compared(ledger, structure, verdict, explained)
        if _may_follow(ledger, verdicts, at, found):
            found = _computed(ledger, structure, verdicts, at, found)
        violations.extend(found)
    return verdicts, violations


def _may_count(verdict: Verdict, own: Sequence[Violation]) -> bool:
    """Whether a small numeral (三个项目) has another matter's value, and may count what is told."""
    match = verdict.match
    quantity = match.figure.quantity
    small = quantity.numerals == "chinese" and quantity.value > 1 and may_count(match.figure)
    return small and not match.exchanged and any(one.code == "N102" for one in own)


def _of_its_matter(ledger: LedgerIndex, verdicts: Sequence[Verdict], at: int) -> bool:
    """Whether the figures beside one are of its entry's section: what it is told as counts."""
    verdict = verdicts[at]
    if verdict.covers is None or verdict.match.score >= ledger.scoring.unnamed:
        return False
    section = ledger.entries[verdict.covers].section_id
    return any(
        one.covers is not None
        and one.match.sentence == verdict.match.sentence
        and ledger.entries[one.covers].section_id == section
        for one in (*verdicts[max(0, at - 3) : at], *verdicts[at + 1 : at + 4])
    )


_CHANGED = frozenset({"change", "new"})
_NOT_OF_CHANGES = frozenset({"N102", "N115"})
_OF_VALUE = frozenset({"N103", "N105", "N114"})
_OF_OTHERS = frozenset({"N105", "N109", "N115"})
_RESULT = lazy_pattern(word_choice("result") + r"[^，。；\d]{0,3}$")
"""Words of a sum or of what is left, right before a figure that is to follow from others."""
_SHARE = lazy_pattern(r"占[^，。；\d]{0,12}$")
_AVERAGE = lazy_pattern(r"平均[^，。；\d]*$")
_THAN = lazy_pattern(
    rf"[比较][^，。；]*{word_choice('differs_by')}(?:了)?$|超[过出]?[^，。；\d]{{0,4}}(?:目标|计划|任务)$"
)


def _may_follow(
    ledger: LedgerIndex, verdicts: Sequence[Verdict], at: int, found: Sequence[Violation]
) -> bool:
    """Whether a figure has no more than the digits of an entry, and does not fit it.

    比去年同期的3次多2次 is no rate of 2次 that leaves out 每月, 剩下的1个 no other matter's,
    占四成多 no other's 40%: such a figure may follow from its neighbours.
    """
    match, scoring = verdicts[at].match, ledger.scoring
    codes = {one.code for one in found}
    of_change = match.told & _CHANGED and match.figure.quantity.kind == "count"
    if of_change and "N115" in codes:
        return True  # 由46个增加到58个，新增12个: another matter has 12个
    own_average = "N114" in codes and _is_own_average(verdicts, at)
    own_average = own_average and not match.attached
    if own_average or match.score >= scoring.named or match.attached:
        return own_average
    if _is_worked_out_by_words(match, codes, scoring):
        return True
    if match.score < scoring.unnamed and kind_of(match.figure.quantity) != "time":
        if match.is_stray:
            return True
        if is_round(match.figure.quantity) and any(one.code in _OF_OTHERS for one in found):
            return True
        if not match.told & {"change", "earlier"} and any(one.code == "N109" for one in found):
            return not _of_its_matter(ledger, verdicts, at)
    if is_round(match.figure.quantity) and any(one.code == "N102" for one in found):
        return True
    than = "N102" if _THAN.search(match.reading.left) else None
    own = verdicts[at].covers
    if own is not None and match.reading.per and ledger.reading(own).rates:
        return False  # 每户6500元 of what is 每亩6500元
    if _RESULT.search(match.reading.left) and any(one.code == "N102" for one in found):
        return True
    weak = not match.figure.quantity.hedge or _AVERAGE.search(match.reading.left) is not None
    than_codes = (than, "N107") if than else ()
    return weak and any(one.code in _OF_VALUE or one.code in than_codes for one in found)


def _is_own_average(verdicts: Sequence[Verdict], at: int) -> bool:
    """Whether what an average is per is counted beside it: 640人次参加8次，平均每次80人次."""
    match = verdicts[at].match
    beside = {
        rate_base(one.match.figure.quantity.unit)
        for one in verdicts[max(0, at - 3) : at]
        if one.match.sentence == match.sentence
    }
    said = _AVERAGE.search(match.reading.left)
    return said is not None and bool(match.reading.per) and match.reading.per <= beside


def _is_worked_out_by_words(match: Match, codes: set[str], scoring: Scoring) -> bool:
    """Whether a figure is told as an average, a change or a share, which another matter's is not.

    占20%, where another matter grew by 20%.
    """
    left, quantity = match.reading.left, match.figure.quantity
    changed = match.told & _CHANGED and quantity.kind == "count"
    if "N102" in codes and (changed or _AVERAGE.search(left)):
        return True
    planned = match.reading.planned and "change" in match.told and quantity.unit == "%"
    if "N102" in codes and planned:
        return True  # 力争达到40000万元，增长25%: another matter grew by as much
    unnamed = match.score < scoring.unnamed and quantity.unit == "%"
    return bool(unnamed and _SHARE.search(left))


def _compared(
    ledger: LedgerIndex,
    structure: Structure,
    verdict: Verdict,
    explained: Mapping[int, set[Months]],
) -> list[Violation]:
    periods = explained.get(verdict.match.sentence, set())
    found = compare_fields(ledger, structure, verdict.match, periods)
    if found and verdict.status in ("stated", "converted", "rounded"):
        verdict.status = "conflict"
    return found


def _computed(
    ledger: LedgerIndex,
    structure: Structure,
    verdicts: list[Verdict],
    at: int,
    own: list[Violation],
) -> list[Violation]:
    """The verdict `computed` and N111 for an unsupported figure that follows from others."""
    verdict = verdicts[at]
    computation, mismatch = find_computation(ledger, structure, verdicts, at)
    if computation is None:
        stated = verdict.covers is not None and not own
        return [*own, mismatch] if mismatch and not stated else own
    codes = {one.code for one in own}
    if codes & _NOT_OF_CHANGES and verdict.match.told & _CHANGED:
        known = [ledger.known_as(number) for number in computation.entries if number >= 0]
        since = any("earlier" in one for one in known) or "N115" not in codes
        if " - " not in computation.pattern or not since:
            return own  # told as a change, it is none
    verdict.computation = computation
    if not computation.declared:
        verdict.covers = None
        verdict.status, verdict.facts = "rounded", ()
        return []
    verdict.status, verdict.how = "computed", computation.how
    verdict.facts = tuple(ledger.entries[number].id for number in computation.entries)
    figure = verdict.match.figure
    allowed = ledger.facts.document.computed == "allow"
    return [
        Violation.at(
            figure,
            "N111",
            f"“{figure.text}”是文中自己算出来的（{computation.how}），事实里没有",
            f"要写就{_declared(ledger, computation)}；不写就删去",
            None,
            verdict.facts,
            warning=allowed,
        ),
    ]


def _declared(ledger: LedgerIndex, computation: Computation) -> str:
    """Where a computation is declared, in the words of the file that its terms come from."""
    entries = [ledger.entries[number] for number in computation.entries]
    if all(in_form(entry.place) for entry in entries):
        formula = computation.formula([entry.label for entry in entries])
        return f"在“算式”表里加一行：{formula}"
    return f"在 derive 里申报：formula: {computation.formula([entry.id for entry in entries])}"
