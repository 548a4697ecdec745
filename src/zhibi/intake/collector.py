"""Pauses the collector of reference cycles while a large table is read.

The objects of a table form no cycles, and there are millions of them; each pass of the collector
would walk them all.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def paused_collector() -> Iterator[None]:
    """Collect no cycles inside; where the collector is off already, it stays so.

    What was made inside then counts as old, so that the next young collection does not walk it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
