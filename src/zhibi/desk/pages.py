"""The files of the page, as they are packaged; and the page of a refusal, which needs none."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zhibi.desk.refusals import Refusal

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_REFUSED = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>执笔：打不开</title></head>
<body><h1>打不开这一页</h1><p>{message}。</p><p>{hint}。</p></body></html>
"""


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """The content and media type of each file, by name."""
    folder = files("zhibi.desk").joinpath("static")
    return {
        file.name: (file.read_bytes(), _TYPES[file.name[file.name.rindex(".") :]])
        for file in folder.iterdir()
        if file.is_file()
    }


def refused_page(refusal: Refusal) -> str:
    """A page that says why it cannot be opened and what to do."""
    problem = refusal.problems[0]
    return _REFUSED.format(message=escape(problem.message), hint=escape(problem.hint))
