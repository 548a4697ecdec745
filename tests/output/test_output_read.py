"""Drafts in: encodings, what of a .docx is its text, where each character stands, bad files."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from zhibi.errors import InputError
from zhibi.intake.submissions import read_submission
from zhibi.word.drafts import read_draft
from zhibi.word.parts import DocxParts
from zhibi.word.wml import own_runs, run_text, w

DocxFile = Callable[..., Path]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


@pytest.mark.parametrize(
    "data",
    [
        "税收2186.4万元。\r\n".encode(),
        b"\xef\xbb\xbf" + "税收2186.4万元。\r\n".encode(),
        "税收2186.4万元。\r\n".encode("gb18030"),
        "税收2186.4万元。\r\n".encode("utf-16"),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16"],
)
def test_encodings(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert read_draft(path).text == "税收2186.4万元。\r\n"  # line ends are kept as given


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO("税收2186.4万元。".encode()), "ascii")
    monkeypatch.setattr("sys.stdin", stdin)
    assert read_draft("-").text == "税收2186.4万元。"


def test_text_of_split_runs_and_breaks(docx_file: DocxFile) -> None:
    path = docx_file(
        paragraph(run("完成"), run("21"), run("86.4万"), run("元"))
        + "<w:p/>"
        + paragraph("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t></w:r>")
    )
    assert read_draft(path).text == "完成2186.4万元\n\n一\n二\t三\n"


def test_every_piece_stands_where_it_says(docx_file: DocxFile) -> None:
    path = docx_file(
        paragraph(run("完成"), run("21\u200b86.4"), run("万元"))
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('税收'))}</w:tc>"
        f"<w:tc>{paragraph(run('3.2'))}{paragraph(run('亿元'))}</w:tc></w:tr></w:tbl>"
        + paragraph(run("𬭼山村"), run("302户"))
    )
    draft = read_draft(path)
    assert draft.text == "完成2186.4万元\n税收\t3.2 亿元\n𬭼山村302户\n"
    parts = DocxParts(path)
    for piece in draft.pieces:
        paragraphs = list(parts.root(piece.part).iter(w("p")))
        text = run_text(own_runs(paragraphs[piece.paragraph])[piece.run])
        length = piece.end - piece.start
        assert text[piece.offset : piece.offset + length] == draft.text[piece.start : piece.end]
    covered = "".join(draft.text[piece.start : piece.end] for piece in draft.pieces)
    assert covered == draft.text.replace("\n", "").replace("\t", "").replace(" ", "")


def test_locate(docx_file: DocxFile) -> None:
    draft = read_draft(docx_file(paragraph(run("完成"), run("302户"))))
    at = draft.text.index("302户")
    piece = draft.locate(at + 1)
    assert piece is not None
    assert (piece.paragraph, piece.run) == (0, 1)
    assert draft.locate(len(draft.text)) is None
    assert [p.run for p in draft.pieces_between(at - 1, at + 1)] == [0, 1]


def test_revisions_read_as_accepted_and_hidden_text_is_not_read(docx_file: DocxFile) -> None:
    path = docx_file(
        paragraph(
            run("新增"),
            '<w:del w:id="1" w:author="甲"><w:r><w:delText>320户</w:delText></w:r></w:del>',
            f'<w:ins w:id="2" w:author="甲">{run("302户")}</w:ins>',
            run("（隐藏）", "<w:vanish/>"),
            run("。", '<w:vanish w:val="0"/>'),
            f'<w:hyperlink w:anchor="x">{run("见附件")}</w:hyperlink>',
        )
    )
    assert read_draft(path).text == "新增302户。见附件\n"


def test_fields_give_their_result(docx_file: DocxFile) -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    path = docx_file(
        paragraph(
            run("共"),
            mark.format("begin"),
            "<w:r><w:instrText> =100+202 </w:instrText></w:r>",
            run("代码里的9"),
            mark.format("separate"),
            run("302"),
            mark.format("end"),
            run("户"),
        )
    )
    assert read_draft(path).text == "共302户\n"


def test_headings_titles_and_contents(docx_file: DocxFile) -> None:
    def style(identifier: str, name: str, rest: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{identifier}">'
            f'<w:name w:val="{name}"/>{rest}</w:style>'
        )

    path = docx_file(
        "".join(
            paragraph(run(text), properties=f'<w:pStyle w:val="{used}"/>')
            for text, used in (
                ("工作总结", "a1"),
                ("一、回顾 3", "a2"),
                ("一、回顾", "a3"),
                ("（一）经济", "a4"),
                ("正文", "a5"),
            )
        )
        + paragraph(run("大纲三级"), properties='<w:outlineLvl w:val="2"/>'),
        styles=style("a1", "Title")
        + style("a2", "toc 1")
        + style("a3", "heading 1", "<w:pPr><w:outlineLvl w:val='0'/></w:pPr>")
        + style("a4", "我的标题", '<w:basedOn w:val="a6"/>')
        + style("a5", "Normal")
        + style("a6", "heading 2"),
    )
    assert read_draft(path).text == "# 工作总结\n## 一、回顾\n### （一）经济\n正文\n#### 大纲三级\n"


def test_automatic_numbers_are_written_out(docx_file: DocxFile) -> None:
    def level(number: int, form: str, pattern: str) -> str:
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        )

    def item(text: str, depth: int) -> str:
        return paragraph(
            run(text),
            properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="5"/></w:numPr>',
        )

    path = docx_file(
        item("经济", 0) + item("工业", 1) + item("农业", 1) + item("民生", 0) + item("就业", 1),
        numbering='<w:abstractNum w:abstractNumId="3">'
        + level(0, "chineseCounting", "%1、")
        + level(1, "decimal", "%2.")
        + '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="3"/>'
        '<w:lvlOverride w:ilvl="1"><w:startOverride w:val="4"/></w:lvlOverride></w:num>',
    )
    assert read_draft(path).text == "一、经济\n4.工业\n5.农业\n二、民生\n4.就业\n"


def test_notes_and_text_boxes_are_read(docx_file: DocxFile) -> None:
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:txbxContent>"
        f"{paragraph(run('框内5个'))}</w:txbxContent></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox><w:txbxContent>{paragraph(run('框内5个'))}</w:txbxContent></v:textbox>"
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    path = docx_file(
        paragraph(run("正文"), box, '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        footnotes='<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph(run("注：302户"))}</w:footnote>',
    )
    draft = read_draft(path)
    assert draft.text == "正文\n框内5个\n注：302户\n"
    assert draft.pieces[-1].part == "word/footnotes.xml"


def problem(path: Path) -> str:
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(InputError) as caught:
        read_draft(path)
    assert len(caught.value.problems) == 1
    assert "\n" not in caught.value.problems[0].message
    if path.is_file():
        assert path.read_bytes() == before
    if path.suffix == ".docx":
        with pytest.raises(InputError) as merged:
            read_submission(path)
        assert merged.value.problems == caught.value.problems
    return str(caught.value.problems[0])


def test_missing_file_and_folder(tmp_path: Path) -> None:
    assert "文件不存在" in problem(tmp_path / "无.md")
    assert "文件不存在" in problem(tmp_path / "无.docx")
    (tmp_path / "夹.md").mkdir()
    assert "文件夹" in problem(tmp_path / "夹.md")


def test_no_text_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xff")
    assert "编码" in problem(path)
    path.write_bytes(b"PK\x03\x04...")
    assert "压缩格式" in problem(path)


@pytest.mark.parametrize("ending", [".doc", ".wps", ".pdf", ".xlsx", ".docm"])
def test_other_formats(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{ending}"
    path.write_bytes(b"...")
    assert "不能读取" in problem(path)


OLE = bytes.fromhex("D0CF11E0A1B11AE1")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (OLE + bytes(600), "旧版 .doc"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "已加密"),
        (b"", "不是 .docx"),
        (b"hello", "不是 .docx"),
    ],
)
def test_renamed_encrypted_and_empty(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert says in problem(path)


def test_cut_short(docx_file: DocxFile) -> None:
    path = docx_file(paragraph(run("正文" * 4000)))
    path.write_bytes(path.read_bytes()[:-200])
    assert "损坏" in problem(path)


def test_damaged_inside(docx_file: DocxFile) -> None:
    path = docx_file(paragraph(run("正文" * 4000)))
    data = bytearray(path.read_bytes())
    at = data.index(b"word/document.xml") + 40
    data[at : at + 20] = bytes(20)
    path.write_bytes(bytes(data))
    assert "损坏" in problem(path)


def test_not_xml_and_no_word_document(docx_file: DocxFile, tmp_path: Path) -> None:
    assert "不是合法的 XML" in problem(docx_file("<w:p>"))
    with zipfile.ZipFile(tmp_path / "z.docx", "w") as archive:
        archive.writestr("a.txt", "x")
    assert "没有正文" in problem(tmp_path / "z.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(docx_file: DocxFile, tmp_path: Path, encoding: str) -> None:
    good = docx_file(paragraph(run("正文")))
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY a "1111111111">'
        '<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body>{paragraph(run('&b;'))}</w:body></w:document>"
    ).encode(encoding)
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, bomb if name == "word/document.xml" else source.read(name))
    assert "实体" in problem(path)


def test_zip_bomb_is_refused_before_unpacking(docx_file: DocxFile) -> None:
    path = docx_file(paragraph(run("正文")), styles="x" * (40 << 20))
    assert path.stat().st_size < 1 << 20
    assert "过大" in problem(path)


def test_strict_format_is_named(docx_file: DocxFile, tmp_path: Path) -> None:
    good = docx_file(paragraph(run("正文")))
    path = tmp_path / "strict.docx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(
                name,
                data.replace(
                    b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                    b"http://purl.oclc.org/ooxml/wordprocessingml/main",
                ),
            )
    assert "严格" in problem(path)


def test_no_damage_to_the_xml_gets_past_the_reader(docx_file: DocxFile, tmp_path: Path) -> None:
    """Values made nonsense, tags dropped: read, or refused in one line; never anything else."""
    numbered = "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='5'/></w:numPr>"
    good = docx_file(
        paragraph(run("完成"), run("302户"), properties=numbered + "<w:outlineLvl w:val='1'/>")
        + f"<w:tbl><w:tr><w:tc>{paragraph(run('税收'))}</w:tc></w:tr></w:tbl>"
        + paragraph(run("正文"), "<w:r><w:footnoteReference w:id='2'/></w:r>"),
        numbering="<w:abstractNum w:abstractNumId='3'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
        "<w:numFmt w:val='chineseCounting'/><w:lvlText w:val='%1、'/></w:lvl></w:abstractNum>"
        "<w:num w:numId='5'><w:abstractNumId w:val='3'/></w:num>",
        styles="<w:style w:type='paragraph' w:styleId='a'><w:name w:val='heading 1'/>"
        "<w:basedOn w:val='a'/></w:style>",
        footnotes=f"<w:footnote w:id='2'>{paragraph(run('注5个'))}</w:footnote>",
    )
    chance = random.Random(9704)
    with zipfile.ZipFile(good) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    path, outcomes = tmp_path / "damaged.docx", set()
    for _ in range(300):
        broken = dict(parts)
        name = chance.choice([n for n in parts if n.startswith(("word", "_rels"))])
        damage = chance.choice(
            [
                (r"val=(['\"])[^'\"]*\1", chance.choice(["val=''", "val='9'", "val='-7x'"])),
                (r"<w:[a-zA-Z]+/>", ""),
                (r"w:id='2'", "w:id='x'"),
                (r"</w:[a-z]+>", ""),
                (r"Target=\"[^\"]*\"", 'Target="../../etc/passwd"'),
            ]
        )
        broken[name] = re.sub(damage[0], damage[1], parts[name], count=chance.randint(1, 4))
        with zipfile.ZipFile(path, "w") as archive:
            for part, text in broken.items():
                archive.writestr(part, text)
        try:
            outcomes.add(bool(read_draft(path).text))
        except InputError as error:
            assert len(error.problems) == 1
            outcomes.add("refused")
    assert outcomes >= {True, "refused"}
