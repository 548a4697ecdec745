"""A draft as .docx in the layout of GB/T 9704—2012 or in an office's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.facts.resolve import written_date
from zhibi.output.report import docx_styles as styles
from zhibi.output.report.docx_package import assemble
from zhibi.output.report.layout import Layout, standard_layout
from zhibi.output.report.title import title_lines, title_width
from zhibi.word.wml import NO_BREAK, Element, make, printable, text_element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.writing.document import Block, Draft

_AMBIGUOUS = re.compile("[“”‘’…—·～×]")  # set in the Latin font unless the run has a hint
# An Arabic number, or a range of them, and the characters of its unit.
_NUMBER_UNIT = re.compile(
    r"[0-9０-９][0-9０-９.,．，]*(?:[—～-][0-9０-９.,．，]+)*[^0-9０-９—～\s-]*"
)
_DIGITS = frozenset("0123456789.,０１２３４５６７８９．")
_NEVER_FIRST = frozenset("%％‰℃，。、；：！？”’）》")  # line breaking never puts these first


@dataclass(frozen=True, slots=True)
class Note:
    """The label of assisted drafting, in the properties and on the page; empty for none."""

    properties: str = ""
    page: str = ""


def render_docx(draft: Draft, layout: Layout | None = None, names: Sequence[str] = ()) -> bytes:
    """The draft as the bytes of a .docx; the same draft and layout give the same bytes.

    `names` are words that must not be broken between lines of the title.
    """
    return render_blocks(
        draft.blocks, layout, signed=draft.signed, date=draft.date, names=names, writer=draft.writer
    )


def render_blocks(
    blocks: Sequence[Block],
    layout: Layout | None = None,
    *,
    signed: str = "",
    date: str = "",
    names: Sequence[str] = (),
    writer: str = "",
) -> bytes:
    """Blocks as the bytes of a .docx; see `render_docx`."""
    layout = layout or standard_layout()
    note = ai_note(layout, writer)
    title = next((block.text for block in blocks if block.kind == "title"), "")
    footers = _footers(layout)
    body = make("body")
    for block in blocks:
        body.extend(_block(block, layout, (*names, signed)))
    body.extend(_signature(body, layout, signed, written_date(date)))
    if note.page:
        body.append(_paragraph("ZhibiNote", _runs(note.page)))
    body.append(styles.section_properties(layout, [(kind, rid) for kind, rid, _ in footers]))
    document = styles.document_root(body)
    related = {
        "rId1": ("styles.xml", styles.styles_part(layout)),
        "rId2": ("settings.xml", styles.settings_part()),
        "rId3": ("fontTable.xml", styles.font_table_part(layout)),
        **{rid: (f"footer_{kind}.xml", part) for kind, rid, part in footers},
    }
    return assemble(document, related, title, note.properties)


def ai_note(layout: Layout, writer: str) -> Note:
    """The label of assisted drafting, as the layout's `ai_note` says.

    The guidance of 2025 on models in government work requires that text by a model be labelled.
    """
    choice = layout.ai_note
    if choice == "none" or not writer:
        return Note()
    if writer == "offline":
        text = "本稿由程序按事实文件自动起草，未使用大模型，请经人工审核后使用。"
        return Note(properties=text)
    text = "本稿由人工智能辅助起草，请经人工审核后使用。"
    return Note(properties=text, page=f"（{text}）" if choice == "page" else "")


def unbroken_spans(text: str) -> list[tuple[int, int]]:
    """Spans without line breaks: Arabic numbers with their units.

    A date has a span each for year, month and day; a range of months is one span.
    """
    from zhibi.figures.scan import find_figures

    return [
        match.span()
        for figure in find_figures(text)
        for match in _NUMBER_UNIT.finditer(text, figure.start, figure.end)
        if match.end() - match.start() > 1
    ]


def with_word_joiners(text: str) -> str:
    """A number and its unit with word joiners at every possible line break.

    Word and LibreOffice do not break between digits or before signs such as %.
    """
    pieces = [text[0]]
    for before, char in pairwise(text):
        inside_number = before in _DIGITS and char in _DIGITS
        pieces.append(char if inside_number or char in _NEVER_FIRST else NO_BREAK + char)
    return "".join(pieces)


def _block(block: Block, layout: Layout, names: Sequence[str]) -> list[Element]:
    if block.kind == "title":
        return _title(block.printed, layout, names)
    if block.kind == "heading":
        level = min(max(block.level, 1), 4)
        return [_paragraph(styles.STYLE_IDS[f"heading{level}"], _runs(block.printed, layout))]
    lead = f"{block.number}{block.lead}"
    runs = []
    if lead:
        level = min(max(block.lead_level, 1), 4)
        runs.extend(_runs(lead, layout, styles.LEAD_IDS[level - 1]))
    runs.extend(_runs(block.text, layout))
    return [_paragraph(styles.STYLE_IDS["body"], runs)]


def _title(text: str, layout: Layout, names: Sequence[str]) -> list[Element]:
    size = layout.text.title.size
    lines = title_lines(text, float(layout.text_width / size), [name for name in names if name])
    runs: list[Element] = []
    for index, line in enumerate(lines):
        if index:
            runs.append(make("r", make("br")))
        runs.extend(_runs(line))
    blank = [_paragraph("Normal", []) for _ in range(layout.title.blank_before)]
    after = [_paragraph("Normal", []) for _ in range(layout.title.blank_after)]
    return [*blank, _paragraph("Title", runs), *after]


def _signature(body: Element, layout: Layout, signed: str, date: str) -> list[Element]:
    """署名 and 成文日期 without a seal (GB/T 9704—2012 7.3.5.2), or nothing.

    Both are indented from the left, so that the date begins at a fixed distance from the name.
    """
    if not signed and not date:
        return []
    last = body[-1] if len(body) else None
    if last is not None:
        _keep_with_next(last)  # 署名 must be on a page with text
    cell = layout.char_pitch
    edge = layout.text_width - layout.signature.right * cell
    shift = layout.signature.date_shift * cell
    signed_at, date_at = edge - _printed_width(signed, layout), edge - _printed_width(date, layout)
    if signed and date:
        if title_width(date) > title_width(signed) - 0.5:  # digits are wider in some fonts
            signed_at = date_at - shift
        else:
            date_at = signed_at + shift
    elements = [_paragraph("Normal", [])]
    for text, left in ((signed, signed_at), (date, date_at)):
        if text:
            paragraph = _paragraph("Normal", _runs(text, layout))
            indent = max(0, styles.twips(left))
            # A negative right indent, so that a font's wider digits do not break the line.
            room = -styles.twips(2 * cell)
            paragraph[0].append(make("ind", left=indent, right=room, firstLineChars=0, firstLine=0))
            paragraph[0].append(make("jc", val="left"))
            elements.append(paragraph)
    for element in elements[:-1]:
        _keep_with_next(element)
    return elements


def _printed_width(text: str, layout: Layout) -> Decimal:
    """The width of a line of body text in points."""
    return Decimal(str(title_width(text))) * layout.char_pitch


def _keep_with_next(paragraph: Element) -> None:
    paragraph[0].insert(1, make("keepNext"))


def _paragraph(style: str, runs: Sequence[Element]) -> Element:
    return make("p", make("pPr", make("pStyle", val=style)), *runs)


def _runs(text: str, layout: Layout | None = None, style: str = "") -> list[Element]:
    """Runs of a text; numbers are kept with their units if the layout has `keep_units`."""
    text = printable(text).replace("\n", " ").replace("\r", " ")
    runs, at = [], 0
    keep = layout is not None and layout.keep_units
    for start, end in unbroken_spans(text) if keep else []:
        runs.extend(_run(text[at:start], style))
        runs.extend(_run(with_word_joiners(text[start:end]), style, unbroken=True))
        at = end
    runs.extend(_run(text[at:], style))
    return runs


def _run(text: str, style: str, *, unbroken: bool = False) -> list[Element]:
    if not text:
        return []
    properties = make(
        "rPr",
        make("rStyle", val=style) if style else None,
        make("rFonts", hint="eastAsia") if _AMBIGUOUS.search(text) else None,
        # LibreOffice ignores joiners in languages that it breaks by character.
        make("lang", eastAsia="en-US") if unbroken else None,
    )
    return [make("r", properties if len(properties) else None, text_element(text))]


def _footers(layout: Layout) -> list[tuple[str, str, Element]]:
    """Kind, relationship id and content of each footer; none without page numbers."""
    if not layout.page_number.show:
        return []
    return [
        ("default", "rId4", styles.footer_part(layout, layout.page_number.odd)),
        ("even", "rId5", styles.footer_part(layout, layout.page_number.even)),
    ]
