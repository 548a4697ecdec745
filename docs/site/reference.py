"""Writes the pages of the reference from the code: commands, rules, schemas, limits, sizes."""

from __future__ import annotations

import ast
import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from inspect import getsource
from pathlib import Path
from typing import Any

import yaml

from zhibi.checking.codes import rules
from zhibi.cli.app import BATCH, COMMANDS
from zhibi.cli.run import run
from zhibi.folder.findings import folder_rules
from zhibi.output.as_data import SCHEMAS, json_schema

_FAMILIES = {
    "N": "数字",
    "W": "内容和文字",
    "L": "格式",
    "X": "各份之间",
}
_SEVERITIES = {"error": "错误", "warning": "提醒"}
_LABELS = Path(__file__).with_name("limits.yaml")


def write(folder: Path) -> None:
    """Write all pages into a folder; what has not changed is left as it is."""
    folder.mkdir(exist_ok=True)
    pages = {
        "commands.md": commands_page(),
        "rules.md": rules_page(),
        "schemas.md": schemas_page(),
        "limits.md": limits_page(),
    }
    for name, text in pages.items():
        path = folder / name
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


def commands_page() -> str:
    """Every command's own help."""
    names = [*COMMANDS, *(f"batch {name}" for name in BATCH)]
    parts = ["# 命令\n", "各条命令的 `--help`，由程序生成。\n"]
    for name in names:
        parts += [f"\n## zhibi {name}\n", f"```text\n{_printed(*name.split(), '--help')}```\n"]
    return "\n".join(parts)


def _printed(*arguments: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        run([*arguments])
    return out.getvalue().strip("\n") + "\n"


def rules_page() -> str:
    """Every rule: what it says, why, and what fails and passes."""
    known = [*rules(), *folder_rules()]
    parts = [
        "# 核对规则\n",
        "由程序的规则表生成；在终端里用 `zhibi rules N102` 看同样的内容。\n",
        "数字类（N）的错误不能在文中豁免：要么改稿，要么把这个数连同来源写进事实。\n",
    ]
    for letter, family in _FAMILIES.items():
        parts.append(f"\n## {letter} {family}\n")
        parts += [_rule(rule) for rule in known if rule.code.startswith(letter)]
    return "\n".join(parts)


def _rule(rule: Any) -> str:
    printed = _printed("rules", rule.code).partition("\n例如")
    shown = f"\n```text\n{''.join(printed[1:]).strip()}\n```\n" if printed[1] else ""
    severity = _SEVERITIES[rule.severity]
    return (
        f"### {rule.code} {rule.name}\n\n**{rule.summary}**（{severity}）\n\n"
        f"{_prose(rule.explanation)}\n{shown}"
    )


def _prose(text: str) -> str:
    """A text that is to stand as it is among Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text.strip())


def schemas_page() -> str:
    """Every published schema, whole."""
    parts = [
        "# 文件和结果的格式\n",
        "JSON Schema（2020-12），由程序生成，与 `zhibi schema 名称` 相同。\n",
        "编辑器认得它：在 VS Code 的 YAML 插件里把 `facts` 配给事实文件，就有补全和即时校验。\n",
    ]
    for name, what in SCHEMAS.items():
        schema = json.dumps(json_schema(name), ensure_ascii=False, indent=2)
        parts.append(f"\n## {name}\n\n{what}。\n\n```json\n{schema}\n```\n")
    return "\n".join(parts)


def limits_page() -> str:
    """Every limit of a module that `limits.yaml` names. Raises KeyError for one without words."""
    labels = yaml.safe_load(_LABELS.read_text("utf-8"))
    parts = [
        "# 限度\n",
        "超过限度的文件、请求一律拒绝，说明是哪一项；由程序里的数生成。为什么要有，见[防什么](../security.md)。\n",
    ]
    for module, told in labels.items():
        words = dict(told)
        rows = [f"| {words.pop('title')} | 最多 |", "| --- | --- |"]
        names = [name for name in _constants(module) if name.lstrip("_").startswith("MAX")]
        for name in names:
            what, unit = words.pop(name).rsplit(" ", 1)
            rows.append(f"| {what} | {_shown(getattr(import_module(module), name), unit)} |")
        if words:
            raise KeyError(f"{module} has no {', '.join(words)}")
        parts.append("\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _constants(module: str) -> list[str]:
    tree = ast.parse(getsource(import_module(module)))
    return [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]


def _shown(value: float, unit: str) -> str:
    if unit == "字节":
        size, name = (value / (1 << 20), "MB") if value >= 1 << 20 else (value / 1024, "KB")
        return f"{size:g} {name}"
    if value >= 10_000 and value % 1000 == 0:
        return f"{value / 10_000:g} 万{unit}"
    return f"{value:g} {unit}"
