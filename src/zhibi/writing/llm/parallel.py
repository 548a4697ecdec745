"""Tasks side by side in threads that never keep the program from ending."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def side_by_side(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    jobs: int,
    first_is_warm: threading.Event | None = None,
) -> Iterator[tuple[Task, Result]]:
    """The tasks and their results, as they are done, at most `jobs` at a time.

    With `first_is_warm`, the first task goes ahead alone until the event is set or it is done: its
    beginning is then in the provider's cache for the others. The first exception is raised at
    once. Threads are daemons: on Ctrl-C nobody waits for them.
    """
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    done: queue.SimpleQueue[tuple[Task, Result] | BaseException] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)

    def run() -> None:
        while True:
            try:
                task = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                done.put((task, work(task)))
            except BaseException as error:
                done.put(error)
                return
            finally:
                if first_is_warm is not None:
                    first_is_warm.set()

    def start(count: int) -> None:
        for _ in range(count):
            threading.Thread(target=run, daemon=True, name="zhibi-section").start()

    count = min(max(jobs, 1), len(tasks))
    start(min(count, 1))
    if first_is_warm is not None and count > 1:
        while not first_is_warm.wait(0.2):
            pass
    start(count - 1)
    for _ in tasks:
        result = done.get()
        if isinstance(result, BaseException):
            raise result
        yield result
