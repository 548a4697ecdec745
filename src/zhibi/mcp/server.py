"""The tools and resources of the server; each calls the function that the command line calls."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, Literal, ParamSpec, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

import zhibi
from zhibi.checking.codes import rules
from zhibi.data_files import read_data
from zhibi.errors import InputError, Problem, ZhibiError
from zhibi.facts.model import Facts
from zhibi.figures.report import figures_json
from zhibi.mcp.answers import GivenAnswers
from zhibi.mcp.folders import Folders
from zhibi.styles.load import style_names, style_source
from zhibi.word.drafts import read_draft

MAX_TEXT = 2_000_000
"""Characters of a text, or of facts as JSON, that a call may hold."""

MAX_FILES = 500
"""Files that a call may name."""

P = ParamSpec("P")
R = TypeVar("R")


def build_server(roots: Sequence[str | Path] = ()) -> MCPServer:
    """The server; `roots` are the folders that it may read. Raises InputError."""
    server: MCPServer = MCPServer(
        "zhibi",
        instructions="起草镇乡、街道的工作报告，并逐个核对文中的数字。",
        version=zhibi.__version__,
        log_level="WARNING",
    )
    tools = Tools(Folders(roots))
    for name, description in read_data("mcp", "tools").items():
        server.tool(description=description)(_refusing(getattr(tools, name)))
    server.resource("zhibi://styles", mime_type="text/plain")(styles)
    server.resource("zhibi://styles/{name}", mime_type="application/yaml")(style)
    server.resource("zhibi://rules", mime_type="application/json")(rule_table)
    return server


def _refusing(tool: Callable[P, R]) -> Callable[P, R]:
    """The tool with zhibi's errors as errors of the protocol, message and hint in one text."""

    @wraps(tool)
    def call(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return tool(*arguments, **options)
        except InputError as error:
            raise ToolError("\n".join(map(str, error.problems))) from None
        except ZhibiError as error:
            raise ToolError(str(error)) from None

    return call


class Tools:
    """What a client may call. Files are named by path within the folders of the server."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def check(
        self,
        facts: str | dict[str, Any],
        text: str | None = None,
        path: str | None = None,
        strict: bool = False,
    ) -> dict[str, Any]:
        """The check of a draft, as `zhibi check --format json` gives it."""
        findings = zhibi.check(self._draft_text(text, path), self._facts(facts))
        result = zhibi.to_dict(findings)
        if strict:
            result["ok"] = not findings.findings
        return result

    def figures(self, text: str | None = None, path: str | None = None) -> dict[str, Any]:
        """The figures of a text or of a file."""
        read = self._draft_text(text, path)
        found: dict[str, Any] = json.loads(figures_json(read, zhibi.find_figures(read)))
        return found

    def facts(self, facts: str | dict[str, Any]) -> dict[str, Any]:
        """The facts listed, with what does not add up."""
        return zhibi.to_dict(self._facts(facts))

    def draft(
        self,
        facts: str | dict[str, Any],
        style: str | None = None,
        writer: Literal["offline", "client"] = "offline",
        answers: dict[str, str] | None = None,
        figures: Literal["slots", "plain", "blind"] = "slots",
    ) -> dict[str, Any]:
        """A draft; with `client`, the questions that have no answer yet beside it."""
        known = self._facts(facts)
        style = self._style(style) if style is not None else None
        if writer == "offline":
            return {**zhibi.to_dict(zhibi.draft(known, style=style)), "prompts": []}
        if sum(len(key) + len(text) for key, text in (answers or {}).items()) > MAX_TEXT:
            raise InputError(Problem("回答过长", f"合计不超过 {MAX_TEXT} 字"))
        model = GivenAnswers(answers or {})
        made = zhibi.draft(
            known,
            style=style,
            writer=zhibi.OpenAIWriter(client=model, provider="generic", figures=figures, jobs=1),
        )
        prompts = [
            {
                "key": request.key,
                "label": request.label,
                "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            }
            for request in model.unanswered.values()
        ]
        return {**zhibi.to_dict(made), "prompts": prompts}

    def merge(self, paths: list[str], prefer: list[str] | None = None) -> dict[str, Any]:
        """Offices' files merged into one facts file."""
        from zhibi.intake.merge import merge

        if len(paths) > MAX_FILES:
            raise InputError(Problem("文件过多", f"一次不超过 {MAX_FILES} 个"))
        result = merge([self._folders.resolve(path) for path in paths], prefer=prefer or ())
        return {
            "facts": result.text,
            "conflicts": [str(conflict) for conflict in result.conflicts],
            "notes": [str(note) for note in result.notes],
        }

    def ask(self, facts: str | dict[str, Any]) -> dict[str, Any]:
        """The questions to the offices, as data and as a text to be sent."""
        from zhibi.intake.questions import ask
        from zhibi.output.review.question_list import questions_data, render_markdown

        asked = ask(self._facts(facts))
        return {**questions_data(asked), "text": render_markdown(asked)}

    def _facts(self, given: str | dict[str, Any]) -> Facts:
        if isinstance(given, str):
            path = self._folders.resolve(given)
            known, beside = zhibi.load_facts(path), Path(path).parent
        else:
            if len(json.dumps(given, ensure_ascii=False)) > MAX_TEXT:
                raise InputError(Problem("事实过大", f"JSON 不超过 {MAX_TEXT} 字"))
            known, beside = zhibi.facts_from(given), None
        style = self._style(known.document.style, beside)
        return replace(known, document=replace(known.document, style=style))

    def _style(self, wanted: str, beside: Path | None = None) -> str:
        """A built-in style's name, or the path of a style's file in the folders.

        Facts name a style too: what they name is as limited as what a call names.
        """
        if wanted in _built_in_styles():
            return wanted
        return self._folders.resolve(str(beside / wanted) if beside else wanted)

    def _draft_text(self, text: str | None, path: str | None) -> str:
        if (text is None) == (path is None):
            raise InputError(Problem("text 和 path 要写一个，也只写一个"))
        if path is not None:
            return read_draft(self._folders.resolve(path)).text
        assert text is not None
        if len(text) > MAX_TEXT:
            raise InputError(Problem("文字过长", f"不超过 {MAX_TEXT} 字"))
        return text


def styles() -> str:
    """The styles, a line each."""
    return "".join(f"{one.name}\t{one.key}\t{one.about}\n" for one in style_names())


def style(name: str) -> str:
    """The file of a style."""
    if name not in _built_in_styles():
        raise ValueError(f"没有样式“{name}”")
    return style_source(name)


def _built_in_styles() -> set[str]:
    return {key for one in style_names() for key in (one.name, one.key, *one.aliases)}


def rule_table() -> str:
    """The rules of the check."""
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity,
            "summary": rule.summary,
            "explanation": rule.explanation,
        }
        for rule in rules()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)
