"""The pages that LibreOffice makes of the .docx, measured against GB/T 9704—2012."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from zhibi.figures.scan import find_figures
from zhibi.intake.load import load_facts
from zhibi.output.report.blocks_from_text import blocks_from_text
from zhibi.output.report.docx import render_blocks
from zhibi.output.report.layout import load_layout
from zhibi.output.save import save
from zhibi.word.text import read_docx
from zhibi.writing.document import Block
from zhibi.writing.drafting import draft

TOOLS = ("soffice", "pdftotext", "pdftohtml", "pdfinfo")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(
        not all(map(shutil.which, TOOLS)), reason="soffice or poppler-utils is not installed"
    ),
]
ROOT = Path(__file__).parents[2]
EXAMPLES = ("township-annual", "subdistrict-annual", "subdistrict-half-year")
MM = 25.4 / 72
PITCH = 225 / 22
TITLE_FONT, BODY_FONT, HEI_FONT, KAI_FONT = "NotoSerif", "Bousung", "NotoSans", "GBZenKai"


@dataclass(frozen=True)
class Word:
    """A word of a page with its box in millimetres."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """A line of a page: its words from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).replace("\ufeff", "")

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def middle(self) -> float:
        return sum(word.top + word.bottom for word in self.words) / len(self.words) / 2

    @property
    def row(self) -> float:
        """Which row of the page's grid the line stands in, from 0."""
        return (self.middle - 37) / PITCH - 0.5


def to_pdf(path: Path) -> Path:
    """Convert with fonts of our own choice, so that places do not depend on the machine's."""
    profile = path.parent / "profile"
    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation={profile.as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(path.parent),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=180,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(path.parent),
            "FONTCONFIG_FILE": str(Path(__file__).parent / "data" / "fonts.conf"),
        },
    )
    return path.with_suffix(".pdf")


def pages_of(pdf: Path) -> list[list[Line]]:
    """The lines of each page, from top to bottom."""
    run = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], check=True, capture_output=True, timeout=60
    )
    root = ElementTree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>|xmlns=\"[^\"]*\"", b"", run.stdout))
    pages = []
    for page in root.iter("page"):
        words = []
        for element in page.iter("word"):
            box = (float(element.get(key, "0")) * MM for key in ("xMin", "yMin", "xMax", "yMax"))
            words.append(Word(element.text or "", *box))
        pages.append(lines_of(words))
    return pages


def lines_of(words: Sequence[Word]) -> list[Line]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.top + word.bottom, word.left)):
        middle = (word.top + word.bottom) / 2
        if lines and abs(middle - (lines[-1][0].top + lines[-1][0].bottom) / 2) < PITCH / 3:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(sorted(line, key=lambda word: word.left))) for line in lines]


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """An example's offline draft, its PDF, and the PDF's pages without their page numbers."""
    folder = tmp_path_factory.mktemp(request.param)
    facts = load_facts(ROOT / "examples" / request.param / "facts.yaml")
    made = draft(facts)
    save(made, folder / "a.docx", facts)
    pdf = to_pdf(folder / "a.docx")
    pages = pages_of(pdf)
    return made, pdf, [page[:-1] for page in pages], [page[-1] for page in pages]


def test_paper_is_a4(example) -> None:
    _, pdf, _, _ = example
    info = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True)
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info.stdout)
    assert size is not None
    assert float(size[1]) * MM == pytest.approx(210, abs=0.5)
    assert float(size[2]) * MM == pytest.approx(297, abs=0.5)


def test_every_line_stands_on_the_grid_of_22(example) -> None:
    _, _, pages, _ = example
    for page in pages:
        for line in page:
            # The middle of the type lies a little off the row's middle, by the font's metrics.
            assert abs(line.row - round(line.row)) < 0.3, line.text
            assert 0 <= round(line.row) <= 21


def title_rows(title: str, page: Sequence[Line]) -> int:
    """How many lines the title takes."""
    return next(n for n in range(1, 5) if "".join(line.text for line in page[:n]) == title)


