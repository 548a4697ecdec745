"""Writes facts as YAML that is read back unchanged: all scalars strings, short mappings inline.

Most scalars are plain words and numbers; those are written here, since a large sheet has hundreds
of thousands of them. PyYAML writes every other one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from zhibi.marked_yaml import NULLS

_FLOW_STYLE_KEYS = frozenset(
    {"previous", "forecast", "target", "completion", "growth", "figures", "parts", "honours"}
)
_STEP = "  "
_TAG = "tag:yaml.org,2002:str"
# Letters and digits, with what has no meaning in YAML between them, in a block or inline.
_PLAIN = re.compile(
    r"(?:-(?=\d))?[\w（“《【〔＋](?:[\w.%!/+—－～·、；。，：！（）“”《》【】〔〕-]| (?=\w))*"
)
_OTHER_BREAK = re.compile("[\r\x85\u2028\u2029]")
_OPEN_END = re.compile(r"(?:\A|\n)\n\Z")


class _Dumper(yaml.SafeDumper):
    """Plain scalars wherever they read back as the same string."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the base class's own form


class _Inline(list[str]):
    """A list to be written on one line."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    # A block that ends in empty lines is closed with “...”, which ends the whole document.
    if text in NULLS or _OTHER_BREAK.search(text) or _OPEN_END.search(text):
        style = '"'
    return dumper.represent_scalar(_TAG, text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(
    _Inline,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, True),
)


def dump_facts(data: dict[str, Any], comment: str = "") -> str:
    """The text of a facts file; `comment` stands in its first lines."""
    lines = [f"# {line}" for line in comment.splitlines()]
    _add_mapping(lines, data, "", "")
    return "\n".join([*lines, ""])


def _add_mapping(lines: list[str], data: dict[str, Any], first: str, indent: str) -> None:
    """Add the lines of a mapping: its first key stands behind `first`, the others `indent`."""
    given = {key: value for key, value in data.items() if value is not None}
    if not given:
        lines.append(f"{first}{{}}")
    before = first
    for key, value in given.items():
        if isinstance(value, str):
            lines.append(f"{before}{_key(key)}: {_scalar(value, indent)}")
        elif isinstance(value, dict) and value and key not in _FLOW_STYLE_KEYS:
            lines.append(f"{before}{_key(key)}:")
            _add_mapping(lines, value, indent + _STEP, indent + _STEP)
        elif isinstance(value, list | tuple) and not _is_short(value):
            lines.append(f"{before}{_key(key)}:")
            _add_sequence(lines, value, indent + _STEP, inline=key in _FLOW_STYLE_KEYS)
        else:
            lines.append(f"{before}{_key(key)}: {_inline(value)}")
        before = indent


def _add_sequence(
    lines: list[str], items: list[Any] | tuple[Any, ...], indent: str, *, inline: bool
) -> None:
    """Add the lines of a list: a mapping begins behind its mark, unless written `inline`."""
    for item in items:
        if isinstance(item, dict) and not inline:
            _add_mapping(lines, item, f"{indent}- ", indent + _STEP)
        else:
            lines.append(f"{indent}- {_inline(item)}")


@cache
def _key(key: str) -> str:
    """A key; the same few are written for every fact."""
    return _inline(key)


def _is_short(items: list[Any] | tuple[Any, ...]) -> bool:
    """Whether a list is written on one line: one of words alone."""
    return all(isinstance(item, str) for item in items)


def _inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        inner = [f"{_key(key)}: {_inline(one)}" for key, one in value.items() if one is not None]
        return f"{{{', '.join(inner)}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_inline, value))}]"
    text = str(value)
    return text if _is_plain(text) else _dumped(_Inline([text])).strip()[1:-1]


def _scalar(text: str, indent: str) -> str:
    """A scalar behind the key of a mapping; the lines of a long one stand below it."""
    if _is_plain(text):
        return text
    first, *more = _dumped({"k": text}).removesuffix("\n").removeprefix("k: ").split("\n")
    return "\n".join([first, *(indent + line if line else line for line in more)])


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and text.isprintable() and text not in NULLS


def _dumped(data: Any) -> str:
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, width=10**9)
