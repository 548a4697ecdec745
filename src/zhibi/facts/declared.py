"""What a facts file says of its figures in place of what would be read of their words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.facts.model import Declared

if TYPE_CHECKING:
    from zhibi.facts.model import Role
    from zhibi.facts.problem_log import ProblemLog
    from zhibi.facts.schema import RawDeclared, RawFact
    from zhibi.marked_yaml import Path

_AMOUNTS = frozenset({"value", "previous", "forecast", "target", "part"})
"""The figures of an indicator that are counted per the same."""
_NOTHING = Declared()


def says_any(raw: RawDeclared) -> bool:
    """Whether a fact or a figure declares anything."""
    return not (raw.base is None and raw.rate is None and raw.stage is None and raw.level is None)


def declared(raw: RawDeclared | None, outer: Declared | None = None) -> Declared:
    """What `raw` says, and of the fields that it leaves open what `outer` says."""
    outer = outer or _NOTHING
    if raw is None or not says_any(raw):
        return outer
    return Declared(
        base=raw.base or outer.base,
        rate=outer.rate if raw.rate is None else tuple(raw.rate),
        stage=raw.stage or outer.stage,
        level=raw.level or outer.level,
    )


def of_indicator(raw: RawFact, role: Role) -> Declared:
    """What an indicator says of its figure of this role.

    The base is that of its growth (of its value, where it has none: the value is the change), the
    stage that of its value, the level that of all.
    """
    said = declared(raw)
    if said is _NOTHING:
        return said
    change = "growth" if raw.growth is not None else "value"
    return replace(
        said,
        base=said.base if role in (change, "growth") else None,
        rate=said.rate if role in _AMOUNTS else None,
        stage=said.stage if role == "value" else None,
    )


def of_statement(raw: RawFact, figures: int, log: ProblemLog, at: Path) -> Declared:
    """What a statement says of its figures; base and rate belong to one figure, not to several."""
    said = declared(raw)
    if figures == 1 or said is _NOTHING:
        return said
    for key in ("base", "rate"):
        if getattr(raw, key) is not None:
            message = f"这句话里有 {figures} 个数，“{key}”没有写明是哪一个的"
            log.problem((*at, key), message, f"写在 figures 里：- {{text: 那个数, {key}: …}}")
    return replace(said, base=None, rate=None)
