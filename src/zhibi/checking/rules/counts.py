"""Counts against what is listed: “三个方面：一是…”, “两家企业，分别是…”, “甲村、乙村2个村”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from zhibi.checking.cue_words import cue_pattern, word_choice
from zhibi.checking.ledger_index import LedgerIndex, kind_of, size_ratio
from zhibi.checking.match import Match
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.data_files import read_data
from zhibi.figures.model import Figure
from zhibi.figures.units import rate_base
from zhibi.patterns import lazy_pattern
from zhibi.structure import Structure

_ENUMERATOR = lazy_pattern(r"[一二三四五六七八九十]是")
_COLON = lazy_pattern(r"[^，。；、]{0,4}[：:]")
_PARTED = lazy_pattern(r"[；;]")
_SENTENCE_END = lazy_pattern(r"[。！？\n]")
_ITEM_END = lazy_pattern(r"[。；;！？\n]")
_GENERIC = lazy_pattern(r"方面|[个项条类种笔支家名处所件大点块者村镇乡县]|社区")
_PARTS = lazy_pattern(r"[二两三四五六七八九](?:部分|大(?!约|概|幅))")
_MOST_TAKEN_UP = 5
_MOST_BESIDE = 60
"""Figures on either side of a count that it may speak of: a sentence without end has more."""

_FAR = 2_000
"""Characters before a count in which it may list items."""

_TAKEN_UP = lazy_pattern(r"[^，。；、\d]{0,6}?" + word_choice("taking_up"))
_TAKEN_UP_BEFORE = lazy_pattern(r"(?:[前这]|以上|上述|占|里|中)$")
_AND_AGAIN = "接着又挨连"  # between the halves of 一场接着一场
_ORDER = lazy_pattern(r"[百千万亿]+[^\d百千万亿]")
_TEN = 10
_ADVERBIAL = lazy_pattern(r"[一半](?:年|个?月|天|日|夜|周|季度?|个?星期)|一辈子|半辈子")
_FIRST = lazy_pattern(r"最[高多大好快优强]|居首|第一")
_LONGEST_ITEM = 24
_ALONE = lazy_pattern(r"[就便即独也就]{0,2}[占有达收办建了]{1,2}")
_OF_NAMES = lazy_pattern(r"[家个]$|[村镇]|社区|企业")
_SHORT = 2  # 食品、服装2家企业 are no names
_ANNOUNCING = lazy_pattern(r"[项件类者块笔]")


_AMOUNT = lazy_pattern(r"[\d.,]+[万亿]?(?:[%％‰]|[^\W\d_]{0,3})")


def _listed(text: str, end: int) -> list[int]:
    tail = _ITEM_END.split(text[end : end + 400])[0]
    found = cue_pattern("listed").search(tail)
    colon = re.match(r"[^，。；、]{0,8}[：:]", tail)
    if found and found.start() <= 12:
        items = tail[found.end() :]
    elif colon:
        items = tail[colon.end() :]
        numbered = _ENUMERATOR.findall(text[end : end + 2000].split("\n\n", maxsplit=1)[0])
        if numbered and numbered[0] == "一是":
            return [len(numbered)]
    else:
        return []
    items = re.sub(r"（[^）]*）|“[^”]*”|《[^》]*》", "名", items).lstrip("：:")
    counts = []
    whole = re.split(r"[，,](?=[^、]*$)", items)[0] if "、" in items else items
    for listed in dict.fromkeys((whole, re.split(r"[，,]", items)[0])):
        parts = [part for part in re.split(r"、|以及|和(?=[^、]*$)", listed) if part.strip()]
        if all(_AMOUNT.fullmatch(part.strip()) for part in parts):
            continue  # 新增7家，服务业和工业分别为5家、2家: what each has is no item
        if len(parts) > 1 and max(len(part) for part in parts) <= _LONGEST_ITEM:
            counts.append(len(parts))
    return counts


def _clauses_behind(text: str, end: int) -> int | None:
    """How many clauses a colon behind a count leads to: 道路两条：纵二路…；横三路….

    None where there is no colon.
    """
    colon = _COLON.match(text, end)
    if colon is None:
        return None
    return len(_PARTED.split(_SENTENCE_END.split(text[colon.end() : colon.end() + 400])[0]))


def listed_before(left: str) -> int | None:
    """The number of items listed right before the figure (甲、乙、丙三个村), or None."""
    clause = re.split(r"[，。；：\n]", left)[-1]
    items = [part for part in re.split(r"[、和]", clause) if part]
    return len(items) if len(items) > 1 else None


def count_listed_items(structure: Structure, verdicts: Sequence[Verdict]) -> None:
    """Give the verdict `counted` to unsupported counts of what is listed beside them."""
    for at, verdict in enumerate(verdicts):
        if verdict.status != "unsupported" or not _is_count(verdict):
            continue
        figure = verdict.match.figure
        if _parts_listed(structure, verdict):
            verdict.status, verdict.how = "counted", f"列出{int(figure.quantity.value)}项"
            verdict.facts = ()
        if not _GENERIC.match(figure.quantity.unit):
            continue
        left = structure.text[verdict.match.reading.clause[0] : figure.start]
        counts = [*_listed(structure.text, figure.end), listed_before(verdict.match.reading.left)]
        counts += [listed_before(left), _clauses_behind(structure.text, figure.end)]
        if figure.quantity.value in counts or _sums_up(structure, _around(verdicts, at), verdict):
            verdict.status, verdict.how = "counted", f"列出{int(figure.quantity.value)}项"
            verdict.facts = ()


def _parts_listed(structure: Structure, verdict: Verdict) -> bool:
    """Whether 三部分, 两大 speaks of as many items as a clause before it in its sentence lists."""
    figure = verdict.match.figure
    spoken = _PARTS.match(structure.text, figure.start)
    if figure.quantity.numerals != "chinese" or spoken is None:
        return False
    start = max(structure.sentences[verdict.match.sentence].start, figure.start - _FAR)
    clauses = re.split(r"[，；：]", structure.text[start : figure.start])
    return any(len(re.split(r"[、和]", one)) == figure.quantity.value for one in clauses)


def _sums_up(structure: Structure, verdicts: Sequence[Verdict], verdict: Verdict) -> bool:
    """Whether 两项, 三块 speaks of figures of one kind, or clauses with figures, beside it."""
    figure, match = verdict.match.figure, verdict.match
    if figure.quantity.numerals != "chinese" or not _ANNOUNCING.match(figure.quantity.unit):
        return False
    kinds = [
        (kind_of(v.match.figure.quantity), v.match.figure.start > figure.start)
        for v in verdicts
        if v.match.sentence == match.sentence and v is not verdict
    ]
    for after in (False, True):
        for kind, run in groupby(kind for kind, behind in kinds if behind == after):
            if kind != "time" and len(list(run)) == figure.quantity.value:
                return True
    if _announced(verdicts, verdict) == figure.quantity.value:
        return True
    start = max(structure.sentences[match.sentence].start, figure.start - _FAR)
    told = [
        v.match.figure.start
        for v in verdicts
        if v.match.sentence == match.sentence and v.match.figure.end <= figure.start
    ]
    for marks in ("，；", "，；、"):
        parts = re.finditer(f"[^{marks}]+", structure.text[start : figure.start])
        with_figures = [p for p in parts if any(p.start() <= at - start < p.end() for at in told)]
        if len(with_figures) == figure.quantity.value:
            return True
    return False


def _announced(verdicts: Sequence[Verdict], verdict: Verdict) -> int:
    """How many figures of the facts, of the kind of the first, the rest of the line goes on with.

    五笔钱 and what each of them is, over several sentences.
    """
    match = verdict.match
    kinds = [
        kind_of(one.match.figure.quantity)
        for one in verdicts
        if one.match.line == match.line
        and one.match.figure.start > match.figure.start
        and one.covers is not None
    ]
    counted = [kind for kind in kinds if kind != "time"]
    return counted.count(counted[0]) if counted else 0


def pass_over(ledger: LedgerIndex, structure: Structure, verdicts: Sequence[Verdict]) -> None:
    """Leave out unsupported numerals that state no number.

    一 before a measure word is an article (走出一条新路) unless its words name a figure, and never
    counts where it is doubled (一场接着一场), or is what the next figure is per or the one that has
    it (一小时收30元, 该社区一处就占26处); 一年 and 半年 by themselves say how long; 两村 at
    the head of a clause, or before 共 and 相差, speaks of those that were told;
    三类 stands in what the facts call the matter of its sentence; 首位 is the 最高 of the facts.
    """
    told_in: dict[int, str] = {}
    for at, verdict in enumerate(verdicts):
        quantity = verdict.match.figure.quantity
        if verdict.status != "unsupported" or quantity.numerals != "chinese":
            continue
        match = verdict.match
        named = match.rival is not None and match.rival_score >= ledger.scoring.well_named
        article = quantity.value == 1 and quantity.kind in ("count", "other") and not named
        span = quantity.kind == "duration" and _ADVERBIAL.fullmatch(match.figure.text) is not None
        if (
            article
            or _opens(structure.text, match.figure)
            or span
            or _doubled(structure.text, match.figure)
            or _is_of_next(ledger, structure, verdicts, at)
            or _of_stages(ledger, structure, match)
            or _refers_back(structure, _around(verdicts, at), verdict)
        ):
            verdict.status, verdict.facts = "exempt", ()
            continue
        if match.sentence not in told_in:
            told = _facts_told(ledger, verdicts, match.sentence)
            told_in[match.sentence] = "\n".join(ledger.fact_words[one] for one in told)
        words = told_in[match.sentence]
        first = quantity.kind == "ordinal" and quantity.value == 1 and _FIRST.search(words)
        if match.figure.text in words or first or _is_epithet(ledger, match):
            verdict.status, verdict.facts = "exempt", ()


def _is_epithet(ledger: LedgerIndex, match: Match) -> bool:
    """Whether 万亩果园 only says of what order a figure of the facts is (12480亩)."""
    if _ORDER.match(match.figure.text) is None or match.rival is None:
        return False
    return 1 <= size_ratio(ledger.entries[match.rival].quantity, match.figure.quantity) < _TEN


_SPAN = lazy_pattern("(?:月|季度|学期)(?![产均年])")
"""Behind 首个, which is then no rank: 全国首个年产百万吨的项目 claims one."""


def _opens(text: str, figure: Figure) -> bool:
    """Whether 首批 only says what is done first, at the head of a clause (首批选择20家试卖).

    首个月 says but which month.
    """
    if figure.text == "首个" and _SPAN.match(text, figure.end):
        return True
    return (
        figure.text == "首批"
        and text[max(0, figure.start - 1) : figure.start] in ("", *"，。；：\n")
        and text[figure.end : figure.end + 1] not in "全国省市县区"
    )


def _doubled(text: str, figure: Figure) -> bool:
    """Whether a figure of one is one half of 一场接着一场, 一户一户, 一年又一年."""
    words = figure.text
    if figure.quantity.value != 1 or not words.startswith("一"):
        return False
    before = text[max(0, figure.start - len(words) - 2) : figure.start]
    after = text[figure.end : figure.end + len(words) + 2]
    return before.rstrip(_AND_AGAIN).endswith(words) or after.lstrip(_AND_AGAIN).startswith(words)


def _of_stages(ledger: LedgerIndex, structure: Structure, match: Match) -> bool:
    """Whether 两期, 三期 speaks of the stages that the facts of its paragraph number (二期)."""
    figure = match.figure
    if figure.quantity.unit != "期" or not 1 < figure.quantity.value <= _MOST_TAKEN_UP:
        return False
    last = f"{'零一二三四五'[int(figure.quantity.value)]}期"
    start = structure.sentences[match.sentence].start
    before = structure.text[max(0, start - _FAR) : figure.start]
    words = before + structure.text[figure.end : figure.end + _FAR]
    if match.rival is not None:
        words += ledger.fact_words.get(ledger.entries[match.rival].fact_id, "")
    return last in words


def _is_of_next(
    ledger: LedgerIndex, structure: Structure, verdicts: Sequence[Verdict], at: int
) -> bool:
    """Whether one of something is what the next figure of its clause is per, or has alone."""
    one = verdicts[at].match
    if one.figure.quantity.value != 1:
        return False
    after = next((v for v in verdicts[at + 1 : at + 3] if v.match.figure.quantity.value != 1), None)
    if after is None or after.covers is None or after.match.reading.clause != one.reading.clause:
        return False
    unit = one.figure.quantity.unit
    if rate_base(unit) in ledger.reading(after.covers).all_rates:
        return True
    between = structure.text[one.figure.end : after.match.figure.start]
    return after.match.figure.quantity.unit == unit and _ALONE.fullmatch(between) is not None


def _around(verdicts: Sequence[Verdict], at: int) -> Sequence[Verdict]:
    return verdicts[max(at - _MOST_BESIDE, 0) : at + _MOST_BESIDE + 1]


def _refers_back(structure: Structure, verdicts: Sequence[Verdict], verdict: Verdict) -> bool:
    """Whether a small numeral takes up what was told: at least as many figures stand beside it."""
    match, figure = verdict.match, verdict.match.figure
    if not 1 < figure.quantity.value <= _MOST_TAKEN_UP or figure.quantity.kind == "ordinal":
        return False
    clause = structure.text[match.reading.clause[0] : figure.start].strip("*、（( ")
    taken_up = _TAKEN_UP_BEFORE.search(clause) or _TAKEN_UP.match(structure.text, figure.end)
    if clause and not taken_up:
        return False
    beside = sum(
        kind_of(v.match.figure.quantity) != "time" and v is not verdict
        for v in verdicts
        if v.match.line == match.line and abs(v.match.sentence - match.sentence) <= 1
    )
    return beside >= figure.quantity.value


def _facts_told(ledger: LedgerIndex, verdicts: Sequence[Verdict], sentence: int) -> set[str]:
    found = (
        ledger.entries[v.covers].fact_id
        for v in verdicts
        if v.covers is not None and v.match.sentence == sentence
    )
    return {one for one in found if one in ledger.fact_words}


def may_count(figure: Figure) -> bool:
    """Whether a figure is counted in a word for anything (项, 个, 家), as what is listed is."""
    kind = figure.quantity.kind
    return kind in ("count", "other") and _GENERIC.match(figure.quantity.unit) is not None


def _is_count(verdict: Verdict) -> bool:
    """Whether a figure is a plain small count, which can count listed items."""
    quantity = verdict.match.figure.quantity
    plain = quantity.scale == 1 and not quantity.hedge and quantity.high is None
    return plain and quantity.kind in ("count", "other") and 1 < quantity.value <= 30


def wrong_counts(given: RuleInput) -> Iterator[Violation]:
    """N204: a count that differs from the number of items listed after it."""
    for verdict in filter(_is_count, given.verdicts):
        figure = verdict.match.figure
        counts, place = _listed(given.text, figure.end), "后面"
        if not counts and (named := _named_before(given, verdict)):
            counts, place = [named], "前面"
        if not counts or figure.quantity.value in counts or _as_in_facts(given, verdict, counts):
            continue
        if place == "后面" and _parts_behind(given, verdict):
            continue
        yield Violation.at(
            figure,
            "N204",
            f"说是“{figure.text}”，{place}列出的是{counts[0]}项",
            "数一数，改数或补项",
            None,
            verdict.facts,
        )


def _parts_behind(given: RuleInput, verdict: Verdict) -> bool:
    """Whether what follows are parts with counts of their own (新建4条：甲村2条，乙、丙村各1条)."""
    figure, sentence = verdict.match.figure, verdict.match.sentence
    return any(
        one.match.sentence == sentence
        and one.match.figure.start > figure.end
        and one.match.figure.quantity.unit == figure.quantity.unit
        for one in given.verdicts
    )


def _as_in_facts(given: RuleInput, verdict: Verdict, counts: Sequence[int]) -> bool:
    """Whether the facts list as many items, or none that can be counted, in the same words."""
    figure, corpus = verdict.match.figure, given.ledger.corpus
    at = corpus.find(given.text[figure.start : figure.end + 12])
    if at < 0:
        return False
    known = _listed(corpus, at + figure.end - figure.start)
    return not known or not set(known).isdisjoint(counts)


def _named_before(given: RuleInput, verdict: Verdict) -> int:
    """How many are listed by name right before a count of them, or 0 (甲公司、乙公司2家企业).

    The words before the first name of a list may belong to the clause, so the others must be names:
    of the facts, or ending as places and firms do.
    """
    figure = verdict.match.figure
    if not _OF_NAMES.match(figure.quantity.unit) or "、" not in verdict.match.reading.left:
        return 0
    clause = re.split(r"[，。；：\n]", verdict.match.reading.left)[-1]
    items = re.split(r"[、和]", clause)
    known = (*given.ledger.names, *read_data("checking", "claims")["named_endings"])
    named = all(len(one) > _SHORT and one.endswith(known) for one in items)
    return len(items) if named and len(items) > 1 else 0
