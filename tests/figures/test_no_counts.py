"""Numerals that count nothing: 每周六, 走一遍, 两校合并, 二号大棚."""

from __future__ import annotations

import pytest

from zhibi.figures.scan import find_figures


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("每周六组织文艺队排练。", []),
        ("周六周日两天不打烊，逢星期六开市。", ["两天"]),
        ("夜市每周五、六、日开市，周一例会通报。", []),
        ("每周二四六开市，每周三五次出车。", ["三五次"]),
        ("每周六次出车，一周三次消杀。", ["六次", "一周三次"]),
        ("本周三个村通水。", ["三个"]),
        ("护林员早晚各守一班，村医逐户走一遍，账目过一遍。", []),
        ("每季度把民宿查一遍，每周走一趟。", ["一遍", "一趟"]),
        ("运一趟30元。", ["一趟", "30元"]),
        ("两校合并办学，将两村并为一个社区，两馆免费开放。", ["一个"]),
        ("甲村、乙村两村通水，覆盖两村。", ["两村", "两村"]),
        ("二号窑点火，一号、二号大棚改造，三号泵房供水120吨。", ["120吨"]),
        ("十月二号开工，本月二号交付。", ["十月二号", "二号"]),
    ],
)
def test_only_what_counts_is_a_claim(text, claims):
    found = [one.text for one in find_figures(text) if one.claim]
    assert found == claims
