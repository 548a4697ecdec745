"""A remark beside a value is part of the fact, or refused with where to write it."""

import pytest

from tests.support.facts_texts import HEAD
from zhibi.errors import InputError
from zhibi.intake.merge import merge

COLUMNS = "名称,数值,单位,时段,状态,备注\n"


def fact_of(tmp_path, row):
    base, path = tmp_path / "base.yaml", tmp_path / "a.csv"
    base.write_text(HEAD + "sections: []\n", "utf-8")
    path.write_text(COLUMNS + row + "\n", "utf-8")
    (fact,) = [one for section in merge([base, path]).data["sections"] for one in section["facts"]]
    return {key: fact[key] for key in ("value", "status", "period") if key in fact}


@pytest.mark.parametrize(
    ("row", "fact"),
    [
        ("改厕,256（预计）,户,,,", {"value": "256户", "status": "forecast"}),
        ("改厕,预计256,户,,,", {"value": "256户", "status": "forecast"}),
        ("改厕,256(预计数),户,,,", {"value": "256户", "status": "forecast"}),
        ("改厕,256（目标）,户,,,", {"value": "256户", "status": "target"}),
        ("改厕,256（截至11月底）,户,,,", {"value": "256户", "period": "截至11月底"}),
        ("改厕,256（1—9月）,户,,,", {"value": "256户", "period": "1—9月"}),
        ("改厕,256（约）,户,,,", {"value": "约256户"}),
        ("改厕,约256,户,,,", {"value": "约256户"}),
        ("改厕,256,户,,,预计数", {"value": "256户", "status": "forecast"}),
        ("改厕,256,户,,,截至10月底、约数", {"value": "约256户", "period": "截至10月底"}),
        ("改厕,256,户,1—10月,,截至10月底", {"value": "256户", "period": "1—10月"}),
        ("改厕,256,户,,,与预计相符", {"value": "256户"}),
        ("改厕,256户（预计）,户,,,", {"value": "256户", "status": "forecast"}),
    ],
)
def test_a_remark_is_part_of_the_fact(tmp_path, row, fact):
    assert fact_of(tmp_path, row) == fact


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("改厕,256（含续建）,户,,,", "含续建"),
        ("改厕,256（预计）,户,,已完成,", "不一致"),
        ("改厕,256,户,1—10月,,截至11月底", "不一致"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_cell(tmp_path, row, said):
    with pytest.raises(InputError) as raised:
        fact_of(tmp_path, row)
    (problem,) = raised.value.problems
    assert said in problem.message
    assert problem.cell == "B2"
    assert problem.hint
