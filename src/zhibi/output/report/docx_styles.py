"""The parts of a .docx that depend on the layout: styles, fonts, settings, footers, sections."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from lxml import etree

from zhibi.output.report.layout import HEADINGS, Layout, TextStyle, in_points
from zhibi.word.wml import R_NS, W_NS, Element, make, text_element, w

if TYPE_CHECKING:
    from collections.abc import Sequence

_TWIPS = 20  # a twentieth of a point, Word's unit of length
# Font families for substitution when a font is missing; charset 134 is GB 2312.
_FAMILIES = {
    "title": "roman",
    "heiti": "modern",
    "kaiti": "script",
    "fangsong": "modern",
    "songti": "roman",
    "latin": "roman",
}
STYLE_IDS = {
    "title": "Title",
    "body": "ZhibiBody",
    "heading1": "Heading1",
    "heading2": "Heading2",
    "heading3": "Heading3",
    "heading4": "Heading4",
}
LEAD_IDS = ("Lead1", "Lead2", "Lead3", "Lead4")


def twips(points: Decimal | int) -> int:
    """Points in twentieths of a point, rounded."""
    return round(Decimal(points) * _TWIPS)


def fonts(layout: Layout, key: str, latin: str = "latin") -> Element:
    """`w:rFonts` with all four attributes, so that no theme font applies."""
    western, eastern = (getattr(layout.fonts, name)[0] for name in (latin, key))
    return make("rFonts", ascii=western, hAnsi=western, eastAsia=eastern, cs=western)


def character_spacing(layout: Layout, size: Decimal) -> int:
    """Twips to add to each character so that a line holds the layout's number of characters.

    28 characters of 16 pt are wider than 156 mm: each is narrowed by 0.21 pt, rounded to 0.25.
    With Word's character grid the grid does this.
    """
    if layout.page.grid == "chars":
        return 0
    return min(0, math.floor((layout.char_pitch - size) * _TWIPS))


def styles_part(layout: Layout) -> Element:
    """`word/styles.xml`."""
    body = layout.text.body
    normal = _style("paragraph", "Normal", "Normal", default=True)
    normal.extend(
        [make("qFormat"), _paragraph(layout, indent=0, align=body.align), _run(layout, body)]
    )
    root = make("styles", _defaults(layout, body), normal)
    root.append(_defaulted("character", "DefaultParagraphFont", "Default Paragraph Font"))
    root.append(_defaulted("table", "TableNormal", "Normal Table"))
    root.append(_defaulted("numbering", "NoList", "No List"))
    root.append(_text_style(layout, "body", "公文正文"))
    root.append(_text_style(layout, "title", "Title"))
    for level, name in enumerate(HEADINGS, 1):
        root.append(_text_style(layout, name, f"heading {level}", level))
    root.extend(_lead_style(layout, level) for level in range(1, 5))
    root.extend([_footer_style(layout), _note_style(layout), *comment_styles()])
    return root


def _defaults(layout: Layout, body: TextStyle) -> Element:
    size = round(body.size * 2)
    run = make(
        "rPr",
        fonts(layout, body.font),
        make("sz", val=size),
        make("szCs", val=size),
        make("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
    )
    return make("docDefaults", make("rPrDefault", run), make("pPrDefault"))


def _style(kind: str, style_id: str, name: str, *, default: bool = False) -> Element:
    style = make("style", type=kind)
    if default:
        style.set(w("default"), "1")
    style.set(w("styleId"), style_id)
    style.append(make("name", val=name))
    return style


def _defaulted(kind: str, style_id: str, name: str) -> Element:
    style = _style(kind, style_id, name, default=True)
    style.extend([make("uiPriority", val=99), make("semiHidden"), make("unhideWhenUsed")])
    if kind == "table":
        margins = make("tblCellMar")
        for side, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108)):
            margins.append(make(side, w=width, type="dxa"))
        style.append(make("tblPr", make("tblInd", w=0, type="dxa"), margins))
    return style


def _text_style(layout: Layout, name: str, word_name: str, level: int = 0) -> Element:
    text = getattr(layout.text, name)
    style = _style("paragraph", STYLE_IDS[name], word_name)
    style.append(make("basedOn", val="Normal"))
    if name != "body":
        style.append(make("next", val=STYLE_IDS["body"]))
    style.append(make("qFormat"))
    style.append(
        _paragraph(
            layout,
            indent=text.indent,
            align=text.align,
            level=level,
            keep=bool(level) or name == "title",
            grid=name != "title",
        )
    )
    style.append(_run(layout, text))
    return style


def _paragraph(
    layout: Layout,
    *,
    indent: int,
    align: str,
    level: int = 0,
    keep: bool = False,
    grid: bool = True,
) -> Element:
    """`w:pPr` in the order of the schema."""
    return make(
        "pPr",
        make("keepNext") if keep else None,
        make("widowControl", val=0),
        make("kinsoku", val=1),
        # As in Word's own documents. LibreOffice reads it the other way round, and loses marks
        # at line ends where it lets them hang.
        make("overflowPunct", val=1),
        make("autoSpaceDE", val=0),
        make("autoSpaceDN", val=0),
        None if grid else make("snapToGrid", val=0),
        make("spacing", before=0, after=0, line=twips(layout.line_pitch), lineRule="exact"),
        _indentation(layout, indent),
        make("jc", val="both" if align == "justify" else align),
        make("outlineLvl", val=level - 1) if level else None,
    )


def _indentation(layout: Layout, first: int) -> Element:
    """First-line indent in characters, which Word and WPS use, and in twips for the others."""
    return make("ind", firstLineChars=first * 100, firstLine=twips(layout.char_pitch * first))


def _run(layout: Layout, text: TextStyle) -> Element:
    size = round(text.size * 2)
    return make(
        "rPr",
        fonts(layout, text.font),
        make("b", val=int(text.bold)),
        make("bCs", val=int(text.bold)),
        make("color", val="000000"),
        make("spacing", val=character_spacing(layout, text.size) if text.align != "center" else 0),
        make("kern", val=0),
        make("sz", val=size),
        make("szCs", val=size),
    )


def _lead_style(layout: Layout, level: int) -> Element:
    text = getattr(layout.text, HEADINGS[level - 1])
    style = _style("character", LEAD_IDS[level - 1], f"题文连排{level}")
    style.append(make("basedOn", val="DefaultParagraphFont"))
    style.append(make("qFormat"))
    run = make(
        "rPr",
        fonts(layout, text.font),
        make("b", val=int(text.bold)),
        make("bCs", val=int(text.bold)),
    )
    style.append(run)
    return style


def _footer_style(layout: Layout) -> Element:
    size = layout.page_number.size
    style = _style("paragraph", "Footer", "footer")
    style.append(make("basedOn", val="Normal"))
    style.append(
        make(
            "pPr",
            make("snapToGrid", val=0),
            make("spacing", before=0, after=0, line=twips(size), lineRule="exact"),
            make("ind", firstLineChars=0, firstLine=0),
        )
    )
    key = layout.page_number.font
    style.append(
        make(
            "rPr",
            fonts(layout, key, latin=key),
            make("spacing", val=0),
            make("sz", val=round(size * 2)),
            make("szCs", val=round(size * 2)),
        )
    )
    return style


def _note_style(layout: Layout) -> Element:
    """The style of the line that labels a draft as written with a model."""
    style = _style("paragraph", "ZhibiNote", "辅助起草标识")
    style.append(make("basedOn", val="Normal"))
    style.append(make("rPr", fonts(layout, "kaiti"), make("sz", val=28), make("szCs", val=28)))
    return style


def comment_styles() -> list[Element]:
    """Word's styles of comments: small type, single line spacing."""
    text = _style("paragraph", "CommentText", "annotation text")
    text.extend(
        [
            make("uiPriority", val=99),
            make("unhideWhenUsed"),
            make("pPr", make("spacing", before=0, after=0, line=240, lineRule="auto")),
            make("rPr", make("spacing", val=0), make("sz", val=21), make("szCs", val=21)),
        ]
    )
    reference = _style("character", "CommentReference", "annotation reference")
    reference.extend(
        [
            make("uiPriority", val=99),
            make("unhideWhenUsed"),
            make("rPr", make("sz", val=21), make("szCs", val=21)),
        ]
    )
    return [text, reference]


