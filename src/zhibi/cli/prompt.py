"""`zhibi prompt`: prints the messages for a model without sending them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from zhibi.cli.model import (
    FigureMode,
    ModelName,
    PromptFolder,
    ProviderName,
    figure_mode,
    unsent_writer,
)
from zhibi.cli.options import TEXT_OR_JSON, FactsPath, Format, StyleName, one_of
from zhibi.cli.parameters import UsageError, option
from zhibi.cli.streams import print_data, print_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zhibi.models.messages import Message

_ROLES = {"system": "系统", "user": "用户", "assistant": "模型"}


def show_prompt(
    facts_path: FactsPath,
    section: Annotated[str | None, option("--section", metavar="ID", help="只看这一节")] = None,
    style: StyleName = None,
    figures: FigureMode = "slots",
    model: ModelName = None,
    provider: ProviderName = None,
    prompts: PromptFolder = None,
    output: Format = "text",
) -> int:
    """打印会发给模型的内容，不发送。"""
    from zhibi.intake.load import load_facts
    from zhibi.writing.drafting import shown_facts, style_for
    from zhibi.writing.llm.options import ModelOptions
    from zhibi.writing.outline.builder import build_outline

    one_of(output, TEXT_OR_JSON, "--format")
    writer = unsent_writer(
        ModelOptions(model, provider=provider, figures=figure_mode(figures), prompts=prompts)
    )
    facts = load_facts(facts_path)
    chosen = style_for(facts, style)
    facts = shown_facts(facts, chosen)
    asked = writer.messages_for(build_outline(facts, chosen), facts, chosen, section)
    if not asked:
        known = "、".join(dict.fromkeys(one.id for one in facts.walk()))
        raise UsageError(f"没有要写的章节“{section}”，可写：{known}", "--section")
    if output == "json":
        print_data(json.dumps([_record(*one) for one in asked], ensure_ascii=False, indent=2))
    else:
        print_text("\n".join(line for one in asked for line in _lines(*one)))
    return 0


def _record(label: str, messages: Sequence[Message]) -> dict[str, object]:
    said = [{"role": message.role, "content": message.content} for message in messages]
    return {"section": label, "messages": said}


def _lines(label: str, messages: Sequence[Message]) -> Iterator[str]:
    for message in messages:
        yield f"━━ {label} · {_ROLES[message.role]} ━━"
        yield message.content.rstrip("\n")
        yield ""
