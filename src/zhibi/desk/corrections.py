"""Corrections by the clerk to merged facts: kept as a list and made anew on each merge."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from zhibi.desk.fields import read_field, write_field
from zhibi.errors import Place
from zhibi.facts.load import facts_from_tree
from zhibi.facts.model import Facts
from zhibi.marked_yaml import Path, Tree

MERGED = "合并结果"
ADDED = "页面上补充"


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction: fields set, a fact added or taken out, or fields of the document set.

    `target` is the id of a fact, or of a section for an added one; `before` are the values that
    were replaced, so that it is not made where a new table says something else.
    """

    kind: Literal["set", "add", "remove", "document"]
    target: str
    after: Mapping[str, Any]
    before: Mapping[str, Any]
    label: str = ""


@dataclass(slots=True)
class Merged:
    """Merged facts as data of a facts file, with the places of its parts."""

    data: dict[str, Any]
    origins: dict[Path, Place]

    def copy(self) -> Merged:
        """One that can be changed."""
        return Merged(copy.deepcopy(self.data), dict(self.origins))

    def facts(self) -> Facts:
        """The facts. Raises InputError with every problem."""
        return facts_from_tree(Tree(copy.deepcopy(self.data), origins=self.origins), MERGED)

    def facts_data(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """All facts with their paths."""
        for at, section in self.sections():
            for number, fact in enumerate(section.get("facts") or ()):
                yield (*at, "facts", number), fact

    def sections(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """All sections with their paths, at every depth."""

        def walk(sections: Sequence[Any], at: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
            for number, section in enumerate(sections):
                yield (*at, number), section
                yield from walk(section.get("sections") or (), (*at, number, "sections"))

        yield from walk(self.data.get("sections") or (), ("sections",))

    def find(self, fact_id: str) -> tuple[Path, dict[str, Any]] | None:
        """The fact of an id, with its path."""
        return next((one for one in self.facts_data() if one[1].get("id") == fact_id), None)


def apply(merged: Merged, corrections: Sequence[Correction]) -> tuple[Merged, list[Correction]]:
    """The facts as corrected, and the corrections that no longer fit what the files say."""
    made = merged.copy()
    left = [one for one in corrections if not _MAKERS[one.kind](made, one)]
    return made, left


def _set(merged: Merged, one: Correction) -> bool:
    found = merged.find(one.target)
    return found is not None and _write(found[1], one)


def _set_document(merged: Merged, one: Correction) -> bool:
    document = merged.data.setdefault("document", {})
    if any(document.get(key) not in (one.before[key], one.after[key]) for key in one.after):
        return False
    document.update(one.after)
    for key in [key for key, value in document.items() if value is None]:
        del document[key]
    return True


def _write(data: dict[str, Any], one: Correction) -> bool:
    try:
        now = {path: read_field(data, path) for path in one.after}
    except (IndexError, AttributeError, TypeError):
        return False
    if any(now[path] not in (one.before.get(path, ""), one.after[path]) for path in one.after):
        return False
    for path, value in one.after.items():
        write_field(data, path, value)
    return True


def _add(merged: Merged, one: Correction) -> bool:
    for at, section in merged.sections():
        if section.get("id") == one.target:
            listed = section.setdefault("facts", [])
            listed.append(dict(one.after))
            merged.origins[*at, "facts", len(listed) - 1] = Place(ADDED, cell="")
            return True
    return False


def _remove(merged: Merged, one: Correction) -> bool:
    found = merged.find(one.target)
    if found is None:
        return False
    at, _ = found
    *above, number = at
    section: Any = merged.data
    for step in above:
        section = section[step]
    del section[number]
    merged.origins = dict(_without(merged.origins, tuple(above), int(number)))
    return True


def _without(origins: Mapping[Path, Place], above: Path, gone: int) -> Iterator[tuple[Path, Place]]:
    """The places without those of one item of a list; those behind it move up."""
    depth = len(above)
    for path, place in origins.items():
        step = path[depth] if path[:depth] == above and len(path) > depth else None
        if not isinstance(step, int) or step < gone:
            yield path, place
        elif step > gone:
            yield (*above, step - 1, *path[depth + 1 :]), place


_MAKERS: dict[str, Callable[[Merged, Correction], bool]] = {
    "set": _set,
    "document": _set_document,
    "add": _add,
    "remove": _remove,
}
