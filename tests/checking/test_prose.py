"""The prose check (W201–W211): what fires, what is near to it and does not, and the repair told."""

from __future__ import annotations

import pytest

from zhibi.checking.check import check
from zhibi.checking.codes import rules
from zhibi.facts.load import facts_from_text

FACTS = facts_from_text("""document: {style: 镇乡, kind: annual, year: 2024, organisation: 青山镇}
sections:
  - part: summary
    topic: 经济发展
    facts:
      - id: monitor
        name: 新增监测对象
        value: 9户
        of_which: {parts: [{name: 突发严重困难户, value: 5户}, {name: 脱贫不稳定户, value: 4户}]}
      - {id: road, name: 硬化道路, value: 12公里}
      - {id: led, name: LED屏, value: 36个}
      - {id: horn, name: 小喇叭, value: 58个}
      - {id: car, name: 宣传车, value: 7台}
      - {id: jobs, name: 新增城镇就业, value: 318人}
      - {id: fees, name: 缴费金额, value: 6844800元}
      - {id: tax, name: 税收收入, value: 2186.4万元}
      - {id: aid, name: 低保资金, value: 612.8万元}
      - {id: head, name: 人均缴费, value: 480元}
      - {id: firms, name: 整改企业, value: 两家}
      - {id: shut, name: 关停企业, value: 3家}
      - {text: 晨筱包装项目有望十二月底投产。, names: [晨筱包装]}
      - {text: 结对帮扶项目预计12月中旬完工。}
      - {text: 打造“青山·民歌”品牌，举办展演5场。, names: [青山·民歌]}
  - {part: plan, topic: 乡村建设, facts: [{text: 建设污水管网和农村道路。}]}
""")


def findings(code, text):
    return [f for f in check(text, FACTS).findings if f.code == code]


def body(text):
    return f"# 青山镇2024年工作总结\n\n## 一、2024年工作总结\n\n{text}\n"


def words(code, text):
    return [text[f.start : f.end] for f in findings(code, text)]


def fires(code, text, *, times=None):
    found = findings(code, text)
    assert found, (code, text)
    assert times is None or len(found) == times, [text[f.start : f.end] for f in found]
    assert all(f.severity == "warning" and f.hint for f in found)
    return found


def silent(code, text):
    assert findings(code, text) == [], [
        (text[f.start : f.end], f.message) for f in findings(code, text)
    ]


SENTENCE = "镇村干部走村入户核实情况，逐项登记，随后由专人汇总并张榜公布。"

# W201 heavy paragraph


@pytest.mark.parametrize("lead", ["", "一是抓实监测。", "（1）抓实监测。", "**抓实监测。**"])
def test_a_heavy_paragraph_is_told_with_where_to_divide_it(lead):
    (found,) = fires("W201", body(lead + SENTENCE * 9), times=1)
    assert "字" in found.message and "处分段" in found.hint


def test_each_heavy_paragraph_is_told():
    fires("W201", body(SENTENCE * 9 + "\n\n" + SENTENCE * 12), times=2)


@pytest.mark.parametrize(
    "text", [SENTENCE * 8, SENTENCE * 7 + "\n\n" + SENTENCE * 7, "    " + SENTENCE * 8]
)
def test_a_paragraph_within_the_limit_is_not_told(text):
    silent("W201", body(text))


# W202 heavy sentence


@pytest.mark.parametrize(
    "text",
    [
        "硬化道路12公里，新增就业318人，宣传车7台，LED屏36个，小喇叭58个，监测对象9户。",
        "硬化道路12公里、宣传车7台、LED屏36个、小喇叭58个；监测对象9户，关停企业3家。",
        "镇里" + "组织干部逐户走访核实并登记，" * 13 + "随后公布。",
    ],
)
def test_a_heavy_sentence_is_told_with_where_to_break_it(text):
    (found,) = fires("W202", body(text), times=1)
    assert "断" in found.hint or "拆" in found.hint


