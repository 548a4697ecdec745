"""The data files beside the code: each in the `data` folder of its package, read when needed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

# The parser in C, where PyYAML was built with it: reading tables is most of a first call's time.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def data_text(package: str, name: str) -> str:
    """The text of `zhibi/<package>/data/<name>`; `package` is a dotted name below zhibi."""
    return (
        files("zhibi").joinpath(*filter(None, package.split(".")), "data", name).read_text("utf-8")
    )


@cache
def read_data(package: str, name: str) -> Any:
    """The content of a YAML data file: mappings and lists of strings, digits kept as written."""
    return yaml.load(data_text(package, f"{name}.yaml"), Loader=_LOADER)  # noqa: S506  strings only
