"""How work grows with the size of what is worked on: a ratio of two sizes, never a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

Input = TypeVar("Input")
_LEAST = 0.002  # below this many seconds of processor time the clock itself is what is measured


def grows_linearly(
    work: Callable[[Input], object],
    small: Input,
    large: Input,
    factor: int,
    share: float | None = None,
) -> bool:
    """Whether `large`, `factor` times the size of `small`, takes far less than `factor` squared.

    The bound is `share` times what linear work would take; without it, half of what quadratic work
    would. The least of several runs counts, in processor time, so that other processes of the
    machine do not matter.
    """
    work(small)
    base = max(min(_work(work, small) for _ in range(3)), _LEAST)
    limit = base * factor * (factor / 2 if share is None else share)
    return any(_work(work, large) < limit for _ in range(3))


def _work(work: Callable[[Input], object], value: Input) -> float:
    began = time.process_time()
    work(value)
    return time.process_time() - began
