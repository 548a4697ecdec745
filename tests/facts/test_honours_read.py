"""Who has which honour, as the listing of facts shows it."""

from __future__ import annotations

import pytest

from zhibi.facts.bindings import read_honours


def told(text, names=()):
    return [
        ("、".join(one.subjects), f"{one.level_word}{one.title}")
        for one in read_honours(text, names)
    ]


@pytest.mark.parametrize(
    ("text", "honours"),
    [
        (
            "鹤滩村获评省级森林乡村，“苇编夜校”被县妇联评为巾帼示范基地。",
            [("鹤滩村", "省级森林乡村"), ("苇编夜校", "巾帼示范基地")],
        ),
        (
            "“邻里帮”志愿队先后被团市委评为优秀青年志愿服务组织。",
            [("“邻里帮”志愿队", "优秀青年志愿服务组织")],
        ),
        ("白石村农家书屋由县委宣传部授予县级示范书屋称号。", [("白石村农家书屋", "县级示范书屋")]),
        ("于家村也获评县级卫生村。", [("于家村", "县级卫生村")]),
        ("初心驿站获评县级示范点。", [("初心驿站", "县级示范点")]),
    ],
)
def test_the_one_who_gives_an_honour_does_not_have_it(text, honours):
    assert told(text) == honours


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("济和药铺", "济和药铺"),
        ("和顺居", "和顺居"),
        ("太和村、和平社区", "太和村、和平社区"),
        ("义和社区和新桥社区", "义和社区、新桥社区"),
        ("普及村与塘下村", "普及村、塘下村"),
        ("镇综合执法队和“平安驿站”", "镇综合执法队、平安驿站"),
        ("张明和李红", "张明、李红"),
    ],
)
def test_a_name_is_not_parted_within(who, names):
    assert told(f"{who}被评为县级先进集体。") == [(names, "县级先进集体")]


@pytest.mark.parametrize(
    ("text", "names", "who"),
    [
        ("竹源竹业扩建车间，其重组竹地板获省竹博会金奖。", (), "竹源竹业重组竹地板"),
        ("镇中心小学组建龙舟队，其队员获市级团体奖。", (), "镇中心小学队员"),
        ("去年，巧手工坊添置织机，其作品获市级银奖。", ("巧手工坊",), "巧手工坊作品"),
        ("柳河村办起夜校，该村获评县级文明村。", (), "柳河村"),
        ("进了两批设备，其产品获市级金奖。", (), "产品"),
    ],
)
def test_a_pronoun_stands_for_whoever_was_told_of(text, names, who):
    assert [one for one, _ in told(text, names)] == [who]


@pytest.mark.parametrize(
    ("text", "honours"),
    [
        ("零工驿站被区人社局列为全区典型做法。", [("零工驿站", "全区典型做法")]),
        ("“板凳议事”被市委组织部作为先进经验推广。", [("板凳议事", "先进经验")]),
        ("湖滨社区食堂被县民政局列为县级试点。", [("湖滨社区食堂", "县级试点")]),
        ("危桥改造被列入2026年县级民生实事计划。", []),
        ("该厂被生态环境分局列为重点排污单位。", []),
        ("南坡被列为县级地质灾害隐患点。", []),
        ("我镇把林长制作为先进经验推广。", []),
        ("镇卫生院获得省级专项资金。", []),
    ],
)
def test_what_is_chosen_is_an_honour_where_it_praises(text, honours):
    assert told(text) == honours


def test_each_has_an_honour_of_its_own():
    assert told("前荡村、柳堰村分别获评市级和美乡村、县级示范村。") == [
        ("前荡村", "市级和美乡村"),
        ("柳堰村", "县级示范村"),
    ]
