"""Several tasks at the same time, in threads that do not keep the program from ending."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import partial
from typing import TypeVar

from zhibi.models.daemon import start

Task = TypeVar("Task")
Result = TypeVar("Result")


def run_parallel(
    work: Callable[[Task], Result],
    tasks: Sequence[Task],
    jobs: int,
    first_answering: threading.Event | None = None,
) -> Iterator[tuple[Task, Result]]:
    """The tasks and their results, as they are done, at most `jobs` at a time.

    With `first_answering`, the first task runs alone until the event is set or it is done: the
    beginning of its prompt is then in the provider's cache for the others. The first exception is
    raised at once, and no further task is started.
    """
    waiting = iter(tasks)
    running: dict[Future[Result], Task] = {}
    while True:
        while len(running) < max(jobs, 1) and (task := next(waiting, None)) is not None:
            future = start(partial(work, task), "zhibi-section")
            running[future] = task
            if first_answering is not None:
                future.add_done_callback(lambda _, event=first_answering: event.set())  # type: ignore[misc]
                while not first_answering.wait(0.2):  # a wait without limit cannot be interrupted
                    pass
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield running.pop(future), future.result()
