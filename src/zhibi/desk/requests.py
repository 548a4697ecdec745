"""What a request holds: its body within a limit, its fields each of its type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from zhibi.desk.limits import MAX_BODY, MAX_DIGITS
from zhibi.desk.refusals import Refusal, too_large

if TYPE_CHECKING:
    from starlette.requests import Request


async def read_body(request: Request, limit: int, what: str) -> bytes:
    """The body of a request. Raises Refusal as soon as it is longer than the limit."""
    most = f"{limit >> 20} MB"
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and int(declared[:MAX_DIGITS]) > limit:
        raise too_large(what, most)
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > limit:
            raise too_large(what, most)
    return bytes(read)


async def read_json(request: Request, limit: int = MAX_BODY) -> Sent:
    """The fields of a request in JSON. Raises Refusal for anything else."""
    raw = await read_body(request, limit, "这一次交来的内容")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refusal(400, "form", "请求的格式不对", "刷新页面再试")
    return Sent(data)


class Sent:
    """The fields of a request, each of the type that is asked for."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def text(self, key: str, default: str | None = None) -> str:
        """A text. Raises Refusal where there is none and no default."""
        value = self._data.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key)
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value = self._data.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key)
        return value

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(key)
        return value

    def fields(self, key: str) -> dict[str, str]:
        """Texts by name."""
        value = self._data.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self._wrong(key)
        return value

    @property
    def seen(self) -> tuple[str, int]:
        """The session and version that the page has seen."""
        return self.text("session"), self.number("version")

    @staticmethod
    def _wrong(key: str) -> Refusal:
        return Refusal(400, "form", f"请求里的“{key}”不对", "刷新页面再试")
