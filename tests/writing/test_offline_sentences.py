"""Facts to sentences without a model: what is said, in what order, how it is joined."""

from __future__ import annotations

import pytest

from tests.support.writing_cases import facts_of, section_of
from zhibi.styles.load import load_style
from zhibi.writing.offline.beside import Setting
from zhibi.writing.offline.prose import Prose
from zhibi.writing.offline.statements import phases_of
from zhibi.writing.offline.writer import OfflineWriter


def said(*facts, part="summary", style="镇乡", kind="annual"):
    loaded = section_of(*facts, part=part)
    return OfflineWriter().sentences(
        list(loaded.all_facts()), load_style(style, kind), default_period="1—11月"
    )


TAX = (
    "name: 税收收入, value: 2186.4万元, period: 1—10月, growth: 6.35%, forecast: 2620万元, "
    "target: {value: 2600万元, show: hidden}, completion: 100.77%, "
    "previous: {value: 2055.9万元, show: hidden}"
)


def test_an_indicator_with_all_that_belongs_to_it():
    assert said(TAX) == [
        "1—10月，实现税收收入2186.4万元，同比增长6.35%，预计全年完成2620万元，占全年目标任务的100.77%。"
    ]


def test_a_name_with_a_number_of_its_own_is_told_whole():
    low = "name: 村集体经营性收入不足20万元的村, value: 2个"
    assert "村集体经营性收入不足20万元的村2个" in "".join(
        said("name: 村集体经营性收入, value: 486.3万元, growth: 15.3%", low)
    )


def test_parts_stand_behind_the_change_of_their_whole():
    part = "of_which: [{name: 工业税收, value: 1204.3万元}]"
    whole = "name: 税收收入, value: 2186.4万元, growth: 6%, previous: 2062万元, target: 3000万元"
    assert said(f"{whole}, {part}") == [
        "实现税收收入2186.4万元，比上年同期的2062万元增长6%，其中工业税收1204.3万元；全年目标3000万元。"
    ]
    (text,) = said(f"{TAX}, {part}")
    assert "6.35%，其中工业税收1204.3万元；预计全年完成2620万元，占全年目标任务的100.77%。" in text


def test_parts_that_each_grow_have_a_sentence_of_their_own():
    parts = "of_which: [{name: 工业投资, value: 2亿元, growth: 5%}, {name: 其他投资, value: 1亿元}]"
    assert said(f"name: 投资, value: 3亿元, growth: 9%, {parts}") == [
        "完成投资3亿元，同比增长9%。",
        "其中，工业投资2亿元，增长5%；其他投资1亿元。",
    ]


def test_parts_have_a_sentence_of_their_own_where_one_would_be_too_heavy():
    parts = "of_which: [{name: 工业税收, value: 1204.3万元}, {name: 其他, value: 1万元}]"
    assert said(f"{TAX}, {parts}") == [
        "1—10月，实现税收收入2186.4万元，同比增长6.35%，预计全年完成2620万元，占全年目标任务的100.77%。",
        "税收收入中，工业税收1204.3万元、其他1万元。",
    ]


@pytest.mark.parametrize(
    ("growth", "words"),
    [
        ("6.35%", "同比增长6.35%"),
        ("-3.20%", "同比下降3.20%"),
        ("下降3.2%", "同比下降3.2%"),
        ("0%", "与上年同期持平"),
        ("0.91个百分点", "同比提高0.91个百分点"),
        ("-0.91个百分点", "同比下降0.91个百分点"),
        ("约6%", "同比增长约6%"),
        ("{value: 18.39%, name: 到访批次增速}", "到访批次同比增长18.39%"),
        ("{value: -18.39%, name: 信访总量}", "信访总量同比下降18.39%"),
    ],
)
def test_growth(growth, words):
    assert said(f"name: 数, value: 20批, growth: {growth}") == [f"数20批，{words}。"]


@pytest.mark.parametrize(
    "value",
    ["约320余户", "12.30万元", "10人以上", "两名", "2至3个", "31800元/月", "近500人", "480.00元"],
)
def test_a_value_stands_exactly_as_written(value):
    assert said(f"name: 甲, value: {value}") == [f"甲{value}。"]


