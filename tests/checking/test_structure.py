"""Texts taken apart: lines, headings, sentences."""

from __future__ import annotations

from zhibi.checking.structure import Structure, small_number

REPORT = """# 青山镇2024年工作总结

## 一、工作总结

### （一）聚力发展

一是抓实项目建设。新建厂房2座。投资1.6亿元。

（二）这一段很长，是正文里带序号的一段话，不是标题，因为它有逗号而且远远超过了六十个字的长度限制，并且还有第二句话。第二句话在这里。
"""


def test_headings_carry_level_and_number() -> None:
    structure = Structure(REPORT)
    kinds = [(line.kind, line.level, line.number) for line in structure.lines]
    assert kinds[:4] == [
        ("title", 0, 0),
        ("heading", 1, 1),
        ("heading", 2, 1),
        ("paragraph", 0, 0),
    ]
    assert kinds[4] == ("paragraph", 2, 2)


def test_sentences_cover_their_lines_without_overlap() -> None:
    structure = Structure(REPORT)
    ends = 0
    for sentence in structure.sentences:
        assert sentence.start >= ends
        ends = sentence.end
    body = [REPORT[s.start : s.end] for s in structure.sentences if s.line == 3]
    assert body == ["一是抓实项目建设。", "新建厂房2座。", "投资1.6亿元。"]


def test_headings_above_are_nearest_first() -> None:
    structure = Structure(REPORT)
    at = structure.line_index(REPORT.index("厂房"))
    above = [REPORT[h.start : h.heading_end] for h in structure.headings_above(at)]
    assert above == ["### （一）聚力发展", "## 一、工作总结"]


def test_small_numbers() -> None:
    assert [small_number(n) for n in ("一", "十", "十二", "二十", "三十五", "7")] == [
        1,
        10,
        12,
        20,
        35,
        7,
    ]
