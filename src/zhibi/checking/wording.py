"""Names, claims and words that no fact carries (W101, W103, W104), repeats and padding."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from zhibi.checking.bigrams import grams
from zhibi.checking.ledger_index import Ground
from zhibi.checking.structure import Line, Structure
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Hit
from zhibi.data_files import read_data

if TYPE_CHECKING:
    from zhibi.styles.model import Style

_PLACEHOLDER = re.compile(
    r"[xX×＊*]{2,}+(?=[\u4e00-\u9fff%％]|$)|(?<=[\u4e00-\u9fff])[xX×]++(?=[\u4e00-\u9fff])"
    r"|【[^】\n]{0,20}(?:待|补|填|空|核)[^】\n]{0,20}】|〔[^〕\n]{0,12}(?:待|补|填)[^〕\n]{0,12}〕"
    r"|\{\{[^}\n]{0,60}\}\}|｛｛[^｝\n]{0,60}｝｝|_{3,}+|＿{2,}+|X{3,}+|\bTODO\b"
)
_QUOTED = re.compile(r"“([^”\n]{1,40})”|《([^》\n]{1,60})》")
_LEAD = re.compile(r"[一二三四五六七八九十]是")
_MIN_SENTENCE = 12
_MIN_COUNTING = 6  # a sentence with a figure is told twice even if it is short
_FACT_OVERLAP = 0.22


@cache
def _claims() -> dict[str, Any]:
    data: dict[str, Any] = read_data("checking", "claims")
    return data


@cache
def _claim_pattern() -> re.Pattern[str]:
    words = [w for group in ("outcome", "scope", "rank", "quality") for w in _claims()[group]]
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def placeholder_hits(text: str) -> Iterator[Hit]:
    """N108: what was to be filled in and was not."""
    for found in _PLACEHOLDER.finditer(text):
        yield Hit(
            "N108",
            found.start(),
            found.end(),
            f"留有占位符“{found[0]}”",
            "填上，或删去这句话",
        )


def name_hits(ground: Ground, text: str) -> Iterator[Hit]:
    """W101: quoted names, documents, companies and honours that no fact has."""
    known = ground.corpus
    covered = -1
    for found in _QUOTED.finditer(text):
        name = found[1] or found[2]
        bare = re.sub(r"[“”《》]", "", name)
        if bare not in known and bare not in ground.names:
            covered = found.end()
            yield Hit("W101", found.start(), found.end(), f"事实中没有“{bare}”这个名称", _NAME_HINT)
    for found in re.finditer(_claims()["honours"], text):
        title = found[0]
        if found.start() < covered:
            continue
        if not _said(ground, title, 0.6):
            yield Hit("W101", found.start(), found.end(), f"事实中没有“{title}”", _NAME_HINT)
    for found in re.finditer(_claims()["organisations"], text):
        if not any(found[0][skip:] in known for skip in range(len(found[0]) - 5)):
            yield Hit("W101", found.start(), found.end(), f"事实中没有“{found[0]}”", _NAME_HINT)


_NAME_HINT = "核实；属实的，写进事实的 names"


def self_name_hits(text: str, style: Style) -> Iterator[Hit]:
    """W103: the name by which another kind of office calls itself."""
    for word in style.foreign_self_names:
        for found in re.finditer(re.escape(word), text):
            yield Hit(
                "W103",
                found.start(),
                found.end(),
                f"自称“{word}”与本报告的单位不符",
                f"改为“{style.self_name}”",
                style.self_name,
            )


def place_hits(ground: Ground, text: str) -> Iterator[Hit]:
    """W103: a township or sub-district that no fact names, as the one that does the work."""
    for found in _other_place().finditer(text):
        place = found[1]
        if place in ground.corpus or any(place in name for name in ground.names):
            continue
        own = ground.facts.document.organisation
        yield Hit(
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


def repeat_hits(structure: Structure) -> Iterator[Hit]:
    """W102: the same sentence twice."""
    seen: dict[str, int] = {}
    for sentence in structure.sentences:
        words = structure.text[sentence.start : sentence.end].strip(" \t　。")
        least = _MIN_COUNTING if any(map(str.isdigit, words)) else _MIN_SENTENCE
        if len(words) < least or structure.lines[sentence.line].kind != "paragraph":
            continue
        if words in seen:
            yield Hit(
                "W102",
                sentence.start,
                sentence.end,
                f"这句话与前面（第{seen[words] + 1}句）重复",
                "留一处",
            )
        else:
            seen[words] = len(seen)


def claim_hits(ground: Ground, structure: Structure, verdicts: Sequence[Verdict]) -> Iterator[Hit]:
    """W104: outcomes, scope, ranks and qualities that no fact states of this matter."""
    for found in _claim_pattern().finditer(structure.text):
        line = structure.line_at(found.start())
        if line.kind != "paragraph" or _part(structure, found.start()) in _FREE_PARTS:
            continue
        sentence = structure.sentences[structure.sentence_index(found.start())]
        around = structure.text[sentence.start : sentence.end]
        if not _claim_known(ground, found[0], around):
            yield Hit(
                "W104",
                found.start(),
                found.end(),
                f"事实没有说“{found[0]}”",
                "删去，或把这一结论连同来源写进事实",
            )
    yield from _qualifier_hits(ground, verdicts)


def _qualifier_hits(ground: Ground, verdicts: Sequence[Verdict]) -> Iterator[Hit]:
    """“全年” on a figure to November, 村级 on a township's figure, and the like."""
    pattern = re.compile("|".join(_claims()["qualifiers"]))
    for verdict in verdicts:
        if verdict.covers is None:
            continue
        entry = ground.entries[verdict.covers]
        if entry.role in ("forecast", "target", "completion") or entry.fact_id == "document":
            continue
        figure = verdict.match.figure
        clause = re.split(r"[，。；：、\n]", verdict.match.context.left)[-1]
        found = pattern.search(clause)
        if not found:
            continue
        own = f"{entry.name}{entry.text}{entry.period or ''}{''.join(entry.aliases)}"
        year_whole = found[0] == "全年" and (entry.period or "") in ("全年", "年度")
        if found[0] in own or year_whole or entry.status in ("forecast", "target"):
            continue
        if found[0] == "全年" and not (entry.period or ground.facts.document.period):
            continue
        start = figure.start - len(clause) + found.start()
        yield Hit(
            "W104",
            start,
            start + len(found[0]),
            f"给“{ground.label(entry)}”加了“{found[0]}”，事实没有这个限定",
            "删去，或照事实的范围和时段写",
            None,
            (entry.id,),
        )


