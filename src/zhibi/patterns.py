"""Regular expressions that are compiled when they are first used."""

from __future__ import annotations

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn")


def lazy_pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, compiled when a text is first looked at with it.

    A run needs few of the patterns of all modules, and one with a class of Chinese characters
    takes longer to compile than a page takes to search. `pattern` is there without compiling.
    """
    return cast("re.Pattern[str]", _Lazy(expression, flags))


class _Lazy:
    """Stands in for a compiled pattern, whose methods it takes over once they are asked for."""

    def __init__(self, expression: str, flags: int) -> None:
        self.pattern, self._flags = expression, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._flags)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return getattr(compiled, name)
