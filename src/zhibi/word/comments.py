"""Comments and tracked changes on the runs of a document."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from zhibi.word.wml import Element, make, number_of, printable, split_run, text_element, w

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

AUTHOR = "zhibi 核数"
INITIALS = "核"
# Elements between runs that have no effect on their text.
_MARKS = frozenset(
    w(name)
    for name in (
        "proofErr",
        "bookmarkStart",
        "bookmarkEnd",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
    )
)
_SIZE = 21  # half points: 五号, whatever the document's own text size


def split_at(run: Element, offsets: Iterable[int]) -> dict[int, Element]:
    """Cut a run at offsets of its text; the pieces by the offset at which they begin."""
    pieces, at = {0: run}, 0
    for offset in sorted(set(offsets)):
        if offset <= at:
            continue
        left, right = split_run(pieces[at], offset - at)
        if left is None or right is None:
            break
        pieces[offset] = right
        at = offset
    return pieces


def comment_element(number: int, lines: Sequence[str], *, styled: bool) -> Element:
    """A `w:comment` with one paragraph a line; `styled` if the document has a style for it.

    It carries no date, so that the same check gives the same file.
    """
    comment = make("comment", id=number, author=AUTHOR, initials=INITIALS)
    for index, line in enumerate(lines):
        properties = make(
            "pPr",
            make("pStyle", val="CommentText") if styled else None,
            make("spacing", before=0, after=0, line=240, lineRule="auto"),
            make("ind", left=0, right=0, firstLine=0),
            make("jc", val="left"),
        )
        paragraph = make("p", properties)
        if index == 0:
            paragraph.append(make("r", make("annotationRef")))
        size = make("rPr", make("sz", val=_SIZE), make("szCs", val=_SIZE))
        paragraph.append(make("r", size, text_element(printable(line))))
        comment.append(paragraph)
    return comment


def mark_comment(number: int, first: Element, last: Element) -> None:
    """Put a comment's marks around the siblings from `first` to `last`, in one or two parents."""
    first.addprevious(make("commentRangeStart", id=number))
    reference = make("r", make("commentReference", id=number))
    last.addnext(reference)
    last.addnext(make("commentRangeEnd", id=number))


def free_revision(root: Element) -> int:
    """A number above those of all comments, revisions and bookmarks of a part."""
    used = [number_of(one, "id", 0) for one in root.iter() if isinstance(one.tag, str)]
    return max(used, default=0) + 1


def can_be_replaced(runs: Sequence[Element]) -> bool:
    """Whether a tracked change may be written: plain text of one paragraph, no revision yet."""
    parent = runs[0].getparent()
    if parent is None or parent.tag != w("p"):
        return False
    if any(run.getparent() is not parent for run in runs):
        return False
    between = [runs[0]]
    for child in runs[0].itersiblings():
        if between[-1] is runs[-1] or len(between) > len(runs):
            break
        if child.tag not in _MARKS:
            between.append(child)
    return between == list(runs) and all(
        {child.tag for child in run} <= {w("rPr"), w("t")} for run in runs
    )


def replace_tracked(runs: Sequence[Element], text: str, number: int) -> int:
    """Strike runs out and put a text after them, as tracked changes that a person accepts.

    `number` and the ones after it become the revisions' ids; returns the next free one. The
    changes carry no date, so that the same check gives the same file.
    """
    properties = runs[0].find(w("rPr"))
    for run in runs:
        deleted = make("del", id=number, author=AUTHOR)
        number += 1
        run.addprevious(deleted)
        deleted.append(run)
        for child in run.findall(w("t")):
            child.tag = w("delText")
    inserted = make("r", copy.deepcopy(properties), text_element(printable(text)))
    addition = make("ins", inserted, id=number, author=AUTHOR)
    last = runs[-1].getparent()
    assert last is not None
    last.addnext(addition)
    return number + 1
