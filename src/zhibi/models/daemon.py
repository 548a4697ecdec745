"""Work in a daemon thread, as a future.

The threads of `concurrent.futures.ThreadPoolExecutor` are joined when the program ends: after
Ctrl-C it would wait for every call that is under way. Daemon threads are not waited for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")


def start(work: Callable[[], Result], name: str) -> Future[Result]:
    """Begin the work in a thread of this name; its result or exception is the future's."""
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True, name=name).start()
    return future
