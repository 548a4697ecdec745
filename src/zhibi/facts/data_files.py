"""The floor's own word lists: YAML files beside the code, read once when first needed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def read_data(name: str) -> Any:
    """The content of `data/<name>.yaml`; every scalar is a string as written."""
    text = files("zhibi.facts").joinpath(f"data/{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes strings only
