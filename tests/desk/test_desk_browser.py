"""The page in real Chromium: the whole way by mouse and by keys, two windows, work left alone."""

from __future__ import annotations

import base64
import json
import queue
import threading
import urllib.request
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

pytest.importorskip("uvicorn")
from tests.desk.conftest import OFFICES
from tests.desk.test_desk_safety import Clock
from tests.desk.test_desk_way import FACTS
from tests.support.browsers import headless, marks
from zhibi.desk.serve import serve
from zhibi.desk.work import Work

pytestmark = marks()
HOSTILE = "<img src=x onerror=\"document.title='坏了'\"><script>document.title='坏了'</script>"
HOSTILE_NAME = HOSTILE.partition("<script>")[0]


class Served:
    """A desk that is served on a free port."""

    def __init__(self, **options: Any) -> None:
        self.clock = Clock()
        self.work = Work(clock=self.clock, **options)
        self.address = self.start(0)

    def start(self, port: int) -> str:
        """Serve on a port and return the address with its token."""
        told: queue.Queue[str] = queue.Queue()
        self._thread = threading.Thread(
            target=serve,
            args=(self.work, port),
            kwargs={"told": told.put, "open_browser": False, "layout": None, "model": None},
            daemon=True,
        )
        self._thread.start()
        self.address = told.get(timeout=30)
        return self.address

    @property
    def base(self) -> str:
        """The address without its token."""
        return self.address.split("/?")[0]

    @property
    def port(self) -> int:
        return int(self.base.rpartition(":")[2])

    def stop(self) -> None:
        """End the server as the page ends it."""
        if not self._thread.is_alive():
            return
        jar = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        jar.open(self.address, timeout=30).read()
        headers = {"Origin": self.base}
        asked = urllib.request.Request(f"{self.base}/api/quit", b"{}", headers, method="POST")
        jar.open(asked, timeout=30).read()
        self._thread.join(30)
        assert not self._thread.is_alive()


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("下载")


@pytest.fixture(scope="module")
def browser(downloads: Path) -> Iterator[Any]:
    with headless(str(downloads)) as driver:
        yield driver


@pytest.fixture
def served() -> Iterator[Served]:
    made = Served()
    yield made
    made.stop()


class Page:
    """The page in one window, with what a test asks of it."""

    def __init__(self, driver: Any, address: str, size: tuple[int, int] = (1366, 768)) -> None:
        self.driver = driver
        self.window = driver.current_window_handle
        self.resize(*size)
        driver.get_log("browser")
        driver.get_log("performance")
        driver.get(address)
        self.wait("main section h2")

    def resize(self, width: int, height: int) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def until(self, holds: Callable[[], Any]) -> Any:
        from selenium.common.exceptions import StaleElementReferenceException
        from selenium.webdriver.support.ui import WebDriverWait

        ignored = (StaleElementReferenceException,)
        return WebDriverWait(self.driver, 60, 0.1, ignored).until(lambda _: holds())

    def all(self, selector: str) -> list[Any]:
        return self.driver.find_elements("css selector", selector)

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def text(self, selector: str, words: str = "") -> str:
        """The text of the first element that is displayed and has the words.

        It is read while waiting: what the page draws anew takes the place of an element.
        """
        told: str = self.until(
            lambda: next(
                (
                    one.text
                    for one in self.all(selector)
                    if one.is_displayed() and words in one.text
                ),
                None,
            )
        )
        return told

    def wait(self, selector: str, words: str = "") -> Any:
        """The first element that is there, displayed and has the words."""
        return self.until(
            lambda: next(
                (one for one in self.all(selector) if one.is_displayed() and words in one.text),
                None,
            )
        )

    def click(self, selector: str, words: str = "") -> None:
        def clicked() -> bool:
            found = self.wait(selector, words)
            self.script("arguments[0].scrollIntoView({block: 'center'})", found)
            found.click()
            return True

        self.until(clicked)

    def hand_in(self, *paths: Path) -> None:
        self.one("#choose").send_keys("\n".join(map(str, paths)))
        self.wait("#files .grid.files tbody tr")

    def draft(self) -> None:
        """From read facts to a draft."""
        self.click("#to-options")
        self.click("#write")
        self.wait("#paper .block")

    def saved(self) -> None:
        """Wait until what was written has been checked."""
        self.until(lambda: "已核对" in self.one("#saved").text)

    def script(self, code: str, *arguments: Any) -> Any:
        return self.driver.execute_script(code, *arguments)

    @property
    def focused(self) -> Any:
        return self.driver.switch_to.active_element

    def press(self, *keys: str, held: str = "") -> None:
        """Press keys one by one while another is held down."""
        from selenium.webdriver import ActionChains

        actions = ActionChains(self.driver)
        if held:
            actions.key_down(held)
        actions.send_keys(*keys)
        if held:
            actions.key_up(held)
        actions.perform()

    def clean(self) -> None:
        """Nothing was loaded from elsewhere, and the console is empty."""
        sent = [json.loads(one["message"])["message"] for one in self.driver.get_log("performance")]
        urls = [
            one["params"]["request"]["url"]
            for one in sent
            if one["method"] == "Network.requestWillBeSent"
        ]
        base = self.driver.current_url.partition("/#")[0].rstrip("/")
        own = (f"{base}/", f"blob:{base}/", "data:image/")
        assert [url for url in urls if not url.startswith(own)] == []
        told = [one["message"] for one in self.driver.get_log("browser")]
        assert [one for one in told if "status of 422" not in one] == []  # a refused entry


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Page]:
    yield Page(browser, served.address)
    for handle in browser.window_handles[1:]:
        browser.switch_to.window(handle)
        browser.close()
    browser.switch_to.window(browser.window_handles[0])
    browser.get("about:blank")


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    path = tmp_path / "事实.yaml"
    path.write_text(FACTS, "utf-8")
    return path