def font_table_part(layout: Layout) -> Element:
    """`word/fontTable.xml`: each font with alternative names for when it is not installed."""
    root = make("fonts")
    seen: set[str] = set()
    for key, family in _FAMILIES.items():
        name, *others = getattr(layout.fonts, key)
        if name in seen:
            continue
        seen.add(name)
        root.append(
            make(
                "font",
                make("altName", val=",".join(others)) if others else None,
                make("charset", val="00" if key == "latin" else "86"),
                make("family", val=family),
                make("pitch", val="variable" if key == "latin" else "fixed"),
                name=name,
            )
        )
    return root


def settings_part() -> Element:
    """`word/settings.xml`: odd and even footers, Chinese line breaking, current Word version."""
    compat = make(
        "compat",
        make("spaceForUL"),
        make("balanceSingleByteDoubleByteWidth"),
        make("doNotLeaveBackslashAlone"),
        make("ulTrailSpace"),
        make("doNotExpandShiftReturn"),
        make("adjustLineHeightInTable"),
        make("useFELayout"),
        make(
            "compatSetting",
            name="compatibilityMode",
            uri="http://schemas.microsoft.com/office/word",
            val=15,
        ),
    )
    return make(
        "settings",
        make("zoom", percent=100),
        make("bordersDoNotSurroundHeader"),
        make("bordersDoNotSurroundFooter"),
        make("defaultTabStop", val=420),
        make("evenAndOddHeaders"),
        make("drawingGridVerticalSpacing", val=156),
        make("displayHorizontalDrawingGridEvery", val=0),
        make("displayVerticalDrawingGridEvery", val=2),
        make("characterSpacingControl", val="compressPunctuation"),
        compat,
        make("themeFontLang", val="en-US", eastAsia="zh-CN"),
        make("decimalSymbol", val="."),
        make("listSeparator", val=","),
    )


