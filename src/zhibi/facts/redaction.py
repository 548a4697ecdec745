"""Redaction of sensitive values in listings and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibi.facts.model import Entry, Fact

REDACTED = "（敏感，不显示）"


def redacted_text(fact: Fact) -> str:
    """A statement's text with the sensitive parts redacted: all of it, or its figures."""
    if fact.show == "sensitive":
        return REDACTED if fact.text else ""
    text = fact.text
    for entry in sorted(fact.figures, key=lambda entry: entry.start, reverse=True):
        if entry.show == "sensitive":
            text = text[: entry.start] + REDACTED + text[entry.end :]
    return text


def redact(message: str, entries: Iterable[Entry]) -> str:
    """A message about these entries, with the values of the sensitive ones redacted."""
    secrets = {
        text
        for entry in entries
        if entry.show == "sensitive"
        for text in (entry.quantity.text, entry.written)
        if text
    }
    for secret in sorted(secrets, key=len, reverse=True):
        message = message.replace(secret, REDACTED)
    return message