def downloaded(page: Page, folder: Path, ending: str) -> bytes:
    """The newest file with this ending, when it is complete; the folder is emptied."""

    def complete() -> Path | None:
        found = [one for one in folder.iterdir() if one.name.endswith(ending)]
        return found[0] if found and not list(folder.glob("*.crdownload")) else None

    path = page.until(complete)
    data = path.read_bytes()
    for one in folder.iterdir():
        one.unlink()
    return data


def test_the_whole_way_by_mouse(page: Page, downloads: Path) -> None:
    assert "token" not in page.driver.current_url
    page.hand_in(*sorted(OFFICES.iterdir()))
    assert "共看到 447 个数" in page.text("#files .total")
    page.click("#files tbody details summary")
    assert page.one("#files tbody .cell").is_displayed()
    page.click("#files .next a")
    page.click("#edit-tax")
    value = page.wait("#field-value")
    value.clear()
    value.send_keys("若干")
    page.click("dialog button.main")
    assert "“若干”不是能识别的数量" in page.text("dialog [role=alert]")
    value.clear()
    value.send_keys("约2187万元")
    page.click("dialog button.main")
    page.wait("#fact-tax .tag", "已更正")
    page.draft()
    assert "没有错误" in page.one("#legend").text
    figure = page.wait("#paper .f", "2187万元")
    figure.click()
    panel = page.one("#source").text
    for words in ("税收收入", "财政所", "02-财政所、经发办、招商办.xlsx 指标!E4"):
        assert words in panel
    block = page.script("return arguments[0].closest('.block')", figure)
    page.script("arguments[0].scrollIntoView({block: 'center'})", block)
    from selenium.webdriver import ActionChains

    ActionChains(page.driver).move_to_element_with_offset(
        block, 30 - block.size["width"] // 2, 10 - block.size["height"] // 2
    ).click().perform()
    area = page.wait(".writing")
    area.send_keys("另有停车场77个。")
    page.wait("#findings li.error", "77个")
    assert page.all(".behind .f.unsupported")
    page.click("#findings h3")
    page.click("#paper .f.unsupported", "77个")
    page.wait("#source .finding.error", "77个")
    page.click("#undo-text")
    page.until(lambda: not page.all("#findings li.error"))
    page.click("#get-docx")
    words = "".join(
        one.text for one in Document(BytesIO(downloaded(page, downloads, ".docx"))).paragraphs
    )
    assert "税收收入" in words
    assert "2187万元" in words
    for what, sheet in (("table", "核数表"), ("ask", None)):
        page.click(f"#get-{what}")
        book = openpyxl.load_workbook(BytesIO(downloaded(page, downloads, ".xlsx")))
        assert sheet is None or sheet in book.sheetnames
    page.click("#get-md")
    assert downloaded(page, downloads, ".md").decode().startswith("# 青山镇2024年")
    page.clean()