def test_full_pages_have_22_rows(example) -> None:
    made, _, pages, _ = example
    headings = {block.printed for block in made.blocks if block.kind == "heading"}
    assert len(pages) > 4
    for page, following in pairwise(pages):
        rows = [round(line.row) for line in page]
        last = 20 if following[0].text in headings else 21  # a heading goes with its text
        if following is pages[-1]:  # the text before the signature goes with it to the last page
            last = min(last, 21 - len(following))
        assert max(rows) >= last
        gaps = [row for row in range(max(rows)) if row not in rows]
        blank = [title_rows(made.title, page)] if page is pages[0] else []
        assert gaps == blank  # the blank line under the title


def _spacing(text: str) -> float:
    """Millimetres that LibreOffice puts between digits and characters; Word is told not to."""
    return 1.4 * len(re.findall(r"\d(?=\D)|(?<=\D)\d", text))


def test_margins(example) -> None:
    _, _, pages, _ = example
    lefts = [line.left for page in pages for line in page]
    assert min(lefts) == pytest.approx(28, abs=0.6)
    for page in pages:
        for line in page:
            # LibreOffice lets a comma or a full stop hang; the characters stay inside.
            inside = line.text.rstrip("，。、；：！？”）")
            limit = 184.3 if inside == line.text else 184.3 + 156 / 28
            if re.fullmatch(r"\d{4}年\d+月\d+日", line.text):
                limit += _spacing(line.text)
            assert line.right <= limit, line.text


