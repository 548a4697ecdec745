"""The whole offline report: complete, true to the facts, the same every time."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.support.writing_cases import facts_of
from zhibi.intake.load import load_facts
from zhibi.styles.load import load_style
from zhibi.writing.drafting import draft

EXAMPLES = sorted(Path("examples").glob("*/facts.yaml"))
INTRODUCTION = "工作中还存在一些不足，主要是："
COMBINATIONS = [
    (style, kind) for style in ("镇乡", "街道") for kind in ("annual", "half-year", "quarter")
]


def errors(made):
    return [one for one in made.findings.findings if one.severity == "error"]


def paragraphs(made):
    return [block.printed for block in made.blocks if block.kind == "paragraph"]


@pytest.mark.parametrize(("style", "kind"), COMBINATIONS)
def test_one_fact_makes_a_complete_report(style, kind):
    facts = facts_of(
        "- {id: a, part: summary, facts: [{name: 税收收入, value: 2186.4万元}]}",
        style=style,
        kind=kind,
    )
    made = draft(facts)
    assert {one.code for one in made.findings.findings} <= {"W203", "W209"}
    assert made.findings.coverage.used == 1
    assert made.title.startswith("青山镇2024年")
    assert "县委、县政府" in paragraphs(made)[0]
    assert paragraphs(made)[1].endswith("税收收入2186.4万元。")


def test_flat_sections_of_one_part_stand_under_one_heading():
    made = draft(
        facts_of("""
        - {id: a, part: summary, topic: 经济发展, facts: [{name: 税收收入, value: 2万元}]}
        - {id: p, part: problems, facts: [{text: 大项目偏少。}]}
        - {id: b, part: summary, topic: 民生保障, facts: [{name: 低保对象, value: 20户}]}
        """)
    )
    headings = [block.printed for block in made.blocks if block.kind == "heading"]
    assert headings == [
        "一、2024年工作总结",
        "（一）坚持稳中求进，推动经济发展",
        "（二）坚持民生为本，办好惠民实事",
        "二、存在问题",
    ]
    assert not errors(made)


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        ("镇乡", [INTRODUCTION, "一是大项目偏少。", "二是管护还有欠账。", "三是办法不多。"]),
        ("街道", [INTRODUCTION + "一是大项目偏少；二是管护还有欠账；三是办法不多。"]),
    ],
)
def test_problems_are_numbered_items(style, wanted):
    facts = facts_of(
        "- {id: p, part: problems, facts: [{text: 大项目偏少。}, {text: 二是管护还有欠账；}, "
        "{text: 办法不多。}]}",
        style=style,
    )
    made = draft(facts)
    assert paragraphs(made)[1 : 1 + len(wanted)] == wanted
    assert not errors(made)


def test_a_single_problem_has_no_number():
    made = draft(facts_of("- {id: p, part: problems, facts: [{text: 大项目偏少。}]}"))
    assert paragraphs(made)[1] == "大项目偏少。"


def test_problems_of_several_sentences_end_with_full_stops():
    facts = "- {id: p, part: problems, facts: [{text: 项目偏少。后劲不足。}, {text: 办法不多。}]}"
    assert paragraphs(draft(facts_of(facts)))[1:] == [
        INTRODUCTION,
        "一是项目偏少。后劲不足。",
        "二是办法不多。",
    ]


@pytest.mark.parametrize(
    ("title", "last"),
    [
        ("2024年工作汇报", "现将有关情况汇报如下（除注明外，数据统计时段为1—11月）："),
        ("关于2024年工作的报告", "现将有关情况报告如下（除注明外，数据统计时段为1—11月）："),
    ],
)
def test_a_given_title_rules_the_preamble(title, last):
    facts = facts_of("- {id: a, part: summary, facts: [{text: 修路。}]}", extra=f"title: {title}\n")
    assert paragraphs(draft(facts))[0].endswith(last)


def test_a_section_of_several_items_opens_on_their_topics_where_the_style_says_so(tmp_path):
    style = tmp_path / "leads.yaml"
    uses = "{levels: {usual: {share: '0.18', uses: [section_lead]}}}"
    style.write_text(f"extends: 镇乡\nname: 有领起句\nframing: {uses}\n", "utf-8")
    sections = """
        - id: a
          part: summary
          topic: 民生保障
          sections:
            - {id: b, topic: 招工用工, facts: [{text: 引进企业3家。}]}
            - {id: c, topic: 敬老助老, facts: [{text: 开办食堂2个。}]}
        """
    made = draft(facts_of(sections), style=str(style))
    assert paragraphs(made)[1] == "围绕民生保障，重点抓好招工用工和敬老助老。"
    assert not errors(made)
    without = draft(facts_of(sections, extra="framing: none\n"))
    assert paragraphs(without)[1].startswith("一是")


def test_months_of_statements_are_written_in_digits():
    made = draft(facts_of("- {id: a, part: summary, facts: [{text: 泵站十二月底投用。}]}"))
    assert paragraphs(made)[1] == "泵站12月底投用。"
    assert not errors(made)


def test_a_run_in_heading_leads_its_paragraph():
    made = draft(
        facts_of("""
        - id: a
          part: summary
          topic: 经济发展
          sections:
            - {id: b, topic: 招商引资, facts: [{text: 引进企业3家。}]}
            - {id: c, topic: 重点项目, facts: [{text: 开工项目2个。}]}
        """)
    )
    lead = next(block for block in made.blocks if block.section_id == "b")
    assert (lead.kind, lead.lead, lead.lead_level, lead.text) == (
        "paragraph",
        "一是推进招商引资。",
        3,
        "引进企业3家。",
    )


def test_facts_that_open_with_a_heading_of_their_own_begin_paragraphs():
    made = draft(
        facts_of("""
        - id: a
          part: plan
          topic: 产业发展
          facts:
            - {text: 打造产业集群。引进上下游企业。}
            - {text: 完善园区道路。}
            - {text: 推进重点项目。做好企业服务。}
        """)
    )
    assert paragraphs(made)[1:] == [
        "打造产业集群。引进上下游企业。完善园区道路。",
        "推进重点项目。做好企业服务。",
    ]


def test_long_sections_are_divided_into_paragraphs_of_like_length():
    text = (
        "由各村（社区）组织村民代表开展入户走访，了解生产生活情况，帮助解决实际困难，做好登记造册"
    )
    facts = "".join(f"\n    - {{text: 第{n}组{text}。}}" for n in "甲乙丙丁戊己庚辛壬癸子丑")
    made = draft(facts_of(f"- id: a\n  part: summary\n  topic: 民生\n  facts:{facts}"))
    lengths = [len(text) for text in paragraphs(made)[1:]]
    assert len(lengths) == 3
    assert max(lengths) <= 250
    assert max(lengths) - min(lengths) <= 60


def test_metadata_that_is_missing_is_not_written():
    facts = facts_of("- {id: a, part: summary, facts: [{text: 走访3次。}]}")
    plain = facts_of("- {id: a, part: summary, facts: [{text: 走访3次。}]}")
    assert "党的二十大精神" in paragraphs(draft(facts))[0]
    from dataclasses import replace

    document = replace(plain.document, guiding=(), superior="")
    opening = paragraphs(draft(replace(plain, document=document)))[0]
    assert "指导" not in opening
    assert "领导" not in opening
    assert "，，" not in opening


def test_a_preamble_s_own_words_take_the_place_of_the_style_s():
    facts = facts_of(
        """
        - id: pre
          part: preamble
          facts:
            - {text: 街道在县委、县政府领导下，围绕中心抓落实。}
            - {name: 营业收入, value: 21875万元, growth: 12.36%}
        - {id: a, part: summary, facts: [{text: 走访3次。}]}
        """,
        style="街道",
    )
    opening = paragraphs(draft(facts))[0]
    assert opening.count("县委、县政府") == 1
    assert "1—11月，实现营业收入21875万元，同比增长12.36%。" in opening


def test_a_closing_of_the_facts_takes_the_place_of_the_style_s():
    facts = facts_of(
        """
        - {id: pl, part: plan, topic: 民生, facts: [{text: 办好实事。}]}
        - {id: end, part: closing, facts: [{text: 事业要靠一锤一锤接着敲。}]}
        """,
        style="街道",
    )
    assert paragraphs(draft(facts))[-1] == "事业要靠一锤一锤接着敲。"


def test_signature_and_date_end_the_report():
    facts = facts_of(
        "- {id: a, part: summary, facts: [{text: 走访3次。}]}",
        extra="signed: 青山镇人民政府\ndate: 2024-12-06\n",
    )
    assert draft(facts).text.endswith("\n\n青山镇人民政府\n\n2024年12月6日\n")


NOUNS = [
    "税收收入",
    "工业产值",
    "低保对象",
    "走访企业",
    "信访总量",
    "新建厂房",
    "参保率",
    "新增就业",
]
UNITS = ["万元", "户", "人", "家", "件", "平方米", "人次", "公里"]
HEDGES = ["{n}{u}", "约{n}{u}", "{n}余{u}", "{n}{u}以上", "近{n}{u}"]


def random_section(chance, number, used):
    """A section of random indicators and statements; no two figures of a report are alike."""

    def fresh():
        value = chance.choice([n for n in range(11, 990) if n not in used])
        used.add(value)
        return value

    lines = [f"- id: s{number}", f"  part: {chance.choice(['summary', 'summary', 'highlights'])}"]
    lines += ["  facts:"]
    for at in range(chance.randint(1, 5)):
        name = f"{chance.choice(['集镇', '农村', '园区', '社区'])}{chance.choice(NOUNS[:6])}"
        unit = chance.choice(UNITS)
        written = chance.choice(HEDGES).format(n=fresh(), u=unit)
        fact = f"id: s{number}.f{at}, name: {name}{chance.choice('甲乙丙丁')}类, value: {written}"
        if chance.random() < 0.4:
            fact += f", growth: {chance.choice(['', '-'])}{fresh()}.{chance.randint(1, 9)}%"
        if chance.random() < 0.2:
            fact += f", forecast: {fresh()}{unit}"
        if chance.random() < 0.2:
            fact += f", status: {chance.choice(['done', 'to_date', 'last_year', 'ongoing'])}"
        if chance.random() < 0.2:
            fact = f"id: s{number}.f{at}, text: 组织{fresh()}名干部开展走访，解决问题{fresh()}个。"
        if chance.random() < 0.1:
            fact += ", show: hidden"
        lines.append(f"    - {{{fact}}}")
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(12))
def test_any_facts_make_a_report_in_which_every_figure_stands_and_none_is_new(seed):
    chance = random.Random(seed)
    style, kind = COMBINATIONS[seed % 4]
    used: set[int] = set()
    sections = "\n".join(random_section(chance, number, used) for number in range(5))
    period = "1—11月" if kind == "annual" else "1—6月"
    facts = facts_of(sections, style=style, kind=kind, period=period)
    made = draft(facts)
    unsupported = [one for one in made.findings.figures if one.status == "unsupported"]
    assert not unsupported
    assert not errors(made)
    assert made.findings.coverage.missing == ()
    hidden = [entry for entry in facts.entries() if entry.show == "hidden"]
    for entry in hidden:
        assert entry.quantity.text not in made.text
    assert draft(facts).text == made.text


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_read_as_reports(path):
    facts = load_facts(path)
    made = draft(facts)
    assert not errors(made)
    assert made.findings.coverage.missing == ()
    length = len(re.sub(r"[\s#]", "", made.text))
    low, high = facts.document.length or load_style(facts.document.style).length
    assert low <= length <= high
    text = made.text
    assert not re.search(
        r"同时[^。]{0,40}同时|其中[^。；]{0,12}其中|[，。；、][，。；、]|工作工作", text
    )
    verbatim = "".join(fact.text for fact in facts.all_facts())
    for sentence in re.split(r"[。！？\n]", text):
        assert len(sentence) <= 150 or sentence in verbatim


def test_examples_are_there():
    assert [path.parent.name for path in EXAMPLES] == [
        "subdistrict-annual",
        "subdistrict-half-year",
        "township-annual",
    ]


@pytest.mark.parametrize(("style", "kind"), COMBINATIONS)
def test_a_report_without_a_closing_of_its_own_ends_with_its_plan(style, kind):
    made = draft(
        facts_of(
            """
            - {id: a, part: summary, topic: 经济发展, facts: [{name: 税收收入, value: 2186.4万元}]}
            - {id: b, part: plan, topic: 旧路改造, facts: [{text: 改造旧路，由村里管护。}]}
            - {id: c, part: plan, topic: 养老服务, facts: [{text: 办好老年食堂，方便老人用餐。}]}
            """,
            style=style,
            kind=kind,
        )
    )
    assert paragraphs(made)[-1].endswith("办好老年食堂，方便老人用餐。")


def test_a_closing_of_its_own_ends_the_report():
    made = draft(
        facts_of("""
        - {id: b, part: plan, topic: 旧路改造, facts: [{text: 改造旧路，由村里管护。}]}
        - {id: c, part: closing, facts: [{text: 我镇将真抓实干，把路修好。}]}
        """)
    )
    assert paragraphs(made)[-1] == "我镇将真抓实干，把路修好。"


def test_large_amounts_in_yuan_are_written_like_the_others_of_the_report():
    made = draft(
        facts_of("""
        - id: a
          part: summary
          topic: 民生保障
          facts:
            - {text: 发放低保资金612.8万元。, figures: [{text: 612.8万元, name: 低保资金}]}
            - {text: 发放奖扶资金486720元。, figures: [{text: 486720元, name: 奖扶资金}]}
            - {text: 每户补助12000元。, figures: [{text: 12000元, name: 每户补助}]}
        """)
    )
    assert "发放奖扶资金48.672万元" in made.text
    assert "每户补助12000元" in made.text
    assert not [one for one in made.findings.findings if one.code in ("W208", "N111")]
    assert not errors(made)


def test_a_plan_fact_like_no_field_goes_to_the_field_of_its_topic():
    made = draft(
        facts_of("""
        - {id: a, part: summary, topic: 社区党建, facts: [{name: 联席会议, value: 12次}]}
        - {id: b, part: summary, topic: 文化活动, facts: [{name: 戏台演出, value: 44场}]}
        - {id: c, part: summary, topic: 民生服务, facts: [{name: 食堂, value: 6家}]}
        - id: p
          part: plan
          topic: 工作计划
          facts: [{text: 戏台演出50场。}, {text: 招聘社工17名。}, {text: 新开食堂2家。}]
