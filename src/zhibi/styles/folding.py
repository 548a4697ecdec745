"""Merges files over one another: mappings are merged, other values are replaced."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibi.marked_yaml import Path, Tree

_OF_THE_FILE = frozenset({"extends", "abstract", "kinds"})
"""Keys about the file, not the style."""


class File(NamedTuple):
    """One style file as read."""

    path: str
    tree: Tree


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class Folded:
    """Merged data, with the file and place of each part."""

    last: File
    data: dict[str, Any] = field(default_factory=dict)
    _order: dict[str, int] = field(default_factory=dict)
    """The files by how near they are to the user's own, which has the highest number."""
    _keys: dict[Path, tuple[str, int, int]] = field(default_factory=dict)
    _values: dict[Path, tuple[str, int, int]] = field(default_factory=dict)

    def place(self, at: Path, *, key: bool = False) -> tuple[str, int, int]:
        """File, line and column of a value (or of its key), else of the nearest thing around."""
        if key and at in self._keys:
            return self._keys[at]
        while at and at not in self._values:
            at = at[:-1]
        return self._values.get(at, (self.last.path, 1, 1))

    def is_nearer(self, one: Path, other: Path) -> bool:
        """Whether `one` was written in a file nearer to the user's than that of `other`."""
        order = self._order
        return order[self.place(one)[0]] > order[self.place(other)[0]]

    def lay(self, file: File, data: dict[str, Any], source: Path) -> None:
        """Merge `data`, found at `source` in the file, over the present data."""
        self._merge(self.data, data, file, source, ())

    def _merge(
        self, into: dict[str, Any], data: dict[str, Any], file: File, source: Path, at: Path
    ) -> None:
        for key, value in data.items():
            here, there = (*at, key), (*source, key)
            self._keys[here] = (file.path, *file.tree.place(there, key=True))
            if isinstance(value, dict) and isinstance(into.get(key), dict):
                self._merge(into[key], value, file, there, here)
                continue
            if key in into:
                self._forget(into[key], here)
            self._note(value, file, there, here)
            into[key] = _copied(value)

    def _forget(self, value: Any, at: Path) -> None:
        """Drop the places of what is inside a value that is replaced."""
        for step, inner in _inside(value):
            here = (*at, step)
            self._keys.pop(here, None)
            self._values.pop(here, None)
            self._forget(inner, here)

    def _note(self, value: Any, file: File, source: Path, at: Path) -> None:
        self._values[at] = (file.path, *file.tree.place(source))
        if not file.tree.values:
            return  # a built-in style is read without places: what is inside has that of the whole
        for step, inner in _inside(value):
            here, there = (*at, step), (*source, step)
            self._keys[here] = (file.path, *file.tree.place(there, key=True))
            self._note(inner, file, there, here)


def fold(chain: list[File], kind: str) -> Folded:
    """The files of a chain merged, the most basic first, each with its values for this kind.

    A file overrides all files that it extends.
    """
    folded = Folded(chain[-1], _order={file.path: at for at, file in enumerate(chain)})
    for file in chain:
        data = file.tree.data
        folded.lay(file, {key: data[key] for key in data if key not in _OF_THE_FILE}, ())
        kinds = data.get("kinds")
        if isinstance(kinds, dict) and isinstance(kinds.get(kind), dict):
            folded.lay(file, kinds[kind], ("kinds", kind))
    return folded


def _inside(value: Any) -> Iterable[tuple[str | int, Any]]:
    """The keys or positions of what a value holds, and what stands there."""
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_copied(inner) for inner in value]
    return value