def tab_to(page: Page, wanted: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on what is wanted."""
    from selenium.webdriver import Keys

    for _ in range(60):
        page.press(Keys.TAB, held=Keys.SHIFT if backwards else "")
        if page.script("return document.activeElement.matches(arguments[0])", wanted):
            return
    raise AssertionError(f"{wanted} is not reached")


def test_facts_are_corrected_by_keys_alone(page: Page, facts_file: Path) -> None:
    from selenium.webdriver import Keys

    tab_to(page, "#choose")
    page.hand_in(facts_file)  # the file dialog is the system's own
    tab_to(page, "#files .next a")
    page.press(Keys.ENTER)
    page.wait("#facts .grid")
    assert page.focused.get_attribute("id") == "facts-title"
    tab_to(page, "#edit-tax")
    page.press(Keys.ENTER)
    page.wait("dialog[open]")
    assert page.focused.get_attribute("id") == "field-value"
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.all("dialog[open]"))
    assert page.focused.get_attribute("id") == "edit-tax"
    page.press(Keys.ENTER)
    page.until(lambda: page.focused.get_attribute("id") == "field-value")
    page.press(Keys.END, Keys.BACKSPACE, Keys.BACKSPACE, "亿元", Keys.ENTER)
    page.wait("#fact-tax", "2186.40亿元")
    assert page.focused.get_attribute("id") == "edit-tax"
    tab_to(page, "#facts .next a")
    page.press(Keys.ENTER)
    page.wait("#options form")
    page.clean()


def test_the_draft_is_read_changed_and_saved_by_keys_alone(
    page: Page, facts_file: Path, downloads: Path, served: Served
) -> None:
    """Tab, arrows and Enter; every stop shows where it is, and findings are said."""
    from selenium.webdriver import Keys

    page.hand_in(facts_file)
    page.click("#to-options")
    page.wait("#options form")
    tab_to(page, "#write")
    page.press(Keys.ENTER)
    page.wait("#paper .block")
    page.until(lambda: page.focused.get_attribute("id") == "draft-title")
    tab_to(page, "#paper .block")
    page.press(Keys.ARROW_RIGHT)
    assert page.focused.get_attribute("data-figure") == "0"
    for _ in range(40):
        if page.focused.text == "2186.40万元":
            break
        page.press(Keys.ARROW_RIGHT)
    assert "财政所 表1 B2" in page.one("#source").text
    page.press(Keys.ESCAPE)
    assert "block" in page.focused.get_attribute("class")
    page.press(Keys.ENTER)
    page.wait(".writing")
    page.press(Keys.END, "新建停车场77个。")
    page.wait("#findings li.error", "77个")
    page.until(lambda: "错误 1 处" in page.one("#live").get_attribute("textContent"))
    page.press(Keys.ESCAPE)
    assert "block" in page.focused.get_attribute("class")
    places = sum(one.end > one.start for one in served.work.findings.findings)
    there = [_pressed(page, Keys.F8) for _ in range(places)]
    assert "77个" in there
    assert _pressed(page, Keys.F8) == there[0]
    back = [_pressed(page, Keys.F8, held=Keys.SHIFT) for _ in range(places)]
    assert back == there[::-1]
    page.press("z", held=Keys.CONTROL)
    page.until(lambda: not page.all("#findings li.error"))
    tab_to(page, "#get-docx", backwards=True)
    page.press(Keys.ENTER)
    assert downloaded(page, downloads, ".docx")[:2] == b"PK"
    page.clean()


def _pressed(page: Page, key: str, held: str = "") -> str:
    """The words of what has the focus when a key has been pressed."""
    page.press(key, held=held)
    return str(page.focused.text)


def test_a_paragraph_is_divided_and_taken_out(page: Page, facts_file: Path, served: Served) -> None:
    from selenium.webdriver import Keys

    page.hand_in(facts_file)
    page.draft()
    last = page.all("#paper .block")[-1]
    page.script("arguments[0].focus()", last)
    page.press(Keys.ENTER)
    page.wait(".writing").send_keys(Keys.END, "\n另起一段。", Keys.ESCAPE)
    page.wait("#paper .block", "另起一段。")
    page.saved()
    assert served.work.text.endswith("\n\n另起一段。\n")
    page.press(Keys.ARROW_DOWN, Keys.ENTER)
    page.wait(".writing")
    page.press("a", held=Keys.CONTROL)
    page.press(Keys.DELETE, Keys.ESCAPE)
    page.until(lambda: "另起一段" not in (served.work.text or ""))
    assert page.all(".writing") == []


def test_one_click_puts_a_figure_right(page: Page, facts_file: Path, served: Served) -> None:
    page.hand_in(facts_file)
    page.draft()
    good = served.work.text
    served.work.put_text(good.replace("2186.40万元", "2168.40万元"))
    served.work.version += 1
    page.script("window.dispatchEvent(new Event('focus'))")
    page.click("#findings .fix", "改为“2186.40万元”")
    page.until(lambda: served.work.text == good)
    page.wait("#legend .good", "没有错误")


def test_a_fact_that_is_missing_is_shown_with_its_source(
    page: Page, facts_file: Path, served: Served
) -> None:
    page.hand_in(facts_file)
    page.draft()
    served.work.put_text("# 青山镇2024年工作总结\n\n引进包装材料企业2家，总投资1.6亿元。\n")
    served.work.version += 1
    page.script("window.dispatchEvent(new Event('focus'))")
    page.click("#findings .jump", "税收收入")
    assert "财政所 表1 B2" in page.one("#source").text
    page.click("#source button", "去看这条事实")
    page.until(lambda: page.focused.get_attribute("id") == "fact-tax")


def test_what_is_not_written_yet_stays_when_facts_are_corrected(
    page: Page, facts_file: Path, served: Served
) -> None:
    """A change of facts right behind a change of the text: neither is lost, nobody is warned."""
    page.hand_in(facts_file)
    page.draft()
    write(page, "刚写的。")
    page.script("document.getElementById('to-facts').click()")
    page.click("#edit-tax")
    value = page.wait("#field-value")
    value.clear()
    value.send_keys("2187.50万元")
    page.click("dialog button.main")
    page.wait("#fact-tax .tag", "已更正")
    page.until(lambda: "刚写的。" in served.work.text)
    assert not page.one("#notice").is_displayed()
    assert "2187.50万元" in served.work.facts_text


def test_rare_characters_do_not_shift_the_colours(
    page: Page, facts_file: Path, served: Served
) -> None:
    facts_file.write_text(FACTS.replace("引进包装材料", "引进𬭼𬭎材料"), "utf-8")
    page.hand_in(facts_file)
    page.draft()
    texts = [one.text for one in page.all("#paper .f")]
    assert "2家" in texts
    assert "1.6亿元" in texts


def test_two_windows_on_one_draft(page: Page, facts_file: Path, served: Served) -> None:
    """The second is told; it chooses its own, and the first's text is among the earlier ones."""
    page.hand_in(facts_file)
    page.draft()
    driver = page.driver
    driver.switch_to.new_window("window")
    other = Page(driver, served.base)
    other.wait("#paper .block")
    other.script(
        """
        const real = window.fetch;
        window.fetch = (path, options) =>
          path === "/api/version" ? new Promise(() => {}) : real(path, options);
        """
    )  # it does not look whether the text has changed
    driver.switch_to.window(page.window)
    write(page, "甲写的。")
    page.until(lambda: "甲写的。" in served.work.text)
    driver.switch_to.window(other.window)
    write(other, "乙写的。")
    notice = other.wait("#notice")
    assert "另一个窗口已经改过" in notice.text
    assert "乙写的。" not in served.work.text
    other.click("#notice button", "用我这边的")
    other.until(lambda: "乙写的。" in served.work.text)
    assert any("甲写的。" in one.text for one in served.work.earlier)
    other.wait("#paper", "乙写的。")
    other.click("#earlier")
    other.click("dialog button", "另一个窗口里的稿子")
    other.wait("#paper", "甲写的。")
    assert any("乙写的。" in one.text for one in served.work.earlier)


def write(page: Page, words: str) -> None:
    """Add words to the first paragraph and stay in it."""
    from selenium.webdriver import Keys

    page.script("arguments[0].focus()", page.all("#paper .block.paragraph")[0])
    page.press(Keys.ENTER)
    page.wait(".writing").send_keys(Keys.END, words)


def test_a_window_that_only_looks_gets_the_new_text(
    page: Page, facts_file: Path, served: Served
) -> None:
    page.hand_in(facts_file)
    page.draft()
    driver = page.driver
    driver.switch_to.new_window("window")
    other = Page(driver, served.base)
    write(other, "乙写的。")
    other.until(lambda: "乙写的。" in served.work.text)
    driver.switch_to.window(page.window)
    page.wait("#paper .block", "乙写的。")


def test_a_page_left_open_overnight_loses_nothing(
    page: Page, facts_file: Path, served: Served
) -> None:
    from selenium.webdriver import Keys

    page.hand_in(facts_file)
    page.draft()
    page.script("arguments[0].focus()", page.all("#paper .block.paragraph")[0])
    page.press(Keys.ENTER)
    page.wait(".writing").send_keys(Keys.END, "夜里写的。", Keys.ESCAPE)
    page.until(lambda: "夜里写的。" in served.work.text)
    served.clock.now += 13 * 3600
    assert served.work.forget_if_idle()
    assert served.work.text is None
    notice = page.wait("#notice")
    assert "清掉" in notice.text
    assert "夜里写的。" in page.one("#paper").text
    page.click("#notice button", "接着用")
    page.until(lambda: "夜里写的。" in (served.work.text or ""))
    page.until(lambda: not page.one("#notice").is_displayed())
    page.wait("#legend .good", "没有错误")
    page.click("#paper .f", "2186.40万元")
    assert "财政所 表1 B2" in page.one("#source").text


def test_a_program_that_was_closed_and_started_again(
    page: Page, facts_file: Path, served: Served, downloads: Path, tmp_path: Path
) -> None:
    """The page says so and saves the work, which the new page takes up again."""
    page.hand_in(facts_file)
    page.draft()
    text = served.work.text
    port = served.port
    served.stop()
    assert "没有回应" in page.text("#notice")
    page.click("#notice button", "存成文件")
    kept = tmp_path / "工作.json"
    kept.write_bytes(downloaded(page, downloads, ".json"))
    served.work = Work()
    served.start(port)
    page.click("#notice button", "再试一次")
    assert "通行码失效" in page.text("#notice", "通行码")
    assert page.one("#paper").text
    again = Page(page.driver, served.address)
    again.one("#choose").send_keys(str(kept))
    again.wait("#paper .block")
    assert served.work.text == text
    assert served.work.facts is not None


def test_hostile_names_and_texts_stay_text(page: Page, served: Served) -> None:
    facts = json.dumps(FACTS.replace("税收收入", f"税收{HOSTILE}").replace("招商办", HOSTILE))
    page.script(
        """
        const data = new DataTransfer();
        data.items.add(new File([arguments[0]], arguments[1] + '.yaml'));
        data.items.add(new File(['坏'], arguments[1] + '.xlsx'));
        window.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
        """,
        _yaml(facts),
        HOSTILE_NAME,
    )
    page.wait("#files tbody tr.refused")
    assert HOSTILE_NAME in page.one("#files tbody th").text
    page.click("#to-facts")
    page.wait("#facts .indicator", f"税收{HOSTILE}")
    page.draft()
    served.work.put_text(f"# 标题{HOSTILE}\n\n税收收入2186.40万元{HOSTILE}99户。\n")
    served.work.version += 1
    page.script("window.dispatchEvent(new Event('focus'))")
    page.wait("#paper .block", HOSTILE)
    page.click("#paper .f.unsupported")
    page.wait("#source .finding")
    assert page.all("img[src=x]") == []
    assert len(page.all("script")) == 1
    assert "坏了" not in page.driver.title
    page.clean()


def _yaml(text: str) -> str:
    """Facts whose hostile words are put between quotes."""
    facts = json.loads(text)
    quoted = HOSTILE.replace('"', '\\"')
    return facts.replace(f"name: 税收{HOSTILE}", f'name: "税收{quoted}"').replace(
        f"source: {HOSTILE}", f'source: "{quoted}"'
    )


def test_a_draft_dropped_on_the_draft_takes_its_place(
    page: Page, facts_file: Path, served: Served
) -> None:
    page.hand_in(facts_file)
    page.draft()
    page.script(
        """
        const data = new DataTransfer();
        data.items.add(new File(['# 青山镇2024年工作总结\\n\\n新建停车场77个。\\n'], '改.md'));
        window.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
        """
    )
    page.click("dialog button", "改过的稿子")
    page.wait("#paper .f.unsupported", "77个")
    page.click("#earlier")
    page.click("dialog button", "交回改稿以前的稿子")
    page.wait("#paper", "2186.40万元")
    assert list(served.work.submitted.sizes) == ["事实.yaml"]


def test_a_file_too_large_is_told_and_the_others_are_taken(page: Page) -> None:
    page.script(
        """
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(17 * 1024 * 1024)], '大.xlsx'));
        data.items.add(new File([arguments[0]], '事实.yaml'));
        window.dispatchEvent(new DragEvent('drop', {dataTransfer: data, cancelable: true}));
        """,
        FACTS,
    )
    assert "大.xlsx" in page.text("#files .box.error", "过大")
    page.wait("#files tbody th", "事实.yaml")
    page.click("#files .next a")
    page.wait("#fact-tax")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (683, 384), (360, 740)])
