"""The checked draft as .docx with a comment on each finding and safe corrections as revisions."""

from __future__ import annotations

import sys
from bisect import bisect_left
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from zhibi.checking.codes import by_code
from zhibi.errors import OutputError
from zhibi.files import write_atomically
from zhibi.output.report.blocks_from_text import blocks_from_text
from zhibi.output.report.docx import render_blocks
from zhibi.output.review.check_result import describe_entry
from zhibi.word import comments
from zhibi.word.comments_part import CommentsPart
from zhibi.word.draft_text import DraftText, Piece
from zhibi.word.package import unpack
from zhibi.word.parts import DocxParts
from zhibi.word.text import docx_text
from zhibi.word.wml import Element, own_runs, serialize, w

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from zhibi.checking.findings import Finding, Findings
    from zhibi.facts.model import Facts
    from zhibi.output.report.layout import Layout

_WHOLE_TEXT = (0, 0)  # findings about the whole text are anchored at its beginning


class Annotated(NamedTuple):
    """The numbers of comments and of tracked changes written."""

    comments: int
    fixes: int


def annotate(
    input_path: str | Path,
    findings: Findings,
    draft_text: DraftText,
    out: str | Path,
    *,
    facts: Facts | None = None,
    fix: bool = False,
    layout: Layout | None = None,
) -> Annotated:
    """Write the draft as a .docx with a comment on each finding.

    A .docx is copied with all its parts: only commented figures become separate runs, with
    their formatting. A text becomes a new document. With `fix`, unambiguous replacements are
    also written as tracked changes. With `facts`, comments name the nearest fact and its source.
    Raises OutputError, also if `out` is the input file.
    """
    if str(input_path) != "-" and Path(out).resolve() == Path(input_path).resolve():
        raise OutputError(f"不会改写原稿 {input_path}", "请把批注稿写到另一个文件")
    if Path(input_path).suffix.lower() == ".docx":
        parts = DocxParts(input_path)
        placed = draft_text
    else:
        parts, placed = _from_text(draft_text, layout)
    annotator = _Annotator(parts, placed, _entry_lines(facts))
    result = annotator.annotate(findings.findings, fix=fix)
    write_atomically(out, parts.package.to_bytes())
    return result


def _entry_lines(facts: Facts | None) -> dict[str, str]:
    if facts is None:
        return {}
    return {
        entry.id: describe_entry(entry) for entry in facts.entries() if entry.show != "sensitive"
    }


def _from_text(draft: DraftText, layout: Layout | None) -> tuple[DocxParts, DraftText]:
    """A new document of a text, and the text's offsets mapped into it, line by line."""
    taken = blocks_from_text(draft.text)
    data = render_blocks(taken.blocks, layout, signed=taken.signed, date=taken.date)
    parts = DocxParts(draft.path, unpack(draft.path, data))
    made = docx_text(draft.path, parts)
    theirs = [span for span in _line_contents(made.text) if span[0] < span[1]]
    mine = [span for span in _line_contents(draft.text) if span[0] < span[1]]
    shifts = [
        (start, end, ours - start) for (start, end), (ours, _) in zip(theirs, mine, strict=True)
    ]
    pieces: list[Piece] = []
    line = 0
    for piece in made.pieces:
        while shifts[line][1] <= piece.start:
            line += 1
        shift = shifts[line][2]
        pieces.append(piece._replace(start=piece.start + shift, end=piece.end + shift))
    return parts, draft._replace(pieces=tuple(pieces))


