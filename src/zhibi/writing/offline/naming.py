"""What an indicator is called in a sentence, and the verb that goes with it.

A table's name is not always what a sentence says: 火灾起数6起 is 发生火灾6起, 占道经营查处1420起 is
查处占道经营1420起. Verbs, endings and what counts as there to be had are the style's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.sentences import Sentences

_SHORTEST = 2
_PLACE = 4
"""Characters by which a known name is told from others."""
_LEAST_SHARED = 4
"""Characters that two names begin with, and that are left of the second, so that it is cut."""
_BEGINNING = re.compile(r"[^，。；：！？\d]{2,24}")
_AVERAGED = ("均", "每")
"""What a name has that tells an average, not a deed: 日均生活垃圾清运量."""
_AVERAGES = ("户均", "亩均", "村均", "年均", "月均", "周均", "日均", "平均", "每")
_SEVERAL = re.compile(r"[一二两三四五六七八九十\d]+[个家条处所座栋]")
"""What a name begins with that tells of several bodies: they did it (三条街实现营业额2亿元)."""
_AMOUNT = ("量", "数")


def is_deed(name: str, words: Sentences) -> bool:
    """Whether a name says something done (新增就业) rather than a thing (税收收入)."""
    return name.startswith(words.deeds)


def says(name: str, words: Sequence[str]) -> bool:
    """Whether a name has one of the words."""
    return any(word in name for word in words)


def said_name(name: str, unit: str, words: Sentences, places: tuple[str, ...] = ()) -> str:
    """The name as a sentence says it: without what only says the unit, a verb at its end first."""
    for ending in words.count_endings:
        bare = name.removesuffix(ending)
        if bare != name and len(bare) >= _SHORTEST and ending[0] == unit[:1]:
            name = bare
            break
    return _turned(name, words, places) or name


def _turned(name: str, words: Sentences, places: tuple[str, ...]) -> str:
    """A name that ends with a verb, the verb first; empty for any other, and for deeds.

    What begins like one of the `places` tells who did it, not to what: its amount stays as it is.
    """
    if is_deed(name, words) or says(name, _AVERAGED):
        return ""
    bare = name[:-1] if name.endswith(_AMOUNT) else name
    for verb in words.turned:
        thing = bare.removesuffix(verb)
        if thing != bare and len(thing) > _SHORTEST:
            return verb + thing
    known = tuple(place[:_PLACE] for place in places)
    for verb in words.turned_amounts if bare != name and not name.startswith(known) else ():
        thing = bare.removesuffix(verb)
        if thing != bare and len(thing) >= _SHORTEST:
            return verb + thing
    return ""


def verb_for(
    name: str,
    value: Entry,
    words: Sentences,
    last: str = "",
    *,
    way: int = 0,
    places: tuple[str, ...] = (),
) -> tuple[str, str]:
    """The verb that goes with a name and its pattern; empty for names that need none.

    Of several the first is taken that is not the `last` one, the verb of the clause before. `way`
    says whether the value rose (1) or fell (-1): what fell was not brought about, only what rose
    came up to a level. None stands before a name that begins with one of
    the `places`, or that tells an average: those did nothing (枸杞湾村村集体经济收入86万元).
    """
    of_one = name.startswith(places) or says(name, _AVERAGES) or _SEVERAL.match(name)
    told = is_deed(name, words) or name.startswith(words.turned)
    if told or value.quantity.kind == "percent" or says(name, words.no_deeds):
        return "", ""
    never = () if way > 0 else (*words.rising_verbs, *(words.done_verbs if way < 0 else ()))
    for verbs, pattern in (
        (words.first_verbs, words.verb_first),
        (words.last_verbs, words.verb_last),
    ):
        if of_one and pattern == words.verb_first:
            continue
        for verb, endings in verbs.items():
            if verb in never:
                continue
            if name.endswith(endings) and verb not in name and verb != last:
                return verb, pattern
    return "", ""


def shortened(name: str, before: str, words: Sentences) -> str:
    """The name behind another one of the same matter: what both begin with, or do, said once.

    拆除违建, 拆除违建面积 → 面积; 受理矛盾纠纷, 化解矛盾纠纷 → 化解. A name with a number
    of its own (村集体收入不足20万元的村) is told whole: its number alone would be read as a figure.
    """
    if any(map(str.isdigit, name)):
        return name
    rest = name.removeprefix(before)
    if rest != name and len(before) > _SHORTEST and len(rest) >= _SHORTEST:
        return rest
    shared = beginning_of(name, before)
    measured = name.endswith((*words.measure_ends, *words.prices))
    if len(shared) >= _LEAST_SHARED and len(name) - len(shared) >= _LEAST_SHARED and measured:
        return name.removeprefix(shared)
    thing = _thing(name, words)
    return name.removesuffix(thing) if thing and thing == _thing(before, words) else name


def beginning_of(one: str, other: str) -> str:
    """What both names begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return one[: next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))]


def _thing(name: str, words: Sentences) -> str:
    """What a deed is done to; empty where a name tells no deed."""
    verb = next((verb for verb in words.deeds if name.startswith(verb)), "")
    return name.removeprefix(verb) if verb and len(name) - len(verb) > _SHORTEST else ""


def matter_of(fact: Fact, words: Sentences) -> str:
    """What a fact is about: its name, or the words that its text begins with, up to a figure."""
    if not fact.is_statement:
        return _thing(fact.name, words) or fact.name
    found = _BEGINNING.match(fact.text)
    return found[0] if found else ""
