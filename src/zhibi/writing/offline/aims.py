"""Sentences of a plan as deeds: what only says a state to be reached gets a verb before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of

if TYPE_CHECKING:
    from zhibi.styles.model import Style

_WHEN = r"(?:(?:\d{4}年|明年|今年|全年|下半年|[一二三四]季度|年底前|\d{1,2}月底?前?)，?)?"
_SENTENCE = re.compile(r"[^。]+。?")


def aimed(text: str, style: Style) -> str:
    """A plan's text, each sentence whose first clause tells a state to be reached led by a verb.

    2025年一般公共预算收入达到4050万元 → 2025年推动一般公共预算收入达到4050万元, 收缴率提高到82% →
    将收缴率提高到82%: as firm as the fact, no softer. Sentences that have a word of aiming already,
    and those that begin with a deed, stay as they are.
    """
    return "".join(_aimed(sentence, style) for sentence in _SENTENCE.findall(text))


def _aimed(sentence: str, style: Style) -> str:
    words = style.sentences
    state = re.match(
        rf"({_WHEN})(?!{any_of(words.deeds)})([^，。；\d“”]{{2,14}}(?P<state>{any_of(words.states)})[约近超]?\d)",
        sentence,
    )
    if state is None or any(word in sentence for word in words.aim_words):
        return sentence
    pattern = words.aim_held if state["state"] in words.held_states else words.aim_planned
    led = pattern.format(clause=sentence[state.end(1) :])
    return sentence[: state.end(1)] + led
