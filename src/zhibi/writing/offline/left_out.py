"""What the words of a statement leave out, and its figures' names have: 占61.67%, 发放136.47万元.

A share that stands alone says what it is a share of, a payment what was paid: 占总投资的61.67%,
发放低保金136.47万元.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of
from zhibi.facts.arithmetic import exact, same_unit

if TYPE_CHECKING:
    from zhibi.facts.model import Entry, Fact
    from zhibi.styles.sentences import Sentences

_ALONE = re.compile(r"(?:^|[，；])(?:占|完成)$")
_OF_WHICH = "其中"
_SHORTEST = 2
_TIMES = r"(?:全年|[上下]半年|(?:\d{1,2}(?:[—-]\d{1,2})?)?月份?|每[月年]|累计|当[月年]|已)+"
_TIME = re.compile(rf"^{_TIMES}|{_TIMES}$")
_COUNT = re.compile("[\\d数额共]")
_OWN_WHOLE = re.compile(r"占(?P<whole>[^占]{2,10}?)的?(?:比重|比例|份额)$")


def left_out(fact: Fact, words: Sentences) -> dict[int, str]:
    """The words that a statement's figures need before them, by the figures' starts."""
    found = {}
    for at, entry in enumerate(fact.figures):
        before = fact.text[: entry.start]
        sentence = before.rpartition("。")[2]
        if entry.quantity.kind == "percent" and _ALONE.search(before):
            whole = _whole(entry, fact.figures[:at], fact.text, words)
            if whole and _OF_WHICH not in sentence and f"{whole}中" not in sentence:
                found[entry.start] = f"{whole}的"
        elif entry.quantity.kind == "money":
            paid = _paid(entry, before, words)
            if paid and paid not in sentence:
                found[entry.start] = paid
    return found


def _whole(share: Entry, before: tuple[Entry, ...], text: str, words: Sentences) -> str:
    """What a percentage is a share of: by its name, or by the figures that it follows from."""
    named = _OWN_WHOLE.search(share.name)
    if named is not None:
        return named["whole"]
    for part in reversed(before):
        for whole in before:
            if part is not whole and is_share(share, part, whole):
                return _called(whole, text, words)
    return ""


def is_share(share: Entry, part: Entry, whole: Entry) -> bool:
    """Whether a percentage is what one figure is of another."""
    if not same_unit(part.quantity, whole.quantity) or not exact(whole.quantity):
        return False
    of = 100 * exact(part.quantity) / exact(whole.quantity)
    return round(of, share.quantity.decimals) == exact(share.quantity)


def _called(whole: Entry, text: str, words: Sentences) -> str:
    """What the text calls a figure right before it, where that is the name of a sum or size.

    A sum that is planned is told by its figure alone.
    """
    sized = re.compile(rf"(?:{any_of(words.of_all)})?(?:{any_of(words.wholes)})$")
    told, name = sized.search(text[: whole.start]), sized.search(whole.name)
    if told is None or text[: told.start()].endswith(words.goals):
        return ""
    return name[0] if name is not None and name[0].endswith(told[0]) else told[0]


def _paid(entry: Entry, before: str, words: Sentences) -> str:
    """What was paid, by the name of the sum: 低保金 of 低保金发放."""
    verb = next((one for one in words.payments if before.endswith(one)), "")
    names = (one for one in (entry.name, *entry.aliases) if verb and verb in one)
    things = (_TIME.sub("", one) for name in names for one in reversed(name.split(verb, 1)))
    paid = (one for one in things if len(one) >= _SHORTEST and not _COUNT.search(one))
    return next(paid, "")