@pytest.mark.parametrize(
    ("fact", "sentence"),
    [
        ("name: 参保率, value: 98.36%", "参保率98.36%。"),
        ("name: 发放津贴, value: 3万元, status: last_year", "去年发放津贴3万元。"),
        ("name: 去年发放津贴, value: 3万元, status: last_year", "去年发放津贴3万元。"),
        ("name: 厂房, value: 2万平方米, status: ongoing", "正在推进的厂房2万平方米。"),
        ("name: 上报企业, value: 3家, status: ongoing", "正在上报企业3家。"),
        ("name: 片区应签约房屋, value: 428户, status: ongoing", "片区应签约房屋428户。"),
        (
            (
                "name: 公园, value: 4万平方米, status: ongoing, "
                "of_which: [{name: 公园一期（已开放）, value: 3万平方米}]"
            ),
            "公园4万平方米，其中公园一期（已开放）3万平方米。",
        ),
        ("name: 在建厂房, value: 2万平方米, status: ongoing", "在建厂房2万平方米。"),
        ("name: 村级收入, value: 约500万元, status: forecast", "预计村级收入约500万元。"),
        ("name: 收入, value: 5万元, target: 6万元", "实现收入5万元，全年目标6万元。"),
        ("name: 收入, value: 5万元, previous: 4万元", "收入由上年同期的4万元增加到5万元。"),
        ("name: 收入, value: 5万元, completion: 84.1%", "实现收入5万元，完成率84.1%。"),
        (
            "name: 成功调解, value: 139件, completion: {value: 97.90%, name: 调解成功率}",
            "成功调解139件，调解成功率97.90%。",
        ),
        (
            "name: 收入, value: 5万元, completion: {value: 84.1%, name: 占全年目标任务}",
            "实现收入5万元，占全年目标任务的84.1%。",
        ),
        (
            "name: 整改隐患, value: 73个, completion: {value: 100%, name: 整改率}",
            "整改隐患73个，整改率100%。",
        ),
        (
            "name: 收入, value: 5万元, completion: {value: 84%, name: 占年度任务}",
            "实现收入5万元，占年度任务的84%。",
        ),
        ("name: 收入, value: {v}, show: hidden", None),
        (
            "name: 收入, value: 5万元, growth: {value: 3%, show: hidden}",
            "实现收入5万元。",
        ),
    ],
)
def test_status_and_what_stands_beside(fact, sentence):
    fact = fact.replace("{v}", "5万元")
    assert said(fact) == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("beside", "sentence"),
    [
        ("growth: {value: 3%, show: must}", "税收收入同比增长3%。"),
        ("of_which: [{name: 工业税收, value: 2万元, show: must}]", "税收收入中，工业税收2万元。"),
    ],
)
def test_what_is_shown_of_a_hidden_whole(beside, sentence):
    assert said(f"name: 税收收入, value: 5万元, show: hidden, {beside}") == [sentence]


def test_one_name_in_two_units_is_said_once_households_before_persons():
    parts = (
        "of_which: {closed: true, parts: [{name: 突发户, value: %s}, {name: 不稳定户, value: %s}]}"
    )
    facts = (
        "name: 新增监测对象, value: 28人, " + parts % ("17人", "11人"),
        "name: 新增监测对象, value: 9户, " + parts % ("5户", "4户"),
    )
    assert said(*facts) == ["新增监测对象9户28人，其中突发户5户17人、不稳定户4户11人。"]
    assert said("name: 来访, value: 326人次", "name: 来访, value: 148批") == ["来访148批326人次。"]


def test_a_growth_between_them_keeps_a_pair_apart():
    assert said("name: 来访, value: 148批, growth: -18%", "name: 来访, value: 326人次") == [
        "来访148批，同比下降18%；来访326人次。"
    ]


def test_the_period_is_said_when_it_changes_and_not_again():
    assert said(
        "name: 甲, value: 1个, period: 1—10月",
        "name: 乙, value: 2个, period: 1—10月",
        "name: 丙, value: 3个",
        "name: 丁, value: 4个, period: 11月底",
    ) == ["1—10月，甲1个，乙2个。", "1—11月，丙3个。", "截至11月底，丁4个。"]


def test_a_statement_of_another_period_is_not_joined_to_indicators():
    assert said(
        "name: 税收, value: 1万元, period: 1—10月", "text: 已申报企业4家。", "name: 甲, value: 1个"
    ) == ["1—10月，税收1万元。", "已申报企业4家。", "1—11月，甲1个。"]