def test_the_pdf_has_every_character_of_the_docx(example) -> None:
    _, pdf, pages, _ = example
    printed = "".join(line.text for page in pages for line in page)
    written = "".join(line.text for line in read_docx(pdf.with_suffix(".docx"))[1])
    assert "".join(printed.split()) == "".join(written.split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_pdf_of_a_draft_by_a_model_has_every_character_too(name: str, tmp_path: Path) -> None:
    text = (ROOT / "examples" / name / "llm-slots.md").read_text("utf-8")
    path = tmp_path / "a.docx"
    path.write_bytes(render_blocks(blocks_from_text(text).blocks))
    printed = "".join(line.text for page in pages_of(to_pdf(path)) for line in page[:-1])
    written = "".join(line.text for line in read_docx(path)[1])
    assert "".join(printed.split()) == "".join(written.split())
    assert "\ufeff" not in written


def test_a_number_stands_on_one_line(example) -> None:
    _, _, pages, _ = example
    lines = [line.text for page in pages for line in page]
    assert not [
        (before, after)
        for before, after in pairwise(lines)
        if re.search(r"[\d.]$", before) and re.match(r"[\d.%]", after)
    ]


@pytest.fixture(scope="module")
def glued(tmp_path_factory: pytest.TempPathFactory) -> list[list[Line]]:
    """The pages of an example in a layout that keeps numbers with their units."""
    folder = tmp_path_factory.mktemp("glued")
    (folder / "layout.yaml").write_text("keep_units: yes\n", "utf-8")
    facts = load_facts(ROOT / "examples" / EXAMPLES[0] / "facts.yaml")
    save(draft(facts), folder / "a.docx", facts, load_layout(folder / "layout.yaml"))
    return [page[:-1] for page in pages_of(to_pdf(folder / "a.docx"))]


def test_numbers_and_their_units_share_a_line_if_the_layout_says_so(glued) -> None:
    lines = [line.text for page in glued for line in page]
    joined, edges = "", set()
    for text in lines:
        joined += text
        edges.add(len(joined))
    cut = []
    for figure in find_figures(joined):
        for part in re.finditer(r"[0-9.]+[^0-9.～—\s]*", figure.text):
            first, last = figure.start + part.start(), figure.start + part.end()
            cut.extend(joined[first:last] for edge in edges if first < edge < last)
    assert cut == []


def test_page_numbers_odd_right_even_left(example) -> None:
    _, _, _, numbers = example
    for number, line in enumerate(numbers, 1):
        assert line.text.replace(" ", "") == f"—{number}—"
        assert line.middle == pytest.approx(262 + 7 + 14 * MM / 2, abs=1.5)
        if number % 2:
            assert line.right == pytest.approx(184 - 14 * MM, abs=1.5)
        else:
            assert line.left == pytest.approx(28 + 14 * MM, abs=1.5)


def test_fonts_by_level(example) -> None:
    made, pdf, _, _ = example
    run = subprocess.run(
        ["pdftohtml", "-xml", "-stdout", "-i", str(pdf)], check=True, capture_output=True
    )
    root = ElementTree.fromstring(re.sub(rb"<!DOCTYPE[^>]*>", b"", run.stdout))
    families = {spec.get("id"): spec.get("family", "") for spec in root.iter("fontspec")}
    texts = [("".join(text.itertext()), families[text.get("font")]) for text in root.iter("text")]
    assert made.title.startswith(texts[0][0])
    assert TITLE_FONT in texts[0][1]
    wanted = {1: HEI_FONT, 2: KAI_FONT}
    for block in made.blocks:
        if block.kind == "heading" and block.level in wanted:
            han = max(re.findall(r"[\u4e00-\u9fff]+", block.printed), key=len)
            used = {family for content, family in texts if han in content}
            assert any(wanted[block.level] in family for family in used), (block.printed, used)
    characters = Counter[str]()
    for content, family in texts:
        characters[family] += len(content)
    assert BODY_FONT in characters.most_common(1)[0][0]


def test_title_is_centred(example) -> None:
    made, _, pages, _ = example
    for line in pages[0][: title_rows(made.title, pages[0])]:
        assert (line.left + line.right) / 2 == pytest.approx(28 + 78, abs=1.5)
        height = line.words[0].bottom - line.words[0].top
        assert height > 22 * MM  # 二号


def test_28_characters_a_line(tmp_path: Path) -> None:
    """Han characters alone, no indent: each line holds 28, each page 22 lines."""
    letters = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁"[:28]
    data = render_blocks((Block("paragraph", letters * (22 * 3)),))
    path = tmp_path / "grid.docx"
    path.write_bytes(data)
    pages = [page[:-1] for page in pages_of(to_pdf(path))]
    assert [len(page) for page in pages[:2]] == [22, 22]
    lines = [line for page in pages for line in page]
    assert len(lines[0].text) == 26  # two characters of indent
    assert {len(line.text) for line in lines[1:-1]} == {28}
    for line in lines[1:-1]:
        assert line.left == pytest.approx(28, abs=0.5)
        assert line.right == pytest.approx(184, abs=0.8)


def test_a_long_title_is_a_trapezoid_of_whole_words(tmp_path: Path) -> None:
    title = "青山镇人民政府关于2024年上半年工作总结和下半年工作计划的报告"
    path = tmp_path / "title.docx"
    path.write_bytes(render_blocks((Block("title", title), Block("paragraph", "正文。"))))
    lines = pages_of(to_pdf(path))[0]
    assert [line.text for line in lines[:2]] == [
        "青山镇人民政府关于2024年上半年工作总结",
        "和下半年工作计划的报告",
    ]
    assert lines[0].right - lines[0].left > lines[1].right - lines[1].left


@pytest.mark.parametrize(
    ("signed", "date", "right"),
    [
        ("青山镇人民政府", "2024年12月6日", "署名"),
        ("临湖街道办事处", "2024年12月10日", "日期"),
        ("甲镇", "2024年12月6日", "日期"),
    ],
)
def test_signature_and_date(tmp_path: Path, draft, signed: str, date: str, right: str) -> None:
    path = tmp_path / "signed.docx"
    save(replace(draft, signed=signed, date=date), path)
    *_, first, second, _ = pages_of(to_pdf(path))[-1]
    cell = 156 / 28
    assert (first.text, second.text) == (signed, date)
    assert second.left - first.left == pytest.approx(2 * cell, abs=1)
    last = first if right == "署名" else second
    assert 184 - last.right == pytest.approx(2 * cell, abs=1 + _spacing(last.text))
