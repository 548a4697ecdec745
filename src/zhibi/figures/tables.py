"""The data files beside this package, read as strings: digits in them stay as written."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

# The parser in C, where PyYAML was built with it: reading the tables is most of the first call.
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def table_text(name: str) -> str:
    """The text of a file in `data/`."""
    return files("zhibi.figures").joinpath("data", name).read_text("utf-8")


def load_table(name: str) -> Any:
    """A YAML file in `data/`: lists, mappings and strings only."""
    return yaml.load(table_text(name), Loader=_LOADER)  # noqa: S506  it makes strings only