""")
    )
    text = made.text
    social = text.index("招聘社工17名")
    assert text.index("社区党建", text.index("工作计划\n")) < social < text.index("戏台演出50场")


def test_what_a_plan_has_cadres_do_is_an_item_of_its_own():
    made = draft(
        facts_of("""
        - {id: a, part: summary, topic: 移民安置, facts: [{text: 安置移民1420户。}]}
        - {id: b, part: summary, topic: 茶产业, facts: [{text: 茶园3000亩。}]}
        - {id: q, part: problems, topic: 存在问题, facts: [
            {id: q1, text: 部分干部做移民群众工作的办法不多。}]}
        - id: p
          part: plan
          topic: 工作计划
          facts:
            - {text: 改造茶园600亩。}
            - {text: 安置移民20户。}
            - {text: 推行包片制度，每月入户走访20户。, answers: [q1]}
""")
    )
    last = made.text.split("### ")[-1]
    assert last.startswith("（三）加强干部队伍建设\n\n推行包片制度，每月入户走访20户。")


def test_short_highlights_are_told_in_one_paragraph_without_a_lone_heading() -> None:
    from zhibi.facts.load import facts_from_text

    facts = facts_from_text("""\
document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇, period: 1—11月}
sections:
  - {part: summary, topic: 经济, facts: [{name: 税收收入, value: 300万元}]}
  - part: highlights
    topic: 荣誉和亮点
    facts: [{text: “一码通办”5月在全市推开。}, {text: 海岬村4月入选省级示范点。}]
