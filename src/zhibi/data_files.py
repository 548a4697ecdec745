"""The data files beside the code: each in the `data` folder of its package, read when needed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

# The parser in C, where PyYAML was built with it: reading tables is most of a first call's time.
_BASE: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class NodeLoader(_BASE):  # type: ignore[misc]
    """Composes YAML nodes without tags: that all scalars are strings need not be worked out."""

    # Asked for each node: a built-in that takes whatever it is given, and gives no tag.
    resolve = descend_resolver = ascend_resolver = "".format


def data_folder(package: str) -> Path:
    """The folder `zhibi/<package>/data`; `package` is a dotted name below zhibi."""
    return Path(__file__).parent.joinpath(*filter(None, package.split(".")), "data")


def data_text(package: str, name: str) -> str:
    """The text of `zhibi/<package>/data/<name>`; `package` is a dotted name below zhibi."""
    return (data_folder(package) / name).read_text("utf-8")


@cache
def read_data(package: str, name: str) -> Any:
    """The content of a YAML data file: mappings and lists of strings, digits kept as written."""
    return _content(yaml.compose(data_text(package, f"{name}.yaml"), Loader=NodeLoader))


def _content(node: Any) -> Any:
    value = node.value
    if isinstance(node, yaml.MappingNode):
        return {key.value: _content(inner) for key, inner in value}
    return value if isinstance(value, str) else [_content(inner) for inner in value]
