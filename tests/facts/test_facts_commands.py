"""`zhibi facts`, `zhibi form` and `zhibi merge`, as one calls them."""

import json

import pytest

from tests.support.facts_texts import HEAD, with_facts
from tests.support.workbooks import HEAD as COLUMNS
from tests.support.workbooks import book
from zhibi.cli.run import run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")


def test_facts_lists_what_is_known_and_what_does_not_add_up(folder, capsys):
    signed = f"{HEAD}  signed: 青山镇人民政府\n  date: 2024-12-06\n"
    write(folder, "good.yaml", with_facts("{name: 税收, value: 20万元}", head=signed))
    write(folder, "bad.yaml", with_facts("{name: 参保率, value: 101%}"))
    write(folder, "odd.yaml", with_facts("{name: 税收, value: 20万元, previous: 20万元}"))
    assert run(["facts", "good.yaml"]) == 0
    assert "没有发现问题" in capsys.readouterr().out
    assert run(["facts", "bad.yaml"]) == 1
    assert "bad.yaml:11:28: 错误 F201 rate-over-100" in capsys.readouterr().out
    assert run(["facts", "odd.yaml"]) == 0
    assert run(["facts", "odd.yaml", "--strict"]) == 1


def test_facts_as_json(folder, capsys):
    write(folder, "a.yaml", with_facts("{name: 参保率, value: 101%}"))
    assert run(["facts", "a.yaml", "--format", "json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["ok"] is False
    assert [item["code"] for item in data["findings"]] == ["F305", "F201"]


def test_facts_names_every_mistake_of_a_bad_file(folder, capsys):
    write(folder, "a.yaml", with_facts("{name: 税收, value: 很多}", "{nmae: 税收, value: 5元}"))
    assert run(["facts", "a.yaml"]) == 3
    said = capsys.readouterr().err
    assert "a.yaml:11:27" in said
    assert "是不是“name”" in said


def test_facts_beside_last_years(folder, capsys):
    write(folder, "now.yaml", with_facts("{id: tax, name: 税收, value: 21万元}"))
    write(
        folder,
        "last.yaml",
        with_facts("{name: 税收, value: 20万元}", head=HEAD.replace("2024", "2023")),
    )
    assert run(["facts", "now.yaml", "--compare", "last.yaml"]) == 0
    assert "tax 可补 growth: 5.00%" in capsys.readouterr().out
    assert run(["facts", "now.yaml", "--compare", "last.yaml", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["comparison"]["last_year"] == 2023


def test_a_form_goes_out_and_comes_back_merged(folder, capsys):
    assert run(["form", "--style", "镇乡", "-o", "form.xlsx"]) == 0
    write(folder, "base.yaml", HEAD)
    book(folder, ("指标", [COLUMNS, ["经济", "税收", 5, "万元"]]), name="a.xlsx")
    assert run(["merge", "base.yaml", "form.xlsx", "a.xlsx", "-o", "facts.yaml"]) == 0
    assert run(["facts", "facts.yaml"]) == 0
    assert "税收  5万元" in capsys.readouterr().out
    assert run(["form", "--style", "镇乡", "--facts", "facts.yaml", "-o", "filled.xlsx"]) == 0
    assert run(["merge", "filled.xlsx", "-o", "again.yaml"]) == 0


def test_a_conflict_is_shown_and_nothing_is_written(folder, capsys):
    write(folder, "base.yaml", HEAD)
    book(folder, ("财政", [COLUMNS, ["经济", "税收", 5, "万元"]]), name="a.xlsx")
    book(folder, ("统计", [COLUMNS, ["经济", "税收", 6, "万元"]]), name="b.xlsx")
    command = ["merge", "base.yaml", "a.xlsx", "b.xlsx", "-o", "facts.yaml"]
    assert run(command) == 1
    said = capsys.readouterr().err
    assert "5万元（a.xlsx 财政!C2）" in said
    assert "6万元（b.xlsx 统计!C2）" in said
    assert not (folder / "facts.yaml").exists()
    assert run([*command, "--prefer", "统计"]) == 0
    assert "value: 6万元" in (folder / "facts.yaml").read_text(encoding="utf-8")


def test_a_bad_cell_is_named_and_nothing_is_written(folder, capsys):
    write(folder, "base.yaml", HEAD)
    book(folder, ("财政", [COLUMNS, ["经济", "税收", "#N/A", "万元"]]), name="a.xlsx")
    assert run(["merge", "base.yaml", "a.xlsx", "-o", "facts.yaml"]) == 3
    assert "a.xlsx 财政!C2 数值：单元格是 #N/A" in capsys.readouterr().err
    assert not (folder / "facts.yaml").exists()


def test_rules_lists_what_facts_are_checked_for(capsys):
    assert run(["rules"]) == 0
    assert "F101  错误  parts-mismatch" in capsys.readouterr().out
    assert run(["rules", "F101"]) == 0
    assert "其中各项与总数不符" in capsys.readouterr().out