_FREE_PARTS = frozenset({"problems", "plan", "closing", "preamble"})


def _part(structure: Structure, offset: int) -> str:
    """A guess of the part from the headings above: plans and problems state no outcomes."""
    index = structure.line_index(offset)
    above = structure.headings_above(index)
    words = "".join(structure.text[h.start : h.heading_end] for h in above if h.level == 1)
    if re.search(r"问题|不足|短板", words):
        return "problems"
    if re.search(r"计划|思路|打算|举措|安排", words):
        return "plan"
    return "preamble" if structure.has_headings and not above else "summary"


def _claim_known(ground: Ground, word: str, around: str) -> bool:
    """Whether a fact says this word of a matter that shares words with the sentence."""
    pieces = [piece for piece in re.split(r"[\n。]", ground.corpus) if word in piece]
    if not pieces:
        return False
    said = set(grams(around)) - set(grams(word))
    return any(len((set(grams(piece)) - set(grams(word))) & said) >= 2 for piece in pieces)


def _said(ground: Ground, words: str, share: float) -> bool:
    wanted = set(grams(words))
    if not wanted:
        return True
    return any(
        len(wanted & set(grams(piece))) / len(wanted) >= share
        for piece in ground.corpus.split("\n")
    )


def padding_hits(
    ground: Ground, structure: Structure, verdicts: Sequence[Verdict], style: Style | None
) -> Iterator[Hit]:
    """W105: sentences of the summary that carry no fact, and stock phrases used again."""
    with_figures = {verdict.match.sentence for verdict in verdicts}
    for index, sentence in enumerate(structure.sentences):
        line = structure.lines[sentence.line]
        if index in with_figures or line.kind != "paragraph" or sentence.end <= line.heading_end:
            continue
        if _part(structure, sentence.start) != "summary" or _signature(structure, line):
            continue
        words = structure.text[sentence.start : sentence.end].strip()
        if _LEAD.match(words):
            continue
        if len(words) < _MIN_SENTENCE or not structure.headings_above(sentence.line):
            continue
        own = grams(words)
        if own and sum(gram in ground.corpus_grams for gram in own) / len(own) < 0.55:
            yield Hit(
                "W105",
                sentence.start,
                sentence.end,
                "这句话里没有事实",
                "删去，或换成有事实的话",
            )
    if style is not None:
        yield from _stock_hits(ground, structure.text, style.stock_phrases)


def _signature(structure: Structure, line: Line) -> bool:
    return line.end - line.start < 30 and "。" not in structure.text[line.start : line.end]


def _stock_hits(ground: Ground, text: str, phrases: Sequence[str]) -> Iterator[Hit]:
    for phrase in phrases:
        found = list(re.finditer(re.escape(phrase), text))
        if phrase in ground.corpus:
            continue
        for again in found[1:]:
            yield Hit(
                "W105", again.start(), again.end(), f"套话“{phrase}”用了不止一次", "留一处或都删去"
            )
