"""`draft --mark-gaps`: the questions as comments at their sections, none in the clean report."""

from __future__ import annotations

import re
import zipfile

from zhibi.cli.run import run

FACTS = """document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}
sections:
  - id: economy
    part: summary
    topic: 经济发展
    facts:
      - {name: 税收收入, value: 2186.4万元, growth: 6.35%, source: 财政所 表1 B2}
      - {name: 引进项目, value: 7个, target: {value: 97个, show: hidden}, source: 招商办 表1}
"""


def drafted(tmp_path, *more):
    facts, out = tmp_path / "facts.yaml", tmp_path / "a.docx"
    facts.write_text(FACTS, "utf-8")
    assert run(["draft", str(facts), "--writer", "offline", "-o", str(out), *more]) == 0
    return zipfile.ZipFile(out)


def test_questions_stand_as_comments_at_their_section(tmp_path):
    package = drafted(tmp_path, "--mark-gaps")
    comments = package.read("word/comments.xml").decode()
    document = package.read("word/document.xml").decode()
    said = re.sub(r"<[^>]+>", "", comments)
    assert "待财政所补充：税收收入报了升降" in said
    assert "成文日期" in said
    assert "97" not in said
    marks = re.findall(r'commentRangeStart w:id="(\d+)"', document)
    assert sorted(marks) == sorted(re.findall(r'<w:comment [^>]*w:id="(\d+)"', comments))
    assert len(marks) == 2
    second = document.index("commentRangeStart", document.index("commentRangeStart") + 1)
    assert document.index("工作总结", document.index("</w:p>")) < second


def test_the_clean_report_has_no_comment(tmp_path):
    package = drafted(tmp_path)
    assert "word/comments.xml" not in package.namelist()
