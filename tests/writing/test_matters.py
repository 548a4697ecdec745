"""Sections that offices did not divide: items by matter, with headings that name what is below."""

from __future__ import annotations

from tests.support.writing_cases import facts_of
from zhibi.styles.load import load_style
from zhibi.writing.outline.builder import build_outline

STYLE = load_style("镇乡")
MORE = "，上述数据由经办人按月核对，结果每季度在公示栏里公布一次"
JOBS = "text: 举办招聘会9场，提供岗位3420个，达成就业意向742人，城镇新增就业612人"
TRAINING = "text: 开展职业技能培训12期586人，其中叉车司机培训168人，已有152人取得证书"


def items_of(topic, *facts, more=MORE):
    """The items of one section with these facts: their headings and the ids of their facts."""
    lines = "".join(f"    - {{id: f{at}, {fact}{more}。}}\n" for at, fact in enumerate(facts))
    facts = facts_of(f"- id: s\n  part: summary\n  topic: {topic}\n  facts:\n{lines}")
    section = next(node for node in build_outline(facts, STYLE).walk() if node.id == "s")
    return [(node.heading, [fact.id for fact in node.facts]) for node in section.children]


def test_facts_of_one_matter_stand_together_whatever_is_between():
    items = items_of(
        "民生保障",
        JOBS,
        "text: 镇卫生院门诊量2.8万人次，家庭医生签约9840人，其中65岁以上老人3126人，签约率33.9%",
        TRAINING,
        "text: 为412名老人免费体检，在3个村设立卫生服务点，巡诊84次，服务2900余人次",
    )
    assert items == [
        ("促进就业", ["f0"]),
        ("守护群众健康", ["f1", "f3"]),
        ("开展技能培训", ["f2"]),
    ]


def test_what_is_too_little_is_joined_with_what_is_akin_and_named_with_it():
    items = items_of(
        "民生保障",
        "text: 全镇有低保对象128户203人，上半年发放低保金78.2万元，人均每月642元",
        "text: 城乡居民养老保险参保18640人，城乡居民医疗保险参保率97.3%",
        JOBS,
        "text: 失业人员再就业318人，就业困难人员就业96人",
        TRAINING,
        more="",
    )
    assert [heading for heading, _ in items] == [
        "落实社会救助和社会保险",
        "促进就业、开展技能培训",
    ]


def test_what_tells_of_one_thing_stands_together():
    items = items_of(
        "民生保障",
        "text: 移民技能培训412人，比上年同期的330人增长24.8%",
        "text: 6月运送旅客1.2万人次，客渡环比下降8%",
        "text: 库区客渡运送5.4万人次，比上年同期的6.0万人次下降10%",
        "text: 库区客渡船6艘，每天开行12班，全部安装视频监控",
        "text: 移民技能培训共办8期，课程有柑橘修剪、船舶驾驶和家政服务",
        "text: 自来水入户2726户，占农户2840户的96.0%，3口蓄水池投用",
        more="",
    )
    assert items[0] == ("开展技能培训", ["f0", "f4"])
    assert [id_ for _, ids in items for id_ in ids if id_ in ("f2", "f3")] == ["f2", "f3"]


def test_a_heading_names_nothing_that_its_facts_have_not():
    items = items_of(
        "民生保障",
        "text: 库区客渡运送5.4万人次，比上年同期的6.0万人次下降10%",
        "text: 全年用工1200人，其中本地居民860人",
        "text: 检查酒店宾馆412家次，责令整改37家",
        "text: 城镇失业人员再就业318人，就业困难人员就业96人，举办求职登记活动12场",
    )
    assert [heading for heading, _ in items] == ["方便群众出行", "促进就业", "抓好检查整改"]


def test_what_only_says_what_there_is_stands_before_the_items():
    items = items_of(
        "民生保障",
        "text: 街道辖9个社区，常住人口11.8万人，其中高校师生6.3万人",
        JOBS,
        "text: 全镇有低保对象128户203人，上半年发放低保金78.2万元，人均每月642元",
    )
    assert [ids for _, ids in items] == [["f1"], ["f2"]]


