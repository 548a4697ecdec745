"""Comments on the very figure, tracked corrections, and a user's document otherwise untouched."""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from lxml import etree

from zhibi.errors import OutputError
from zhibi.facts.model import Facts
from zhibi.output.review.annotate import annotate
from zhibi.output.save import save
from zhibi.word.draft_text import DraftText
from zhibi.word.drafts import read_draft
from zhibi.writing.document import Draft

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
SCHEMAS = os.environ.get("OOXML_XSD", "")


def pixel() -> bytes:
    """A picture of one black pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    header = b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.fixture
def users_docx(tmp_path: Path) -> Path:
    """A document as Word leaves it: mixed formatting, table, picture, comment, revision."""
    document = docx.Document()
    document.add_heading("青山镇2024年工作总结", 0)
    paragraph = document.add_paragraph("全镇新增监测对象")
    bold = paragraph.add_run("320")
    bold.bold = True
    bold.font.size = Pt(18)
    paragraph.add_run("户965人，").italic = True
    old = paragraph.add_run("均已落实帮扶。")
    document.add_comment(old, text="请核实", author="王", initials="王")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "税收收入"
    table.cell(0, 1).text = "2186.4万元"
    (tmp_path / "pixel.png").write_bytes(pixel())
    document.add_picture(str(tmp_path / "pixel.png"))
    revised = document.add_paragraph("完成投资")
    inserted = etree.SubElement(revised._p, f"{W}ins")
    inserted.set(f"{W}id", "90")
    inserted.set(f"{W}author", "王")
    run = etree.SubElement(inserted, f"{W}r")
    etree.SubElement(run, f"{W}t").text = "3.2亿元"
    path = tmp_path / "原稿.docx"
    document.save(str(path))
    return path


def comments_of(path: Path) -> list[tuple[str, str, str]]:
    """Author, the text that a comment stands on, and what it says."""
    with zipfile.ZipFile(path) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
        comments = etree.fromstring(archive.read("word/comments.xml"))
    found = []
    for comment in comments:
        number = comment.get(f"{W}id")
        inside, covered = False, ""
        for element in document.iter():
            if element.tag == f"{W}commentRangeStart" and element.get(f"{W}id") == number:
                inside = True
            elif element.tag == f"{W}commentRangeEnd" and element.get(f"{W}id") == number:
                inside = False
            elif inside and element.tag in {f"{W}t", f"{W}delText"}:
                covered += element.text or ""
        references = document.xpath(f"//w:commentReference[@w:id='{number}']", namespaces=NS)
        assert len(references) == 1
        said = "\n".join("".join(p.itertext()) for p in comment.iter(f"{W}p"))
        found.append((comment.get(f"{W}author"), covered, said))
    return found


def test_comment_stands_on_the_very_figure(
    users_docx: Path, findings_of, facts: Facts, tmp_path: Path
) -> None:
    draft = read_draft(users_docx)
    findings = findings_of(draft.text, {"320户": "302户", "2186.4万元": None})
    result = annotate(users_docx, findings, draft, tmp_path / "out.docx", facts=facts)
    assert (result.comments, result.fixes) == (2, 0)
    old, first, second = comments_of(tmp_path / "out.docx")
    assert old == ("王", "均已落实帮扶。", "请核实")
    assert first[:2] == ("zhibi 核数", "320户")
    assert first[2].splitlines() == [
        "N101（事实中没有这个数）：“320户”在事实中没有依据",
        "事实：budget 一般公共预算收入 = 4917.6万元，来源：财政所 表1 B2",
        "改为：302户",
        "建议：照事实改正，或把它写进事实",
    ]
    assert second[1] == "2186.4万元"


def flattened(path: Path) -> list[tuple[str, str, bytes]]:
    """Every character of a document with its paragraph's and its run's formatting."""
    with zipfile.ZipFile(path) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    characters = []
    for run in document.iter(f"{W}r"):
        properties = run.find("w:rPr", NS)
        form = b"" if properties is None else etree.tostring(properties, method="c14n")
        parent = run.getparent().tag
        for text in run.iter(f"{W}t"):
            characters.extend((char, parent, form) for char in text.text or "")
    return characters


def test_everything_else_is_untouched(users_docx: Path, findings_of, tmp_path: Path) -> None:
    before = users_docx.read_bytes()
    draft = read_draft(users_docx)
    out = tmp_path / "out.docx"
    annotate(users_docx, findings_of(draft.text, {"320户": "302户"}), draft, out)
    assert users_docx.read_bytes() == before
    with zipfile.ZipFile(users_docx) as old, zipfile.ZipFile(out) as new:
        assert old.namelist() == new.namelist()
        changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert sorted(changed) == ["word/comments.xml", "word/document.xml"]
    assert flattened(out) == flattened(users_docx)
    assert read_draft(out).text == draft.text
    with zipfile.ZipFile(out) as archive:
        xml = archive.read("word/document.xml").decode()
    assert 'w:id="90"' in xml  # the user's own revision
    assert "<w:drawing>" in xml
    opened = docx.Document(str(out))
    assert next(comment.text for comment in opened.comments) == "请核实"


def test_a_document_without_comments_gets_the_part(docx_file, findings_of, tmp_path: Path) -> None:
    path = docx_file("<w:p><w:r><w:t>新增320户。</w:t></w:r></w:p>")
    draft = read_draft(path)
    out = tmp_path / "out.docx"
    annotate(path, findings_of(draft.text, {"320户": None}), draft, out)
    with zipfile.ZipFile(out) as archive:
        types = archive.read("[Content_Types].xml").decode()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert 'PartName="/word/comments.xml"' in types
    assert re.search(r'Type="[^"]*/comments" Target="comments.xml"', relations)
    assert comments_of(out)[0][1] == "320户"
    assert [comment.text.split("：")[0] for comment in docx.Document(str(out)).comments] == [
        "N101（事实中没有这个数）"
    ]


def test_nothing_found_nothing_changed(users_docx: Path, findings_of, tmp_path: Path) -> None:
    draft = read_draft(users_docx)
    annotate(users_docx, findings_of(draft.text), draft, tmp_path / "out.docx")
    with zipfile.ZipFile(users_docx) as old, zipfile.ZipFile(tmp_path / "out.docx") as new:
        assert [old.read(n) for n in old.namelist()] == [new.read(n) for n in new.namelist()]


def accept(root: etree._Element) -> str:
    return "".join(t.text or "" for t in root.iter(f"{W}t"))


def reject(root: etree._Element) -> str:
    return "".join(
        t.text or ""
        for t in root.iter(f"{W}t", f"{W}delText")
        if not any(parent.tag == f"{W}ins" for parent in t.iterancestors())
    )


def test_fixes_are_tracked_changes(users_docx: Path, findings_of, tmp_path: Path) -> None:
    draft = read_draft(users_docx)
    wrong = {"320户": "302户", "2186.4万元": None, "3.2亿元": "3.3亿元"}
    out = tmp_path / "out.docx"
    result = annotate(users_docx, findings_of(draft.text, wrong), draft, out, fix=True)
    assert (result.comments, result.fixes) == (3, 1)  # not where another's revision stands
    with zipfile.ZipFile(out) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
    paragraph = document.xpath("//w:p[w:del]", namespaces=NS)[0]
    assert accept(paragraph) == "全镇新增监测对象302户965人，均已落实帮扶。"
    assert reject(paragraph) == "全镇新增监测对象320户965人，均已落实帮扶。"
    added = paragraph.find("w:ins/w:r/w:rPr", NS)
    assert added.find("w:b", NS) is not None  # the new figure is formatted like the old one
    numbers = [
        element.get(f"{W}id")
        for element in document.iter(f"{W}ins", f"{W}del")
        if element.get(f"{W}id")
    ]
    assert len(numbers) == len(set(numbers))
    assert comments_of(out)[1][1] == "320户302户"  # the comment covers both
    assert "302户" in read_draft(out).text
    assert "320户" not in read_draft(out).text


def test_two_replacements_of_one_place_are_left_to_the_reader(
    users_docx: Path, findings_of, tmp_path: Path
) -> None:
    draft = read_draft(users_docx)
    findings = findings_of(draft.text, {"320户": "302户"})
    (one,) = findings.findings
    both = replace(findings, findings=(one, replace(one, code="N302", replacement="305户")))
    result = annotate(users_docx, both, draft, tmp_path / "out.docx", fix=True)
    assert (result.comments, result.fixes) == (1, 0)
    said = comments_of(tmp_path / "out.docx")[1][2]
    assert "改为：302户" in said
    assert "改为：305户" in said


def test_markdown_becomes_an_annotated_document(
    draft: Draft, findings_of, facts: Facts, tmp_path: Path
) -> None:
    text = (
        "# 青山镇2024年工作总结\r\n\r\n## 一、经济\r\n\r\n　　一是抓项目。完成投资4817.6万元。\r\n"
    )
    given = DraftText(text, "稿.md")
    findings = findings_of(text, {"4817.6万元": "4917.6万元"})
    out = tmp_path / "out.docx"
    result = annotate("稿.md", findings, given, out, facts=facts, fix=True)
    assert (result.comments, result.fixes) == (1, 1)
    (comment,) = comments_of(out)
    assert comment[1].replace("\ufeff", "") == "4817.6万元4917.6万元"
    assert read_draft(out).text.split("\n")[-2] == "一是抓项目。完成投资4917.6万元。"


def test_every_figure_of_a_long_markdown_draft_is_found(
    draft: Draft, findings_of, tmp_path: Path
) -> None:
    save(draft, tmp_path / "a.md")
    given = read_draft(tmp_path / "a.md")
    findings = findings_of(given.text, dict.fromkeys(("4个", "6.3%", "4817.6万元")))
    result = annotate(tmp_path / "a.md", findings, given, tmp_path / "a.docx")
    covered = [text.replace("\ufeff", "") for _, text, _ in comments_of(tmp_path / "a.docx")]
    assert result.comments == len(findings.findings) > 50
    assert covered == [given.text[f.start : f.end] for f in findings.findings]


def test_findings_about_the_whole_share_one_comment_on_the_title(
    users_docx: Path, findings_of, tmp_path: Path
) -> None:
    draft = read_draft(users_docx)
    out = tmp_path / "out.docx"
    annotate(users_docx, findings_of(draft.text, {}, ("税收", "投资")), draft, out)
    _, on, said = comments_of(out)[-1]
    assert on == "青山镇2024年工作总结"
    assert said.count("N301") == 2


def test_figures_in_notes_and_boxes_are_commented_where_word_allows(
    docx_file: Callable[..., Path], findings_of, tmp_path: Path
) -> None:
    path = docx_file(
        "<w:p><w:r><w:t>正文</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        "<w:p><w:r><w:t>框外</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>框内320户</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        footnotes="<w:footnote w:id='2'><w:p><w:r><w:t>注302户</w:t></w:r></w:p></w:footnote>",
    )
    draft = read_draft(path)
    out = tmp_path / "out.docx"
    findings = findings_of(draft.text, {"320户": "305户", "302户": "305户"})
    result = annotate(path, findings, draft, out, fix=True)
    assert (result.comments, result.fixes) == (2, 0)
    with zipfile.ZipFile(out) as archive:
        document = etree.fromstring(archive.read("word/document.xml"))
        assert archive.read("word/footnotes.xml") == zipfile.ZipFile(path).read(
            "word/footnotes.xml"
        )
    starts = document.xpath("//w:commentRangeStart", namespaces=NS)
    assert all(start.getparent().getparent().tag == f"{W}body" for start in starts)
    following = [start.getnext()[0].tag for start in starts]
    assert sorted(following) == [f"{W}footnoteReference", f"{W}pict"]


def test_the_original_is_never_written_to(users_docx: Path, findings_of, tmp_path: Path) -> None:
    draft = read_draft(users_docx)
    (tmp_path / "link.docx").symlink_to(users_docx)
    for target in (users_docx, tmp_path / "link.docx"):
        with pytest.raises(OutputError, match="不会改写原稿"):
            annotate(users_docx, findings_of(draft.text), draft, target)


def test_same_check_same_bytes(users_docx: Path, findings_of, tmp_path: Path) -> None:
    draft = read_draft(users_docx)
    findings = findings_of(draft.text, {"320户": "302户"})
    for name in ("a.docx", "b.docx"):
        annotate(users_docx, findings, draft, tmp_path / name, fix=True)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_sensitive_facts_are_not_quoted(
    users_docx: Path, findings_of, facts: Facts, tmp_path: Path
) -> None:
    draft = read_draft(users_docx)
    findings = findings_of(draft.text, {"320户": None})
    secret = replace(findings.findings[0], facts=("secret",))
    annotate(
        users_docx, replace(findings, findings=(secret,)), draft, tmp_path / "out.docx", facts=facts
    )
    assert "77" not in comments_of(tmp_path / "out.docx")[1][2]


@pytest.mark.skipif(not SCHEMAS, reason="OOXML_XSD names no folder with wml.xsd of ECMA-376")
def test_what_was_added_is_valid_against_the_schema(
    draft: Draft, findings_of, tmp_path: Path
) -> None:
    save(draft, tmp_path / "a.docx")
    given = read_draft(tmp_path / "a.docx")
    findings = findings_of(given.text, {"4个": "5个", "6.3%": None}, ("税收",))
    annotate(tmp_path / "a.docx", findings, given, tmp_path / "b.docx", fix=True)
    schema = etree.XMLSchema(etree.parse(Path(SCHEMAS) / "wml.xsd"))
    with zipfile.ZipFile(tmp_path / "b.docx") as archive:
        for name in ("word/document.xml", "word/comments.xml"):
            schema.assertValid(etree.fromstring(archive.read(name)))
