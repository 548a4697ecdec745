"""The writer with a model: whatever it writes, the draft is whole and true, at a known price."""

from __future__ import annotations

import threading
import time
from decimal import Decimal

import pytest

import zhibi
from tests.support.llm_cases import FACTS, Edit, Scripted, facts, outlined, question_count
from zhibi.errors import AnswerError
from zhibi.models.messages import Answer, Request, Usage
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter


def _made(edit: Edit, **options: object) -> tuple[zhibi.Draft, Scripted]:
    model = Scripted(edit)
    writer = OpenAIWriter(client=model, **options)  # type: ignore[arg-type]
    return draft(facts(), writer=writer), model


def _in(section: str, old: str, new: str, *, stubborn: bool = False) -> Edit:
    """A model that writes `new` for `old` in one section, and mends it when told, or not."""

    def edit(request: Request, text: str) -> str:
        if not request.label.startswith(f"{section}/"):
            return text
        if "repair" in request.label:
            return f"(1) {new}。" if stubborn else text.replace("删去", _FIXED[section])
        return text.replace(old, new)

    return edit


_FIXED = {
    "people": "开展技能培训{{F2|技能培训期数}}，培训{{F3|技能培训人数}}。",
}


def _whole(made: zhibi.Draft) -> bool:
    return made.findings.errors == 0 and made.findings.coverage.missing == ()


def test_a_model_that_copies_its_facts_is_asked_once_a_section() -> None:
    made, model = _made(lambda _, text: text)
    assert _whole(made)
    assert {one.code for one in made.findings.findings} <= {"W203"}  # the one item of its plan
    assert made.replaced == ()
    assert {"economy/1-draft", "part.plan/1-draft", "people/1-draft"} <= set(model.labels)
    assert len(set(model.labels)) == len(model.labels) == question_count()
    assert dict(made.usage)["calls"] == question_count()
    assert made.writer == "scripted"


def test_a_faulty_sentence_is_sent_back_alone_and_its_mending_kept() -> None:
    made, model = _made(_in("people", "{{F3|技能培训人数}}", "9999人"))
    assert _whole(made)
    assert "9999" not in made.text
    assert "培训312人" in made.text
    assert made.replaced == ()
    assert dict(made.usage)["repaired"] == 1
    repair = next(r for r in model.asked if r.label == "people/2-repair")
    assert [m.role for m in repair.messages] == ["system", "user", "assistant", "user"]
    asked = repair.messages[-1].content
    assert "9999人" in asked
    assert "发放低保资金" not in asked


def test_what_cannot_be_mended_is_written_from_the_facts_and_told() -> None:
    made, model = _made(
        _in("people", "培训{{F3|技能培训人数}}", "培训9999人，群众满意度98%", stubborn=True)
    )
    assert _whole(made)
    assert "9999" not in made.text
    assert "满意度" not in made.text
    assert "培训312人" in made.text
    assert [one.section_id for one in made.replaced] == ["people"]
    assert sum(label.startswith("people/") for label in model.labels) <= 4


@pytest.mark.parametrize(
    "answer",
    [
        "没有记号，也没有任何数。",
        "发放低保资金{{F9|发放低保资金}}，开展技能培训{{F3|技能培训期数}}。",
        "发放低保资金500万元，开展技能培训7期，培训312人。",
        "发放低保资金320余万元。",
        "1. 发放低保资金\n2. 技能培训",
        "{{F1|发放低保资金}}",
        "率先完成全部任务，取得显著成效，走在全县前列。",
        "〈资料〉\n- 必写：发放低保资金\n〈资料完〉",
        "xx万元，××人。",
        "一" * 3000,
    ],
)
def test_whatever_a_section_holds_the_draft_is_true(answer: str) -> None:
    def edit(request: Request, text: str) -> str:
        return answer if request.label.startswith("people/") else text

    made, model = _made(edit)
    assert _whole(made)
    assert "320余万元" in made.text
    assert "培训312人" in made.text
    assert made.replaced
    assert sum(label.startswith("people/") for label in model.labels) <= 4


def test_figures_that_a_model_writes_itself_are_kept_where_they_are_proved() -> None:
    made, _ = _made(_in("people", "{{F3|技能培训人数}}", "312人"))
    assert _whole(made)
    assert made.replaced == ()


