"""Names, places and claims that no fact has (W101, W103, W104), and placeholders (N108)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from zhibi.checking.bigrams import bigrams
from zhibi.checking.borrowing.word_classes import is_noun, names_more
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.prose.words import any_of, verbs_of
from zhibi.checking.violations import Violation
from zhibi.data_files import read_data
from zhibi.patterns import lazy_pattern
from zhibi.structure import BOLD
from zhibi.styles.model import Style

_SHOWN = 20
_PLACEHOLDER = lazy_pattern(
    r"[xX×＊*]{2,}+(?=[\u4e00-\u9fff%％]|$)|(?<=[\u4e00-\u9fff])[xX×]++(?=[\u4e00-\u9fff])"
    r"|【[^】\n]{0,20}(?:待|补|填|空|核)[^】\n]{0,20}】|〔[^〕\n]{0,12}(?:待|补|填)[^〕\n]{0,12}〕"
    r"|(?<=[0-9])[xX×]++(?=年)|\{\{[^}\n]{0,60}\}\}|｛｛[^｝\n]{0,60}｝｝|_{3,}+|＿{2,}+|X{3,}+|\bTODO\b"
)
_SIGNS = ("x", "X", "×", "＊", "*", "【", "〔", "{{", "｛｛", "___", "＿＿", "TODO")
"""Of which every placeholder has one."""
_QUOTED = lazy_pattern(r"“([^”\n]{1,40})”|《([^》\n]{1,60})》")


@cache
def _claims() -> dict[str, Any]:
    data: dict[str, Any] = read_data("checking", "claims")
    return data


def unread_numerals(given: RuleInput) -> Iterator[Violation]:
    """N112: what writes a number that cannot be read, and so cannot be checked."""
    for figure in given.figures:
        if figure.unread:
            shown = figure.text if len(figure.text) <= _SHOWN else f"{figure.text[:_SHOWN]}…"
            yield Violation.at(
                figure, "N112", f"读不了“{shown}”是多少，没法核对", "改写成阿拉伯数字或汉字数字"
            )


def placeholders(given: RuleInput) -> Iterator[Violation]:
    """N108: what was to be filled in and was not."""
    if not any(sign in given.text for sign in _SIGNS):
        return
    bold = {at for found in BOLD.finditer(given.text) for at in (found.start(), found.end() - 2)}
    for found in _PLACEHOLDER.finditer(given.text):
        if found.start() in bold:
            continue
        yield Violation(
            "N108", found.start(), found.end(), f"留有占位符“{found[0]}”", "填上，或删去这句话"
        )


def unknown_names(given: RuleInput) -> Iterator[Violation]:
    """W101: quoted names, documents, companies and honours that no fact has."""
    ledger, text, known = given.ledger, given.text, given.ledger.corpus
    covered = -1
    for found in _QUOTED.finditer(text):
        name = found[1] or found[2]
        bare = re.sub(r"[“”《》]", "", name)
        is_saying = found[1] is not None and bare in _claims()["sayings"]
        if bare not in known and bare not in ledger.names and not is_saying:
            covered = found.end()
            yield Violation(
                "W101", found.start(), found.end(), f"事实中没有“{bare}”这个名称", _NAME_HINT
            )
    for found in re.finditer(_claims()["honours"], text):
        title = found[0]
        if found.start() < covered:
            continue
        if title[len(found[1]) :] not in known and not _said(ledger, title, 0.6):
            yield Violation("W101", found.start(), found.end(), f"事实中没有“{title}”", _NAME_HINT)
    for found in re.finditer(_claims()["organisations"], text):
        called = _SORT.sub("", found[0])
        ordinary = called != found[0] and not names_more(called, ledger.corpus_bigrams)
        if not ordinary and not _is_known_firm(found[0], known, given.style):
            yield Violation(
                "W101", found.start(), found.end(), f"事实中没有“{found[0]}”", _NAME_HINT
            )


def _is_known_firm(words: str, known: str, style: Style) -> bool:
    """Whether the facts have a firm's name, or what remains of it behind a verb or a preposition.

    What stands before 合作社 in a text may be no part of the name: 全镇共有水产合作社, 依托合作社.
    """
    if any(words[skip:] in known for skip in range(len(words) - _LONG_NAME)):
        return True
    verbs = any_of([*_claims()["before_names"], *verbs_of(style)])
    if re.fullmatch(rf"(?:{verbs})+(?:合作社|集团)", words):
        return True  # 建强合作社 names none
    before = re.compile(f"(?:^|{verbs})$")
    last = len(words) - _SHORT_NAME
    return any(words[skip:] in known and before.search(words[:skip]) for skip in range(last + 1))


_SORT = lazy_pattern("(?:合作社|集团)$")
"""Sorts of firms that a text may have without a name (选用合作社的鱼)."""
_LONG_NAME = 5
"""Characters of a name above which what stands before it does not matter."""
_SHORT_NAME = 5
"""Characters of the shortest name, the sort of firm included."""
_NO_VERB = "(?![起成好了得])"
"""Behind a name that ends in 办: 作坊街办起放学驿站 names no office."""
_NAME_HINT = "核实；属实的，写进事实的 names"


def foreign_self_names(given: RuleInput) -> Iterator[Violation]:
    """W103: the name by which another kind of office calls itself."""
    style = given.style
    for word in style.foreign_self_names:
        for found in re.finditer(re.escape(word) + _NO_VERB, given.text):
            yield Violation(
                "W103",
                found.start(),
                found.end(),
                f"自称“{word}”与本报告的单位不符",
                f"改为“{style.self_name}”",
                style.self_name,
            )


def foreign_places(given: RuleInput) -> Iterator[Violation]:
    """W103: a township or sub-district that no fact names, as the one that does the work."""
    ledger = given.ledger
    for found in _other_place().finditer(given.text):
        place = found[1]
        if place in ledger.corpus or any(place in name for name in ledger.names):
            continue
        if not is_noun(place):
            continue  # 开展街道党工委学习: a verb, and the office that every report has
        own = ledger.facts.document.organisation
        yield Violation(
            "W103",
            found.start(1),
            found.end(1),
            f"“{place}”不是本报告的单位，事实里也没有这个地方",
            f"核实；是本单位的，改为“{own}”；确有其事的，写进事实的 names",
        )


@cache
def _other_place() -> re.Pattern[str]:
    """A place's name at the head of a clause, with what an office does or is behind it."""
    return re.compile(_claims()["other_place"], re.MULTILINE)


