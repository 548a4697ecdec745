"""What groups of facts are called that have no heading of their own."""

from __future__ import annotations

import re
from dataclasses import dataclass

_AND = re.compile(r"以及|[和与及、]")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Name:
    """What a group is called: a topic, from which a heading is made, or a finished heading."""

    topic: str = ""
    heading: str = ""


def topic_parts(topic: str) -> list[str]:
    """The topics that a topic joins: 就业和养老服务 → 就业, 养老服务; alone if it joins none."""
    parts = _AND.split(topic)
    return parts if all(len(part) >= _SHORTEST for part in parts) else [topic]