def footer_part(layout: Layout, side: str) -> Element:
    """A footer with the page number, indented by the layout's number of characters."""
    size = layout.page_number.size
    inset, dash = layout.page_number.inset, layout.page_number.dash
    indent = make("ind", firstLineChars=0, firstLine=0)
    if side != "center":
        indent.set(w(f"{side}Chars"), str(inset * 100))
        indent.set(w(side), str(twips(size * inset)))
    paragraph = make("p", make("pPr", make("pStyle", val="Footer"), indent, make("jc", val=side)))
    paragraph.append(_footer_run(text_element(f"{dash} ")))
    for piece in (
        make("fldChar", fldCharType="begin"),
        text_element(" PAGE ", "instrText"),
        make("fldChar", fldCharType="separate"),
        text_element("1"),
        make("fldChar", fldCharType="end"),
    ):
        paragraph.append(_footer_run(piece))
    paragraph.append(_footer_run(text_element(f" {dash}")))
    return make("ftr", paragraph)


def _footer_run(content: Element) -> Element:
    return make("r", make("rPr", make("rFonts", hint="eastAsia")), content)


def section_properties(layout: Layout, footers: Sequence[tuple[str, str]]) -> Element:
    """`w:sectPr`: footers by kind and relationship id, paper, margins, grid."""
    section = make("sectPr")
    for kind, relation in footers:
        reference = make("footerReference", type=kind)
        reference.set(f"{{{R_NS}}}id", relation)
        section.append(reference)
    bottom = in_points(layout.page.bottom)
    footer = bottom - in_points(layout.page_number.below) - layout.page_number.size
    section.append(
        make(
            "pgSz",
            w=twips(in_points(layout.page.width)),
            h=twips(in_points(layout.page.height)),
        )
    )
    section.append(
        make(
            "pgMar",
            top=twips(in_points(layout.page.top)),
            right=twips(in_points(layout.page.right)),
            bottom=twips(bottom),
            left=twips(in_points(layout.page.left)),
            header=twips(in_points(layout.page.top) / 2),
            footer=max(0, twips(footer)),
            gutter=0,
        )
    )
    section.append(make("cols", space=425))
    section.append(_grid(layout))
    return section


def _grid(layout: Layout) -> Element:
    """`w:docGrid`; `charSpace` is in 4096ths of a point, relative to the body's size."""
    pitch = twips(layout.line_pitch)
    if layout.page.grid == "lines":
        return make("docGrid", type="lines", linePitch=pitch)
    space = int((layout.char_pitch - layout.text.body.size) * 4096)
    return make("docGrid", type="linesAndChars", linePitch=pitch, charSpace=space)


def document_root(body: Element) -> Element:
    """`w:document` with the prefixes `w:` and `r:` declared, as Word expects."""
    root = etree.Element(w("document"), nsmap={"w": W_NS, "r": R_NS})
    root.append(body)
    return root
