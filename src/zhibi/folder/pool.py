"""Applies a function to many items with all cores, in order, a few items ahead at a time."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from zhibi.models.daemon import start

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4  # items in work or waiting, for each process


def cores() -> int:
    """How many processes can run at the same time here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def each(
    function: Callable[[Item], Result],
    items: Iterable[Item],
    processes: int,
    lost: Callable[[Item], Result],
) -> Generator[Result, None, None]:
    """The results of all items, in their order; with one process, in this one.

    `function` and items must be picklable. An item whose process dies (out of memory, killed)
    gets `lost(item)`; the others are done all the same.
    """
    if processes == 1:
        yield from map(function, items)
        return
    waiting: deque[tuple[Item, Future[Result]]] = deque()
    left = iter(items)
    pool, context = _new_pool(processes)
    try:
        while True:
            for item in left:
                waiting.append((item, _submitted(pool, function, item)))
                if len(waiting) >= processes * _AHEAD:
                    break
            if not waiting:
                return
            item, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                # Nothing tells which item broke the pool: each in work is done again, alone.
                pool.shutdown(cancel_futures=True)
                again = [item, *(other for other, _ in waiting)]
                waiting.clear()
                yield from (_alone(function, one, lost) for one in again)
                pool, context = _new_pool(processes)
                continue
            yield result
    except BaseException:
        # Interrupted, or no more results are wanted: nothing in work is waited for.
        context.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _submitted(
    pool: ProcessPoolExecutor, function: Callable[[Item], Result], item: Item
) -> Future[Result]:
    """The future of an item's result, failed where a process has just died and broken the pool."""
    try:
        return pool.submit(function, item)
    except BrokenProcessPool as error:
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def each_in_threads(
    function: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> Generator[Result, None, None]:
    """The results of all items, in their order, for work that mostly waits.

    An interrupt waits for none of the threads.
    """
    waiting: deque[Future[Result]] = deque()
    left = iter(items)
    free = threading.Semaphore(threads)

    def work(item: Item) -> Result:
        with free:
            return function(item)

    while True:
        for item in left:
            waiting.append(start(partial(work, item), "zhibi-report"))
            if len(waiting) >= threads * _AHEAD:
                break
        if not waiting:
            return
        yield waiting.popleft().result()


def _alone(
    function: Callable[[Item], Result], item: Item, lost: Callable[[Item], Result]
) -> Result:
    pool, context = _new_pool(1)
    try:
        return pool.submit(function, item).result()
    except BrokenProcessPool:
        return lost(item)
    except BaseException:
        context.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class _Context(SpawnContext):
    """Starts processes that inherit no threads and no locks, and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self._started: list[BaseProcess] = []

    def Process(self, *arguments: Any, **options: Any) -> Any:  # type: ignore[override]  # noqa: N802
        process = SpawnContext.Process(*arguments, **options)
        self._started.append(process)
        return process

    def kill(self) -> None:
        """End all processes at once: what they write takes its place whole or not at all."""
        for process in self._started:
            if process.is_alive():
                process.kill()


def _new_pool(processes: int) -> tuple[ProcessPoolExecutor, _Context]:
    context = _Context()
    pool = ProcessPoolExecutor(
        processes, mp_context=context, initializer=_leave_interrupts_to_parent
    )
    return pool, context


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
