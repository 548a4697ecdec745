"""The HTML report, read as markup; `test_output_browser.py` drives it in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from zhibi.facts.model import Facts
from zhibi.output.review.html import render_html

TEXT = (
    "# 青山镇2024年工作总结\n\n## 一、经济发展\n\n"
    "一般公共预算收入4817.6万元，引进项目4个。有效缓解矛盾。\n"
)
HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3)'


def page(findings, facts: Facts | None = None, text: str = TEXT):
    source = render_html(findings, text, "", facts, "稿.md")
    return source, lxml_html.document_fromstring(source)


def test_policy_allows_the_pages_own_style_and_nothing_else(findings_of) -> None:
    source, root = page(findings_of(TEXT))
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    style = re.search("<style>(.*?)</style>", source, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert not root.xpath("//script | //link | //img | //iframe | //*[@style]")
    assert not re.search(r"https?://", source)


def test_every_figure_is_there_with_its_status_and_tooltip(findings_of, facts: Facts) -> None:
    findings = findings_of(TEXT, {"4817.6万元": "4917.6万元"})
    _, root = page(findings, facts)
    shown = root.xpath("//main//span[contains(@class, 'f ')]")
    assert len(shown) == len(findings.figures)
    wrong = next(item for item in shown if "unsupported" in item.get("class"))
    assert wrong.text == "4817.6万元"
    assert wrong.get("tabindex") == "0"
    tip = root.get_element_by_id(wrong.get("aria-describedby"))
    assert tip.get("role") == "tooltip"
    said = tip.text_content()
    assert "无据" in said
    assert "budget 一般公共预算收入 = 4917.6万元，来源：财政所 表1 B2" in said
    assert "N101" in said


def test_the_draft_is_all_there(findings_of, facts: Facts) -> None:
    _, root = page(findings_of(TEXT, {"4817.6万元": None}), facts)
    for extra in root.xpath("//main//*[@role='tooltip' or @class='no' or @class='ref']"):
        extra.drop_tree()
    assert [line.text_content().strip() for line in root.xpath("//main/*")] == [
        "青山镇2024年工作总结",
        "一、经济发展",
        "一般公共预算收入4817.6万元，引进项目4个。有效缓解矛盾。",
    ]


def test_findings_jump_to_their_place_and_back(findings_of, facts: Facts) -> None:
    text = TEXT + "\n全年4817.6万元。\n"
    findings = findings_of(text, {"4817.6万元": None})
    claim = replace(
        findings.findings[0],
        code="W104",
        severity="warning",
        start=text.index("有效缓解"),
        end=text.index("有效缓解") + 4,
    )
    heading = replace(claim, code="L102", start=text.index("## "), end=text.index("发展"))
    findings = replace(findings, findings=(*findings.findings, claim, heading))
    _, root = page(findings, facts, text)
    for number in range(1, 5):
        (item,) = root.xpath(f"//aside//li[@id='d{number}']")
        assert item.xpath("./a/@href") == [f"#n{number}"]
        assert len(root.xpath(f"//main//*[@id='n{number}']")) == 1
        assert root.xpath(f"//main//a[@href='#d{number}']")
    identifiers = root.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))


def test_missing_unused_and_sensitive_facts(findings_of, facts: Facts) -> None:
    findings = findings_of(TEXT, {"4817.6万元": None}, ("projects",))
    secret = replace(findings.figures[1], facts=("secret",))
    findings = replace(findings, figures=(findings.figures[0], secret, *findings.figures[2:]))
    source, root = page(findings, facts)
    assert root.xpath("string(//section[@id='missing'])").count("亿元以上项目 = 4个") == 1
    assert "新增个体工商户 = 126户" in root.xpath("string(//section[@id='unused'])")
    assert "77" not in source
    assert "敏感，不显示" in source


def test_whole_text_findings_have_no_dead_link(findings_of) -> None:
    _, root = page(findings_of(TEXT, {}, ("税收",)))
    for link in root.xpath("//a/@href"):
        assert link.startswith("#")
        assert root.xpath(f"//*[@id='{link[1:]}']"), link


def test_hostile_text_stays_text(findings_of, facts: Facts, entry) -> None:
    text = f"# {HOSTILE}\n\n完成320户{HOSTILE}。\n"
    findings = findings_of(text, {"320户": HOSTILE})
    evil = replace(
        findings.findings[0], message=HOSTILE, hint=HOSTILE, facts=(HOSTILE,), start=0, end=3
    )
    section = facts.sections[0]
    bad = replace(entry("x", HOSTILE, "320户"), show="may", source=HOSTILE)
    fact = replace(section.facts[0], value=bad)
    source, root = page(
        replace(findings, findings=(*findings.findings, evil)),
        replace(facts, sections=(replace(section, facts=(fact,)),)),
        text,
    )
    assert not root.xpath("//script | //img | //@onerror | //@onmouseover")
    assert source.count("&lt;script&gt;") >= 6


@pytest.mark.parametrize("text", ["", "\n\n", "# \n", "没有数字。"])
def test_a_text_without_figures(findings_of, text: str) -> None:
    source, _ = page(findings_of(text), text=text)
    assert "没有发现问题" in source
