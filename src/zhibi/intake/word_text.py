"""The paragraphs of a .docx, read as a stream from the XML itself: nothing else of it is needed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Problem
from zhibi.word.guard import guarded_document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _TEXT, _RUN = f"{_W}p", f"{_W}tbl", f"{_W}t", f"{_W}r"
_SKIPPED = frozenset({_TABLE, f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent"})
_BREAKS = frozenset({f"{_W}tab", f"{_W}br", f"{_W}cr"})
_MOST_ELEMENTS = 1_000_000


def body_paragraphs(path: Path) -> Iterator[str | None]:
    """The texts of the body's paragraphs, in order; None for each table.

    Deleted and hidden text and text boxes are left out. Raises InputError for a file that
    cannot or must not be read.
    """
    from defusedxml.ElementTree import ParseError, iterparse

    data = guarded_document(path)
    skipping, pieces, elements = 0, list[str](), 0
    try:
        for event, element in iterparse(io.BytesIO(data), events=("start", "end")):
            if event == "start":
                elements += 1
                if elements > _MOST_ELEMENTS:
                    raise InputError(Problem("段落过多", "拆成几个文件", str(path)))
                if element.tag == _TABLE and not skipping:
                    yield None
                skipping += element.tag in _SKIPPED
                continue
            skipping -= element.tag in _SKIPPED
            if element.tag == _RUN and not skipping:
                pieces.append(_run_text(element))
            elif element.tag == _PARAGRAPH and not skipping:
                yield "".join(pieces)
                pieces.clear()
            if element.tag in {_RUN, _PARAGRAPH, _TABLE}:
                element.clear()
    except ParseError as error:
        hint = "用 Word 或 WPS 打开后另存再报"
        raise InputError(Problem("文档已损坏，读不了", hint, str(path))) from error


def _run_text(run: Any) -> str:
    """The text of a run; nothing where it is hidden."""
    if run.find(f"{_W}rPr/{_W}vanish") is not None:
        return ""
    return "".join(
        (child.text or "") if child.tag == _TEXT else " " if child.tag in _BREAKS else ""
        for child in run
    )
