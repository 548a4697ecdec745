"""Writes facts as YAML that is read back unchanged: all scalars strings, short mappings inline."""

from __future__ import annotations

from typing import Any

import yaml

_FLOW_STYLE_KEYS = frozenset(
    {"previous", "forecast", "target", "completion", "growth", "figures", "parts", "honours"}
)


class _Dumper(yaml.SafeDumper):
    """Plain scalars wherever they read back as the same string."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the base class's own form

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        """Indent list items under their key, as the examples do."""
        super().increase_indent(flow, indentless=False)


class _FlowMapping(dict[str, Any]):
    """A mapping to be written on one line."""


class _FlowSequence(list[Any]):
    """A list to be written on one line."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if text in {"", "~", "null", "Null", "NULL"} else None
    if "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    _FlowMapping,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, True),
)
_Dumper.add_representer(
    _FlowSequence,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, True),
)


def dump_facts(data: dict[str, Any], comment: str = "") -> str:
    """The text of a facts file; `comment` stands in its first lines."""
    text = yaml.dump(
        _with_styles(data, ""), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9
    )
    head = "".join(f"# {line}\n" for line in comment.splitlines())
    return head + text


def _with_styles(value: Any, key: str) -> Any:
    """The data with mappings and lists that are written on one line marked as such."""
    if isinstance(value, dict):
        styled = {
            name: _with_styles(inner, name) for name, inner in value.items() if inner is not None
        }
        return _FlowMapping(styled) if key in _FLOW_STYLE_KEYS else styled
    if isinstance(value, list | tuple):
        if all(isinstance(item, str) for item in value):
            return _FlowSequence(value)
        return [_with_styles(item, key) for item in value]
    return value if isinstance(value, str) else str(value)
