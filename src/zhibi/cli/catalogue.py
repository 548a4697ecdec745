"""`zhibi styles` and `zhibi rules`: what there is, or one of it in full."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhibi.cli.printing import emit, show

if TYPE_CHECKING:
    from zhibi.checking.codes import Rule

_SEVERITIES = {"error": "错误", "warning": "提醒"}
_FACT_WORDS = {
    "name": "",
    "value": "",
    "text": "",
    "period": "时段 ",
    "growth": "同比 ",
    "previous": "上年同期 ",
    "target": "目标 ",
    "completion": "完成率 ",
    "status": "状态 ",
}


def styles(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="样式的名称或文件")] = None,
) -> int:
    """列出样式；写了名称，就显示它的文件。"""
    from zhibi.styles.load import style_names, style_source

    if name is not None:
        emit(style_source(name))
        return 0
    for style in style_names():
        aliases = f"（又称{'、'.join(style.aliases)}）" if style.aliases else ""
        show(f"{style.name}  {style.key}  {style.about}{aliases}")
    return 0


def rules(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="代码或英文名称")] = None,
) -> int:
    """列出核对规则；写了代码，就说明这一条。"""
    from zhibi.checking import codes
    from zhibi.facts.lint import RULES as FACT_RULES

    if code is None:
        for rule in codes.rules():
            show(f"{rule.code}  {_SEVERITIES[rule.severity]}  {rule.name:<24}{rule.summary}")
        for lint in FACT_RULES:
            show(f"{lint.code}  {_SEVERITIES[lint.severity]}  {lint.name:<24}{lint.title}")
        return 0
    found = codes.find_rule(code)  # a name may be in both tables: the text's comes first
    if found is not None:
        show("\n".join(_explained(found)))
        return 0
    for lint in FACT_RULES:
        if code.strip() in {lint.code, lint.code.lower(), lint.name}:
            show(f"{lint.code}  {lint.name}  {_SEVERITIES[lint.severity]}")
            show(f"{lint.title}（zhibi facts 核对事实时用）")
            return 0
    known = "、".join([rule.code for rule in codes.rules()] + [lint.code for lint in FACT_RULES])
    raise typer.BadParameter(f"没有规则“{code}”，可写：{known}", param_hint="CODE")


def _explained(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}  {rule.name}  {_SEVERITIES[rule.severity]}"
    yield rule.summary
    yield ""
    yield rule.explanation.strip()
    yield ""
    if rule.facts:
        yield "例如事实是："
        yield from (f"  {_fact(fact)}" for fact in rule.facts)
    yield "这样写不对："
    yield from (f"  {line}" for text in rule.failing for line in text.strip().splitlines())
    yield "这样写对："
    yield from (f"  {line}" for text in rule.passing for line in text.strip().splitlines())


def _fact(fact: Mapping[str, Any]) -> str:
    """An example fact in one line: its fields, then the parts of 其中."""
    fields = [
        f"{words}{value['value'] if isinstance(value, dict) else value}"
        for key, words in _FACT_WORDS.items()
        if (value := fact.get(key))
    ]
    parts = [f"{part['name']}{part['value']}" for part in fact.get("of_which", {}).get("parts", ())]
    return "  ".join(fields + (["其中 " + "、".join(parts)] if parts else []))
