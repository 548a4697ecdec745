"""Writes facts as YAML that reads back as the same: every scalar a string, short things in line."""

from __future__ import annotations

from typing import Any

import yaml

_IN_LINE = frozenset({"previous", "forecast", "target", "completion", "growth", "figures", "parts"})


class _Dumper(yaml.SafeDumper):
    """Plain scalars wherever they read back as the same string."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the base class's own form

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent list items under their key, as the examples do."""
        super().increase_indent(flow, indentless=False)


class _InLine(dict[str, Any]):
    """A mapping to be written on one line."""


class _Row(list[Any]):
    """A list to be written on one line."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if text in {"", "~", "null", "Null", "NULL"} else None
    if "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    _InLine,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, True),
)
_Dumper.add_representer(
    _Row,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, True),
)


def dump_facts(data: dict[str, Any], comment: str = "") -> str:
    """The text of a facts file; `comment` stands in its first lines."""
    text = yaml.dump(
        _shaped(data, ""), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9
    )
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + text


def _shaped(value: Any, key: str) -> Any:
    """Marks what is to be written on one line."""
    if isinstance(value, dict):
        shaped = {name: _shaped(inner, name) for name, inner in value.items() if inner is not None}
        return _InLine(shaped) if key in _IN_LINE else shaped
    if isinstance(value, list | tuple):
        if all(isinstance(item, str) for item in value):
            return _Row(value)
        return [_shaped(item, key) for item in value]
    return value if isinstance(value, str) else str(value)