def test_plain_figures_are_proved_one_by_one() -> None:
    made, model = _made(lambda _, text: text, figures="plain")
    assert _whole(made)
    assert made.replaced == ()
    assert "4817.3万元" in model.sent()
    made, _ = _made(lambda _, text: text.replace("312人", "321人"), figures="plain")
    assert _whole(made)
    assert "321人" not in made.text


def test_padding_and_claims_are_sent_back_too() -> None:
    def edit(request: Request, text: str) -> str:
        if request.label == "people/1-draft":
            return text + "坚持以人民为中心的发展思想，不断增进民生福祉，群众幸福感持续攀升。"
        return text

    made, model = _made(edit)
    assert "幸福感" not in made.text
    assert "people/2-repair" in model.labels


def test_an_answer_for_one_of_two_parts_costs_only_the_other() -> None:
    def edit(request: Request, text: str) -> str:
        if request.label.startswith("economy/"):
            return "\n".join(line for line in text.splitlines() if not line.startswith("[2]"))
        return text

    made, _ = _made(edit)
    assert _whole(made)
    assert "引进晨筱包装材料有限公司" in made.text


def test_at_most_four_questions_a_section() -> None:
    counts: dict[str, int] = {}

    def edit(request: Request, text: str) -> str:
        unit = request.label.split("/")[0]
        counts[unit] = counts.get(unit, 0) + 1
        if counts[unit] % 2:
            raise AnswerError("空", kind="empty")
        return "全年完成9999万元。"

    made, _ = _made(edit)
    assert _whole(made)
    assert max(counts.values()) <= 4


def test_blind_sends_no_value_and_no_name() -> None:
    for spoilt in (False, True):

        def edit(request: Request, text: str, *, spoilt: bool = spoilt) -> str:
            return text + "另有{{F99|别的}}完成。" if spoilt and "draft" in request.label else text

        made, model = _made(edit, figures="blind")
        assert _whole(made)
        assert "引进晨筱包装材料有限公司" in made.text
        sent = model.sent()
        for value in ("4817", "6.35", "4家", "3家", "1.6", "320余", "6期", "312", "17人", "4529"):
            assert value not in sent, value
        for name in ("晨筱包装材料有限公司", "晨筱", "周某甲"):
            assert name not in sent, name
        assert spoilt == any("repair" in label for label in model.labels)


def test_sensitive_facts_are_not_sent_in_a_repair_either() -> None:
    def edit(request: Request, text: str) -> str:
        return text + "安置重点人员17人。" if request.label == "people/1-draft" else text

    made, model = _made(edit)
    assert "17人" not in made.text
    sent = model.sent()
    assert "周某甲" not in sent
    told = [m.content for r in model.asked for m in r.messages if m.role != "assistant"]
    assert not any("17人" in text for text in told if "有几处要改" not in text)


def test_a_ceiling_on_money_ends_asking_not_the_draft() -> None:
    notes: list[str] = []
    cost = OpenAIWriter(client=Scripted(), provider="deepseek").estimate(*outlined(facts())).money
    assert cost is not None
    model = Scripted(usage=Usage(1, 2500, 200))
    writer = OpenAIWriter(
        client=model, provider="deepseek", max_cost=cost / 2, jobs=1, notify=notes.append
    )
    made = draft(facts(), writer=writer)
    assert _whole(made)
    assert 0 < len(model.asked) < 5
    assert any("费用上限" in note for note in notes)
    assert any("费用上限" in one.reason for one in made.replaced)


def test_a_ceiling_without_a_price_is_refused_at_once() -> None:
    with pytest.raises(zhibi.ModelError, match="ZHIBI_PRICE"):
        OpenAIWriter(client=Scripted(), provider="generic", max_cost=1)


def test_a_ceiling_on_time_ends_asking_not_the_draft() -> None:
    made, model = _made(lambda _, text: text, max_seconds=-1.0)
    assert _whole(made)
    assert model.asked == []


