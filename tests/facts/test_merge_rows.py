"""Merging takes whole rows, and asks about names that are nearly one."""

import re

import pytest

from tests.support.facts_texts import HEAD
from tests.support.growth import grows_linearly
from zhibi.cli.run import run
from zhibi.intake.merge import merge

COLUMNS = "名称,数值,单位,上年同期,目标,完成率,备注,来源科室\n"


@pytest.fixture
def base(tmp_path):
    path = tmp_path / "base.yaml"
    path.write_text(HEAD + "sections: [{id: s, part: summary, topic: 经济发展}]\n", "utf-8")
    return path


def table(tmp_path, name, *rows):
    path = tmp_path / f"{name}.csv"
    path.write_text(COLUMNS + "".join(f"{row},{name}\n" for row in rows), "utf-8")
    return path


def only_fact(result):
    (fact,) = [one for section in result.data["sections"] for one in section.get("facts", [])]
    return fact


MIXED = [
    ("税收,2186,万元,2050,2600,,财政口径", "税收,1305,万元,,,50.2%,统计口径"),
    ("税收,2186,万元,,2600,84.1%,", "税收,1305,万元,2000,,,"),
    ("税收,2186,万元,,,84.1%,甲", "税收,2186,万元,2000,2600,80.0%,乙"),
]


@pytest.mark.parametrize(("one", "other"), MIXED)
@pytest.mark.parametrize("preferred", ["财政所", "统计站"])
def test_the_preferred_row_is_taken_whole(tmp_path, base, one, other, preferred):
    files = [table(tmp_path, "财政所", one), table(tmp_path, "统计站", other)]
    alone = only_fact(merge([base, files[0 if preferred == "财政所" else 1]]))
    for order in (files, files[::-1]):
        fact = only_fact(merge([base, *order], preferred))
        assert fact == alone


def test_a_difference_without_preference_names_each_field_in_the_words_of_the_form(tmp_path, base):
    files = [table(tmp_path, "财政所", MIXED[2][0]), table(tmp_path, "统计站", MIXED[2][1])]
    (conflict,) = merge([base, *files]).conflicts
    assert "“税收”的“完成率”" in str(conflict)


def test_rows_that_agree_complete_each_other(tmp_path, base):
    files = [
        table(tmp_path, "财政所", "税收,2186,万元,2050,,,"),
        table(tmp_path, "统计站", "税收,2186,万元,,2600,,"),
    ]
    fact = only_fact(merge([base, *files]))
    assert (fact["previous"]["value"], fact["target"]["value"]) == ("2050万元", "2600万元")
    assert "财政所" in fact["source"]
    assert "统计站" in fact["source"]


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("改厕,256,户", "农村改厕,256,户", True),
        ("税收收入,2186.4,万元", "税收,2186.4,万元", True),
        ("改厕,256,户", "农村改厕,257,户", False),
        ("改厕,256,户", "农村改厕,256,人", False),
        ("改厕,256,户", "脱贫户,256,户", False),
        ("调解,2,件", "成功调解,2,件", False),
        ("参保率,98.1,%", "养老参保率,98.1,%", False),
    ],
)
def test_names_that_are_nearly_one_are_asked_about(tmp_path, base, one, other, asked):
    files = [table(tmp_path, "甲办", f"{one},,,,"), table(tmp_path, "乙办", f"{other},,,,")]
    questions = [str(note) for note in merge([base, *files]).notes if "是不是同一个数" in str(note)]
    assert len(questions) == asked
    if asked:
        assert all(place in questions[0] for place in ("甲办", "乙办", "别名"))


def test_each_pair_of_names_nearly_one_is_asked_about_once_in_the_order_of_the_rows(tmp_path, base):
    files = [
        table(tmp_path, "甲办", "农村改厕,256,户,,,,", "厕所改造,256,户,,,,", "改厕,256,户,,,,"),
        table(tmp_path, "乙办", "厕所,256,户,,,,", "农村改厕户数,256,户,,,,"),
    ]
    notes = [note.message for note in merge([base, *files]).notes if "同一个数" in note.message]
    assert [re.findall("“(.+?)”", note) for note in notes] == [
        ["农村改厕", "农村改厕户数"],
        ["厕所改造", "厕所"],
        ["改厕", "农村改厕户数"],
    ]


def test_rows_of_one_value_with_names_nearly_alike_are_compared_in_linear_time(tmp_path, base):
    def tables(count):
        places = [
            "".join("甲乙丙丁戊己庚辛壬癸"[int(one)] for one in f"{at:04}") for at in range(count)
        ]
        rows = [f"示范片区{place}村改造任务,256,户,,,," for place in places]
        return [
            table(tmp_path, f"甲办{count}", *rows[::2]),
            table(tmp_path, f"乙办{count}", *rows[1::2]),
        ]

    small, large = tables(500), tables(4000)
    assert grows_linearly(lambda files: merge([base, *files]), small, large, factor=8)


def test_a_row_without_its_figure_is_told_by_facts_and_draft(tmp_path, base, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    files = [table(tmp_path, "财政所", "税收,2186,万元,,,,", "债务,,万元,,,,")]
    assert run(["merge", str(base), *map(str, files), "-o", "f.yaml"]) == 0
    capsys.readouterr()
    run(["facts", "f.yaml"])
    assert "债务（财政所 财政所.csv" in capsys.readouterr().out
    run(["draft", "f.yaml", "--writer", "offline", "-o", "o.md"])
    assert "债务" in capsys.readouterr().err
    assert "债务" not in (tmp_path / "o.md").read_text("utf-8")


def test_a_row_that_another_office_fills_is_not_missing(tmp_path, base):
    files = [table(tmp_path, "甲办", "债务,,万元,,,,"), table(tmp_path, "乙办", "债务,73,万元,,,,")]
    assert "missing" not in merge([base, *files]).data["document"]


@pytest.mark.parametrize(
    ("header", "name"),
    [("调解成功率", "调解成功率"), ("整改率", "整改率"), ("占全年目标", "占全年目标任务")],
)
def test_a_completion_is_of_what_its_header_says(tmp_path, base, header, name):
    path = tmp_path / "a.csv"
    path.write_text(f"名称,数值,单位,{header}\n成功调解,139,件,97.90%\n", "utf-8")
    fact = only_fact(merge([base, path]))
    assert fact["completion"] == {"value": "97.90%", "name": name}


def test_a_sentence_that_stands_thousands_of_times_is_told_with_a_few_places(tmp_path, base):
    def told(count):
        path = tmp_path / f"民政办{count}.md"
        path.write_text("# 民生\n\n" + "发放补贴5户。\n\n" * count, "utf-8")
        return path

    few, many = told(500), told(4000)
    source = only_fact(merge([base, many]))["source"]
    assert source.endswith("；等")
    assert source.count("；") == 20
    assert grows_linearly(lambda path: merge([base, path]), few, many, factor=8)
