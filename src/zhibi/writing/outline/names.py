"""Topics that join several."""

from __future__ import annotations

import re

_AND = re.compile(r"以及|[和与及、]")
_SHORTEST = 2


def topic_parts(topic: str) -> list[str]:
    """The topics that a topic joins: 就业和养老服务 → 就业, 养老服务; alone if it joins none."""
    parts = _AND.split(topic)
    return parts if all(len(part) >= _SHORTEST for part in parts) else [topic]
