"""Texts taken apart: lines, headings, sentences."""

from __future__ import annotations

from zhibi.structure import Structure, small_number

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


def test_leads_and_bold_headings_are_headings_of_their_paragraph() -> None:
    text = "\n".join(
        [
            "一是抓实学习。集中学习12次。",
            "**一是抓实学习。**集中学习12次。",
            "**1.抓实学习。**集中学习12次。",
            "**（一）抓实学习**",
            "**抓实学习。**集中学习12次。",
            "一是开展学习12次。",
            "一是否完成，逐项核对。",
            "集中学习12次。",
        ]
    )
    lines = Structure(text).lines
    assert [text[line.start : line.heading_end] for line in lines] == [
        "一是抓实学习。",
        "**一是抓实学习。**",
        "**1.抓实学习。**",
        "**（一）抓实学习**",
        "**抓实学习。**",
        "",
        "",
        "",
    ]
    assert [(line.kind, line.level) for line in lines[2:4]] == [("paragraph", 3), ("heading", 2)]
