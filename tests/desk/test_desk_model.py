"""A model as the writer: only where one is configured, its failure told, the old text kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.desk.conftest import Desk
from tests.desk.test_desk_way import FACTS
from zhibi.cli.desk import _model
from zhibi.desk.choices import Model
from zhibi.desk.work import Work
from zhibi.errors import ModelError
from zhibi.progress import Progress, ProgressCallback
from zhibi.writing.llm.options import ModelOptions
from zhibi.writing.offline.writer import OfflineWriter
from zhibi.writing.writer import Composition


class Named(OfflineWriter):
    """A writer that is a model by its name, tells its progress, and may fail."""

    name = "某模型"

    def __init__(self, progress: ProgressCallback, failure: str = "") -> None:
        super().__init__()
        self._progress = progress
        self._failure = failure

    def compose(self, *arguments: Any) -> Composition:
        self._progress(Progress("section", 1, 2))
        if self._failure:
            raise ModelError(self._failure, "检查网络")
        return super().compose(*arguments)


@pytest.fixture
def seen() -> list[str]:
    """What the page would be told while the model writes."""
    return []


@pytest.fixture
def failures() -> list[str]:
    """Why the model will fail, the next time last."""
    return []


@pytest.fixture
def desk(seen: list[str], failures: list[str]) -> Iterator[Desk]:
    def make(progress: ProgressCallback) -> Named:
        def told(step: Progress) -> None:
            progress(step)
            seen.append(desk.get("version")["progress"])

        return Named(told, failures.pop() if failures else "")

    work = Work(model=make)
    desk = Desk(work, model=Model("某模型", "model.example"))
    with desk.client:
        desk.read(("事实.yaml", FACTS))
        yield desk


def test_the_page_says_which_model_and_where(desk: Desk) -> None:
    assert desk.get("choices")["model"] == {"name": "某模型", "host": "model.example"}


def test_the_program_writes_unless_the_model_is_chosen(desk: Desk, seen: list[str]) -> None:
    desk.send("draft")
    assert desk.state["writer"] == "offline"
    assert seen == []


def test_the_model_writes_and_its_progress_is_seen(desk: Desk, seen: list[str]) -> None:
    desk.send("draft", writer="model")
    assert desk.state["writer"] == "某模型"
    assert seen == ["已写 1/2 节"]
    assert desk.get("version")["progress"] == ""


def test_the_docx_of_a_model_is_labelled_also_when_it_was_changed(desk: Desk) -> None:
    desk.send("draft", writer="model")
    desk.send("text", "PUT", text=desk.state["text"] + "\n补一段。\n")
    assert "人工智能辅助起草" in _properties(desk)
    page = desk.state
    desk.send("work", facts=page["facts_text"], text=page["text"], writer=page["writer"])
    assert "人工智能辅助起草" in _properties(desk)


def _properties(desk: Desk) -> str:
    """All parts of the .docx that the page hands out, as one text."""
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(desk.client.get("/api/download/docx").content)) as package:
        return "".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())


def test_a_model_that_fails_is_told_and_the_old_text_is_kept(
    desk: Desk, failures: list[str]
) -> None:
    desk.send("draft")
    text = desk.state["text"]
    failures.append("接口没有回应")
    refused = desk.send("draft", writer="model")
    assert refused["status"] == 502
    assert refused["error"] == "model"
    assert refused["problems"][0]["message"] == "接口没有回应"
    assert desk.get("state")["text"] == text
    assert desk.send("draft", writer="model")["status"] == 200


def test_without_a_configured_model_there_is_none() -> None:
    assert _model(ModelOptions()) == (None, None)


def test_a_model_is_found_as_the_command_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBI_MODEL", "m1")
    assert _model(ModelOptions()) == (None, None)
    monkeypatch.setenv("ZHIBI_BASE_URL", "http://127.0.0.1:9/v1")
    told, make = _model(ModelOptions())
    assert told == Model("m1", "127.0.0.1:9")
    assert make is not None
    assert make(lambda _: None).name == "m1"


def test_a_model_is_refused_where_none_is_configured() -> None:
    desk = Desk(Work())
    desk.read(("事实.yaml", FACTS))
    assert desk.send("draft", writer="model")["problems"][0]["message"] == "没有配置模型"
