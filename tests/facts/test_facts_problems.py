"""What is wrong in a facts file is said with line, column and a remedy, all of it at once."""

import pytest

from tests.support.facts_texts import HEAD, TAX, with_derive, with_facts
from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text
from zhibi.intake.load import load_facts


def problems_of(text, path="facts.yaml"):
    with pytest.raises(InputError) as raised:
        facts_from_text(text, path)
    return raised.value.problems


A = "{id: a, name: 产值, value: 3万元}"

# name: (text with ⟦ where the problem is, part of the message, part of the hint)
SINGLE = {
    "empty file": ("⟦", "空的", "示例"),
    "a word": ("⟦青山镇", "document 和 sections", "document:"),
    "no document": ("⟦" + with_facts(A, head=""), "缺少“document”", "样式"),
    "no sections": ("⟦" + HEAD, "缺少“sections”", "小节"),
    "no style": (with_facts(A, head=HEAD.replace("  style: 镇乡\n  ", "  ⟦")), "style", "镇乡"),
    "empty year": (with_facts(A, head=HEAD.replace(" 2024", "⟦")), "“year”是空的", "2024"),
    "wrong kind": (with_facts(A, head=HEAD.replace("annual", "⟦weekly")), "weekly", "half-year"),
    "wrong year": (with_facts(A, head=HEAD.replace("2024", "⟦24年")), "24年", "四位"),
    "year out of range": (with_facts(A, head=HEAD.replace("2024", "⟦20240")), "20240", "四位"),
    "unknown key": (with_facts(A, head=HEAD + "  ⟦supperior: 县委\n"), "supperior", "“superior”"),
    "Chinese key": (with_facts("{⟦名称: 产值, text: 好。}"), "名称", "“name”"),
    "key far from all": (with_facts("{⟦zzzz: 产值, text: 好。}"), "zzzz", "aliases"),
    "full-width colon": (HEAD.replace("kind: ", "kind⟦：") + TAX, "全角冒号", "kind: …"),
    "full-width colon in a flow": (with_facts("{id⟦：a, text: 好。}"), "全角冒号", "id: …"),
    "full-width colon in a list": (with_facts("⟦text：好。"), "“text：好。”", "全角"),
    "honour that is no mapping": (
        with_facts("{text: 好。, honours: [⟦2199]}"),
        "“honours”里应当是“键: 值”的组合，这里是“2199”",
        "每个键",
    ),
    "rate of a list that is none": (
        with_facts("{name: 产值, value: 3万元, rate: [每月, ⟦好]}"),
        "“rate”的值“好”不认识",
        "可以写",
    ),
    "duplicate key": (with_facts("{id: a, text: 好。, ⟦id: b}"), "第 11 行", "删去"),
    "duplicate id": (
        with_facts(A, "{id: ⟦a, text: 好。}"),
        "“a”重复（前一处在第 11 行）",
        "换一个",
    ),
    "duplicate section": (
        HEAD + "sections:\n  - {id: s, part: plan}\n  - {id: ⟦s, part: plan}\n",
        "“s”重复",
        "",
    ),
    "id with a space": (with_facts("{id: ⟦a b, text: 好。}"), "“a b”", "字母"),
    "no quantity": (
        with_facts("{name: 产值, value: ⟦很多}"),
        "“很多”不是能识别的数量",
        "2186.4万元",
    ),
    "not filled in": (with_facts("{name: 产值, value: ⟦xx万元}"), "还没有填数", "实数"),
    "no quantity beside": (
        with_facts("{name: 产值, value: 3万元, target: {value: ⟦不少}}"),
        "“不少”",
        "单位",
    ),
    "growth without percent": (
        with_facts("{name: 产值, value: 3万元, growth: ⟦6.35元}"),
        "增速",
        "6.35%",
    ),
    "value missing": (with_facts("⟦{id: a, name: 产值}"), "缺少“value”", "单位"),
    "value empty": (with_facts("{name: 产值, value: ⟦}"), "“value”是空的", "单位"),
    "name missing": (with_facts("⟦{value: 3万元}"), "缺少“name”", "税收收入"),
    "neither": (with_facts("⟦{id: a}"), "缺少“text”", "name 和 value"),
    "both": (with_facts("{name: a, value: 3万元, text: ⟦好。}"), "text", "另起一条"),
    "growth of a statement": (with_facts("{text: 好。, growth: ⟦3%}"), "growth", "value"),
    "text is a list": (with_facts("{text: ⟦[a]}"), "一段文字", "引号"),
    "fact is a word": (with_facts("⟦好"), "键: 值", "半角"),
    "facts is a word": (HEAD + "sections: [{id: a, part: plan, facts: ⟦好}]\n", "列表", "- "),
    "wrong show": (with_facts("{text: 好。, show: ⟦always}"), "always", "must（必写）"),
    "wrong status": (with_facts("{text: 好。, status: ⟦完成}"), "完成", "done（已完成）"),
    "closed is no truth": (
        with_facts(
            "{name: a, value: 3人, of_which: {closed: ⟦全, parts: [{name: b, value: 1人}]}}"
        ),
        "closed",
        "true",
    ),
    "part without value": (
        with_facts("{name: a, value: 3人, of_which: [⟦{name: b}]}"),
        "缺少“value”",
        "",
    ),
    "no parts": (with_facts("{name: a, value: 3人, of_which: ⟦{closed: true}}"), "parts", ""),
    "section without part": (HEAD + "sections: [⟦{id: a}]\n", "缺少“part”", "summary"),
    "section of another part": (
        HEAD + "sections: [{id: a, part: plan, sections: [{id: b, part: ⟦summary}]}]\n",
        "与上级",
        "删去",
    ),
    "figure not in the text": (
        with_facts("{text: 有3个。, figures: [{text: ⟦4个}]}"),
        "没有“4个”",
        "照抄",
    ),
    "figure named twice": (
        with_facts("{text: 有3个。, figures: [{text: 3个}, {text: ⟦3个}]}"),
        "都已命名",
        "删去",
    ),
    "two figures in one": (
        with_facts("{text: 有3个和4户。, figures: [{text: ⟦3个和4户}]}"),
        "不止一个数",
        "一个数",
    ),
    "half a figure": (
        with_facts("{text: 有12个。, figures: [{text: ⟦2个}]}"),
        "不是一个完整的数",
        "整个",
    ),
    "answers nothing": (with_facts("⟦{text: 好。, answers: [nope]}"), "“nope”不存在", "编号"),
    "length backwards": (with_facts(A, head=HEAD + "  length: ⟦[6000, 5000]\n"), "下限", "5000"),
    "length in words": (with_facts(A, head=HEAD + "  length: ⟦五千字\n"), "两个正整数", "5000"),
    "no date": (with_facts(A, head=HEAD + "  date: ⟦年底\n"), "不是日期", "2024-12-06"),
    "unclosed quote": (HEAD + 'sections: "a\n⟦', "引号没有配对", "半角"),
    "unclosed bracket": (HEAD + "sections: [a\n⟦", "括号", "补上"),
    "tab": (HEAD + "sections:\n⟦\t- a\n", "制表符", "空格"),
    "colon in a value": (HEAD + "  title: a⟦: b\n", "键: 值", "引号"),
    "two documents": (HEAD + "⟦---\na: 1\n", "第二个文档", "---"),
    "alias": (HEAD + "  title: ⟦*a\n", "锚点", "引号"),
    "control character": ("⟦document: \x01\n", "控制字符", "UTF-8"),
    "recursion": ("document: &a [*a]\nsections: []\n", "嵌套过深", "锚点"),
    "deep nesting": ("[" * 1000 + "⟦" + "[" * 2000, "嵌套过深", "括号"),
}


