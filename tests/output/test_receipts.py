"""Receipts confirm what has not changed, and name what has."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

import zhibi as library
from tests.folder.conftest import office, zhibi  # noqa: F401  a fixture
from zhibi.output.receipts import receipt as receipts
from zhibi.output.receipts import verify as verifying
from zhibi.output.receipts.receipt import Basis, receipt_of_draft, save_receipt, used_prompts
from zhibi.output.receipts.verify import verify
from zhibi.writing.writer import Composition, Replacement


@pytest.fixture
def drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, zhibi) -> Path:  # noqa: F811
    """A folder with facts, a draft in three formats and its receipt."""
    folder = tmp_path / "档案"
    folder.mkdir()
    monkeypatch.chdir(folder)
    office(folder, "facts")
    outputs = ["-o", "a.docx", "-o", "a.md", "-o", "a.json"]
    assert zhibi("draft", "facts.yaml", *outputs, "--receipt", "r.json").code == 0
    return folder


def different(path: str | Path) -> dict[str, str]:
    """What differs: messages by part."""
    return {one.part: one.message for one in verify(path).results if not one.same}


def test_what_has_not_changed_is_confirmed(zhibi, drafted) -> None:  # noqa: F811
    ended = zhibi("verify", "r.json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("核验通过\n")
    assert "不同" not in ended.out
    for words in ("facts.yaml", "a.docx", "a.md", "a.json", "镇乡", "重写一遍，文字一致"):
        assert words in ended.out
    data = json.loads(zhibi("verify", "r.json", "--format", "json").out)
    jsonschema.validate(data, library.json_schema("verification"))
    assert data["ok"] is True


def test_a_receipt_has_its_published_form_and_holds_no_text(drafted) -> None:
    text = (drafted / "r.json").read_text("utf-8")
    data = json.loads(text)
    jsonschema.validate(data, library.json_schema("receipt"))
    assert data["written"]["writer"] == "offline"
    assert [one["path"] for one in data["drafts"]] == ["a.docx", "a.md", "a.json"]
    assert data["drafts"][2]["found"] is None
    assert "3271.6" not in text
    assert str(drafted) not in text


def test_the_folder_may_be_moved(drafted, tmp_path) -> None:
    shutil.move(drafted, tmp_path / "另一处")
    assert verify(tmp_path / "另一处" / "r.json").ok


def test_the_same_work_gives_the_same_receipt(zhibi, drafted) -> None:  # noqa: F811
    first = (drafted / "r.json").read_bytes()
    zhibi(
        "draft", "facts.yaml", "-o", "a.docx", "-o", "a.md", "-o", "a.json", "--receipt", "r.json"
    )
    assert (drafted / "r.json").read_bytes() == first


def test_a_changed_draft_is_named_with_what_its_check_finds_now(zhibi, drafted) -> None:  # noqa: F811
    path = drafted / "a.md"
    path.write_text(path.read_text("utf-8").replace("3271.6", "3217.6"), "utf-8")
    ended = zhibi("verify", "r.json")
    assert ended.code == 1
    assert "不同：稿件 a.md 的内容变了" in ended.out
    assert "重核 a.md：" in ended.out
    assert "错误 0→" in ended.out
    assert "N101 0→1" in ended.out
    assert "一致：稿件 a.docx" in ended.out
    assert ended.out.splitlines()[-1].startswith("核验不通过：2 处不同")


def test_changed_facts_are_named(drafted) -> None:
    office(drafted, "facts", road=13)
    told = different("r.json")
    assert set(told) == {"facts", "drafts", "written"}
    assert "facts.yaml 的内容变了" in told["facts"]
    assert "文字不同" in told["written"]


@pytest.mark.parametrize("name", ["facts.yaml", "a.docx"])
def test_a_file_that_is_gone_is_named(zhibi, drafted, name) -> None:  # noqa: F811
    (drafted / name).unlink()
    ended = zhibi("verify", "r.json")
    assert ended.code == 1
    assert f"{name} 文件不存在" in ended.out


def test_a_changed_style_is_named(zhibi, drafted) -> None:  # noqa: F811
    style = drafted / "own.yaml"
    style.write_text("extends: 镇乡\nname: 我区\nself_name: 本镇\n", "utf-8")
    zhibi("draft", "facts.yaml", "-o", "b.md", "--style", "own.yaml", "--receipt", "s.json")
    assert verify("s.json").ok
    style.write_text("extends: 镇乡\nname: 我区\nself_name: 本镇\navoid: {抓手: 办法}\n", "utf-8")
    assert different("s.json") == {"style": "样式 我区（annual） 的内容变了"}


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("drafts", lambda data: data["drafts"][0]["found"].update(errors=3), "“稿件”（drafts）"),
        ("facts", lambda data: data["facts"][0].update(sha256="0" * 64), "“事实”（facts）"),
        ("written", lambda data: data["written"].update(writer="某人"), "“由谁来写”（written）"),
        ("style", lambda data: data["style"].update(name="街道"), "“样式”（style）"),
        ("seals", lambda data: data["seals"].pop("facts"), "“事实”（facts）"),
    ],
)
def test_an_altered_receipt_is_told_with_its_part(drafted, part, change, said) -> None:
    path = drafted / "r.json"
    data = json.loads(path.read_text("utf-8"))
    change(data)
    path.write_text(json.dumps(data), "utf-8")
    assert said in different(path)["seals"]


def test_a_receipt_sealed_anew_is_still_found_out(drafted) -> None:
    made = receipts.read_receipt(drafted / "r.json")
    draft = made.drafts[1]
    forged = draft.model_copy(update={"found": draft.found.model_copy(update={"errors": 2})})
    save_receipt(made.model_copy(update={"drafts": (forged,)}), drafted / "forged.json")
    told = different(drafted / "forged.json")
    assert set(told) == {"drafts"}
    assert "错误 2→0" in told["drafts"]


def test_another_version_of_the_program_is_told(drafted, monkeypatch) -> None:
    monkeypatch.setattr(verifying, "__version__", "9.9")
    told = different("r.json")
    assert set(told) == {"version"}
    assert "现在是 9.9" in told["version"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "不是完整的 JSON"),
        ('{"schema": 1', "不是完整的 JSON"),
        ("[" * 100_000, "不是完整的 JSON"),
        ("[1]", "这不是回执"),
        ('{"schema": 1, "title": "报告"}', "这不是回执"),
        ('{"schema": 2, "seals": {}}', "第 2 版"),
        ('{"schema": 1, "seals": {}, "task": "drink"}', "“task”不合格式"),
        ('{"schema": 1, "seals": {}, "facts": [{"path": 1}]}', "“facts.0.path”不合格式"),
    ],
)
def test_what_is_no_receipt_is_refused(zhibi, tmp_path, content, said) -> None:  # noqa: F811
    (tmp_path / "r.json").write_text(content, "utf-8")
    ended = zhibi("verify", tmp_path / "r.json")
    assert ended.code == 3
    assert said in ended.err


def test_a_check_has_a_receipt_too(zhibi, drafted) -> None:  # noqa: F811
    path = drafted / "a.md"
    path.write_text(path.read_text("utf-8").replace("3271.6", "3217.6"), "utf-8")
    ended = zhibi("check", "a.md", "--facts", "facts.yaml", "--receipt", "c.json")
    assert ended.code == 1
    data = json.loads((drafted / "c.json").read_text("utf-8"))
    jsonschema.validate(data, library.json_schema("receipt"))
    assert (data["task"], data["written"]) == ("check", None)
    assert data["drafts"][0]["found"]["codes"]["N101"] == 1
    assert verify("c.json").ok
    assert "重核 a.md：错误" in zhibi("verify", "c.json").out


def test_receipts_are_refused_before_any_work(zhibi, drafted) -> None:  # noqa: F811
    before = (drafted / "facts.yaml").read_bytes()
    assert zhibi("draft", "facts.yaml", "-o", "b.md", "--receipt", "facts.yaml").code == 2
    assert zhibi("draft", "facts.yaml", "-o", "b.md", "--receipt", "r.txt").code == 3
    assert zhibi("check", "-", "--facts", "facts.yaml", "--receipt", "c.json").code == 2
    assert zhibi("draft", ".", "-o", "out", "--receipt", "c.json").code == 2
    assert (drafted / "facts.yaml").read_bytes() == before
    assert not (drafted / "b.md").exists()


class Paraphraser(library.OfflineWriter):
    """A writer with another name, one of whose sentences was replaced."""

    name = "some-model"

    def compose(self, outline, facts, style) -> Composition:
        made = super().compose(outline, facts, style)
        change = Replacement("economy", "原句", "改句", "数字不对")
        return Composition(made.bodies, replaced=(change,), figures=made.figures)


def test_what_a_model_wrote_is_checked_again_and_not_written_again(drafted) -> None:
    facts = library.load_facts("facts.yaml")
    report = library.draft(facts, writer=Paraphraser())
    library.save(report, "m.md", facts)
    (drafted / "own").mkdir()
    (drafted / "own" / "task.md").write_text("写一段。\n", "utf-8")
    basis = Basis(["facts.yaml"], facts, None, drafted)
    made = receipt_of_draft(report, ["m.md"], basis, used_prompts("own", drafted))
    save_receipt(made, "m.json")
    assert made.written is not None
    assert {one.section: one.replaced for one in made.written.sections} == {"economy": 1}
    verification = verify("m.json")
    assert verification.ok
    assert any(
        "由 some-model 写成（1 句改由事实写出）" in one.message for one in verification.results
    )
    (drafted / "own" / "task.md").write_text("写两段。\n", "utf-8")
    assert different("m.json") == {"prompts": "提示词 own 的内容变了"}
    assert library.to_dict(verify("m.json"))["ok"] is False
