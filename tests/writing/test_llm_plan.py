"""The plan from a model: a partition of its facts, fit headings, or code's own."""

from __future__ import annotations

import re

import pytest

import zhibi
from tests.support.llm_cases import FACTS, Scripted, facts, outlined
from zhibi.errors import AnswerError
from zhibi.models.messages import Request, Usage
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter

BARE = "\n".join(line for line in FACTS.splitlines() if "heading:" not in line)
MANY = BARE.replace(
    "      - {id: secret,",
    """\
      - {id: elders, text: 建成老年食堂3个，服务老人460人。, status: done,
         figures: [{text: 3个, name: 老年食堂}, {text: 460人, name: 食堂服务老人}]}
      - {id: nurses, text: 养老服务中心配备护理员12名。, status: done,
         figures: [{text: 12名, name: 养老护理员}]}
      - {id: jobs, text: 城镇新增就业210人。, status: done,
         figures: [{text: 210人, name: 城镇新增就业}]}
      - {id: secret,""",
)


def _numbers(asked: str) -> dict[str, int]:
    """The numbers of the facts in a planning prompt, by a few words of theirs."""
    return {text: int(number) for number, text in re.findall(r"^(\d+) (.*)$", asked, re.MULTILINE)}


def _made(
    edit: object, text: str = MANY, **options: object
) -> tuple[zhibi.Draft, Scripted, list[str]]:
    notes: list[str] = []

    def answer(request: Request, copied: str) -> str:
        if request.label.startswith("outline/"):
            return edit(request, copied) if callable(edit) else str(edit)
        return copied

    model = Scripted(answer, Usage(1, 4000, 50))
    writer = OpenAIWriter(client=model, notify=notes.append, **options)  # type: ignore[arg-type]
    return draft(facts(text), writer=writer), model, notes


def _whole(made: zhibi.Draft) -> bool:
    return made.findings.errors == 0 and made.findings.coverage.missing == ()


def _of_people(request: Request, lines: list[tuple[str, list[str]]], heading: str = "") -> str:
    """An answer for the section of the people: headings with words of the facts they take."""
    asked = request.messages[-1].content
    mark = re.findall(r"^## (组\d+) 民生保障", asked, re.MULTILINE)[0]
    numbers = _numbers(asked)
    said = [f"{mark} {heading}"]
    for name, words in lines:
        found = [next((n for text, n in numbers.items() if word in text), 999) for word in words]
        said.append(f"{name}｜{' '.join(map(str, found))}")
    return "\n".join(said)


GROUPED = [
    ("做实就业培训", ["城镇新增就业", "技能培训"]),
    ("落实低保资金", ["低保资金"]),
    ("办好养老服务", ["老年食堂", "护理员"]),
]


def test_nothing_is_asked_for_where_all_is_given() -> None:
    _, model, _ = _made("", FACTS)
    assert not any(label.startswith("outline") for label in model.labels)


def test_a_plan_groups_orders_and_heads_the_facts() -> None:
    made, model, notes = _made(lambda request, _: _of_people(request, GROUPED, GOOD))
    assert _whole(made)
    assert model.labels[0] == "outline/1-plan"
    assert sum(label.startswith("outline") for label in model.labels) == 1
    heads = [name for name, _ in GROUPED]
    assert [made.text.index(name) for name in heads] == sorted(made.text.index(n) for n in heads)
    assert made.text.index("城镇新增就业210人") < made.text.index("技能培训6期")
    assert notes == []


GOOD = "坚持民生优先，抓好民生保障"


@pytest.mark.parametrize(
    "lines",
    [
        [("做实就业培训", ["城镇新增就业"]), ("办好养老服务", ["老年食堂", "护理员"])],
        [*GROUPED, ("再做就业培训", ["城镇新增就业", "技能培训"])],
        [*GROUPED, ("编造的小项目", ["没有的事"])],
        [("做实就业培训", ["税收收入", "城镇新增就业"]), *GROUPED[1:]],
        [("只有一项", ["城镇新增就业"])],
    ],
)
def test_drops_doubles_and_inventions_are_mended(lines: list[tuple[str, list[str]]]) -> None:
    made, _, notes = _made(lambda request, _: _of_people(request, lines, GOOD))
    assert _whole(made)
    assert made.text.count("城镇新增就业210人") == 1
    assert made.text.count("护理员12名") == 1
    assert any("提纲" in note for note in notes)