def test_after_last_year_the_present_period_is_said_again():
    assert said("text: 去年发放津贴3万元。", "name: 办理证件, value: 5本") == [
        "去年发放津贴3万元。",
        "1—11月，办理证件5本。",
    ]
    assert said(
        "name: 去年办理证件, value: 4本, status: last_year, period: 1—11月",
        "name: 办理证件, value: 5本",
    ) == ["去年办理证件4本。", "今年1—11月，办理证件5本。"]
    assert said(
        "name: 收入, value: 5万元",
        "name: 去年拆除违建, value: 4处, status: last_year",
        "name: 拆除违建, value: 5处",
    ) == ["实现收入5万元，去年拆除违建4处。", "今年1—11月，拆除违建5处。"]
    assert said(
        "name: 收入, value: 5万元, period: 2023年", "name: 库存, value: 3件, period: 11月底"
    ) == ["2023年，实现收入5万元。", "截至今年11月底，库存3件。"]


def test_a_figure_of_this_year_behind_one_of_last_year_says_so():
    last = "name: 去年拆除违建, value: 4处, status: last_year"
    loaded = facts_of(
        f"- {{id: one, part: summary, facts: [{{{last}}}, {{name: 拆除违建, value: 5处}}]}}",
        period="''",
    )
    made = OfflineWriter().sentences(list(loaded.all_facts()), load_style("镇乡"))
    assert made == ["去年拆除违建4处。", "今年，拆除违建5处。"]


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("11月底", "截至11月底，库存3件。"),
        ("截至11月底", "截至11月底，库存3件。"),
        ("截止11月底", "截止11月底，库存3件。"),
        ("到11月末", "到11月末，库存3件。"),
    ],
)
def test_up_to_is_said_once(period, sentence):
    assert said(f"name: 库存, value: 3件, period: {period}") == [sentence]


def test_a_statement_of_several_lines_is_one_sentence():
    assert said(r'text: "共排查33处，\n整改30处。\n"') == ["共排查33处，整改30处。"]


def test_a_previous_value_with_a_name_of_its_own_keeps_it():
    beside = "previous: {value: 2个, name: 去年改造小区}"
    assert said(f"name: 改造小区, value: 3个, {beside}") == ["改造小区3个，去年改造小区2个。"]


def test_a_target_is_not_of_the_report_s_period_whatever_its_name():
    assert said("name: 力争投资, value: 3亿元", part="plan") == ["力争投资3亿元。"]


def test_a_completion_so_far_is_not_read_as_that_of_the_forecast():
    beside = "target: 130户, forecast: 150户, completion"
    assert said(f"name: 改厕, value: 132户, {beside}: 101.5%") == [
        "完成改厕132户，为全年目标130户的101.5%，预计全年完成150户。"
    ]
    assert said(f"name: 改厕, value: 132户, {beside}: 115.4%") == [
        "完成改厕132户，预计全年完成150户，占全年目标130户的115.4%。"
    ]


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ("name: 旅游收入, value: 3万元", "实现旅游收入3万元。"),
        ("name: 茶园面积, value: 30亩", "茶园面积30亩。"),
        ("name: 茶园面积, value: 30亩, growth: 5%", "茶园面积达到30亩，同比增长5%。"),
        ("name: 旅游收入, value: 3万元, growth: -5%", "旅游收入3万元，同比下降5%。"),
        ("name: 户厕改造, value: 3户, status: ongoing", "已完成户厕改造3户，正在推进。"),
        ("name: 旅游收入, value: 约3万元", "旅游收入约3万元。"),
        (
            "name: 固定资产投资, value: 3万元, target: 4万元, completion: 75%",
            "完成固定资产投资3万元，为全年目标4万元的75%。",
        ),
        (
            "name: 接待游客, value: 12人次, previous: {value: 10人次, show: must}, growth: 20%",
            "接待游客12人次，比上年同期的10人次增长20%。",
        ),
    ],
)
def test_an_indicator_is_a_deed(fields, wanted):
    assert said(fields) == [wanted]


def test_a_hedge_before_the_value_leaves_no_room_for_a_verb():
    assert said("name: 参保率, value: 不低于95%") == ["参保率不低于95%。"]
    assert said("name: 工业增速, value: -6.3%") == ["工业增速为-6.3%。"]
    assert said("name: 限上企业, value: 至少2家", part="plan") == ["力争限上企业至少2家。"]


