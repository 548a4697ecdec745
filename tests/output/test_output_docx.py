"""The .docx by GB/T 9704—2012, read in its XML; `test_output_rendered.py` measures the pages."""

from __future__ import annotations

import os
import re
import zipfile
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from lxml import etree

from zhibi.errors import InputError
from zhibi.facts.resolve import written_date
from zhibi.output.report.docx import (
    render_blocks,
    render_docx,
    unbroken_spans,
    with_word_joiners,
)
from zhibi.output.report.layout import layout_deviations, load_layout, standard_layout
from zhibi.output.report.title import title_lines, title_width
from zhibi.word.wml import INVISIBLE
from zhibi.writing.document import Block, Draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
SCHEMAS = os.environ.get("OOXML_XSD", "")
DATA = Path(__file__).parent / "data"


def parts_of(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


@pytest.fixture
def parts(draft: Draft) -> dict[str, etree._Element]:
    return parts_of(render_docx(draft))


def style(parts: dict[str, etree._Element], identifier: str) -> etree._Element:
    return parts["word/styles.xml"].xpath(f"w:style[@w:styleId='{identifier}']", namespaces=NS)[0]


def attribute(element: etree._Element, path: str, name: str) -> str | None:
    found = element.find(path, NS)
    return None if found is None else found.get(W + name)


def test_children_stand_in_the_order_of_the_schema(parts: dict[str, etree._Element]) -> None:
    order = yaml.safe_load((DATA / "wml-order.yaml").read_text("utf-8"))
    checked = 0
    for name, root in parts.items():
        for element in root.iter():
            local = etree.QName(element).localname
            if element.tag.startswith(W) and local in order:
                children = [etree.QName(child).localname for child in element]
                places = [order[local].index(child) for child in children]
                assert places == sorted(places), (name, local, children)
                checked += 1
    assert checked > 100


@pytest.mark.skipif(not SCHEMAS, reason="OOXML_XSD names no folder with wml.xsd of ECMA-376")
def test_parts_are_valid_against_the_schema(parts: dict[str, etree._Element]) -> None:
    """With wml.xsd of ECMA-376 at hand: every WordprocessingML part, whole."""
    schema = etree.XMLSchema(etree.parse(Path(SCHEMAS) / "wml.xsd"))
    words = [root for name, root in parts.items() if root.tag.startswith(W)]
    assert len(words) == 6
    for root in words:
        schema.assertValid(root)


def test_every_part_is_declared_and_every_relation_leads_somewhere(
    parts: dict[str, etree._Element],
) -> None:
    types = parts["[Content_Types].xml"]
    declared = {item.get("PartName") for item in types if item.get("PartName")}
    named = {f"/{name}" for name in parts if not name.endswith(".rels")} - {"/[Content_Types].xml"}
    assert declared == named
    for relations, folder in (("_rels/.rels", ""), ("word/_rels/document.xml.rels", "word/")):
        for item in parts[relations]:
            assert folder + item.get("Target") in parts
    used = parts["word/document.xml"].xpath("//w:footerReference", namespaces=NS)
    assert len(used) == 2


def test_page_is_the_standards(parts: dict[str, etree._Element]) -> None:
    section = parts["word/document.xml"].find(".//w:sectPr", NS)
    size, margins = section.find("w:pgSz", NS), section.find("w:pgMar", NS)
    twips = {name.split("}")[1]: int(value) for name, value in margins.attrib.items()}

    def mm(value: int) -> float:
        return value / 20 / 72 * 25.4

    assert (round(mm(int(size.get(W + "w")))), round(mm(int(size.get(W + "h"))))) == (210, 297)
    assert [round(mm(twips[side])) for side in ("top", "left", "right", "bottom")] == [
        37,
        28,
        26,
        35,
    ]
    assert attribute(section, "w:docGrid", "linePitch") == "579"


def test_fonts_fill_all_four_slots_and_no_theme_is_left(parts: dict[str, etree._Element]) -> None:
    for identifier, font, size in (
        ("Title", "方正小标宋简体", "44"),
        ("ZhibiBody", "仿宋_GB2312", "32"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("Heading4", "仿宋_GB2312", "32"),
    ):
        fonts = style(parts, identifier).find("w:rPr/w:rFonts", NS)
        slots = {name.split("}")[1]: value for name, value in fonts.attrib.items()}
        assert slots == {
            "ascii": "Times New Roman",
            "hAnsi": "Times New Roman",
            "cs": "Times New Roman",
            "eastAsia": font,
        }
        assert attribute(style(parts, identifier), "w:rPr/w:sz", "val") == size
    for root in parts.values():
        assert not re.search(r"(ascii|hAnsi|eastAsia|cs)Theme=", etree.tostring(root).decode())
    assert not any(name.startswith("word/fonts") for name in parts)  # none bundled


def test_fonts_have_fallbacks(parts: dict[str, etree._Element]) -> None:
    table = {
        font.get(W + "name"): attribute(font, "w:altName", "val")
        for font in parts["word/fontTable.xml"]
    }
    assert table["仿宋_GB2312"] == "仿宋,FangSong"
    assert table["楷体_GB2312"] == "楷体,KaiTi"
    assert table["方正小标宋简体"].endswith("华文中宋")


def test_quotes_and_dashes_are_east_asian(parts: dict[str, etree._Element]) -> None:
    found = 0
    for run in parts["word/document.xml"].iter(f"{W}r"):
        text = "".join(t.text or "" for t in run.iter(f"{W}t"))
        if re.search("[“”‘’…—]", text):
            assert attribute(run, "w:rPr/w:rFonts", "hint") == "eastAsia", text
            found += 1
    assert found > 10


def test_headings_and_run_in_headings(parts: dict[str, etree._Element]) -> None:
    by_style: dict[str, list[str]] = {}
    for paragraph in parts["word/document.xml"].iter(f"{W}p"):
        text = "".join(t.text or "" for t in paragraph.iter(f"{W}t")).replace("\ufeff", "")
        by_style.setdefault(attribute(paragraph, "w:pPr/w:pStyle", "val") or "", []).append(text)
    assert by_style["Heading1"] == ["一、2024年工作总结", "二、2025年工作计划"]
    assert by_style["Heading2"] == ["（一）聚力提质增效，经济运行稳中有进"]
    assert by_style["Title"] == ["青山镇2024年工作总结和2025年工作计划"]
    leads = parts["word/document.xml"].xpath("//w:r[w:rPr/w:rStyle/@w:val='Lead3']", namespaces=NS)
    assert "".join(leads[0].itertext()) == "一是抓实项目建设。"


def test_first_line_indent_is_two_characters(parts: dict[str, etree._Element]) -> None:
    indent = style(parts, "ZhibiBody").find("w:pPr/w:ind", NS)
    assert indent.get(W + "firstLineChars") == "200"
    assert abs(int(indent.get(W + "firstLine")) / 20 - 2 * 156 / 28 / 25.4 * 72) < 0.1


def test_signature_stands_as_the_standard_says() -> None:
    block = (Block("paragraph", "正文。"),)
    cell = float(standard_layout().char_pitch) * 20

    def lefts(signed: str, date: str) -> list[float]:
        root = parts_of(render_blocks(block, signed=signed, date=date))["word/document.xml"]
        found = root.xpath("//w:p/w:pPr/w:ind/@w:left", namespaces=NS)
        return [int(value) / cell for value in found]

    signed, date = lefts("青山镇人民政府", "2024年12月6日")
    assert signed == pytest.approx(28 - 2 - 7, abs=0.01)
    assert date == pytest.approx(signed + 2, abs=0.01)  # its first character two to the right
    signed, date = lefts("甲镇", "2024年12月26日")  # the date is longer: it keeps the two
    assert date == pytest.approx(28 - 2 - title_width("2024年12月26日"), abs=0.01)
    assert signed == pytest.approx(date - 2, abs=0.01)
    assert lefts("", "") == []


def test_signature_keeps_company_with_text(draft: Draft) -> None:
    body = parts_of(render_docx(draft))["word/document.xml"][0]
    paragraphs = body.findall("w:p", NS)
    keeps = [p.find("w:pPr/w:keepNext", NS) is not None for p in paragraphs[-4:]]
    assert keeps == [True, True, True, False]  # last text, blank, 署名; the date ends it


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("2024-12-06", "2024年12月6日"),
        ("2024-1-2", "2024年1月2日"),
        ("2024年12月6日", "2024年12月6日"),
        ("", ""),
    ],
)
def test_dates_lose_leading_zeros(given: str, printed: str) -> None:
    assert written_date(given) == printed