def test_a_heading_tells_no_rise_of_what_fell():
    fallen = "name: 港口货物吞吐量, value: 420万吨, growth: -6.5%, previous: 449万吨"
    facts = facts_of(
        "- id: s\n  part: summary\n  topic: 镇域经济\n  facts:\n"
        f"    - {{id: a, {fallen}}}\n"
        f"    - {{id: b, {JOBS}{MORE}。}}\n    - {{id: c, {TRAINING}{MORE}。}}\n"
    )
    section = next(node for node in build_outline(facts, STYLE).walk() if node.id == "s")
    assert section.children[0].heading == "抓好港口货运"


def test_a_project_belongs_to_the_field_that_it_is_built_for():
    items = items_of(
        "民生保障",
        "text: 镇中心小学教学楼项目总投资1120万元，4月开工，主体封顶，正在进行内部装修",
        "text: 资助困难学生134人，人均600元；为286名学生提供营养餐，每人每天5元",
        JOBS,
        TRAINING,
    )
    assert items[0] == ("改善办学条件", ["f0"])


def test_a_topic_of_two_parts_is_divided_where_one_ends():
    items = items_of(
        "茶叶和旅游",
        "text: 全镇茶园面积1.2万亩，干茶产量182.4吨，综合产值3960万元，春茶占六成五",
        "text: 精制茶加工厂总投资2300万元，9月开工，预计2025年5月投产",
        "text: 接待游客16.8万人次，旅游收入2100万元，其中采茶体验项目接待游客3.2万人次",
        "text: 民宿由14家增加到21家，床位320张",
    )
    assert items == [("发展茶叶产业", ["f0", "f1"]), ("做强旅游", ["f2", "f3"])]


def test_one_matter_makes_no_items():
    items = items_of(
        "就业",
        JOBS,
        "text: 城镇失业人员再就业318人，就业困难人员就业96人，举办求职登记活动12场",
        "text: 开发公益性岗位62个，每人每月补贴900元，安置就业困难人员62人，当年就业率98%",
    )
    assert items == []


def test_a_word_in_passing_does_not_name_an_item():
    """What is said behind the figures (托管, 保费) is not what the fact is about."""
    items = items_of(
        "家属区移交",
        "text: 供水分户改造已完成8760户，完成率92.99%，剩余660户计划2026年6月底前完成",
        "text: 21个家属区中，17个由川澄物业服务有限公司接管，4个由社区托管，逐区签订协议",
        "text: 电梯由恒塔电梯有限公司统一维保，维保费每台每年3600元，每台受益12户",
    )
    assert not any("农业" in heading for heading, _ in items)
    assert not any("f1" in ids for _, ids in items)


def test_what_is_akin_to_nothing_stands_by_itself_under_its_own_words():
    items = items_of(
        "民生保障",
        "text: 全镇有低保对象128户203人，上半年发放低保金78.2万元，人均每月642元" + MORE,
        "text: 每周开展潮汐勘测2次，全年勘测104次，记录潮汐资料38份，资料全部归档",
        "text: 城乡居民养老保险参保18640人，城乡居民医疗保险参保率97.3%",
        "text: 翎安路全长3.2公里，10月建成通车",
        "text: 镇中心小学教学楼扩建完工并于9月投用，新增学位540个",
        more="",
    )
    assert items == [
        ("落实社会救助和社会保险", ["f0", "f2"]),
        ("做好潮汐勘测", ["f1"]),
        ("完善道路交通", ["f3"]),
        ("改善办学条件", ["f4"]),
    ]


def test_a_fact_without_a_word_of_any_matter_stands_with_what_it_is_about():
    items = items_of(
        "牧区发展",
        "text: 驼奶收购价每公斤26元，供奶牧民92户，全部签订收购协议，按月结算" + 2 * MORE,
        JOBS + MORE,
        "text: 日均收购驼奶由0.96吨增加到1.2吨，增长25%",
        more="",
    )
    assert [ids for _, ids in items if "f2" in ids] == [["f0", "f2"]]


