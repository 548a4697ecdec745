"""Large and hostile texts: the work grows with the length, and memory stays small."""

from __future__ import annotations

import time
import tracemalloc

import pytest

from zhibi.figures.scan import find_figures

MEGABYTE = 1_000_000
HOSTILE = {
    "digits": "1",
    "一": "一",
    "万": "万",
    "opening brackets": "（",
    "quotation marks": "“",
    "straight quotation marks": '"',
    "book marks": "《",
    "dots and digits": "1.",
    "commas and digits": "1,234,",
    "dashes and digits": "1-",
    "slashes and digits": "1/",
    "colons and digits": "1:",
    "plus and digits": "1+",
    "每": "每",
    "每一": "每一",
    "spaces": " ",
    "lines": "\n",
    "第一": "第一",
    "百分之": "百分之",
    "一月": "一月",
    "2024年": "2024年",
    "半": "半",
    "三会一": "三会一",
    "点一": "点一",
    "一点": "一点",
    "多": "10多",
    "text": "新增监测对象9户28人，完成税收收入2186.4万元，同比增长6.35%；一是压实责任。\n",
}


def seconds(text: str) -> float:
    start = time.process_time()
    find_figures(text)
    return time.process_time() - start


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_work_grows_with_the_length(piece: str) -> None:
    short = piece * (20_000 // len(piece))
    long = piece * (160_000 // len(piece))
    find_figures(short)
    base = max(min(seconds(short) for _ in range(3)), 0.002)
    assert seconds(long) < base * 8 * 4


@pytest.mark.parametrize("piece", ["1", "一", "万", "（", HOSTILE["text"]])
def test_a_megabyte_takes_seconds_and_little_memory(piece: str) -> None:
    text = piece * (MEGABYTE // len(piece))
    assert seconds(text) < 20
    tracemalloc.start()
    find_figures(text[: MEGABYTE // 4])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 75_000_000


def test_many_names_are_no_burden() -> None:
    names = [f"青山{number}号示范点" for number in range(2000)]
    text = "新建青山7号示范点3个，投入20万元。\n" * 200
    start = time.process_time()
    figures = find_figures(text, names)
    assert time.process_time() - start < 5
    assert [figure.text for figure in figures if figure.claim][:2] == ["3个", "20万元"]
