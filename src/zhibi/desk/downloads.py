"""What can be downloaded: each made by the function that the command calls."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.desk.refusals import Refusal
from zhibi.desk.views import file_stem
from zhibi.output.review.check_result import first_line

if TYPE_CHECKING:
    from zhibi.checking.findings import Findings
    from zhibi.desk.work import Work
    from zhibi.facts.model import Facts
    from zhibi.output.report.layout import Layout

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Download:
    """A file to download."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Written:
    """A checked text with what it was checked against."""

    text: str
    findings: Findings
    facts: Facts
    layout: Layout | None
    writer: str


def download(work: Work, what: str, layout: Layout | None) -> Download:
    """One of `KINDS`. Raises Refusal if it is not known or cannot be had yet."""
    known = KINDS.get(what)
    if known is None:
        raise Refusal(404, "input", "没有这种文件")
    words, ending, media_type, make = known
    if what in _OF_FACTS:
        facts = work.facts
        if facts is None:
            raise Refusal(422, "input", "还没有读成事实", "先把材料交齐")
        title = f"{facts.document.organisation}{facts.document.year}年"
        data = (work.facts_text or "").encode() if what == "facts" else _questions(facts)
        return Download(file_stem(title, (words, ending)), media_type, data)
    if work.text is None or work.findings is None or work.facts is None:
        raise Refusal(422, "input", "还没有核对过的稿子", "先起草")
    assert make is not None
    written = _Written(work.text, work.findings, work.facts, layout, work.writer)
    stem = file_stem(first_line(work.text), (words, ending))
    return Download(stem, media_type, make(written))


def _report(written: _Written) -> bytes:
    """The .docx as `zhibi draft` writes it, of the text as it is now."""
    from zhibi.output.report.blocks_from_text import blocks_from_text
    from zhibi.output.report.docx import render_blocks

    taken = blocks_from_text(written.text)
    document = written.facts.document
    return render_blocks(
        taken.blocks,
        written.layout,
        signed=taken.signed,
        date=taken.date,
        names=(document.organisation, *document.names),
        writer=written.writer,
    )


def _markdown(written: _Written) -> bytes:
    return written.text.encode()


def _table(written: _Written) -> bytes:
    from zhibi.output.review.figure_table import render_table

    return render_table(written.findings, written.text, written.facts)


def _page(written: _Written) -> bytes:
    from zhibi.output.review.html import render_html

    return render_html(written.findings, written.text, "", written.facts).encode()


def _annotated(written: _Written) -> bytes:
    from zhibi.output.review.annotate import annotate
    from zhibi.word.draft_text import DraftText

    with tempfile.TemporaryDirectory(prefix="zhibi-desk-") as folder:
        out = Path(folder, "批注.docx")
        out.touch(0o600)
        annotate(
            "稿子.md",
            written.findings,
            DraftText(written.text, "稿子.md"),
            out,
            facts=written.facts,
            fix=True,
            layout=written.layout,
        )
        return out.read_bytes()


def _questions(facts: Facts) -> bytes:
    from zhibi.intake.question_form import question_form
    from zhibi.intake.questions import ask

    return question_form(ask(facts))


Maker = Callable[[_Written], bytes]
KINDS: dict[str, tuple[str, str, str, Maker | None]] = {
    "docx": ("", ".docx", _DOCX, _report),
    "md": ("", ".md", "text/markdown; charset=utf-8", _markdown),
    "table": ("核数表", ".xlsx", _XLSX, _table),
    "annotated": ("批注稿", ".docx", _DOCX, _annotated),
    "page": ("核数报告", ".html", "text/html; charset=utf-8", _page),
    "ask": ("追问单", ".xlsx", _XLSX, None),
    "facts": ("事实", ".yaml", "application/yaml; charset=utf-8", None),
}
"""What can be had: words after the title, ending, media type and maker."""
_OF_FACTS = frozenset({"ask", "facts"})