def test_honours_are_not_filed_under_what_they_are_named_after():
    items = items_of(
        "民生保障",
        "text: 全镇新增果业合作社4家，入社果农4200户，户均增收3800元，社员培训12期，编印技术手册3种"
        + 2 * MORE,
        JOBS + MORE,
        "text: 上坞村获评全国“一村一品”示范村，果汁厂获评市级农业产业化龙头企业",
        more="",
    )
    assert ("争创先进典型", ["f2"]) in items


def test_what_there_is_no_room_for_is_headed_by_all_of_its_names():
    facts = [
        JOBS,
        "text: 翎安路全长3.2公里，10月建成通车，安装路灯120盏，沿线6个村受益",
        "text: 受理矛盾纠纷328件，化解321件，化解率97.9%，其中物业类纠纷142件",
        "text: 全镇有低保对象128户203人，上半年发放低保金78.2万元，人均每月642元",
        "text: 镇中心小学教学楼扩建完工并于9月投用，新增学位540个，在校学生860人",
        "text: 建成人才公寓2栋，引进本科以上人才238名，其中硕士以上52名，入住186户",
        "text: 空气质量优良天数338天，比上年增加8天，细颗粒物平均浓度31微克每立方米",
        "text: 全镇党支部36个、党员1280名，其中果业产业链党支部8个、党员310名",
        "text: 老年食堂5个，日均就餐240人，老人每餐补助2元，全年发放餐补18万元",
        "text: 举办文化活动68场，参加居民2.3万人次，图书室借阅图书1.9万册次",
        "text: 完成农村改厕96户，占全年任务200户的48%，剩余104户正在施工改造",
    ]
    items = items_of("民生保障", *facts, more="")
    assert len(items) <= 8
    assert sorted(id_ for _, ids in items for id_ in ids) == sorted(
        f"f{at}" for at in range(len(facts))
    )
    for heading, ids in items:
        assert len(ids) <= 2 or heading.startswith("统筹做好其他") or "、" not in heading


def test_what_nothing_names_stands_before_the_items_or_goes_on_from_its_neighbour():
    unnamed = "text: 年轮馆迁至旧粮站，面积860平方米"
    rest = [
        JOBS + MORE,
        "text: 全镇有低保对象128户203人，上半年发放低保金78.2万元，人均每月642元",
        "text: 翎安路全长3.2公里，10月建成通车，安装路灯120盏，沿线6个村受益",
    ]
    headed = ["促进就业", "落实社会救助", "完善道路交通"]
    first = items_of("民生和社会事业", unnamed, *rest, more="")
    assert [heading for heading, _ in first] == headed
    assert not any("f0" in ids for _, ids in first)
    behind = items_of("民生和社会事业", rest[0], unnamed, *rest[1:], more="")
    assert [heading for heading, _ in behind] == headed
    assert behind[0][1] == ["f0", "f1"]


def test_what_is_done_away_with_has_no_heading_that_tells_of_more_of_it():
    items = items_of(
        "库区保护",
        "text: 拆除废弃养殖网箱46口，清理面积1.38万平方米",
        "text: 全乡生态养殖面积820亩，产鱼126吨，实现产值410万元",
        "text: 旧冷库拆除2座，腾出用地11.3亩，地块已经全部移交",
        JOBS,
    )
    assert items[0] == ("推进废弃养殖网箱拆除", ["f0"])
    assert ("推进旧冷库拆除", ["f2"]) in items


def test_who_does_it_and_what_follows_name_no_heading():
    items = items_of(
        "民生保障",
        "text: 园区设立企业服务站，由镇干部轮流坐班，代办用工、用电和环评事项",
        "text: 组建清漂队3支，每支每月补助4200元，从公益林生态补偿资金中列支",
        JOBS,
    )
    assert [heading for heading, _ in items] == ["设立企业服务站", "组建清漂队", "促进就业"]