@pytest.mark.parametrize("name", SINGLE)
def test_one_problem(name):
    marked, message, hint = SINGLE[name]
    before, mark, after = marked.partition("⟦")
    found = problems_of(before + after)
    assert len(found) == 1, [str(problem) for problem in found]
    (problem,) = found
    assert message in problem.message
    assert hint in problem.hint
    assert problem.path == "facts.yaml"
    if mark:
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        assert (problem.line, problem.column) == place, str(problem)


JSON = {
    "trailing comma": ('{"document": {"year": 2024,}}', 1, 28, "逗号", "逗号"),
    "unquoted": ('{\n"document": x}', 2, 13, "双引号", "双引号"),
    "full-width colon": ('{"document"： 1}', 1, 12, "半角冒号", "半角"),
    "not a number": ('{"document": NaN}', 1, 1, "NaN", "删去"),
    "line break": ('{"document": "a\nb"}', 1, 16, "换行", "\\n"),
    "two values": ("{} {}", 1, 4, "多余", "{ … }"),
}


@pytest.mark.parametrize("name", JSON)
def test_one_problem_in_json(name):
    text, line, column, message, hint = JSON[name]
    (problem,) = problems_of(text, "facts.json")
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message
    assert hint in problem.hint


DERIVE = {
    "unknown name": ("{name: c, formula: 农业产直 / b}", "“农业产直”不认识", "“农业产值”"),
    "division by zero": ("{name: c, formula: a / zero, as: 0%}", "除数为零", "分母"),
    "other units": ("{name: c, formula: a + b}", "单位不同", "核对"),
    "no form": ("{name: c, formula: a / b2}", "没有写明", "as"),
    "wrong form": ("{name: c, formula: a / b2, as: 两位}", "写法不对", "0.00%"),
    "form of another unit": ("{name: c, formula: a + a, as: 0人}", "不能写成“人”", "as"),
    "unclosed": ("{name: c, formula: (a + a}", "括号没有配对", "）"),
    "ends early": ("{name: c, formula: a +}", "不完整", "末尾"),
    "rest": ("{name: c, formula: a a}", "读不下去", "运算符"),
    "terms": ("{name: c, formula: '占比(a)'}", "要写2项", "占比"),
    "itself": ("{name: c, formula: c + a}", "绕成了圈：c → c", "断开"),
    "hedged": ("{name: c, formula: about + a}", "约数", "确定的数"),
    "range": ("{name: c, formula: range + a}", "范围", "确定的数"),
    "two of a name": ("{name: c, formula: 监测对象 + a}", "有2个数", "m.h、m.p"),
}
FIGURES = [
    "{id: a, name: 农业产值, value: 3万元}",
    "{id: b, name: 户数, value: 4户}",
    "{id: b2, name: 投资, value: 7万元}",
    "{id: zero, name: 零, value: 0万元}",
    "{id: about, name: 约数, value: 320余万元}",
    "{id: range, name: 范围, value: 3至5万元}",
    "{id: m.h, name: 监测对象, value: 9户}",
    "{id: m.p, name: 监测对象, value: 28人}",
]


