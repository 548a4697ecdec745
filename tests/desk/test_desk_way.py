"""From the offices' files to the finished report, as the page asks for it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document

import zhibi
from tests.desk.conftest import OFFICES, Desk
from zhibi.cli.run import run
from zhibi.desk.work import Work
from zhibi.intake.load import load_facts

FACTS = """\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - id: economy
    part: summary
    topic: 经济发展
    facts:
      - {id: tax, name: 税收收入, value: 2186.40万元, growth: 6.35%, source: 财政所 表1 B2}
      - id: plant
        text: 引进包装材料企业2家，总投资1.6亿元。
        figures: [{text: 1.6亿元, name: 项目总投资}]
        source: 招商办
"""


def test_the_whole_way(example: Desk) -> None:
    state = example.state
    assert [one["name"] for one in state["files"]] == sorted(p.name for p in OFFICES.iterdir())
    assert all(one["tally"]["seen"] for one in state["files"])
    assert state["facts"]["errors"] == 0
    assert example.send("draft", writer="offline")["status"] == 200
    assert example.state["check"]["ok"]
    names = {}
    for what in ("docx", "md", "table", "annotated", "page", "ask", "facts"):
        answer = example.client.get(f"/api/download/{what}")
        assert answer.status_code == 200
        names[what] = answer.headers["content-disposition"]
        assert names[what].startswith("attachment; filename*=UTF-8''%E9%9D%92%E5%B1%B1")
    assert len(set(names.values())) == len(names)


def test_it_is_what_the_commands_give(example: Desk, tmp_path: Path) -> None:
    """The same files by `merge`, `draft`, `check` and `ask`: the same bytes."""
    facts = tmp_path / "facts.yaml"
    files = [str(path) for path in sorted(OFFICES.iterdir())]
    assert run(["merge", *files, "-o", str(facts)]) == 0
    example.send("draft", writer="offline")
    text = zhibi.draft(load_facts(facts)).text
    assert example.state["text"] == text
    draft = tmp_path / "稿.md"
    draft.write_text(text, "utf-8")
    report = str(tmp_path / "a.docx")
    assert run(["draft", *files, "-o", report, "--writer", "offline"]) == 0
    table = str(tmp_path / "a.xlsx")
    assert run(["check", str(draft), "--facts", str(facts), "--table", table]) == 0
    assert run(["ask", *files, "-o", str(tmp_path / "ask.xlsx")]) == 0
    assert example.client.get("/api/download/docx").content == Path(report).read_bytes()
    assert example.client.get("/api/download/md").content == text.encode()
    ours = openpyxl.load_workbook(BytesIO(example.client.get("/api/download/table").content))
    theirs = openpyxl.load_workbook(table)
    for sheet in ("核数表", "其他问题"):
        assert list(ours[sheet].values) == list(theirs[sheet].values)
    ours = openpyxl.load_workbook(BytesIO(example.client.get("/api/download/ask").content))
    theirs = openpyxl.load_workbook(tmp_path / "ask.xlsx")
    assert [list(one.values) for one in ours] == [list(one.values) for one in theirs]


def test_files_that_cannot_be_read_are_named_and_the_others_taken(desk: Desk) -> None:
    state = desk.read(("好.yaml", FACTS), ("坏.xlsx", b"PK\x03\x04 no"), ("坏.yaml", "document：{"))
    by_name = {one["name"]: one for one in state["files"]}
    assert by_name["坏.xlsx"]["refused"]
    assert by_name["坏.yaml"]["refused"]
    assert not by_name["好.yaml"]["refused"]
    assert state["facts"] is not None
    assert "zhibi-desk-" not in str(state)
    assert desk.send("files/remove", name="坏.xlsx")["status"] == 200
    assert [one["name"] for one in desk.state["files"]] == ["好.yaml", "坏.yaml"]


def test_what_no_file_states_is_asked_for(desk: Desk) -> None:
    state = desk.read(("表.csv", "指标,数值\n税收收入,2186.4万元\n工业产值,96.50亿元\n"))
    assert set(state["unstated"]) == {"style", "kind", "year", "organisation"}
    assert state["files"][0]["tally"]["used"] == 2
    assert "zhibi-desk-" not in str(state)
    assert state["facts"] is None
    given = {"style": "镇乡", "kind": "annual", "year": "2024", "organisation": "青山镇"}
    state = desk.send("read", document=given)
    assert not state["unstated"]
    assert desk.fact("工业产值")["value"] == "96.50亿元"
    assert desk.fact("工业产值")["place"] == "表.csv B3"


def test_offices_that_differ_are_shown_and_one_is_taken(desk: Desk) -> None:
    other = FACTS.replace("2186.40万元", "2186.40亿元").replace("财政所 表1 B2", "经发办")
    state = desk.read(("甲.yaml", FACTS), ("乙.yaml", other))
    (conflict,) = state["conflicts"]
    assert [side["source"] for side in conflict["sides"]] == ["财政所 表1 B2", "经发办"]
    assert state["facts"] is None
    assert desk.send("draft")["problems"][0]["message"] == "还没有读成事实"
    state = desk.send("read", prefer=["经发办"])
    assert state["conflicts"] == []
    assert desk.fact("税收收入")["value"] == "2186.40亿元"


def test_a_correction_keeps_what_is_written_and_the_text_is_checked_again(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")
    assert desk.state["check"]["summary"]["errors"] == 0
    fields = {one["path"]: one["value"] for one in desk.get("facts/fields", id="tax")["fields"]}
    assert fields["value"] == "2186.40万元"
    state = desk.send("facts/set", id="tax", fields={"value": "2187.50万元"})
    assert state["status"] == 200
    assert desk.fact("税收收入")["value"] == "2187.50万元"
    assert desk.fact("税收收入")["corrected"]
    assert "N101" in {one["code"] for one in state["check"]["findings"]}
    assert "2187.50万元" in state["facts_text"]
    assert desk.send("facts/undo")["check"]["summary"]["errors"] == 0
    assert desk.fact("税收收入")["value"] == "2186.40万元"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "若干"}, "“若干”不是能识别的数量"),
        ({"value": ""}, "缺少“数值”"),
        ({"name": ""}, "缺少“名称”"),
        ({"status": "finished"}, "不认识"),
    ],
)
def test_a_wrong_entry_is_refused_with_the_message(
    desk: Desk, fields: dict[str, str], words: str
) -> None:
    desk.read(("事实.yaml", FACTS))
    before = desk.state["facts_text"]
    refused = desk.send("facts/set", id="tax", fields=fields)
    assert refused["status"] == 422
    assert words in str(refused["problems"])
    assert desk.get("state")["facts_text"] == before


def test_corrections_are_made_again_when_a_file_is_handed_in_again(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("facts/set", id="tax", fields={"source": "财政所 更正"})
    desk.send("facts/set", id="plant", fields={"text": "引进包装材料企业3家，总投资1.6亿元。"})
    state = desk.read(("事实.yaml", FACTS.replace("企业2家", "企业5家")))
    assert desk.fact("税收收入")["source"] == "财政所 更正"
    assert desk.fact("引进")["name"] == "引进包装材料企业5家，总投资1.6亿元。"
    assert state["left"] == ["改“引进包装材料企业2家，总投资1.6亿元。”"]


def test_a_correction_that_new_files_forbid_is_left_and_told(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("facts/add", section="economy", fields={"text": "修路3公里。"})
    desk.send("facts/set", id="tax", fields={"source": "财政所 更正"})
    clash = "sections:\n  - {id: economy, facts: [{id: 补充1, text: 新建停车场2个。}]}\n"
    state = desk.read(("新.yaml", clash))
    assert state["status"] == 200
    assert desk.fact("新建停车场")
    assert desk.fact("税收收入")["source"] == "财政所 更正"
    assert state["left"] == ["补充“修路3公里。”"]


def test_a_fact_is_added_and_taken_out(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")
    given = {"name": "工业产值", "value": "96.5亿元", "source": "经发办"}
    assert desk.send("facts/add", section="economy", fields=given)["status"] == 200
    added = desk.fact("工业产值")
    assert added["place"] == "页面上补充"
    assert added["corrected"]
    assert desk.send("facts/set", id=added["id"], fields={"value": "96.50亿元"})["status"] == 200
    assert desk.fact("工业产值")["value"] == "96.50亿元"
    assert "N301" in {one["code"] for one in desk.state["check"]["findings"]}
    assert desk.send("facts/remove", id="tax")["status"] == 200
    assert desk.fact("引进")["place"] == "事实.yaml 第8行"
    assert "税收收入" not in desk.state["facts_text"]
    assert desk.send("facts/add", section="economy", fields={"name": "空"})["status"] == 422


def test_messages_stand_beside_their_facts(desk: Desk) -> None:
    wrong = FACTS.replace("growth: 6.35%", "growth: 6.35%, previous: 1000万元")
    state = desk.read(("事实.yaml", wrong))
    assert state["facts"]["errors"] == 1
    assert [one["code"] for one in desk.fact("税收收入")["findings"]] == ["F102"]


def test_the_kind_and_the_style_are_chosen(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    fields = {"kind": "half-year", "period": "1—6月", "length.0": "500", "length.1": "900"}
    state = desk.send("document", fields=fields)
    assert state["status"] == 200
    assert state["document"]["length"] == ["500", "900"]
    assert "要求500—900字" in desk.get("length")["told"]
    desk.send("draft")
    assert "上半年" in desk.state["text"]
    refused = desk.send("document", fields={"year": "今年"})
    assert refused["status"] == 422
    assert "年份写四位数字" in str(refused["problems"])


def test_the_text_is_checked_as_it_is_changed_and_goes_into_the_docx(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")
    text = desk.state["text"].replace("2186.40万元", "2168.40万元")
    answer = desk.send("text", "PUT", text=text)
    (wrong,) = [one for one in answer["check"]["findings"] if one["code"] == "N101"]
    assert text[wrong["start"] : wrong["end"]] == "2168.40万元"
    assert wrong["replacement"] == "2186.40万元"
    written = Document(BytesIO(desk.client.get("/api/download/docx").content))
    assert "2168.40万元" in "".join(one.text for one in written.paragraphs).replace("\u2060", "")


def test_a_draft_changed_in_word_is_taken_back_and_checked(desk: Desk, tmp_path: Path) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")
    text = desk.state["text"]
    document = Document(BytesIO(desk.client.get("/api/download/docx").content))
    document.add_paragraph("新建停车场77个。")
    document.save(tmp_path / "改.docx")
    answer = _bring(desk, "改.docx", (tmp_path / "改.docx").read_bytes())
    assert "新建停车场77个。" in answer["text"]
    assert "N101" in {one["code"] for one in answer["check"]["findings"]}
    assert desk.work.earlier[-1].text == text
    assert "zhibi-desk-" not in str(answer)
    refused = _bring(desk, "坏.docx", b"PK no")
    assert refused["error"] == "input"
    assert refused["problems"][0]["place"] == "坏.docx"
    assert desk.get("state")["text"] == answer["text"]
    desk.state["version"] -= 1
    assert _bring(desk, "稿.md", b"# a\n")["error"] == "stale"


def _bring(desk: Desk, name: str, data: bytes) -> dict[str, Any]:
    """Hand in a draft that was changed elsewhere."""
    params = {"name": name, **{key: desk.state[key] for key in ("session", "version")}}
    answer = desk.client.post("/api/text/file", params=params, content=data).json()
    desk.state["version"] = answer.get("version", desk.state["version"])
    return answer


def test_a_new_draft_keeps_the_old_text(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")
    mine = desk.state["text"] + "\n补一段。\n"
    desk.send("text", "PUT", text=mine)
    desk.send("draft")
    assert desk.state["text"] != mine
    assert [one["label"] for one in desk.state["earlier"]] == ["起草前的稿子"]
    desk.send("earlier", number=0)
    assert desk.state["text"] == mine


def test_sensitive_values_are_neither_shown_nor_corrected(desk: Desk) -> None:
    secret = FACTS.replace("source: 财政所 表1 B2}", "show: sensitive, source: 财政所}")
    state = desk.read(("事实.yaml", secret))
    shown = {key: value for key, value in state.items() if key != "facts_text"}
    assert "2186.40" not in str(shown)
    assert not desk.fact("税收收入")["can_be_corrected"]
    assert desk.send("facts/set", id="tax", fields={"value": "1万元"})["status"] == 422


def test_a_kind_of_the_style_given_at_start_can_be_chosen(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    kind = "{title: {with_plan: 述职报告, without_plan: 述职报告}, length: [1, 9000]}"
    own.write_text(f"extends: 镇乡\nname: 我县\nkinds:\n  述职: {kind}\n", "utf-8")
    desk = Desk(Work(str(own)))
    desk.read(("事实.yaml", FACTS))
    assert desk.send("document", fields={"kind": "述职"})["status"] == 200
    assert desk.send("draft")["status"] == 200
    assert "# 述职报告\n" in desk.work.draft.text
    assert desk.work.draft.findings.errors == 0
