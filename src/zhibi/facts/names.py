"""The names and set phrases of a facts file, whose numerals are exempt from checking.

“三会一课” and a company's name contain numerals that are no figures. Names come from the
document's fields, from each fact's `names`, from quotation marks in its texts, and from
indicators whose name contains a numeral (60岁以上老人).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from zhibi.figures.quantity import parse_quantity
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zhibi.facts.model import Document

_QUOTED = lazy_pattern(r"“([^“”\n]{1,60})”|《([^《》\n]{1,80})》|「([^「」\n]{1,60})」")
_MARKS = "“”《》「」"
_MARK = lazy_pattern(f"[{_MARKS}]")
_NUMERAL = lazy_pattern(r"[0-9０-９〇零一二三四五六七八九十百千万亿两半]")
_SHORTEST_BARE = 3

UNSORTED = "待归类"
"""The id of the section of facts that no file gives one; a word for the user, never printed."""


class NameSource(NamedTuple):
    """The parts of a fact from which names are taken; `labels` name it, its parts and figures."""

    labels: tuple[str, ...]
    text: str
    names: tuple[str, ...]


def exempt_names(document: Document, facts: Iterable[NameSource]) -> tuple[str, ...]:
    """All names, longest first, each as written and without its quotation marks."""
    found = dict.fromkeys(_document_names(document))
    for fact in facts:
        for name in fact.names:
            found.update(dict.fromkeys(_both_forms(name)))
        for label in fact.labels:
            if _NUMERAL.search(label) and not _is_quantity(label):
                found[label] = None
            if _MARK.search(label):
                found.update(dict.fromkeys(quoted_names(label)))
        found.update(dict.fromkeys(quoted_names(fact.text)))
    return tuple(sorted((name for name in found if name), key=lambda name: (-len(name), name)))


def quoted_names(text: str) -> Iterator[str]:
    """Texts in quotation or title marks, with the marks and, if long enough, without them.

    A quoted quantity (“100%”) is a figure, not a name.
    """
    for match in _QUOTED.finditer(text):
        inner = match[1] or match[2] or match[3]
        if _is_quantity(inner):
            continue
        yield match[0]
        if len(inner) >= _SHORTEST_BARE:
            yield inner


def _document_names(document: Document) -> Iterator[str]:
    fields = (
        document.organisation,
        document.self_name,
        document.superior,
        document.signed,
        document.title,
    )
    yield from (field for field in fields if field)
    for name in (*document.guiding, *document.names):
        yield from _both_forms(name)


def _both_forms(name: str) -> Iterator[str]:
    yield name
    bare = name.strip(_MARKS)
    if bare != name:
        yield bare
    yield from quoted_names(name)


@lru_cache(maxsize=4096)
def _is_quantity(text: str) -> bool:
    try:
        parse_quantity(text)
    except ValueError:
        return False
    return True