def test_page_numbers_are_right_on_odd_and_left_on_even_pages(
    parts: dict[str, etree._Element],
) -> None:
    assert parts["word/settings.xml"].find("w:evenAndOddHeaders", NS) is not None
    for kind, side in (("default", "right"), ("even", "left")):
        paragraph = parts[f"word/footer_{kind}.xml"].find("w:p", NS)
        assert attribute(paragraph, "w:pPr/w:jc", "val") == side
        assert attribute(paragraph, "w:pPr/w:ind", f"{side}Chars") == "100"
        assert "".join(t.text for t in paragraph.iter(f"{W}t")) == "— 1 —"
        assert paragraph.find(".//w:instrText", NS).text.strip() == "PAGE"


def test_the_draft_is_marked_as_what_it_is(draft: Draft) -> None:
    offline = parts_of(render_docx(draft))
    assert "未使用大模型" in "".join(offline["docProps/custom.xml"].itertext())
    assert "草稿" in "".join(offline["docProps/core.xml"].itertext())
    by_model = parts_of(render_docx(replace(draft, writer="some-model")))
    assert "人工智能辅助起草" in "".join(by_model["docProps/custom.xml"].itertext())
    assert "人工智能" not in "".join(by_model["word/document.xml"].itertext())


def test_marking_on_the_page_and_none(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "layout.yaml"
    model = replace(draft, writer="some-model")
    path.write_text("ai_note: page\n", "utf-8")
    page = parts_of(render_docx(model, load_layout(path)))
    assert "（本稿由人工智能辅助起草" in "".join(page["word/document.xml"].itertext())
    path.write_text("ai_note: none\n", "utf-8")
    none = parts_of(render_docx(model, load_layout(path)))
    assert "docProps/custom.xml" not in none
    assert "人工智能" not in "".join("".join(root.itertext()) for root in none.values())


def test_hostile_text_stays_text() -> None:
    text = "</w:t><w:br/>&amp;\x00\x0b\ud800尾"
    root = parts_of(render_blocks((Block("paragraph", text),)))["word/document.xml"]
    assert "".join(root.itertext()) == "</w:t><w:br/>&amp;\ufffd\ufffd\ufffd尾"


def test_numbers_are_glued_to_their_units() -> None:
    text = "1—11月完成4817.6万元，3.5%、10余户，2024年12月6日。"
    spans = [text[start:end] for start, end in unbroken_spans(text)]
    assert spans == ["1—11月", "4817.6万元", "3.5%", "10余户", "2024年", "12月", "6日"]
    assert with_word_joiners("4817.6万元") == "4817.6\ufeff万\ufeff元"
    assert with_word_joiners("3.5%") == "3.5%"
    assert with_word_joiners("1—11月") == "1\ufeff—\ufeff11\ufeff月"


def test_a_search_finds_a_number_with_its_unit(draft: Draft) -> None:
    document = parts_of(render_docx(draft))["word/document.xml"]
    text = "".join(document.itertext())
    assert "4817.6万元" in text
    assert not INVISIBLE.intersection(text)


def test_numbers_are_glued_if_the_layout_says_so(draft: Draft, tmp_path: Path) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text("keep_units: yes\n", "utf-8")
    document = parts_of(render_docx(draft, load_layout(path)))["word/document.xml"]
    assert "4817.6\ufeff万\ufeff元" in "".join(document.itertext())


TITLES = [
    "青山镇2024年度工作总结及2025年工作计划",
    "青山镇人民政府关于2024年上半年工作总结和下半年工作计划的报告",
    "临江街道2024年上半年工作总结和下半年工作思路",
    "中共青山镇委员会青山镇人民政府关于2024年经济社会发展情况和2025年重点工作安排的情况报告",
    "云岭市禾沁区临江街道党工委办事处2024年工作情况汇报",
]


@pytest.mark.parametrize("title", TITLES)
def test_titles_break_at_whole_words_in_a_shape(title: str) -> None:
    lines = title_lines(title, 20, ("青山镇", "临江街道"))
    assert "".join(lines) == title
    widths = [title_width(line) for line in lines]
    assert max(widths) <= 20
    assert len(lines) == -(-title_width(title) // 20)  # as few as can be
    falling = [b < a for a, b in pairwise(widths)]
    assert falling == sorted(falling)  # a trapezoid or a diamond, never an hourglass
    for word in ("工作总结", "工作计划", "工作思路", "人民政府", "上半年", "下半年", "2024年"):
        if word in title:
            assert any(word in line for line in lines), (word, lines)
    assert not any(line[0] in "的年和）" and line[0] != "和" for line in lines)


def test_a_title_that_fits_is_not_broken_and_an_endless_word_is_cut() -> None:
    assert title_lines("青山镇2024年工作总结", 20) == ["青山镇2024年工作总结"]
    assert title_lines("甲" * 45, 20) == ["甲" * 20, "甲" * 20, "甲" * 5]


def test_layout_overrides_and_lists_its_deviations(tmp_path: Path, draft: Draft) -> None:
    assert layout_deviations(standard_layout()) == []
    path = tmp_path / "layout.yaml"
    path.write_text(
        "page: {top: 30mm}\n"
        "text: {heading3: {bold: yes}}\n"
        "fonts: {kaiti: 华文楷体, fangsong: [宋体]}\n"
        "page_number: {odd: center}\n",
        "utf-8",
    )
    layout = load_layout(path)
    assert layout_deviations(layout) == [
        "天头：30mm，标准为37mm（GB/T 9704—2012 5.2.1）",
        "仿宋：宋体，标准为仿宋体（GB/T 9704—2012 5.2.2）",
        "三级标题加粗：是，标准为否（GB/T 9704—2012 7.3.3）",
        "单页码位置：center，标准为right（GB/T 9704—2012 7.5）",
    ]
    parts = parts_of(render_docx(draft, layout))
    assert attribute(style(parts, "Heading3"), "w:rPr/w:b", "val") == "1"
    assert attribute(style(parts, "ZhibiBody"), "w:rPr/w:rFonts", "eastAsia") == "宋体"
    assert attribute(parts["word/footer_default.xml"], ".//w:jc", "val") == "center"


def test_words_own_grid_of_characters(tmp_path: Path, draft: Draft) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text("page: {grid: chars}\n", "utf-8")
    parts = parts_of(render_docx(draft, load_layout(path)))
    grid = parts["word/document.xml"].find(".//w:docGrid", NS)
    assert (grid.get(W + "type"), grid.get(W + "charSpace")) == ("linesAndChars", "-847")
    assert attribute(style(parts, "ZhibiBody"), "w:rPr/w:spacing", "val") == "0"


def test_no_page_numbers(tmp_path: Path, draft: Draft) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text("page_number: {show: no}\n", "utf-8")
    parts = parts_of(render_docx(draft, load_layout(path)))
    assert not any("footer" in name for name in parts)


def test_a_bad_layout_says_everything_at_once(tmp_path: Path) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text(
        "page:\n  top: 30\n  botom: 3mm\n"
        "text:\n  body: {indent: x, align: middle}\nfonts: {kaiti: []}\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        load_layout(path)
    found = {(item.line, item.column): item.message for item in caught.value.problems}
    assert found[2, 8] == "“top”：应当写成带单位的长度，如 37mm"
    assert found[3, 3] == "不认识的字段“botom”"
    assert len(found) == 5


def test_margins_that_leave_no_room(tmp_path: Path) -> None:
    path = tmp_path / "layout.yaml"
    path.write_text("page: {left: 150mm, right: 60mm}\n", "utf-8")
    with pytest.raises(InputError, match="版心"):
        load_layout(path)