def test_short_statements_that_count_are_joined_as_the_style_joins_them():
    facts = ("text: 硬化道路9公里，投资512万元。", "text: 实施水土保持项目2个。")
    assert said(*facts) == ["硬化道路9公里，投资512万元；实施水土保持项目2个。"]
    assert said(*facts, style="街道", kind="half-year") == [
        "硬化道路9公里，投资512万元。",
        "实施水土保持项目2个。",
    ]


@pytest.mark.parametrize("start", ["同时", "截至目前，", "此外，"])
def test_a_connective_begins_a_sentence(start):
    assert said("text: 硬化道路9公里。", f"text: {start}修桥2座。")[1] == f"{start}修桥2座。"


def test_of_which_never_begins_a_sentence():
    assert said("text: 造林420亩。", "text: 其中油茶186.5亩。") == ["造林420亩，其中油茶186.5亩。"]


def test_counts_follow_a_short_introduction():
    assert said("text: 开展禁烧巡查。", "name: 出动车辆, value: 90余台次") == [
        "开展禁烧巡查，出动车辆90余台次。"
    ]


def test_a_statement_stands_verbatim():
    text = "着力打造集群。盯牢“补链”，让企业引得进、留得住！"
    assert said(f"text: {text}") == [text]


def test_targets_say_so_once_a_sentence():
    assert said(
        "name: 新增规上企业, value: 3家以上",
        "name: 新建厂房, value: 不少于2万平方米",
        "name: 税收收入, value: 2800万元, growth: 8%",
        "name: 计划招工, value: 20人",
        part="plan",
    ) == [
        "计划新增规上企业3家以上，新建厂房不少于2万平方米。",
        "力争税收收入达到2800万元，同比增长8%。",
        "计划招工20人。",
    ]


def test_a_computed_fact_stands_behind_its_terms():
    facts = facts_of("""
    - id: a
      part: summary
      facts:
        - {id: tax, name: 税收收入, value: 200万元}
        - {id: industry, name: 工业税收, value: 50万元}
        - {id: other, text: 走访企业30家，解决问题12个。}
      derive: [{id: share, name: 工业税收占比, formula: industry / tax, as: "0.0%"}]
    """)
    made = OfflineWriter().sentences(
        list(facts.all_facts()), load_style("镇乡"), default_period="1—11月"
    )
    assert made == [
        "实现税收收入200万元，工业税收50万元，工业税收占比25.0%。",
        "走访企业30家，解决问题12个。",
    ]


def test_what_is_put_together_stays_short():
    facts = [f"name: 开展第{n}类专项检查发现问题, value: {n}个, growth: {n}%" for n in range(1, 30)]
    made = said(*facts)
    assert "".join(made).count("同比") == 29
    assert max(map(len, made)) <= load_style("镇乡").sentences.longest


def test_a_value_stands_apart_from_a_name_that_ends_in_digits():
    assert said("name: PM2.5, value: 35微克/立方米") == ["PM2.5为35微克/立方米。"]
    assert said("name: PM2.5, value: 约35微克/立方米") == ["PM2.5约35微克/立方米。"]


@pytest.mark.parametrize("name", ["5G", "3A", "110kV", "甲⑨", "GDP２", "PM10"])
def test_a_value_stands_apart_from_a_name_that_ends_in_a_code(name):
    assert said(f"name: {name}, value: 12个") == [f"{name}为12个。"]


