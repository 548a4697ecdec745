"""Saves drafts; the file's ending selects the format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zhibi import files
from zhibi.files import write_atomically

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.output.report.layout import Layout
    from zhibi.writing.document import Draft

FORMATS = (".docx", ".md", ".txt", ".html", ".json")


def ensure_writable(path: str | Path) -> None:
    """Raise OutputError now if `save` could not write to `path` later (format, folder, rights)."""
    files.ensure_writable(path, FORMATS)


def save(
    draft: Draft,
    path: str | Path,
    facts: Facts | None = None,
    layout: Layout | None = None,
    *,
    mark_gaps: bool = False,
) -> None:
    """Write a draft whole or not at all, as .docx, .md, .txt, .html or .json by the path's ending.

    `facts` add names and sources of figures to the .html, and names not to break in the title of
    the .docx; `layout` is for .docx, by default the standard's. With `mark_gaps`, the questions
    that follow from the facts stand as comments in the .docx. Raises OutputError.
    """
    ensure_writable(path)
    data = render(draft, Path(path).suffix.lower(), facts, layout)
    if mark_gaps and facts is not None and Path(path).suffix.lower() == ".docx":
        from zhibi.intake.questions import ask
        from zhibi.output.report.gap_comments import with_gap_comments

        data = with_gap_comments(data, draft.blocks, ask(facts))
    write_atomically(path, data)


def render(
    draft: Draft, ending: str, facts: Facts | None = None, layout: Layout | None = None
) -> bytes:
    """The bytes of a draft in the format of an ending such as `.docx`."""
    if ending == ".docx":
        from zhibi.output.report.docx import render_docx

        return render_docx(draft, layout, _names(facts))
    if ending == ".html":
        from zhibi.output.review.html import render_html

        return render_html(draft.findings, draft.text, draft.title, facts).encode()
    if ending == ".json":
        from zhibi.output.text_and_json import render_json_draft

        return render_json_draft(draft).encode()
    if ending == ".txt":
        from zhibi.output.text_and_json import render_text_draft

        return render_text_draft(draft).encode()
    return draft.text.encode()


def _names(facts: Facts | None) -> tuple[str, ...]:
    if facts is None:
        return ()
    return (facts.document.organisation, *facts.document.names)