def unknown_scopes(given: RuleInput) -> Iterator[Violation]:
    """W104: 村级 on a township's figure, 户均 on a total, and the like."""
    pattern = re.compile("|".join(_claims()["qualifiers"]))
    ledger = given.ledger
    for verdict in given.verdicts:
        if verdict.covers is None or verdict.status == "conflict":
            continue
        entry = ledger.entries[verdict.covers]
        if entry.role in ("forecast", "target", "completion") or entry.fact_id == "document":
            continue
        figure = verdict.match.figure
        clause = re.split(r"[，。；：、\n]", verdict.match.reading.left)[-1]
        found = pattern.search(clause)
        if not found:
            continue
        own = f"{entry.name}{entry.text}{entry.period or ''}{''.join(entry.aliases)}"
        if found[0] in own or entry.status in ("forecast", "target"):
            continue
        start = figure.start - len(clause) + found.start()
        yield Violation(
            "W104",
            start,
            start + len(found[0]),
            f"给“{ledger.label(entry)}”加了“{found[0]}”，事实没有这个限定",
            "删去，或照事实的范围写",
            None,
            (entry.id,),
        )


def _said(ledger: LedgerIndex, words: str, share: float) -> bool:
    wanted = set(bigrams(words))
    if not wanted:
        return True
    return any(
        len(wanted & set(bigrams(piece))) / len(wanted) >= share
        for piece in ledger.corpus.split("\n")
    )
