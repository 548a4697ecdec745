"""Which way a figure went and against what: N104, N113."""

from __future__ import annotations

from collections.abc import Iterator

from zhibi.checking.comparing.compared import Compared
from zhibi.checking.reading.cues import Said, find_cues, phrase
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern

_CLAUSE = lazy_pattern(r"[，。；：]")


def compare_direction(given: Compared) -> Iterator[Violation]:
    """N104: up told as down, or the reverse."""
    said, known = given.said, given.known
    way = said.way
    true = known.to_way if said.to_level else known.way
    if way < 0 and not true and phrase("gain").search(given.entry.name) and not said.base:
        true = 1  # 新增就业: 减少就业 is its reverse
    if not way or not true or way == true or _compared_with(given):
        return
    words = said.direction.words if said.direction is not None else "负号"
    yield given.at(
        "N104",
        None,
        f"“{given.label}”{_named_way(true)}{given.entry.quantity.text}，这里写的是“{words}”",
        f"改为“{_named_way(true)}”",
    )


def _compared_with(given: Compared) -> bool:
    """Whether the figure is only what another is compared with (低于工业投资的9.1%)."""
    word = given.said.direction
    if word is None or word.words[-1] not in "于过":
        return False
    return "的" in given.structure.text[word.end : given.match.figure.start]


def _named_way(way: int) -> str:
    return "增长（提高）" if way > 0 else "下降（减少）"


def compare_earlier(given: Compared) -> Iterator[Violation]:
    """N109: what a change of the facts led up to, told as what it began from (上年为910元)."""
    text, figure = given.structure.text, given.match.figure
    before = phrase("earlier_told").search(text, given.said.clause[0], figure.start)
    known = given.ledger.known_as(given.match.entry or 0)
    if before is not None and given.known.changed and "earlier" not in known:
        yield given.at(
            "N109",
            None,
            f"“{given.label}”{figure.text}是现在的数，这里写成了“{before[0]}”",
            "核对两个数哪个在前",
        )


def compare_base(given: Compared) -> Iterator[Violation]:
    """N113: 同比 told as 环比, or another base."""
    said, known = given.said.base, given.known
    yield from _other_time(given)
    if said is None or given.said.to_level or (given.said.direction is None and not known.way):
        return
    if not (known.way or known.base or given.entry.role == "growth"):
        return
    if known.base and said.value != known.base:
        yield given.at(
            "N113",
            said,
            f"“{given.label}”{given.entry.quantity.text}是{_named_base(known.base)}的数，"
            f"这里写的是“{_whole_words(given.structure.text, said)}”",
            f"改为“{known.base}”",
        )


def _other_time(given: Compared) -> Iterator[Violation]:
    """A figure from which a change began, told as of another time (由上月的620人次)."""
    entry, start = given.entry, given.match.figure.start
    earlier = entry.text and "earlier" in given.ledger.known_as(given.match.entry or 0)
    if entry.role != "previous" and entry.status != "last_year" and not earlier:
        return
    said = find_cues("earlier", given.structure.text, given.said.clause[0], start)
    if not said or not phrase("of_earlier").fullmatch(given.structure.text[said[-1].end : start]):
        return
    known = {one.value for one in find_cues("earlier", f"{entry.name}，{entry.period or ''}")}
    if entry.text:
        known |= {
            one.value for one in find_cues("earlier", _CLAUSE.split(entry.text[: entry.start])[-1])
        }
    wrong, known = said[-1], known or {"上年"}
    if wrong.value in known or wrong.words in given.known.words:
        return
    yield given.at(
        "N113",
        None,
        f"“{given.label}”{entry.quantity.text}是{'、'.join(sorted(known))}的数，这里写的是“{wrong.words}”",
        f"改为“{'、'.join(sorted(known))}”",
    )


def _whole_words(text: str, said: Said) -> str:
    """The words that say a base, with the 高 or 低 that 于 belongs to (高于全县平均)."""
    return text[said.start - 1 : said.end] if said.words[0] == "于" and said.start else said.words


def _named_base(base: str) -> str:
    return {"同比": "同比（比上年同期）", "比平均": "和平均数比"}.get(base, base)
