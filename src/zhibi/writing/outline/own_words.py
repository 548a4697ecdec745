"""What facts that no matter of the style tells are about, by their own words.

A statement's first deed with its object (开展净空巡查), or an indicator's name without its measure:
both are in the facts, so that a heading made from them claims nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.writing.outline.lexicon import any_of, head_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style

_SHORTEST, _LONGEST = 2, 8
"""Letters of a thing that a heading names."""
_SHORT = 5
"""Letters of an indicator's name up to which it is a thing to be named."""
_WHEN = (
    r"(?:[^，。]{0,8}?[年月]?(?:截至)?(?:\d{4}年|\d+(?:—\d+)?月(?:份|底|末|中旬|上旬|下旬)?|上半年|下半年|全年|今年|"
    r"[一二三四]季度|年[末初底]|[春夏秋冬]季|目前|累计|每[年月周季天日]度?|按[年月季]度?|先后|共|已|新|还))*"
)
_THING = rf"[\u4e00-\u9fff]{{{_SHORTEST},{_LONGEST}}}?"
_BEHIND = r"(?=[\d，。；：“（]|$|共\d|达\d|约\d|近\d|超\d|使用|涉及|覆盖|均|已|各)"
_FOR = r"(?:(?:为|对|给|向|在|组织|投资|投入)[^，。；\d]{2,16}?)?"
_NO_THING = re.compile(
    r"[的了并与且为是在从由把将对向到使让]|上半年|全年|其中|均|各|个|已|正|尚|[率度量数额]$"
)
_PLACE = re.compile(r"[^，。；\d]{2}(?:社区|村)(?!民)")
_LETTERS = re.compile(r"[\u4e00-\u9fff]+")


def own_heading(facts: Sequence[Fact], style: Style, words: Iterable[str] = ()) -> str:
    """A heading from the facts' own words; empty where none of them says what it is about.

    With `words`, only a deed whose object ends with one of them.
    """
    wanted = tuple(words)
    for fact in facts:
        for heading in _headings(fact, style):
            if not wanted or heading.endswith(wanted):
                return heading
    return ""


def _headings(fact: Fact, style: Style) -> Iterator[str]:
    if fact.is_statement:
        deed = any_of(style.own_verbs).pattern
        for clause in re.split(r"[，。；]", fact.text)[:_SHORTEST]:
            found = re.match(
                rf"{_WHEN}{_FOR}(?P<deed>{deed})了?(?P<thing>{_THING}){_BEHIND}", clause
            )
            if found and _is_thing(found["thing"], style):
                yield style.lead.format(verb=found["deed"], topic=found["thing"])
    name = fact.text[: head_of(fact.text)] if fact.is_statement else fact.name
    thing = _thing(name, style)
    if verb := _last_word(thing, style):
        yield style.lead.format(verb=verb, topic=thing)


def _is_thing(thing: str, style: Style) -> bool:
    """Whether words name something by themselves: no place, no word that any fact may have."""
    plain = thing in style.common or thing in style.sentences.deeds
    return not plain and not _NO_THING.search(thing) and not _PLACE.search(thing)


def _thing(name: str, style: Style) -> str:
    """A name without its measure, where what is left is short enough to be named."""
    measures = any_of([*style.sentences.measures, *style.sentences.count_endings]).pattern
    bare = re.sub(f"(?:{measures})$", "", re.sub(f"^{_WHEN}", "", name))
    if len(bare) > _SHORTEST and _last_word(bare[:-1], style):
        bare = bare[:-1]  # 噪声监测点 → 噪声监测
    fits = _SHORTEST < len(bare) <= _SHORT and _LETTERS.fullmatch(bare)
    return bare if fits and _is_thing(bare, style) else ""


def _last_word(thing: str, style: Style) -> str:
    """The verb that goes with a thing's last word; empty where none is known."""
    fitting = [
        (len(word), verb)
        for verb, words in style.verbs.items()
        for word in words
        if thing.endswith(word) and thing != word
    ]
    return max(fitting, default=(0, ""))[1]


def subject_pairs(facts: Sequence[Fact], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of what facts are about: of the words before their first figures."""
    return _pairs_of(map(_head, facts), common)


def all_pairs(facts: Sequence[Fact], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of all that facts say, of the names of their parts too."""
    return _pairs_of(
        (
            f"{fact.name}，{fact.text}，{'，'.join(part.name for part in fact.parts)}"
            for fact in facts
        ),
        common,
    )


def common_words(style: Style) -> re.Pattern[str]:
    """The words that bind nothing: deeds, measures and those that any fact may have."""
    return any_of((*style.sentences.deeds, *style.sentences.measures, *style.common))


def _pairs_of(texts: Iterable[str], common: re.Pattern[str]) -> frozenset[str]:
    """The pairs of letters of texts, places and common words left out."""
    said = (common.sub("，", _PLACE.sub("，", text)) for text in texts)
    return frozenset(pair for text in said for pair in _pairs(text))


def _head(fact: Fact) -> str:
    if not fact.is_statement:
        return fact.name
    text = re.sub(f"^{_WHEN}", "", fact.text)
    return text[: head_of(text)]


def _pairs(text: str) -> Iterator[str]:
    for run in _LETTERS.findall(text):
        for at in range(len(run) - 1):
            yield run[at : at + 2]