""")
    text = draft(facts).text
    assert "一是“一码通办”5月在全市推开；二是海岬村4月入选省级示范点。" in text
    assert "荣誉和亮点" not in text


PLANNED = """
- {id: a, part: summary, topic: 党建引领, facts: [{text: 党员42名。}]}
- {id: b, part: summary, topic: 特色产业, facts: [{text: 茶园3000亩。}]}
- {id: c, part: summary, topic: 民生保障, facts: [{text: 低保128户。}]}
- {id: d, part: plan, topic: 特色产业, facts: [{text: PLAN}]}
"""


def planned_text(plan):
    return draft(facts_of(PLANNED.replace("PLAN", plan))).text


def test_the_opening_names_all_sections():
    paragraphs = planned_text("改造茶园600亩。").split("\n\n")
    assert "围绕党建引领、特色产业、民生保障开展工作。" in paragraphs[1]
    assert "立足实际" not in paragraphs[1]


def test_an_opening_that_cannot_name_all_sections_names_none():
    sections = "".join(
        f"- {{id: s{at}, part: summary, topic: 甲{at}方面的各项有关工作和任务,"
        f" facts: [{{text: 办结{at}件。}}]}}\n"
        for at in range(1, 9)
    )
    opening = draft(facts_of(sections)).text.split("\n\n")[1]
    assert "方面的各项" not in opening


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2025年干茶产量达到205吨。", "2025年干茶产量达到205吨。"),
        ("订单种植占比提高到50%。", "将订单种植占比提高到50%。"),
        ("力争干茶产量达到205吨。", "力争干茶产量达到205吨。"),
        ("2025年计划干茶产量达到205吨。", "2025年计划干茶产量达到205吨。"),
        ("改造低产茶园600亩。", "改造低产茶园600亩。"),
    ],
)
def test_a_state_to_be_reached_gets_a_verb_and_no_softer_word(given, said):
    assert said in planned_text(given)