@pytest.mark.parametrize(
    "answer",
    [
        "好的",
        "组1",
        "组1｜1 2 3\n" * 5000,
        "［１］一",
        "组" * 4000,
        "组77 没有\n甲｜1",
        "{}",
        "1\n2\n3",
    ],
)
def test_no_plan_at_all_is_replaced(answer: str) -> None:
    made, _, _ = _made(lambda request, _: answer if "plan" in request.label else "")
    assert _whole(made)


def test_a_plan_that_cannot_be_had_is_replaced_and_told() -> None:
    def fail(request: Request, _: str) -> str:
        raise AnswerError("回答是空的", kind="empty")

    made, _, notes = _made(fail)
    assert _whole(made)
    assert any("提纲没有排成" in note for note in notes)


UNFIT = [
    "坚持项目带动，税收增长百分之六",
    "坚持项目带动，完成税收4817万元",
    "坚持率先发展，抓民生全县领先",
    "抓好三大支撑，推动民生保障",
    "民生",
    "坚持以高质量发展为主题统揽全局，推动民生事业发展",
    "坚持我街道发展，推动民生保障",
    "坚持春暖花开，拥抱星辰大海",
    "坚持民生优先，成效显著提升",
    "详见www.example.com，抓好民生",
    "",
]


@pytest.mark.parametrize("unfit", UNFIT)
def test_one_unfit_heading_is_asked_for_again_alone(unfit: str) -> None:
    def edit(request: Request, _: str) -> str:
        return GOOD if "heading" in request.label else _of_people(request, GROUPED, unfit)

    made, model, _ = _made(edit)
    assert _whole(made)
    assert all(name in made.text for name, _ in GROUPED)
    assert unfit == "" or f"{unfit}\n" not in made.text
    if unfit:
        assert GOOD in made.text
        assert [label for label in model.labels if "heading" in label] == ["outline/2-heading"]


@pytest.mark.parametrize("unfit", [name for name in UNFIT if name])
def test_a_heading_that_stays_unfit_is_code_s_own(unfit: str) -> None:
    def edit(request: Request, _: str) -> str:
        return unfit if "heading" in request.label else _of_people(request, GROUPED, unfit)

    made, _, notes = _made(edit)
    assert _whole(made)
    assert f"{unfit}\n" not in made.text
    assert all(name in made.text for name, _ in GROUPED)
    assert any("改用程序拟的" in note for note in notes)


def test_no_figure_and_no_cut_word_is_sent_with_the_plan() -> None:
    for mode in ("slots", "blind", "plain"):
        _, model, _ = _made(lambda _, copied: copied, figures=mode)
        asked = model.asked[0].messages[1].content
        assert not any(figure in asked for figure in ("4817", "6.35", "1.6亿", "320", "312", "210"))
        assert "建成老年食堂N个，服务老人N人" in asked
        assert "若干" not in asked


def test_blind_keeps_names_out_of_the_plan() -> None:
    _, model, _ = _made(lambda _, copied: copied, figures="blind")
    assert "晨筱" not in model.sent()


def test_no_outline_asks_for_no_plan() -> None:
    _, model, _ = _made("", outline=False)
    assert not any(label.startswith("outline") for label in model.labels)


@pytest.mark.parametrize("name", ["township-annual", "subdistrict-annual", "subdistrict-half-year"])
def test_code_s_own_plan_comes_back_as_it_is(name: str) -> None:
    from tests.writing.test_llm_prompts import EXAMPLES

    known = zhibi.load_facts(EXAMPLES / name / "facts.yaml")
    model = Scripted(usage=Usage(1, 9000, 50))
    notes: list[str] = []
    made = draft(known, writer=OpenAIWriter(client=model, notify=notes.append))
    outline, *_ = outlined(known)
    assert all(node.heading.rstrip("。") in made.text for node in outline.walk())
    assert notes == []
