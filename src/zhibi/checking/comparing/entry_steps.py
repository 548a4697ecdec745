"""What the facts say of how far a figure's matter has come, whatever a text tells of it."""

from __future__ import annotations

from collections.abc import Iterator

from zhibi.checking.comparing.pieces import Piece
from zhibi.checking.comparing.steps import TO_COME, Position, position, to_come
from zhibi.checking.reading.stages import declared_stages, find_stages
from zhibi.facts.model import Entry


def positions_of(entry: Entry, piece: Piece | None) -> Iterator[Position]:
    """What names of a figure and the item in which it stands say of its step."""
    told = {one.told for one in piece.positions} if piece is not None and piece.tells else ()
    otherwise = bool(told) and "done" not in told
    declared = declared_stages(entry.declared, entry.status)
    if declared:
        yield from (position(one, known=True) for one in declared)
        return
    planned = entry.status in ("target", "forecast") or (
        piece is not None and piece.default is TO_COME
    )
    for name in (entry.name, *entry.aliases):
        for one in find_stages(name, 0, len(name)):
            if one.start and not one.rank:
                continue  # “雨露计划”补助
            if otherwise and not one.marked:
                continue  # 办理入职手续教师 of 正在办理入职手续
            yield position(to_come(one) if planned else one, known=True)
    if piece is not None:
        yield from piece.positions
    if planned:
        yield TO_COME