def test_work_that_a_fact_names_as_its_subject_is_the_thing_of_its_heading():
    items = items_of(
        "沉陷区",
        "text: 北井矸石山治理已完成，覆土23万立方米，栽植刺槐4.6万株，成活率92%",
        "text: 井口老阀门年度计划更换95处，已更换62处，完成65.3%，10月底前全部更换",
        JOBS,
    )
    assert [heading for heading, _ in items] == [
        "推进北井矸石山治理",
        "推进井口老阀门更换",
        "促进就业",
    ]


def test_what_its_next_clause_does_to_it_names_a_thing():
    items = items_of(
        "展区保障",
        "text: 展装废弃物产生2480吨，回收利用1910吨，回收利用率77.0%",
        "text: 63户网箱养殖户全部转产，其中38户种茶、16户开办农家乐、9户外出务工",
        JOBS,
    )
    assert [heading for heading, _ in items] == [
        "做好展装废弃物回收",
        "推进网箱养殖户转产",
        "促进就业",
    ]


def test_what_is_not_built_yet_is_headed_as_works_and_no_company_lends_its_name():
    items = items_of(
        "展区进展",
        "text: 鹤影文旅有限公司观鸟驿站总投资5200万元，尚未开工，正在办理用地手续",
        "text: 云阶数展科技有限公司总投资8600万元，租用厂房3200平方米，正在装修",
        JOBS,
    )
    assert [heading for heading, _ in items] == ["建设观鸟驿站", "推进项目建设", "促进就业"]


def test_a_heading_with_a_quoted_name_stands_above_its_own_facts_only():
    items = items_of(
        "基层工作",
        JOBS + MORE,
        "text: 实施书记项目9个，已完成7个，2个正在实施",
        "text: 开展“湖边夜话”活动，收集群众意见147条",
        "text: 全镇有低保对象128户203人，上半年发放低保金78.2万元" + MORE,
        more="",
    )
    assert ("做好“湖边夜话”活动", ["f2"]) in items


def test_a_phase_stands_with_what_it_is_a_phase_of():
    items = items_of(
        "采煤区",
        "text: 云窑湿地公园一期于5月1日开园，到6月底接待游客12.6万人次",
        JOBS,
        "text: 一期建成环湖步道6.8公里、栈桥3座、停车位320个；二期水面420亩正在清淤",
    )
    assert items[0] == ("建设公园绿地", ["f0", "f2"])


def test_a_heading_of_two_deeds_names_no_thing_twice():
    items = items_of(
        "旧区改造",
        "text: 矿工新村社区拆除违建134处，更换上下水管道18.6公里，加装电梯12部",
        "text: 沙嘴村沙滩修复工程已完工，修复岸线2.3公里，投资940万元，补沙4.6万立方米",
        JOBS,
    )
    assert [heading for heading, _ in items] == [
        "推进违建拆除和上下水管道更换",
        "推进沙滩修复工程",
        "促进就业",
    ]


def test_a_heading_without_a_field_names_what_stands_below_it():
    texts = [
        "年末营业酒店宾馆86家、客房7380间，客房平均入住率71.5%",
        "客房平均房价为每间每夜236元，比上年低8元，酒店宾馆普遍让利",
        "望岳里夜市设摊位64个，平日每天客流8600人次，周末每天客流1.3万人次",
        "夜市摊位全部租出，每个摊位每月收取管理费300元，按月公示",
    ]
    lines = "".join(f"    - {{id: f{at}, text: {text}{MORE}。}}\n" for at, text in enumerate(texts))
    section = f"- id: s\n  part: summary\n  topic: 站前片区\n  facts:\n{lines}"
    outline = build_outline(facts_of(section, style="街道"), load_style("街道"))
    top = next(node for node in outline.walk() if node.id == "s")
    assert top.heading == "围绕站前片区，做好住宿接待、繁荣夜市经济"
    assert [child.heading for child in top.children] == ["做好住宿接待", "繁荣夜市经济"]