@pytest.mark.parametrize(
    "text",
    [
        "硬化道路12公里，宣传车7台，LED屏36个，小喇叭58个，监测对象9户。新增就业318人，关停企业3家。",
        "2024年1—10月，硬化道路12公里，宣传车7台，LED屏36个，小喇叭58个，监测对象9户。",
        "监测对象9户28人，其中易返贫5户17人、不稳定4户11人，宣传车7台。",
        "甲类资产38个，资金312.6万元；乙类资产127个，资金487.3万元；丙类资产54个，资金218.7万元。",
        "为三楼安装LED屏36个，为二楼安装小喇叭58个，为四楼安装宣传车7台，关停企业3家。",
        SENTENCE,
    ],
)
def test_a_sentence_within_the_limits_is_not_told(text):
    silent("W202", body(text))


# W203 lone sub-heading

ROAD = "硬化道路12公里。\n\n"
PLAN = "## 二、2025年工作计划\n\n"


@pytest.mark.parametrize(
    "text",
    [
        f"### （一）抓产业\n\n{ROAD}{PLAN}### （一）抓项目\n\n好。\n\n### （二）抓道路\n\n好。",
        f"（一）抓产业。打通断头路，方便群众出行和农产品外运，{ROAD}{PLAN}建设污水管网。",
        f"### （一）抓产业\n\n#### 1.抓道路\n\n{ROAD}### （二）抓就业\n\n新增城镇就业318人。",
    ],
)
def test_a_lone_sub_heading_is_told(text):
    fires("W203", body(text), times=1)


@pytest.mark.parametrize(
    "text",
    [
        f"### （一）抓产业\n\n{ROAD}### （二）抓就业\n\n新增城镇就业318人。",
        "硬化道路12公里。",
        f"### （一）抓产业\n\n#### 1.抓道路\n\n{ROAD}#### 2.抓管网\n\n好。\n\n### （二）抓就业\n",
    ],
)
def test_sub_headings_in_company_are_not_told(text):
    silent("W203", body(text))


# W204 label or stock tail in a heading


@pytest.mark.parametrize(
    "heading",
    [
        "深耕工作亮点，打造工作亮点",
        "深耕链上党建，打造工作亮点",
        "持续抓好下半年工作计划工作",
        "围绕中心工作·遗留问题清零与旧改",
        "产业发展—道路建设",
        "扎实做好征收工作工作",
        "聚焦产业发展再发力，推动各项工作新进展",
    ],
)
def test_a_label_or_stock_tail_in_a_heading_is_told(heading):
    text = body(f"### （一）{heading}\n\n硬化道路12公里。\n\n### （二）抓就业\n\n新增就业318人。")
    fires("W204", text, times=1)


@pytest.mark.parametrize("heading", ["**一是打造工作亮点。**", "1.打造工作亮点。"])
def test_run_in_headings_are_read_too(heading):
    fires(
        "W204",
        body(f"{heading}硬化道路12公里，方便群众出行，沿线农户和合作社的农产品运输时间缩短。"),
    )


@pytest.mark.parametrize(
    "heading",
    [
        "坚持产业带动，拓宽增收门路",
        "唱响“青山·民歌”品牌，丰富群众文化生活",
        "打造合事堂，就近化解纠纷",
        "推动重点工程，提速项目建设",
    ],
)
def test_a_heading_of_its_own_words_is_not_told(heading):
    text = body(f"### （一）{heading}\n\n硬化道路12公里。\n\n### （二）抓就业\n\n新增就业318人。")
    silent("W204", text)


def test_the_headings_of_the_parts_are_labels_by_right():
    silent(
        "W204",
        body("硬化道路12公里。")
        + "\n## 二、工作亮点\n\n新增就业318人。\n\n## 三、存在问题\n\n缺资金。",
    )


# W205 the same tail twice


def headed(*headings):
    numbers = "一二三四五六"
    return body(
        "\n\n".join(
            f"### （{n}）{h}\n\n硬化道路12公里。" for n, h in zip(numbers, headings, strict=False)
        )
    )


