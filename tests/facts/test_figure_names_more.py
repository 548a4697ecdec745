"""Which figures of a report's sentence get a name, and which get none rather than a wrong one."""

from __future__ import annotations

import pytest

from zhibi.intake.figure_names import figure_names


def _names(sentence: str) -> dict[str, str]:
    return {one["text"]: one["name"] for one in figure_names(sentence)}


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("限下商贸零售额920万元。", {"920万元": "限下商贸零售额"}),
        (
            "登记沼气用户620户，其中山区410户、坝区210户。",
            {"620户": "沼气用户", "410户": "沼气用户（山区）", "210户": "沼气用户（坝区）"},
        ),
        (
            "受理咨询96批210人次，其中初次咨询40批75人次。",
            {"40批": "受理咨询（初次咨询）", "75人次": "受理咨询（初次咨询）"},
        ),
        ("其中油桃0.6万亩、枇杷0.2万亩。", {"0.6万亩": "油桃", "0.2万亩": "枇杷"}),
        ("开展垃圾分类宣传活动36场。", {"36场": "开展垃圾分类宣传活动"}),
        ("评选“爱湖先锋”12名。", {"12名": "爱湖先锋"}),
        ("推荐3名村党组织书记参加培训。", {"3名": "村党组织书记"}),
        ("发放助学金9.6万元，惠及48户。", {"9.6万元": "助学金", "48户": "助学金（惠及）"}),
        ("工业用电占全社会用电比重达41.5%。", {"41.5%": "工业用电占全社会用电比重"}),
        ("销售收入310万元，预计全年完成420万元。", {"420万元": "销售收入（预计）"}),
    ],
)
def test_words_that_name_a_figure(sentence: str, names: dict[str, str]) -> None:
    found = _names(sentence)
    assert {text: found.get(text) for text in names} == names


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("在册人数从860人增至912人。", "860人"),
        ("摸排出租屋58户，其中居住6人以上的17户。", "6人"),
        ("摸排出租屋58户，其中居住6人以上的17户。", "17户"),
    ],
)
def test_no_name_rather_than_a_wrong_one(sentence: str, figure: str) -> None:
    assert figure not in _names(sentence)