@pytest.mark.parametrize(
    ("text", "figure", "sentence"),
    [
        ("护林员92人。", "92人", "护林员92人。"),
        ("桂井商圈沿街铺面700间。", "700间", "桂井商圈沿街铺面700间。"),
        ("全镇渔业合作社8家。", "8家", "全镇渔业合作社8家。"),
        ("街道党支部118个。", "118个", "街道党支部118个。"),
        ("全年外出招商9次。", "9次", "全年外出招商9次。"),
        ("全年防御台风4次。", "4次", "全年防御台风4次。"),
        ("北渡片区征迁涉及150户。", "150户", "北渡片区征迁涉及150户。"),
        ("在职党员到社区报到1480名。", "1480名", "在职党员到社区报到1480名。"),
        ("查沿街商铺2160家。", "2160家", "检查沿街商铺2160家。"),
        ("招社工17名，一季度到岗。", "17名", "招聘社工17名，一季度到岗。"),
        ("限上企业去年底29家。", "29家", "限上企业去年底29家。"),
        ("石溪村3口水池在建。", "3口", "石溪村3口水池在建。"),
        ("物业费收缴率78.6%。", "78.6%", "物业费收缴率78.6%。"),
        ("加工园厂房8栋建好6栋。", "8栋", "加工园厂房8栋建好6栋。"),
        ("公办学位还差540个。", "540个", "公办学位尚差540个。"),
        ("收缴率由上年的71.2%提高到78.6%。", "71.2%", "收缴率由上年的71.2%提高到78.6%。"),
    ],
)
def test_only_a_name_and_its_figure_alone_get_a_verb(text, figure, sentence):
    assert said(f"text: {text}, figures: [{{text: {figure}, name: 某数}}]") == [sentence]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("荷塘村还未验收。", "荷塘村尚未验收。"),
        ("天麻菌种车间正在装设备。", "天麻菌种车间正在安装设备。"),
        ("跟踪晨筱包装设备安装。", "跟踪晨筱包装设备安装。"),
        ("归还未到期的借款。", "归还未到期的借款。"),
        ("推行“谈不拢再谈”做法。", "推行“谈不拢再谈”做法。"),
        ("给312艘渔船装了北斗，还有74艘没装。", "为312艘渔船安装北斗，还有74艘未安装。"),
        ("给水管网装修完毕，垃圾装运42车。", "给水管网装修完毕，垃圾装运42车。"),
        (
            "装护栏8.2公里，办轮训2期，查商铺2160家。",
            "安装护栏8.2公里，举办轮训2期，检查商铺2160家。",
        ),
        ("新建停车位180个，办班3期，发展党员8名。", "新建停车位180个，办班3期，发展党员8名。"),
        ("时间由45天压到18天，通道加到5条。", "时间由45天压缩到18天，通道增加到5条。"),
        ("时间压缩到18天，通道增加到5条。", "时间压缩到18天，通道增加到5条。"),
        ("排污口整治完21个，剩下2个等管网接通。", "排污口完成整治21个，剩余2个待管网接通。"),
        ("还有12户在帮扶，3家在施工。", "还有12户正在帮扶，3家正在施工。"),
        (
            "持证率比去年高9个百分点，比去年多190人次。",
            "持证率比去年提高9个百分点，比去年增加190人次。",
        ),
        ("修补人行道8600平方米，建档立卡320户。", "修补人行道8600平方米，建档立卡320户。"),
        ("单车由9200辆压减到6500辆。", "单车由9200辆压减到6500辆。"),
        ("旅游收入860万元，旅游收入同比增长21%。", "实现旅游收入860万元，同比增长21%。"),
        ("硬化路5月完工，正等县里验收。", "硬化路5月完工，正待县级验收。"),
        ("单程78公里，要走2小时，学生不交钱。", "单程78公里，需2小时，学生免费。"),
        ("运费每吨涨了40元，10月办第六届皮具节。", "运费每吨上涨40元，10月举办第六届皮具节。"),
        (
            "打井18眼，解决264户牧户饮水，3个乡来乡里考察。",
            "打井18眼，解决264户牧户饮水问题，3个乡来乡考察。",
        ),
        ("防波堤建了420米，创建了5个点。", "防波堤建成420米，创建了5个点。"),
    ],
)
def test_words_of_speech_are_written_as_a_report_writes_them(text, wanted):
    assert said(f"text: {text}") == [wanted]


def test_names_keep_their_words():
    assert said("text: 围着火炉话家常活动办了起来。, names: [围着火炉话家常]") == [
        "围着火炉话家常活动办了起来。"
    ]


