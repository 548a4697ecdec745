"""Patterns and texts of a style: which slots a pattern may have, and the bounds of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from zhibi.patterns import lazy_pattern
from zhibi.typed_data import After, Between

_SLOT = lazy_pattern(r"\{([^{}]*)\}|[{}]")


def _only(*slots: str) -> Callable[[str], str]:
    """A validator that a pattern has no slots but these, and no single brace."""

    def check(pattern: str) -> str:
        for found in _SLOT.finditer(pattern):
            if found[1] not in slots:
                known = " ".join(f"{{{slot}}}" for slot in slots)
                raise ValueError(f"花括号“{found[0]}”不认识；这里可用 {known}")
        return pattern

    return check


def _rising(limits: tuple[int, int]) -> tuple[int, int]:
    if limits[0] > limits[1]:
        raise ValueError("下限大于上限")
    return limits


Positive = Annotated[int, Between(1)]
Length = Annotated[tuple[Positive, Positive], After(_rising)]
_DOCUMENT = ("year", "next_year", "period", "organisation", "self", "superior")
_METADATA = (
    *_DOCUMENT,
    "since",
    "guiding",
    "topics",
    "report",
    "tell",
    "statements",
    "indicators",
)
OfDocument = Annotated[str, After(_only(*_DOCUMENT))]
OfMetadata = Annotated[str, After(_only(*_METADATA))]
OfTopic = Annotated[str, After(_only("topic", "lead"))]
OfVerb = Annotated[str, After(_only("verb", "topic"))]
OfProblem = Annotated[str, After(_only("problem"))]
OfThings = Annotated[str, After(_only("things"))]
OfNumber = Annotated[str, After(_only("n", "digit"))]
OfIndicator = Annotated[str, After(_only("name", "value"))]
OfValue = Annotated[str, After(_only("value"))]
OfPeriod = Annotated[str, After(_only("period"))]
OfForecast = Annotated[str, After(_only("period", "value"))]
OfClause = Annotated[str, After(_only("clause"))]
OfPrevious = Annotated[str, After(_only("previous", "value"))]
OfChange = Annotated[str, After(_only("name", "previous", "value", "change"))]
OfTarget = Annotated[str, After(_only("target", "value"))]
OfVerbValue = Annotated[str, After(_only("verb", "name", "value"))]
OfParts = Annotated[str, After(_only("parts"))]
OfItems = Annotated[str, After(_only("subject", "items", "self", "year"))]
OfSubject = Annotated[str, After(_only("subject", "self", "year"))]
OfNamedParts = Annotated[str, After(_only("name", "parts"))]
Texts = tuple[str, ...]