def _line_contents(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines of a text without their marks and the spaces around them."""
    start = 0
    for raw in text.split("\n"):
        content = raw.rstrip("\r \t　")
        lead = len(content) - len(content.lstrip("# \t　"))
        yield start + lead, start + len(content)
        start += len(raw) + 1


class _Extent(NamedTuple):
    """A part of one run's text."""

    part: str
    paragraph: int
    run: int
    start: int
    end: int


_Cut = tuple[list[int], list[Element]]


class _Annotator:
    """Adds comments and revisions to one document."""

    def __init__(self, parts: DocxParts, draft: DraftText, entries: dict[str, str]) -> None:
        self.parts = parts
        self.draft = draft
        self.entries = entries
        self._own_runs: dict[tuple[str, int], list[Element]] = {}
        self._paragraphs: dict[str, list[Element]] = {}

    def annotate(self, findings: Sequence[Finding], *, fix: bool) -> Annotated:
        """Write all findings, one comment for each span; those about the whole text share one."""
        if not self.draft.pieces:  # an empty document
            return Annotated(0, 0)
        spans = _by_span(findings)
        extents = {span: self._extents(*span) for span in spans}
        cut = self._cut([extent for found in extents.values() for extent in found])
        writer = CommentsPart(self.parts)
        runs_of: dict[tuple[int, int], list[Element]] = {}
        for span, items in spans.items():
            runs = [run for extent in extents[span] for run in _between(cut, extent)]
            first, last = self._anchor(runs[0], extents[span][0]), runs[-1]
            if first is not runs[0]:
                last = first
            elif span[0] < span[1]:
                runs_of[span] = runs
            remark = [line for item in items for line in self._lines(item)]
            comments.mark_comment(writer.add(remark), first, last)
        fixes = self._fix(spans, runs_of) if fix else 0
        if writer.added:
            writer.write()
            self.parts.package.parts[self.parts.main] = serialize(self.parts.root(self.parts.main))
        return Annotated(writer.added, fixes)

    def _extents(self, start: int, end: int) -> list[_Extent]:
        """The extents of a span, one for each run; an empty span is anchored at the title."""
        pieces = self.draft.pieces_between(start, end)
        if not pieces:
            nearest = self.draft.locate(start if end > start else 0) or self.draft.pieces[-1]
            pieces, start, end = [nearest], nearest.start, nearest.end
        found: dict[tuple[str, int, int], _Extent] = {}
        for piece in pieces:
            key = piece.part, piece.paragraph, piece.run
            begin = piece.offset + max(0, start - piece.start)
            stop = piece.offset + min(piece.end, end) - piece.start
            known = found.get(key)
            found[key] = _Extent(*key, known.start if known else begin, stop)
        return list(found.values())

    def _cut(self, extents: Sequence[_Extent]) -> dict[tuple[str, int, int], _Cut]:
        """Split each run at the edges of its extents; run indexes are resolved before splitting.

        The pieces of a run are told by where they begin, in order.
        """
        edges: dict[tuple[str, int, int], set[int]] = {}
        for extent in extents:
            key = extent.part, extent.paragraph, extent.run
            edges.setdefault(key, set()).update((extent.start, extent.end))
        runs = {key: self._run(*key) for key in edges}
        pieces = {
            key: comments.split_at(run, edges[key])
            if key[0] == self.parts.main
            else dict.fromkeys(sorted(edges[key]), run)  # the comment goes into the main part
            for key, run in runs.items()
        }
        return {key: (list(found), list(found.values())) for key, found in pieces.items()}

    def _run(self, part: str, paragraph: int, run: int) -> Element:
        if part not in self._paragraphs:
            self._paragraphs[part] = list(self.parts.root(part).iter(w("p")))
        key = part, paragraph
        if key not in self._own_runs:
            self._own_runs[key] = own_runs(self._paragraphs[part][paragraph])
        return self._own_runs[key][run]

    def _anchor(self, run: Element, extent: _Extent) -> Element:
        """The run to anchor a comment at: Word allows none in notes and text boxes."""
        if extent.part != self.parts.main:
            reference = self._note_reference(run)
            return run if reference is None else reference
        box = next(run.iterancestors(w("txbxContent")), None)
        while box is not None:
            run = next(box.iterancestors(w("r")))
            box = next(run.iterancestors(w("txbxContent")), None)
        return run

    def _note_reference(self, run: Element) -> Element | None:
        """The run of the main text with the reference to the note that contains `run`."""
        for kind in ("footnote", "endnote"):
            note = next(run.iterancestors(w(kind)), None)
            if note is not None:
                for mark in self.parts.root(self.parts.main).iter(w(f"{kind}Reference")):
                    if mark.get(w("id")) == note.get(w("id")):
                        return mark.getparent()
        return None

    def _fix(
        self,
        spans: Mapping[tuple[int, int], Sequence[Finding]],
        runs_of: Mapping[tuple[int, int], Sequence[Element]],
    ) -> int:
        """Write the unambiguous replacements as tracked changes and return their number."""
        number = comments.free_revision(self.parts.root(self.parts.main))
        count = 0
        for span, text in _replacements(spans).items():
            runs = runs_of.get(span)
            if runs and comments.can_be_replaced(runs):
                number = comments.replace_tracked(runs, text, number)
                count += 1
        return count

    def _lines(self, finding: Finding) -> list[str]:
        """The lines of a comment on a finding."""
        rule = by_code().get(finding.code)
        title = f"（{rule.summary}）" if rule is not None else ""
        lines = [f"{finding.code}{title}：{finding.message}"]
        known = [self.entries[fact] for fact in finding.facts[:2] if fact in self.entries]
        lines.extend(f"事实：{line}" for line in known)
        if finding.replacement is not None:
            lines.append(f"改为：{finding.replacement}")
        if finding.hint:
            lines.append(f"建议：{finding.hint}")
        return lines


def _by_span(findings: Sequence[Finding]) -> dict[tuple[int, int], list[Finding]]:
    """Findings by span, outer spans before inner ones; those about the whole text together."""
    spans: dict[tuple[int, int], list[Finding]] = {}
    for item in sorted(findings, key=lambda item: (item.start, -item.end)):
        spans.setdefault(
            (item.start, item.end) if item.end > item.start else _WHOLE_TEXT, []
        ).append(item)
    return spans


def _between(cut: Mapping[tuple[str, int, int], _Cut], extent: _Extent) -> list[Element]:
    starts, runs = cut[extent.part, extent.paragraph, extent.run]
    return runs[bisect_left(starts, extent.start) : bisect_left(starts, extent.end)]


def _replacements(spans: Mapping[tuple[int, int], Sequence[Finding]]) -> dict[tuple[int, int], str]:
    """The replacements of spans with exactly one that overlap no other replacement."""
    wanted = {
        span: {item.replacement for item in items if item.replacement is not None}
        for span, items in spans.items()
        if span != _WHOLE_TEXT
    }
    changed = sorted(span for span, texts in wanted.items() if texts)
    reached = [0, *accumulate((end for _, end in changed), max)]
    following = [*(start for start, _ in changed[1:]), sys.maxsize]
    return {
        span: wanted[span].pop()
        for span, before, after in zip(changed, reached, following, strict=False)
        if len(wanted[span]) == 1 and before <= span[0] and span[1] <= after
    }
