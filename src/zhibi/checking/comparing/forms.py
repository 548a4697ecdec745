"""The forms in which a text compares two quantities: 比…多, 高于…, 离…还差, 前者少; as patterns."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from zhibi.checking.cue_words import word_choice, words_of
from zhibi.data_files import read_data
from zhibi.patterns import KeyedPatterns

_AHEAD = (
    rf"(?=\d|[一二三四五六七八九]成|[二三四五]分之|{word_choice('roughly')}|[，。；;：:、！？]|$)"
)
_NOT_THAN = "(?!例|重|率|为|多|少|高|低|赛|如|武|拼|大|好|强)"


@cache
def signs() -> dict[str, str]:
    """What each word of comparison says: more, less, quick, slow, better or worse."""
    table = read_data("checking", "comparing")["words"]
    found: dict[str, str] = {}
    for way, words in table.items():
        for word in words:
            found.setdefault(word, way)
    return found


BEYOND = 1
"""The number of the form …于 among them all."""


@cache
def forms() -> KeyedPatterns:
    """比…多, …于, …出, 不及, 离…还差, 前者少: with groups `other`, `who` and `word`."""
    words = "|".join(sorted(signs(), key=len, reverse=True))
    table = read_data("checking", "comparing")
    between, more = table["between"], f"(?P<word>{words})(?:{table['verb']})"
    return KeyedPatterns(
        [
            (
                "比较",
                f"(?<![同环])[比较]{_NOT_THAN}(?P<other>[^、]{{1,26}}?)(?:{between}){more}了?{_AHEAD}",
            ),
            (
                "于",
                r"(?<![不无等由关处位])(?P<word>[高低多少大小快慢好差])于(?P<other>[^、]{0,26})",
            ),
            ("出", r"(?P<word>[高低多少超])出(?P<other>(?!\d)[^、\d]{1,12})(?=\d)"),
            (
                [word[:2] for word in words_of("passing")],
                rf"(?P<word>{word_choice('passing')})(?P<other>(?![近约一两])[^、]{{1,26}})",
            ),
            (
                "离距",
                rf"[离距](?!开|离|任)离?(?P<other>[^、]{{1,26}}?)(?:[还仍尚只仅]|要)+{more}(?=\d|近|约|两)",
            ),
            (
                ["前者", "后者"],
                r"(?<![比较于])(?P<who>前者|后者)(?:也|更|要|却|稍|略|明显)?(?P<word>[多少高低大小快慢])(?=些|一些|[，。；、]|$)",
            ),
        ]
    )


@cache
def bare() -> re.Pattern[str]:
    """The word right before an amount in a clause without 比."""
    words = "|".join(sorted(signs(), key=len, reverse=True))
    verb = read_data("checking", "comparing")["verb"]
    return re.compile(
        f"(?P<mid>[^\\d、]{{0,8}}?)(?P<word>净增|净减|{words})(?:{verb})了?[这整足]*$"
    )


class Said(NamedTuple):
    """A comparison as it is said: the words before it, what it is with, the word, its place."""

    who: str
    other: str
    word: str
    clause: int
    start: int
    end: int
    other_start: int


@cache
def less_is_better() -> re.Pattern[str]:
    """Words in the name of an indicator that is better the less it is."""
    return re.compile("|".join(read_data("facts", "implied")["less_is_better"]))
