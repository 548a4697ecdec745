"""`zhibi styles` and `zhibi rules`: what there is, and one of it in full."""

from __future__ import annotations

from typing import Annotated

import typer

from zhibi.cli.app import app

_SEVERITIES = {"error": "错误", "warning": "提醒"}


@app.command()
def styles(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="体例名或文件")] = None,
) -> int:
    """列出体例；给出名称时显示它的文件，可另存后修改。"""
    from zhibi.styles.load import style_names, style_source

    if name is not None:
        typer.echo(style_source(name), nl=False)
        return 0
    for style in style_names():
        aliases = f"（{'、'.join(style.aliases)}）" if style.aliases else ""
        typer.echo(f"{style.name}  {style.key}{aliases}  {style.about}")
    return 0


@app.command()
def rules(
    code: Annotated[str | None, typer.Argument(metavar="[CODE]", help="代码或名称")] = None,
) -> int:
    """列出全部核对规则；给出代码时说明这一条。"""
    from zhibi.checking.codes import find_rule
    from zhibi.checking.codes import rules as all_rules

    if code is None:
        for rule in all_rules():
            typer.echo(f"{rule.code}  {_SEVERITIES[rule.severity]}  {rule.name}  {rule.summary}")
        return 0
    found = find_rule(code)
    if found is None:
        codes = "、".join(rule.code for rule in all_rules())
        raise typer.BadParameter(f"没有规则“{code}”，可写：{codes}", param_hint="CODE")
    typer.echo(f"{found.code} {found.name}（{_SEVERITIES[found.severity]}）：{found.summary}\n")
    typer.echo(f"{found.explanation}\n")
    for fact in found.facts:
        typer.echo(f"事实  {_fact_words(fact)}")
    for text in found.failing:
        typer.echo(f"不对  {text.strip()}")
    for text in found.passing:
        typer.echo(f"对    {text.strip()}")
    return 0


def _fact_words(fact: object) -> str:
    if not isinstance(fact, dict):
        return str(fact)
    words = {
        "name": "",
        "value": "",
        "text": "",
        "period": "时段",
        "growth": "同比",
        "status": "状态",
    }
    return "  ".join(f"{label}{fact[key]}" for key, label in words.items() if key in fact)
