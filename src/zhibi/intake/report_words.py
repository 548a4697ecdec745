"""The words of a finished report: what a heading begins and is about, and its sentences."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from zhibi.data_files import read_data
from zhibi.styles.load import load_style

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhibi.facts.model import Part

_ENUMERATOR = re.compile(
    r"^(?:\s*[-+]\s+)?[#\s　*]*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]|"
    r"[一二三四五六七八九十]{1,3}(?:是|、)|"
    r"\d{1,2}[.、．](?!\d)|[①-⑳])?[\s*]*"
)
_BOLD = re.compile(r"\*\*")


def announces(sentence: str) -> bool:
    """Whether a sentence only announces the report (现将……报告如下)."""
    return any(word in sentence for word in read_data("intake", "report")["reporting"])


def plain_start(text: str) -> str:
    """A paragraph without its number, for quoting its first words."""
    return _BOLD.sub("", _ENUMERATOR.sub("", text, count=1)).strip()


def plain_heading(heading: str) -> str:
    """A heading without its number, marks and final stop."""
    return plain_start(heading).rstrip("。：")


def part_of_heading(heading: str) -> Part | None:
    """The part of a report that a heading begins, None for another heading."""
    parts: dict[Part, list[str]] = read_data("intake", "report")["parts"]
    return next((part for part, words in parts.items() if any(w in heading for w in words)), None)


def topic_of(heading: str) -> str:
    """What a heading is about: its last phrase without the verb (推动经济发展 → 经济发展)."""
    phrase = re.split(r"[，、；]", heading)[-1]
    for verb in _verbs():
        rest = phrase.removeprefix(verb)
        if rest != phrase and len(rest) > 1:
            return rest
    return phrase


@cache
def _verbs() -> tuple[str, ...]:
    """The verbs of headings, longest first."""
    style = load_style("镇乡")
    return tuple(sorted({*style.verbs, *style.plain_verbs}, key=len, reverse=True))


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a paragraph with their stops, without numbers before them."""
    for match in re.finditer(r"[^。！？!?]+[。！？!?]*[”’）]?", text):
        sentence = _ENUMERATOR.sub("", match[0]).strip()
        if sentence.strip("。！？!?”’）"):
            yield sentence