def test_a_prompt_that_was_cut_is_told() -> None:
    notes: list[str] = []
    model = Scripted(usage=Usage(1, 300, 50))
    draft(facts(), writer=OpenAIWriter(client=model, provider="ollama", notify=notes.append))
    assert len([note for note in notes if "num_ctx" in note]) == 1
    notes.clear()
    model = Scripted(usage=Usage(1, 3000, 50))
    draft(facts(), writer=OpenAIWriter(client=model, provider="ollama", notify=notes.append))
    assert notes == []


def test_progress_is_told_after_each_section() -> None:
    told: list[zhibi.Progress] = []
    _made(lambda _, text: text, progress=told.append)
    count = question_count()
    assert [(one.stage, one.done, one.total) for one in told] == [
        ("section", done, count) for done in range(count + 1)
    ]
    assert str(told[-1]).startswith(f"已写 {count}/{count} 节：")


def test_nothing_answered_at_all_is_an_error() -> None:
    def edit(request: Request, text: str) -> str:
        raise zhibi.ModelError("连不上", "检查网络")

    with pytest.raises(zhibi.ModelError, match="连不上"):
        _made(edit)


class _Slow:
    """A model that takes its time, and notes how many questions are open at once."""

    name = "slow"

    def __init__(self, seconds: float, first_words: float | None = None) -> None:
        self._seconds = seconds
        self._first_words = first_words
        self._lock = threading.Lock()
        self.open = self.most = 0
        self.began: list[float] = []
        self.words: list[float] = []
        self.on_first_words = lambda: None
        self._copy = Scripted()

    def complete(self, request: Request) -> Answer:
        with self._lock:
            self.began.append(time.monotonic())
            self.open += 1
            self.most = max(self.most, self.open)
        if self._first_words is not None:
            time.sleep(self._first_words)
            with self._lock:
                self.words.append(time.monotonic())
            self.on_first_words()
        time.sleep(self._seconds)
        with self._lock:
            self.open -= 1
        return self._copy.complete(request)


def test_sections_are_written_side_by_side_up_to_jobs() -> None:
    model = _Slow(0.1)
    draft(facts(), writer=OpenAIWriter(client=model, provider="generic", jobs=3))
    assert model.most == 3


def test_the_first_question_warms_the_cache() -> None:
    model = _Slow(0.2, first_words=0.15)
    draft(facts(), writer=OpenAIWriter(client=model, provider="deepseek", jobs=4))
    assert min(model.began[1:]) >= model.words[0]
    assert model.most > 1


def test_the_estimate_says_calls_tokens_and_money() -> None:
    model = Scripted()
    writer = OpenAIWriter(client=model, provider="deepseek")
    found = writer.estimate(*outlined(facts()))
    assert len(found.calls) == question_count() + 1  # and the whole report read through
    assert found.most_calls == 4 * question_count() + 1
    assert found.money is not None
    assert found.most_money is not None
    assert Decimal(0) < found.money < found.most_money
    assert f"{question_count() + 1} 次请求" in found.summary()
    assert model.asked == []
    unknown = OpenAIWriter(client=model, provider="generic").estimate(*outlined(facts()))
    assert unknown.money is None
    assert "ZHIBI_PRICE" in unknown.summary()


def test_usage_is_the_real_one() -> None:
    made, model = _made(lambda _, text: text)
    usage = dict(made.usage)
    assert (usage["prompt"], usage["completion"]) == (100 * len(model.asked), 50 * len(model.asked))


def test_the_same_answers_make_the_same_draft_in_whatever_order() -> None:
    one, _ = _made(lambda _, text: text, jobs=1)
    many, _ = _made(lambda _, text: text, jobs=8)
    assert one.text == many.text


def test_usage_adds_up() -> None:
    assert Usage(1, 2, 3, 4) + Usage(1, 1, 1, 1) == Usage(2, 3, 4, 5)


def test_a_draft_with_nothing_to_write_from_but_metadata() -> None:
    bare = FACTS[: FACTS.index("  - id: people")]
    made = draft(facts(bare), writer=OpenAIWriter(client=Scripted()))
    assert _whole(made)


def test_a_report_without_a_closing_of_its_own_gets_none() -> None:
    made = draft(facts(), writer=OpenAIWriter(client=Scripted()))
    assert _whole(made)
    assert "part.closing" not in [block.section_id for block in made.blocks]