@pytest.mark.parametrize(
    "headings",
    [
        ("坚持产业带动，夯实发展根基", "坚持建管并重，夯实发展根基"),
        ("湖区环境持续改善", "抓就业", "教育条件持续改善"),
        ("抓学习，开创新局面", "抓项目，开创新局面", "抓道路，开创新局面"),
    ],
)
def test_a_tail_used_again_is_told(headings):
    found = fires("W205", headed(*headings))
    assert len(found) == len([h for h in headings if h[-4:] == headings[0][-4:]]) - 1


@pytest.mark.parametrize(
    "headings",
    [
        ("坚持产业带动，夯实发展根基", "坚持建管并重，改善镇村面貌"),
        ("抓好征收工作", "抓好安置工作"),
        ("优化阵地支撑", "强化队伍支撑", "细化制度支撑"),
        ("推进污水管网建设", "巡查污水管网建设"),
        ("聚焦产业再发力，激发新动能", "聚焦乡村再发力，展现新面貌"),
    ],
)
def test_parallel_headings_are_not_told(headings):
    silent("W205", headed(*headings))


# W206 the same verb in a row


@pytest.mark.parametrize(
    "text",
    [
        "完成道路12公里，完成造林420亩，完成改厕132户，完成管网7处。",
        "发放低保资金612.8万元，发放特困供养金，发放残疾人补贴；发放孤儿保障金。",
        "已建成车间，已建成仓库，共建成泵站，还建成大棚，方便生产。",
        "排查隐患58处。排查燃气用户。排查出租房。排查商铺。",
    ],
)
def test_one_verb_in_four_clauses_in_a_row_is_told_once(text):
    fires("W206", body(text), times=1)


@pytest.mark.parametrize(
    "text",
    [
        "完成道路12公里，完成造林420亩，改造厕所132户，完成管网7处。",
        "发放低保资金612.8万元、特困供养金、残疾人补贴、孤儿保障金。",
        "完成道路12公里，完成造林420亩，完成改厕132户。\n\n完成管网7处。",
        "城镇就业稳定，城镇面貌改善，城镇道路通畅，城镇管网贯通。",
    ],
)
def test_fewer_or_broken_runs_are_not_told(text):
    silent("W206", body(text))


# W207 total after its parts


@pytest.mark.parametrize(
    "text",
    [
        "突发严重困难户5户、脱贫不稳定户4户，新增监测对象9户。",
        "今年突发严重困难户5户，脱贫不稳定户4户。新增监测对象共9户。",
        "纳入突发严重困难户5户，新增监测对象9户，脱贫不稳定户4户。",
    ],
)
def test_a_total_after_its_parts_is_told_at_the_total(text):
    (found,) = fires("W207", body(text), times=1)
    assert body(text)[found.start : found.end] == "9户"


@pytest.mark.parametrize(
    "text",
    [
        "新增监测对象9户，其中突发严重困难户5户、脱贫不稳定户4户。",
        "突发严重困难户5户、脱贫不稳定户4户。",
        "新增监测对象9户。突发严重困难户5户，脱贫不稳定户4户，上述9户监测对象都有人帮扶。",
    ],
)
def test_a_total_before_its_parts_is_not_told(text):
    silent("W207", body(text))


# W208 mixed forms


@pytest.mark.parametrize(
    ("text", "minority"),
    [
        ("晨筱包装有望十二月底投产，帮扶项目预计12月中旬完工。", ["十二月底"]),
        ("税收收入2186.4万元，低保资金612.8万元，缴费金额6844800元。", ["6844800元"]),
        ("整改企业两家，关停企业3家。", ["两家"]),
    ],
)
def test_the_rarer_form_is_told(text, minority):
    assert words("W208", body(text)) == minority
    fires("W208", body(text))


@pytest.mark.parametrize(
    "text",
    [
        "晨筱包装有望12月底投产，帮扶项目预计12月中旬完工。",
        "晨筱包装有望十二月底投产，帮扶项目十二月中旬完工。",
        "税收收入2186.4万元，人均缴费480元。",
        "缴费金额6844800元，人均缴费480元。",
        "整改企业两家，关停企业三家。",
        "整改企业两家，关停企业13家。",
        "开展为期一个月的整治，培育3个示范点，三个月后验收，“三会一课”照常。",
    ],
)
def test_one_form_throughout_is_not_told(text):
    silent("W208", body(text))


