"""The server, called by the SDK's own client: over standard input and output, and in memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest

import zhibi
from tests.support.llm_cases import FACTS, copied
from zhibi.models.messages import Message

mcp = pytest.importorskip("mcp")

from zhibi.mcp.server import build_server  # noqa: E402  it needs the package

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = "township-annual/facts.yaml"


def calling(work: Callable[[Any], Awaitable[Any]], server: Any = None) -> Any:
    """Run `work` with a client of the server."""

    async def run() -> Any:
        async with mcp.Client(server or build_server([ROOT / "examples"])) as client:
            return await work(client)

    return anyio.run(run)


def call(name: str, server: Any = None, **arguments: Any) -> Any:
    """The structured result of one tool; AssertionError with its text if it is an error."""

    async def work(client: Any) -> Any:
        return await client.call_tool(name, arguments)

    result = calling(work, server)
    assert not result.is_error, result.content[0].text
    return result.structured_content


def refused(name: str, server: Any = None, **arguments: Any) -> str:
    """The text of the error of one call; afterwards the server still answers."""

    async def work(client: Any) -> Any:
        result = await client.call_tool(name, arguments)
        alive = await client.call_tool("figures", {"text": "9户"})
        assert alive.structured_content["figures"][0]["text"] == "9户"
        return result

    result = calling(work, server)
    assert result.is_error
    return str(result.content[0].text)


def test_a_program_over_standard_input_and_output() -> None:
    command = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "zhibi", "mcp", "--root", str(ROOT / "examples")]
    )

    async def work(client: Any) -> Any:
        tools = {tool.name for tool in (await client.list_tools()).tools}
        huge = await client.call_tool("figures", {"text": "9户" * 5_000_000})
        assert huge.is_error
        result = await client.call_tool("facts", {"facts": EXAMPLE})
        return tools, result.structured_content

    tools, listing = calling(work, command)
    assert tools == {"check", "figures", "facts", "draft", "merge", "ask"}
    jsonschema.validate(listing, zhibi.json_schema("facts-listing"))


def test_draft_then_check() -> None:
    made = call("draft", facts=EXAMPLE)
    assert made["text"] == zhibi.draft(zhibi.load_facts(ROOT / "examples" / EXAMPLE)).text
    result = call("check", facts=EXAMPLE, text=made["text"])
    jsonschema.validate(result, zhibi.json_schema("check"))
    assert result["ok"]
    assert not call("check", facts=EXAMPLE, text="新建停车场77个。")["ok"]


def test_facts_as_data() -> None:
    facts = {
        "document": {"style": "镇乡", "kind": "annual", "year": 2024, "organisation": "青山镇"},
        "sections": [{"part": "summary", "facts": [{"name": "税收收入", "value": "2186.4万元"}]}],
    }
    assert call("facts", facts=facts)["summary"]["figures"] == 1
    facts["sections"][0]["facts"][0]["value"] = "若干"  # type: ignore[index]
    assert "sections[0].facts[0].value" in refused("facts", facts=facts)


def test_prompts_out_and_answers_in(tmp_path: Path) -> None:
    (tmp_path / "facts.yaml").write_text(FACTS, "utf-8")
    server = build_server([tmp_path])
    answers: dict[str, str] = {}
    for _ in range(8):
        made = call("draft", server, facts="facts.yaml", writer="client", answers=answers)
        assert made["check"]["ok"]
        if not made["prompts"]:
            break
        for prompt in made["prompts"]:
            answers[prompt["key"]] = copied([Message(**one) for one in prompt["messages"]])
    assert not made["prompts"]
    assert answers
    assert made["writer"] == "client"


def test_merge_reads_the_offices_files() -> None:
    folder = ROOT / "examples" / "township-annual" / "offices"
    paths = [f"township-annual/offices/{path.name}" for path in sorted(folder.iterdir())]
    merged = call("merge", paths=paths)
    assert merged["conflicts"] == []
    assert "\ndocument:" in merged["facts"]


@pytest.mark.parametrize(
    "path",
    ["../README.md", "/etc/hostname", "township-annual/../../README.md", "a\x00b", "~/.bashrc"],
)
def test_nothing_outside_the_folders_is_read(path: str) -> None:
    said = refused("figures", path=path)
    assert any(word in said for word in ("不在可以读的文件夹里", "空字符", "不存在"))


def test_a_link_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.md").write_text("机密77件", "utf-8")
    (tmp_path / "in" / "a.md").symlink_to(tmp_path / "secret.md")
    assert "不在可以读的文件夹里" in refused(
        "figures", build_server([tmp_path / "in"]), path="a.md"
    )


def test_without_folders_no_file_is_read() -> None:
    assert "没有可以读的文件夹" in refused("figures", build_server(), path="README.md")


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("check", {"facts": EXAMPLE}),
        ("check", {"facts": 3, "text": "x"}),
        ("check", {"facts": EXAMPLE, "text": "9户" * 1_500_000}),
        ("draft", {"facts": EXAMPLE, "writer": "nobody"}),
        ("merge", {"paths": []}),
        ("merge", {"paths": ["a.xlsx"] * 100_000}),
        ("merge", {"paths": "a.xlsx"}),
        ("ask", {"facts": ["a"]}),
        ("ask", {"facts": {"document": {"style": "长" * 10_000_000}}}),
        ("draft", {"facts": EXAMPLE, "writer": "client", "answers": {"9" * 3_000_000: ""}}),
        ("facts", {"facts": "长" * 10_000_000}),
        ("figures", {"text": ["9户"]}),
        ("no-such-tool", {}),
    ],
)
def test_wrong_calls_are_errors_and_the_server_lives(name: str, arguments: dict[str, Any]) -> None:
    assert refused(name, **arguments)


def test_ask_lists_the_questions_to_the_offices() -> None:
    asked = call("ask", facts=EXAMPLE)
    assert asked["by_office"]
    assert {"office", "section_id", "topic", "text", "about"} == asked["questions"][0].keys()
    for question in asked["questions"]:
        assert question["text"] in asked["text"]


def _stylish(style: str) -> dict[str, Any]:
    document = {"style": style, "kind": "annual", "year": 2024, "organisation": "青山镇"}
    facts = [{"name": "税收收入", "value": "2186.4万元"}]
    return {"document": document, "sections": [{"part": "summary", "facts": facts}]}


@pytest.mark.parametrize("tool", ["facts", "draft", "ask", "check"])
def test_a_style_outside_the_folders_is_not_read_either(tool: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("extends: 镇乡\nname: 机密\nself_name: 密镇\n", "utf-8")
    inside = tmp_path / "in"
    inside.mkdir()
    server = build_server([inside])
    text = {"text": "9户"} if tool == "check" else {}
    for style in (str(secret), "../secret.yaml"):
        assert "不在可以读的文件夹里" in refused(tool, server, facts=_stylish(style), **text)
    (inside / "own.yaml").write_text("extends: 镇乡\nname: 我区\nself_name: 敝镇\n", "utf-8")
    assert call(tool, server, facts=_stylish("own.yaml"), **text)
    (inside / "facts.yaml").write_text(json.dumps(_stylish("../secret.yaml")), "utf-8")
    assert "不在可以读的文件夹里" in refused(tool, server, facts="facts.yaml", **text)
    if tool == "draft":
        assert "不在" in refused("draft", server, facts=_stylish("镇乡"), style=str(secret))


def test_resources_list_styles_and_rules() -> None:
    async def work(client: Any) -> Any:
        listed = await client.read_resource("zhibi://styles")
        rules = await client.read_resource("zhibi://rules")
        style = await client.read_resource("zhibi://styles/township")
        return [one.contents[0].text for one in (listed, rules, style)]

    styles, rules, style = calling(work)
    assert "镇乡" in styles
    assert {"N101", "W104"} <= {rule["code"] for rule in json.loads(rules)}
    assert "self_name: 我镇" in style


def test_a_folder_that_is_none_is_told() -> None:
    with pytest.raises(zhibi.InputError, match="--root"):
        build_server(["/no/such/folder"])
