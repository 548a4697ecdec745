"""The HTML report in headless Chromium: hover, focus, jump, narrow window, one request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.browsers import headless, marks
from zhibi.facts.model import Facts
from zhibi.output.review.html import render_html

pytestmark = marks()
PARAGRAPH = "一般公共预算收入4817.6万元，引进项目4个，走访群众965人，办结事项102件，完成率98.5%。"
TEXT = "# 青山镇2024年工作总结\n\n" + "\n\n".join([PARAGRAPH] * 30) + "\n"
HOSTILE = "<script>document.title='坏了'</script><b>粗</b>"


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with headless() as driver:
        yield driver


@pytest.fixture
def report(browser, findings_of, facts: Facts, entry, tmp_path: Path):
    """The report of a draft with errors, opened from a file whose name has a space."""
    section = facts.sections[0]
    evil = replace(entry("budget", HOSTILE, "4917.6万元"), source=HOSTILE)
    known = (replace(section.facts[0], value=evil), *section.facts[1:])
    path = tmp_path / "核数 报告.html"
    findings = findings_of(TEXT, {"4817.6万元": "4917.6万元"}, ("projects",))
    hostile = replace(facts, sections=(replace(section, facts=known),))
    path.write_text(render_html(findings, TEXT, "", hostile, "稿.md"), "utf-8")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.set_window_size(1280, 900)
    browser.get(path.as_uri())
    return browser


def visible(driver, element) -> bool:
    return driver.execute_script("return getComputedStyle(arguments[0]).visibility", element) == (
        "visible"
    )


def figure_and_tip(driver, number: int = 3):
    """The figure of a number; the third is the first wrong one."""
    figure = driver.find_element("id", f"f{number}")
    return figure, driver.find_element("id", f"t{number}")


def test_hover_shows_the_fact_and_leaving_hides_it(report) -> None:
    from selenium.webdriver import ActionChains

    figure, tip = figure_and_tip(report)
    assert not visible(report, tip)
    ActionChains(report).move_to_element(figure).perform()
    assert visible(report, tip)
    assert "无据" in tip.text
    assert "4917.6万元" in tip.text
    ActionChains(report).move_to_element(report.find_element("tag name", "h1")).perform()
    assert not visible(report, tip)


def test_focus_shows_it_and_tab_goes_on_to_the_next_figure(report) -> None:
    from selenium.webdriver import Keys

    figure, tip = figure_and_tip(report)
    report.execute_script("arguments[0].focus()", figure)
    assert visible(report, tip)
    figure.send_keys(Keys.TAB)  # the finding's number behind the figure
    assert report.switch_to.active_element.get_attribute("href").endswith("#d1")
    report.switch_to.active_element.send_keys(Keys.TAB)
    assert report.switch_to.active_element.get_attribute("id") == "f4"
    assert not visible(report, tip)


def test_first_tab_offers_to_skip_to_the_findings(report) -> None:
    from selenium.webdriver import Keys

    report.find_element("tag name", "body").send_keys(Keys.TAB)
    link = report.switch_to.active_element
    assert link.text == "跳到问题列表"
    assert link.rect["x"] >= 0
    link.send_keys(Keys.ENTER)
    assert report.current_url.endswith("#findings")


def test_a_finding_jumps_to_its_place(report) -> None:
    link = report.find_element("css selector", "#d25 > a")
    report.execute_script("arguments[0].scrollIntoView(); arguments[0].click()", link)
    target = report.find_element("css selector", "#n25 + .f")
    top = report.execute_script("return arguments[0].getBoundingClientRect().top", target)
    assert 0 < top < 900
    outline = report.execute_script("return getComputedStyle(arguments[0]).outlineStyle", target)
    assert outline == "solid"


def test_tooltips_stay_inside_the_window(report) -> None:
    for width in (1280, 700, 360):
        report.set_window_size(width, 800)
        for number in (3, 4, 5, 6, 7, 9):
            figure, tip = figure_and_tip(report, number)
            report.execute_script("arguments[0].focus()", figure)
            box = report.execute_script(
                "const r = arguments[0].getBoundingClientRect(); return [r.left, r.right]", tip
            )
            assert box[0] >= 0
            assert box[1] <= report.execute_script("return innerWidth")


def test_a_narrow_window_needs_no_sideways_scrolling(report) -> None:
    report.set_window_size(360, 800)
    inner, scroll = report.execute_script(
        "return [innerWidth, document.documentElement.scrollWidth]"
    )
    assert inner < 600
    assert scroll <= inner
    main = report.find_element("tag name", "main").rect
    aside = report.find_element("tag name", "aside").rect
    assert aside["y"] >= main["y"] + main["height"]


def test_one_request_and_an_empty_console(report) -> None:
    sent = [json.loads(entry["message"])["message"] for entry in report.get_log("performance")]
    urls = [
        message["params"]["request"]["url"]
        for message in sent
        if message["method"] == "Network.requestWillBeSent"
    ]
    assert len(urls) == 1
    assert urls[0].startswith("file:")
    assert report.get_log("browser") == []


def test_a_hostile_fact_is_shown_as_text(report) -> None:
    figure, tip = figure_and_tip(report)
    report.execute_script("arguments[0].focus()", figure)
    assert "<script>document.title='坏了'</script>" in tip.text
    assert report.title == "核数报告：青山镇2024年工作总结"
    assert report.find_elements("css selector", "main b b, script") == []


def test_it_prints(report) -> None:
    import base64

    pdf = base64.b64decode(report.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert pdf.startswith(b"%PDF")
    report.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        _, tip = figure_and_tip(report)
        assert not tip.is_displayed()
        assert report.find_element("id", "findings").is_displayed()
    finally:
        report.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
