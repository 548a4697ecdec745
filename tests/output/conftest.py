"""Hand-made facts, findings and drafts: what the tests of this folder write out and read in."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from zhibi.checking.codes import by_code
from zhibi.checking.findings import CheckedFigure, Coverage, Finding, Findings
from zhibi.facts.model import Document, Entry, Fact, Facts, Section
from zhibi.figures.model import Quantity
from zhibi.figures.quantity import parse_quantity
from zhibi.figures.scan import find_figures
from zhibi.text import Source
from zhibi.writing.document import Block, Draft

PARAGRAPH = (
    "聚焦主导产业培育，引进亿元以上项目4个，盘活闲置厂房2.1万平方米，规模以上工业增加值增长6.3%，"
    "一般公共预算收入完成4817.6万元，为年度预算的102.4%，实行“周调度、月通报”机制——持续用力。"
)

FindingsMaker = Callable[..., Findings]


def make_entry(
    number: str, name: str, value: str, *, show: str = "must", source: str = ""
) -> Entry:
    """An entry of the ledger as the facts floor would make it."""
    quantity: Quantity = parse_quantity(value)
    return Entry(
        id=number,
        fact_id=number,
        section_id="economy",
        role="value",
        name=name,
        aliases=(),
        quantity=quantity,
        period=None,
        status=None,
        show=show,  # type: ignore[arg-type]
        source=source,
        place=None,
    )


@pytest.fixture
def entry() -> Callable[..., Entry]:
    """Makes an entry."""
    return make_entry


@pytest.fixture
def facts() -> Facts:
    """Four facts, one of them sensitive and one optional."""
    entries = (
        make_entry("budget", "一般公共预算收入", "4917.6万元", source="财政所 表1 B2"),
        make_entry("projects", "亿元以上项目", "4个", source="招商办"),
        make_entry("secret", "敏感指标", "77件", show="sensitive", source="内部"),
        make_entry("shops", "新增个体工商户", "126户", show="may", source="市监所"),
    )
    return make_facts(entries)


def make_facts(entries: tuple[Entry, ...]) -> Facts:
    """A facts file of one section whose facts have these values."""
    section = Section(
        id="economy",
        part="summary",
        topic="经济发展",
        heading="",
        facts=tuple(
            Fact(
                id=item.fact_id,
                section_id="economy",
                name=item.name,
                text="",
                aliases=(),
                names=(),
                period=None,
                status=None,
                show=item.show,
                source=item.source,
                place=None,
                value=item,
            )
            for item in entries
        ),
        sections=(),
        place=None,
    )
    document = Document(style="镇乡", kind="annual", year=2024, organisation="青山镇")
    return Facts(document, (section,), (), "facts.yaml")


@pytest.fixture
def findings_of() -> FindingsMaker:
    """Makes the result of a check: every figure stated, but for those that a mapping names."""

    def make(
        text: str, wrong: Mapping[str, str | None] | None = None, missing: tuple[str, ...] = ()
    ) -> Findings:
        source, wrong = Source(text), wrong or {}
        figures, found = [], []
        for figure in find_figures(text):
            line, column = source.position(figure.start)
            if figure.text not in wrong:
                status = "stated" if figure.claim else "exempt"
                figures.append(CheckedFigure(figure, line, column, status))
                continue
            figures.append(CheckedFigure(figure, line, column, "unsupported", ("budget",)))
            rule = by_code()["N101"]
            found.append(
                Finding(
                    code=rule.code,
                    name=rule.name,
                    severity=rule.severity,
                    start=figure.start,
                    end=figure.end,
                    line=line,
                    column=column,
                    message=f"“{figure.text}”在事实中没有依据",
                    hint="照事实改正，或把它写进事实",
                    replacement=wrong[figure.text],
                    facts=("budget",),
                )
            )
        end = len(text)
        for item in missing:
            line, column = source.position(end)
            found.append(
                Finding(
                    "N301", "unreported-fact", "error", end, end, line, column, f"“{item}”没有写"
                )
            )
        return Findings(tuple(figures), tuple(found), Coverage(3, 3 - len(missing), missing))

    return make


@pytest.fixture
def draft(findings_of: FindingsMaker) -> Draft:
    """A report of several pages with every kind of block."""
    blocks = [
        Block("title", "青山镇2024年工作总结和2025年工作计划"),
        Block("paragraph", "今年以来，全镇上下真抓实干。" + PARAGRAPH * 2),
        Block("heading", "2024年工作总结", 1, "一、"),
        Block("heading", "聚力提质增效，经济运行稳中有进", 2, "（一）"),
        *(
            Block("paragraph", PARAGRAPH * 2, lead=f"{number}是抓实项目建设。", lead_level=3)
            for number in "一二三四五"
        ),
        Block("heading", "2025年工作计划", 1, "二、"),
        *(Block("paragraph", PARAGRAPH * 2) for _ in range(8)),
    ]
    bare = Draft(
        tuple(blocks),
        Findings((), (), Coverage(0, 0, ())),
        "offline",
        "青山镇人民政府",
        "2024年12月6日",
    )
    return replace(bare, findings=findings_of(bare.text))


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'


@pytest.fixture
def docx_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes a .docx from the XML of its body and of further parts, as some other program would."""

    def make(body: str, name: str = "稿子.docx", **parts: str) -> Path:
        prefixes = (
            f'xmlns:w="{W}" '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
            'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
        )
        relations = "".join(
            f'<Relationship Id="r{kind}" Type="{REL}{kind}" Target="{kind}.xml"/>' for kind in parts
        )
        files = {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'{_RELS}<Relationship Id="rId1" Type="{REL}officeDocument" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {prefixes}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"{_RELS}{relations}</Relationships>",
        }
        for kind, xml in parts.items():
            files[f"word/{kind}.xml"] = f"<w:{kind} {prefixes}>{xml}</w:{kind}>"
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in files.items():
                archive.writestr(part, text)
        return tmp_path / name

    return make