def test_whole_years_are_compared_with_the_year_before():
    before = "previous: {value: 15850元, show: must}"
    year = f"name: 纯收入, value: 17260元, {before}, growth: 8.9%, period: 2024年"
    months = year.replace("2024年", "1—10月")
    assert said(year) == ["2024年，实现纯收入17260元，比上年的15850元增长8.9%。"]
    assert said(months) == ["1—10月，实现纯收入17260元，比上年同期的15850元增长8.9%。"]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("园区总投资", "16500万元", "园区总投资16500万元。"),
        ("计划投资", "9000万元", "计划投资9000万元。"),
        ("概算投资", "9000万元", "概算投资9000万元。"),
        ("合同投资", "9000万元", "合同投资9000万元。"),
        ("本年完成投资", "6420万元", "本年完成投资6420万元。"),
        ("拟改造面积", "320平方米", "拟改造面积320平方米。"),
        ("固定资产投资", "6420万元", "完成固定资产投资6420万元。"),
    ],
)
def test_what_was_only_set_is_not_told_as_done(name, value, sentence):
    assert said(f"name: {name}, value: {value}") == [sentence]


def test_only_what_is_of_one_matter_is_joined():
    facts = (
        "text: 渔民转产培训5期217人，取得证书146人。, figures: [{text: 217人, name: 甲}]",
        "text: 休渔期为1126名船员发放生活补贴，每人1500元。, figures: [{text: 1126名, name: 乙}]",
    )
    assert len(said(*facts)) == 2
    facts = (
        "text: 渔民转产培训5期217人，取得证书146人。, figures: [{text: 217人, name: 甲}]",
        "text: 渔民转产安置1126名，每人补助1500元。, figures: [{text: 1126名, name: 乙}]",
    )
    assert len(said(*facts)) == 1


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("name: 火灾起数, value: 6起", "发生火灾6起。"),
        ("name: 占道经营查处, value: 1420起", "查处占道经营1420起。"),
        ("name: 快递业务量, value: 1246万件", "完成快递业务量1246万件。"),
        (
            "text: 6月底低保对象128户179人，比年初减少9人。",
            "6月底低保对象128户179人，比年初减少9人。",
        ),
        ("text: 梳理校地合作项目24个，已落地15个。", "梳理校地合作项目24个，已落地15个。"),
        ("text: 春季接羔8.7万只，成活率98.2%。", "春季接羔8.7万只，成活率98.2%。"),
        ("text: 四季度限上零售额5.18亿元。", "四季度实现限上零售额5.18亿元。"),
        (
            "text: 双溪口村滑坡治理投资680万元，尚未验收。",
            "双溪口村滑坡治理投资680万元，尚未验收。",
        ),
    ],
)
def test_a_table_s_words_become_a_sentence_s(fact, said):
    facts = section_of(fact)
    sentences = OfflineWriter().sentences(
        list(facts.all_facts()), load_style("镇乡"), default_period=facts.document.period
    )
    assert sentences == [said]


def test_a_sentence_is_not_parted_between_a_whole_and_its_parts():
    text = (
        "受理矛盾纠纷96件，化解92件，化解率95.83%，其中货运纠纷38件、用工纠纷27件、邻里纠纷31件。"
    )
    facts = section_of(f"text: {text}")
    sentences = OfflineWriter().sentences(list(facts.all_facts()), load_style("镇乡"))
    assert sentences == [text]


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            ("name: 受理矛盾纠纷, value: 226起", "name: 化解矛盾纠纷, value: 219起"),
            "受理矛盾纠纷226起，化解219起。",
        ),
        (
            ("name: 拆除违建, value: 63处", "name: 拆除违建面积, value: 4180平方米"),
            "拆除违建63处，面积4180平方米。",
        ),
    ],
)
def test_what_two_names_share_is_said_once(facts, said):
    made = section_of(*facts)
    sentences = OfflineWriter().sentences(
        list(made.all_facts()), load_style("镇乡"), default_period=made.document.period
    )
    assert sentences == [said]


@pytest.mark.parametrize(
    ("name", "target", "told"),
    [
        ("规上工业产值", "全年规上工业产值任务", "完成全年任务30亿元的95.5%"),
        ("丰羯公司屠宰羔羊", "丰羯公司全年屠宰计划", "完成全年屠宰计划30亿元的95.5%"),
        ("城镇新增就业", "城镇新增就业任务", "完成任务30亿元的95.5%"),
        ("管网完成里程", "管网计划", "为计划30亿元的95.5%"),
        ("旅游收入", "", "完成全年目标30亿元的95.5%"),
    ],
)
def test_a_target_is_told_by_the_facts_own_word_without_the_name_again(name, target, told):
    named = f"{{value: 30亿元, name: {target}}}" if target else "30亿元"
    text = said(f"name: {name}, value: 28.64亿元, target: {named}, completion: 95.5%")[0]
    assert text.endswith(f"28.64亿元，{told}。")
    assert text.count(name) == 1


