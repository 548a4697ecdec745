"""Values that are `sensitive` are named nowhere: not in a listing, not in a message about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibi.facts.model import Entry, Fact

CONCEALED = "（敏感，不显示）"


def concealed_text(fact: Fact) -> str:
    """A statement's text as it may be listed: all of it, or without its sensitive figures."""
    if fact.show == "sensitive":
        return CONCEALED if fact.text else ""
    text = fact.text
    for entry in sorted(fact.figures, key=lambda entry: entry.start, reverse=True):
        if entry.show == "sensitive":
            text = text[: entry.start] + CONCEALED + text[entry.end :]
    return text


def concealed_in(words: str, entries: Iterable[Entry]) -> str:
    """Words about these entries, with the values of those that are sensitive taken out."""
    secrets = {
        text
        for entry in entries
        if entry.show == "sensitive"
        for text in (entry.quantity.text, entry.written)
        if text
    }
    for secret in sorted(secrets, key=len, reverse=True):
        words = words.replace(secret, CONCEALED)
    return words