def test_nothing_is_cut_off_at_any_size(page: Page, size: tuple[int, int]) -> None:
    """1366×768, a large window, 200 % zoom of the former, and a narrow one."""
    page.hand_in(*sorted(OFFICES.iterdir()))
    page.draft()
    page.resize(*size)
    for step in ("files", "facts", "options", "draft"):
        page.click(f"#to-{step}")
        page.wait(f"#{step}")
        inner, scroll = page.script("return [innerWidth, document.documentElement.scrollWidth]")
        assert scroll <= inner, step
    page.script("document.querySelectorAll('#paper .f')[30].focus()")
    box = page.script(
        "const r = document.querySelector('#source').getBoundingClientRect();"
        "return [r.top, r.bottom, innerHeight]"
    )
    assert 0 <= box[0] < box[1] <= box[2]


def test_what_can_be_operated_has_a_name(page: Page) -> None:
    page.hand_in(*sorted(OFFICES.iterdir()))
    page.draft()
    for step in ("files", "facts", "options", "draft"):
        page.click(f"#to-{step}")
        nameless = page.script(
            """
            const named = (one) => one.textContent.trim() || one.getAttribute('aria-label')
              || (one.labels && one.labels.length) || one.title;
            return [...document.querySelectorAll('button, a, input, select, textarea, summary')]
              .filter((one) => one.type !== 'file' && !named(one)).map((one) => one.outerHTML);
            """
        )
        assert nameless == []


def test_it_prints_the_draft_and_the_findings_alone(page: Page, facts_file: Path) -> None:
    page.hand_in(facts_file)
    page.draft()
    pdf = base64.b64decode(page.driver.execute_cdp_cmd("Page.printToPDF", {})["data"])
    assert pdf.startswith(b"%PDF")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert page.one("#paper").is_displayed()
        assert page.one("#findings").is_displayed()
        assert not page.one(".top").is_displayed()
        assert not page.one("#get-docx").is_displayed()
        assert not page.one("#source").is_displayed()
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