def test_a_target_that_only_the_completion_names_is_told_so():
    fact = (
        "name: 改造管网, value: 9.6公里, target: 16公里, completion: {value: 60%, name: 占全年计划}"
    )
    assert said(fact) == ["改造管网9.6公里，完成全年计划16公里的60%。"]
    fact = "name: 税收收入, value: 9万元, target: {value: 10万元, name: 年度税收收入指标}"
    assert said(fact) == ["实现税收收入9万元，年度指标10万元。"]


def test_what_all_parts_say_of_their_whole_is_not_said_again():
    east, pond = "东栅社区食堂日均就餐, value: 168人次", "荷塘村食堂日均就餐, value: 46人次"
    parts = f"of_which: [{{name: {east}}}, {{name: {pond}}}]"
    assert said(f"name: 长者食堂日均就餐, value: 510人次, {parts}") == [
        "长者食堂日均就餐510人次，其中东栅社区168人次、荷塘村46人次。"
    ]
    assert said(f"name: 日均就餐, value: 510人次, {parts}") == [
        "日均就餐510人次，其中东栅社区食堂168人次、荷塘村食堂46人次。"
    ]
    parts = "of_which: [{name: 皮具产值, value: 2亿元}]"
    assert said(f"name: 工业产值, value: 3亿元, {parts}") == [
        "实现工业产值3亿元，其中皮具产值2亿元。"
    ]
    parts = "of_which: [{name: 养老保险, value: 20人}, {name: 医疗保险, value: 30人}]"
    assert said(f"name: 社会保险, value: 60人, {parts}")[0].endswith("养老保险20人、医疗保险30人。")


def test_parts_of_periods_of_their_own_say_them():
    parts = (
        "of_which: [{name: 老站发送旅客, value: 20人次, period: 1—5月}, "
        "{name: 新站发送旅客, value: 30人次, period: 6—11月}]"
    )
    assert said(f"name: 汽车站发送旅客, value: 50人次, {parts}") == [
        "汽车站发送旅客50人次，其中1—5月老站20人次、6—11月新站30人次。"
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("托育机构6家，托位420个，上年为400个。", "托育机构有6家，托位420个，上年为400个。"),
        ("工单办结率99.2%，群众满意率96.8%。", "工单办结率为99.2%，群众满意率96.8%。"),
        ("全年一般火灾5起，比上年减少3起。", "全年发生一般火灾5起，比上年减少3起。"),
        ("去年签约项目17个，协议资金24.5亿元。", "去年签约项目17个，协议资金24.5亿元。"),
        ("春季接羔8.7万只，成活率98.2%。", "春季接羔8.7万只，成活率98.2%。"),
    ],
)
def test_a_row_of_a_table_gets_one_verb(text, sentence):
    assert said(f"text: {text}") == [sentence]


def test_indicators_of_one_period_stand_together():
    made = section_of(
        "name: 税收收入, value: 2186万元, period: 1—6月",
        "name: 服务业营业收入, value: 4732万元, period: 1—5月",
        "name: 固定资产投资, value: 8642万元, period: 1—6月",
    )
    text = "".join(OfflineWriter().sentences(list(made.all_facts()), load_style("镇乡")))
    assert text.index("固定资产投资") < text.index("服务业营业收入")
    assert text.count("上半年") == 1


def test_a_phase_is_told_of_what_it_is_a_phase_unless_the_sentence_before_says_it():
    facts = facts_of("""
    - id: s
      part: summary
      topic: 湿地公园
      facts:
        - {id: a, text: 云窑湿地公园一期于5月1日开园。}
        - {id: b, text: 硬化公园路3公里。}
        - {id: c, text: 一期建成环湖步道6.8公里。}
    """)
    assert phases_of(facts) == {"c": "云窑湿地公园"}
    setting = Setting(load_style("镇乡").sentences, phases=phases_of(facts))
    told = Prose(load_style("镇乡"), setting).sentences
    first, second, third = facts.all_facts()
    assert told([first, second, third])[-1] == "云窑湿地公园一期建成环湖步道6.8公里。"
    assert told([first, third])[-1].endswith("开园；一期建成环湖步道6.8公里。")