@pytest.mark.parametrize("name", DERIVE)
def test_one_problem_in_derive(name):
    line, message, hint = DERIVE[name]
    (problem,) = problems_of(with_derive(FIGURES, [line]))
    assert problem.line == 20
    assert message in problem.message
    assert hint.translate(str.maketrans("）", ")")) in problem.hint


def test_a_cycle_is_named_once_and_what_rests_on_it_is_not_named_again():
    derive = ["{name: c, formula: d + a}", "{name: d, formula: c + a}", "{name: e, formula: c + a}"]
    (problem,) = problems_of(with_derive(FIGURES, derive))
    assert "c → d → c" in problem.message


@pytest.mark.parametrize(
    ("check", "message"),
    [("a + b2", "等号"), ("a + 无 = b2", "“无”不认识"), ("a = ", "不完整")],
)
def test_a_check_that_cannot_be_read_is_a_problem(check, message):
    text = with_derive(FIGURES, ["{name: c, formula: a + a}"], [check])
    (problem,) = problems_of(text)
    assert (problem.line, problem.column) == (22, 9)
    assert message in problem.message


def test_all_problems_of_a_file_come_at_once_and_in_order():
    text = HEAD.replace("kind: annual", "kind：annual").replace("year", "yaer") + (
        "sections:\n  - id: s\n    part: summry\n    facts:\n"
        "      - {id: a, name: 产值, value: 很多}\n"
        "      - {id: a, vlaue: 3}\n"
        "      - {text: 有3个。, figures: [{text: 4个}]}\n"
    )
    found = problems_of(text)
    assert [(p.line, p.message.split("“")[1].split("”")[0]) for p in found] == [
        (2, "year"),
        (3, "kind"),
        (4, "yaer"),
        (9, "part"),
        (11, "很多"),
        (12, "text"),
        (12, "a"),
        (12, "vlaue"),
        (13, "4个"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "文件不存在"),
        ("青山镇".encode("gb18030"), "不是 UTF-8"),
        ("青山镇".encode("utf-16"), "UTF-16"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, content, message):
    path = tmp_path / "facts.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as raised:
        load_facts(path)
    (problem,) = raised.value.problems
    assert message in problem.message
    assert problem.path == str(path)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(InputError, match="文件夹"):
        load_facts(tmp_path)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(HEAD + TAX, encoding="utf-8-sig")
    assert load_facts(path).document.style == "镇乡"


def test_anchors_that_explode_are_refused():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert any("展开后过大" in problem.message for problem in problems_of("\n".join(lines)))
