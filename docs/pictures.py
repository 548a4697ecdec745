"""Makes the pictures of the docs: two pages of a report, the report of a check, a form, the page.

    python docs/pictures.py

Needs LibreOffice, poppler-utils and Chromium with its driver. The fonts are free ones that stand
in for those that an office has (tests/output/data/fonts.conf).
"""

from __future__ import annotations

import os
import queue
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from zhibi.checking.check import check
from zhibi.desk.serve import serve
from zhibi.desk.work import Work
from zhibi.intake.forms import make_form
from zhibi.intake.load import load_facts
from zhibi.output.review.html import render_html
from zhibi.output.save import save
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "tests" / "output" / "data" / "fonts.conf"
# What a tired clerk might have typed, and what the facts say.
SLIPS = (
    ("书记领办项目14个", "书记领办项目41个"),
    ("6318.5万元", "6318.5亿元"),
    ("增长13.62%", "下降13.62%"),
    ("“三会一课”", "“三会两课”"),
)
FRAME = (
    "<body style='margin:0;padding:12px;background:#eef0f3'>"
    "<img src='{}' style='width:680px;box-shadow:0 1px 6px rgb(0 0 0/35%)'>"
)


def main() -> None:
    """Make all pictures."""
    _picture_of_form()
    _picture_of_desk()
    facts = load_facts(ROOT / "examples" / "township-annual" / "facts.yaml")
    made = draft(facts)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        save(made, folder / "report.docx", facts)
        pages = _pages(folder / "report.docx")
        for page, picture in ((pages[0], "report-page"), (pages[-1], "report-last-page")):
            framed = folder / f"{picture}.html"
            framed.write_text(FRAME.format(page.name), "utf-8")
            _shoot(framed, ROOT / "docs" / f"{picture}.png", 704, 990)
        text = made.text
        for right, wrong in SLIPS:
            text = text.replace(right, wrong, 1)
        findings = check(text, facts)
        path = folder / "check.html"
        path.write_text(render_html(findings, text, "", facts, "report.md"), "utf-8")
        first = next(
            number
            for number, item in enumerate(findings.figures, 1)
            if item.status in {"unsupported", "conflict"}
        )
        _shoot(path, ROOT / "docs" / "check-report.png", 1060, 660, focus=f"f{first}")


def _picture_of_form() -> None:
    """The upper part of the form's first sheet, as it prints."""
    topics = list(load_style("镇乡").topics)
    with tempfile.TemporaryDirectory() as name:
        workbook = Path(name) / "form.xlsx"
        workbook.write_bytes(make_form("镇乡", topics))
        pdf = _printed(workbook)
        crop = ["-x", "60", "-y", "60", "-W", "1400", "-H", "330"]
        command = ["pdftoppm", "-r", "130", "-f", "1", "-l", "1", *crop, "-png", "-singlefile"]
        subprocess.run([*command, str(pdf), str(ROOT / "docs" / "form")], check=True)


def _picture_of_desk() -> None:
    """The last step of `zhibi desk`: a draft with slips, and where a wrong figure comes from."""
    told: queue.Queue[str] = queue.Queue()
    work = Work()
    for path in sorted((ROOT / "examples" / "township-annual" / "offices").iterdir()):
        work.submitted.add(path.name, path.read_bytes())
    work.take_in()
    work.write(work.session, work.version, "offline")
    text = work.text or ""
    for right, wrong in SLIPS:
        text = text.replace(right, wrong, 1)
    work.put_text(text)
    options = {"told": told.put, "open_browser": False, "layout": None, "model": None}
    threading.Thread(target=serve, args=(work, 0), kwargs=options, daemon=True).start()
    wrong_figure = "document.querySelector('#paper .f.conflict')"
    with _browser(1366, 768) as driver:
        driver.get(told.get(timeout=30))
        WebDriverWait(driver, 30).until(lambda _: driver.execute_script(f"return {wrong_figure}"))
        driver.execute_script(
            f"const f = {wrong_figure}; f.scrollIntoView({{block: 'center'}});"
            "f.focus({preventScroll: true}); document.getElementById('toast').hidden = true;"
        )
        driver.save_screenshot(str(ROOT / "docs" / "desk.png"))


def _pages(document: Path) -> list[Path]:
    pdf, stem = _printed(document), document.parent / "page"
    subprocess.run(["pdftoppm", "-gray", "-r", "110", "-png", str(pdf), str(stem)], check=True)
    return sorted(document.parent.glob("page-*.png"))


def _printed(document: Path) -> Path:
    """The PDF that LibreOffice makes of a document."""
    folder = document.parent
    profile = (folder / "profile").as_uri()
    office = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(FONTS)}
    subprocess.run(
        [*office, "--outdir", str(folder), str(document)],
        check=True,
        capture_output=True,
        env=environment,
    )
    return document.with_suffix(".pdf")


@contextmanager
def _browser(width: int, height: int) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    options.binary_location = "/usr/bin/chromium"
    driver = webdriver.Chrome(options, Service("/usr/bin/chromedriver"))
    try:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        yield driver
    finally:
        driver.quit()


def _shoot(page: Path, picture: Path, width: int, height: int, focus: str = "") -> None:
    with _browser(width, height) as driver:
        driver.get(page.as_uri())
        if focus:
            driver.execute_script(
                "const f = document.getElementById(arguments[0]);"
                "f.scrollIntoView({block: 'center'}); f.focus({preventScroll: true});",
                focus,
            )
        driver.save_screenshot(str(picture))


if __name__ == "__main__":
    main()