# W209 sentence without a verb


@pytest.mark.parametrize(
    "text",
    ["LED屏36个、小喇叭58个。", "LED屏36个，小喇叭58个，宣传车7台。"],
)
def test_a_sentence_without_a_verb_is_told(text):
    fires("W209", body(text), times=1)


@pytest.mark.parametrize(
    "text",
    [
        "运用36个LED屏、58个小喇叭开展宣传。",
        "LED屏共有36个。",
        "全年税收收入2186.4万元。",
        "LED屏36个，比小喇叭少22个。",
        "识别LED屏36个、小喇叭58个。",
        "LED屏每台36个、小喇叭58个。",
        "税收收入达2186.4万元。",
        "新增城镇就业318人。",
        "一是税收收入。完成2186.4万元。",
    ],
)
def test_a_sentence_with_a_verb_is_not_told(text):
    silent("W209", body(text))


def test_a_heading_needs_no_verb():
    silent("W209", headed("36个LED屏", "58个小喇叭"))


# W210 a fact told twice


@pytest.mark.parametrize(
    "text",
    [
        "全镇硬化道路12公里。沿线群众出行方便，硬化道路共12公里。",
        "新增城镇就业318人。\n\n开展送岗下乡，使新增城镇就业达到318人。",
        "硬化道路12公里，打通断头路，今年硬化道路12公里。",
    ],
)
def test_a_fact_told_twice_is_told_at_the_second(text):
    (found,) = fires("W210", body(text), times=1)
    assert found.start > body(text).index("。") or text.count("。") == 1


@pytest.mark.parametrize(
    "text",
    [
        "全镇硬化道路12公里。沿线群众出行方便。",
        "LED屏36个运转正常，新购宣传车7台。",
        "硬化道路12公里。\n\n## 二、工作亮点\n\n硬化道路12公里，带动农旅发展。",
    ],
)
def test_facts_told_once_in_a_part_are_not_told(text):
    silent("W210", body(text))


def test_a_year_may_be_said_again():
    silent("W210", body("2024年，硬化道路12公里。2024年，新增城镇就业318人。"))


# W211 the same lead in a row


@pytest.mark.parametrize(
    "text",
    [
        "围绕道路，硬化里程12公里。\n\n围绕就业，新增城镇就业318人。",
        "一是抓道路。聚焦出行，硬化道路12公里。\n\n二是抓就业。聚焦民生，新增城镇就业318人。",
        "同时，硬化道路12公里。同时，新增城镇就业318人。",
        "在道路方面，硬化里程12公里。在就业方面，新增城镇就业318人。",
    ],
)
def test_the_same_lead_twice_in_a_row_is_told(text):
    fires("W211", body(text), times=1)


@pytest.mark.parametrize(
    "text",
    [
        "围绕道路，硬化里程12公里。\n\n聚焦就业，新增城镇就业318人。",
        "围绕道路，硬化里程12公里。\n\n新增城镇就业318人。\n\n围绕宣传，设LED屏36个。",
        "新增城镇就业318人。新增监测对象9户。",
        "围绕道路，硬化里程12公里，围绕村庄绿化。",
    ],
)
def test_different_leads_are_not_told(text):
    silent("W211", body(text))


# All of them


def test_every_prose_rule_is_a_warning_with_examples():
    prose = [rule for rule in rules() if rule.code.startswith("W2")]
    assert [rule.code for rule in prose] == [f"W2{n:02}" for n in range(1, 12)]
    assert {rule.severity for rule in prose} == {"warning"}
    assert all(rule.failing and rule.passing for rule in prose)


def test_the_check_stays_the_same_from_run_to_run():
    text = body(SENTENCE * 9 + "LED屏36个、小喇叭58个。同时，好。同时，好。")
    assert check(text, FACTS) == check(text, FACTS)
