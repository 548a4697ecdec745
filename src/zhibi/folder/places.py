"""Whose the villages and communities are that the reports of a folder name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from zhibi.folder.document import Document


def foreign_places(
    documents: Sequence[Document],
) -> Iterator[tuple[Document, str, str, list[int]]]:
    """Each place of another office that a report names: report, name, that office, offsets.

    A place is an office's own where the facts of no other office declare it. Words alone do not
    tell a name from a kind of place (优秀村, 示范社区).
    """
    declared: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for name in document.places:
            declared[name].add(document.office)
    owners = {name: next(iter(those)) for name, those in declared.items() if len(those) == 1}
    if not owners:
        return
    longest_first = sorted(owners, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest_first)))
    for document in documents:
        found: dict[str, list[int]] = defaultdict(list)
        for match in pattern.finditer(document.text):
            if owners[match[0]] != document.office:
                found[match[0]].append(match.start())
        for name, starts in found.items():
            yield document, name, owners[name], starts
