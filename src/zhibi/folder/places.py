"""Whose the villages and communities are that the reports of a folder name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from zhibi.data_files import read_data
from zhibi.folder.document import Document

_LENGTHS = (4, 3, 2)
"""Characters of a name without its kind, the longest first."""
_OFTEN = 3
"""Times that an office writes a name of its own, at least, where it does not declare it."""


def foreign_places(
    documents: Sequence[Document],
) -> Iterator[tuple[Document, str, str, list[int]]]:
    """Each place of another office that a report names: report, name, that office, offsets.

    A place is an office's own where it alone declares the name (`document.names`) and no other
    writes it more often, or where it alone writes it often and one other office once. Places that
    more offices write are no one's.
    """
    owners = _owners(documents)
    if not owners:
        return
    for document in documents:
        found: dict[str, list[int]] = defaultdict(list)
        declared = set(document.may_name)
        for start, names in _places(document.text):
            name = next((name for name in names if name in owners), None)
            if name and owners[name] != document.office and declared.isdisjoint(names):
                found[name].append(start)
        for name, starts in found.items():
            yield document, name, owners[name], starts


def _owners(documents: Sequence[Document]) -> dict[str, str]:
    declared: dict[str, set[str]] = defaultdict(set)
    written: dict[str, dict[str, int]] = defaultdict(dict)
    for document in documents:
        for name in document.may_name:
            if _kind().fullmatch(name):
                declared[name].add(document.office)
        counts = Counter(name for _, names in _places(document.text) for name in names)
        for name, count in counts.items():
            known = written[name].get(document.office, 0)
            written[name][document.office] = max(known, count)
    owners = {}
    for name, offices in declared.items():
        office, *more = offices
        by_office = written[name]
        if not more and all(count <= by_office.get(office, 0) for count in by_office.values()):
            owners[name] = office
    for name, writing in written.items():
        if name in declared or len(writing) != 2:
            continue
        (_, once), (office, often) = sorted(writing.items(), key=lambda one: one[1])
        if once == 1 and often >= _OFTEN:
            owners[name] = office
    return owners


def _places(text: str) -> Iterator[tuple[int, list[str]]]:
    """Where a place is named, and how its name may read, the longest first."""
    generic, before = _words()
    for match in _kind().finditer(text):
        words = match[1]
        names = [
            words[-length:] + match[2]
            for length in _LENGTHS
            if length <= len(words) and words[-length] not in before
        ]
        if names and words not in generic and not any(words.endswith(one) for one in generic):
            yield match.end() - len(names[0]), names


@cache
def _kind() -> re.Pattern[str]:
    kinds = "|".join(read_data("folder", "places")["kinds"])
    return re.compile(rf"([\u4e00-\u9fff]{{2,4}})({kinds})")


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    data = read_data("folder", "places")
    return frozenset(data["generic"].split()), frozenset(data["before"])
