"""An OpenAI-compatible server of this machine that goes wrong in every way that is asked for.

`ways` are names of methods below, one a request; the last one holds for all requests after it.
"""

from __future__ import annotations

import gzip
import json
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.llm_cases import copied
from zhibi.models.messages import Message

STALL = 30.0
_CHOICE = '{"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": '
ODD_EVENTS = {
    "choice_number": _CHOICE + "[1]}",
    "choice_null": _CHOICE + "[null]}",
    "choices_object": _CHOICE + '{"a": 1}}',
    "choices_text": _CHOICE + '"abc"}',
    "delta_text": _CHOICE + '[{"index": 0, "delta": "税收", "finish_reason": "stop"}]}',
    "delta_list": _CHOICE + '[{"index": 0, "delta": [1], "finish_reason": "stop"}]}',
    "content_number": _CHOICE + '[{"index": 0, "delta": {"content": 5}, "finish_reason": "stop"}]}',
    "content_list": _CHOICE + '[{"index": 0, "delta": {"content": [{"text": "税收"}]}}]}',
    "finish_list": _CHOICE + '[{"index": 0, "delta": {"content": ""}, "finish_reason": ["x"]}]}',
    "usage_list": _CHOICE + '[], "usage": [1]}',
    "usage_text": _CHOICE + '[], "usage": "much"}',
    "usage_infinite": _CHOICE + '[], "usage": {"completion_tokens": 1e999}}',
    "event_list": "[[1], 2]",
    "event_number": "5",
    "event_null": "null",
    "event_deep": "[" * 100_000,
    "event_digits": "9" * 5_000,
    "half_character": _CHOICE + '[{"index": 0, "delta": {"content": "\\ud800"}}]}',
}
"""Events of a stream whose shape is not the API's."""
ODD_BODIES = {
    "body_deep": b"[" * 100_000,
    "body_digits": b"9" * 5_000,
    "body_list": b"[1]",
    "body_null": b"null",
    "body_message": b'{"choices": [{"message": "x", "finish_reason": "stop"}]}',
    "body_finish": b'{"choices": [{"message": {"content": "x"}, "finish_reason": ["stop"]}]}',
    "body_half": b'{"choices": [{"message": {"content": "\\ud800"}, "finish_reason": "stop"}]}',
}
"""Whole bodies whose shape is not the API's."""


class Server(ThreadingHTTPServer):
    """What it is to do, and what it was sent."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, ways: list[str], latency: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.ways = list(ways)
        self.latency = latency
        self.bodies: list[dict[str, Any]] = []
        self.raw: list[bytes] = []
        self.headers: list[dict[str, str]] = []
        self.answered: list[str] = []
        self.lock = threading.Lock()
        self.ending = threading.Event()

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some of the ways are about."""


@contextmanager
def serving(*ways: str, latency: float = 0.0) -> Iterator[Server]:
    """A server that does these ways, one a request, the last for ever."""
    server = Server(list(ways) or ["good"], latency)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.ending.set()
        server.shutdown()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    """One request, answered in one of the ways."""

    protocol_version = "HTTP/1.1"
    server: Server
    text = ""
    body: dict[str, Any]

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        """Take in a request, and do to it what is next."""
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        self.body = json.loads(raw)
        with self.server.lock:
            ways = self.server.ways
            way = ways.pop(0) if len(ways) > 1 else ways[0]
            self.server.raw.append(raw)
            self.server.bodies.append(self.body)
            self.server.headers.append({k.lower(): v for k, v in self.headers.items()})
        said = [Message(one["role"], one["content"]) for one in self.body["messages"]]
        self.text = copied(said)
        if self.server.latency:
            time.sleep(self.server.latency)
        if way in ODD_EVENTS:
            self._odd_event(ODD_EVENTS[way])
        elif way in ODD_BODIES:
            self._send(200, ODD_BODIES[way])
        else:
            getattr(self, f"way_{way}")()

    # what the ways are made of

    def _send(self, status: int, data: bytes, kind: str = "application/json", **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def _fail(self, status: int, message: str, code: str | None = None, **more: str) -> None:
        error = {"message": message, "type": "error", "code": code, "param": None}
        self._send(status, json.dumps({"error": error}).encode(), **more)

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _raw(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _event(self, value: Any) -> None:
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self._raw(f"data: {said}\n\n".encode())

    def _piece(self, text: str, finish: str | None = None, **delta: str) -> None:
        head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        choice = {"index": 0, "delta": {"content": text, **delta}, "finish_reason": finish}
        self._event({**head, "choices": [choice]})

    def _end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")
        self.wfile.flush()

    def _stream(self, text: str, finish: str | None = "stop") -> None:
        self._begin()
        for at in range(0, len(text), 20):
            self._piece(text[at : at + 20])
        if finish:
            self._piece("", finish)
            usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
            self._event({"id": "1", "object": "x", "choices": [], "usage": usage})
            self._event("[DONE]")
        self._end()

    def _whole(self, text: str | None, finish: str = "stop", **more: Any) -> bytes:
        message = {"role": "assistant", "content": text}
        choices = [{"index": 0, "message": message, "finish_reason": finish}]
        return json.dumps({"id": "1", "choices": choices, **more}, ensure_ascii=False).encode()

    def _drop(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.connection.close()
        self.close_connection = True

    # good answers, in several forms

    def way_good(self) -> None:
        self._stream(self.text)
        with self.server.lock:
            self.server.answered.append(json.dumps(self.body["messages"], ensure_ascii=False))

    def way_unstreamed(self) -> None:
        self._send(200, self._whole(self.text))

    def way_gzip(self) -> None:
        self._send(200, gzip.compress(self._whole(self.text)), Content_Encoding="gzip")

    def way_comments(self) -> None:
        self._begin()
        self._raw(b": keep-alive\n\n" * 3)
        self._piece(self.text)
        self._piece("", "stop")
        self._end()

    def way_late_finish(self) -> None:
        self._begin()
        self._piece(self.text, "stop")
        self._piece("")
        self._event("[DONE]")
        self._end()

    def way_thinking_beside(self) -> None:
        self._begin()
        self._piece("", reasoning_content="让我想想……")
        self._piece(self.text)
        self._piece("", "stop")
        self._end()

    # statuses

    def way_rate(self) -> None:
        self._fail(429, "too many requests", "rate_limit_exceeded")

    def way_rate_wait(self) -> None:
        self._fail(429, "slow down", Retry_After="7")

    def way_rate_date(self) -> None:
        self._fail(429, "slow down", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT")

    def way_rate_ms(self) -> None:
        self._fail(429, "slow down", retry_after_ms="50")

    def way_rate_long(self) -> None:
        self._fail(429, "slow down", Retry_After="9000")

    def way_quota(self) -> None:
        self._fail(429, "You exceeded your current quota", "insufficient_quota")

    def way_arrears(self) -> None:
        self._fail(402, "Insufficient Balance")

    def way_key(self) -> None:
        auth = self.headers.get("Authorization", "")
        self._fail(401, f"Incorrect API key provided: {auth}", "invalid_api_key")

    def way_forbidden(self) -> None:
        self._fail(403, "not allowed here")

    def way_echoed_key(self) -> None:
        key = self.headers["Authorization"].removeprefix("Bearer ")
        message = f"Incorrect API key provided: {key[:7]}*****{key[-4:]} ({key[5:16]})"
        self._fail(401, message, "invalid_api_key")

    def way_redirect(self) -> None:
        """To where a prompt would be answered, had it been sent on."""
        elsewhere = f"http://localhost:{self.server.server_port}/elsewhere"
        self._send(307, b"", Location=elsewhere)

    def way_no_model(self) -> None:
        self._fail(404, "The model does not exist", "model_not_found")

    def way_too_long(self) -> None:
        self._fail(400, "This model's maximum context length is 4096 tokens")

    def way_filtered_status(self) -> None:
        self._fail(400, "Output data may contain inappropriate content.", "content_filter")

    def way_no_stream_options(self) -> None:
        if "stream_options" in self.body:
            self._fail(422, "Unknown field: stream_options")
        else:
            self.way_good()

    def way_other_cap(self) -> None:
        if "max_tokens" in self.body:
            self._fail(400, "max_tokens is not supported, use max_completion_tokens instead")
        else:
            self.way_good()

    def way_timeout_status(self) -> None:
        self._fail(408, "request timed out")

    def way_500(self) -> None:
        self._fail(500, "internal error")

    def way_503(self) -> None:
        self._fail(503, "overloaded")

    def way_502_html(self) -> None:
        self._send(502, b"<html><body>Bad Gateway</body></html>", "text/html")

    # broken connections and bodies

    def way_reset(self) -> None:
        self._drop()

    def way_silent_close(self) -> None:
        self.close_connection = True

    def way_cut(self) -> None:
        self._begin()
        self._piece(self.text[: len(self.text) // 2])
        self.connection.shutdown(socket.SHUT_RDWR)
        self.close_connection = True

    def way_early_end(self) -> None:
        self._stream(self.text[: len(self.text) // 2], None)

    def way_error_event(self) -> None:
        self._begin()
        self._piece(self.text[:10])
        self._event({"error": {"message": "engine died", "type": "server_error", "code": 500}})
        self._end()

    def way_bad_event(self) -> None:
        self._begin()
        self._piece(self.text[:10])
        self._event("{not json")
        self._end()

    def _odd_event(self, event: str) -> None:
        self._begin()
        self._event(event)
        self._piece(self.text)
        self._piece("", "stop")
        self._end()

    def way_escapes_in_error(self) -> None:
        self._fail(400, "no \x1b[31m\u202e\ud800 field" + "x" * 100_000)

    def way_cut_json(self) -> None:
        self._send(200, self._whole(self.text)[:40])

    def way_gbk(self) -> None:
        self._send(200, self._whole(self.text).decode().encode("gb18030"))

    def way_gbk_stream(self) -> None:
        self._begin()
        self._raw(
            f'data: {{"choices": [{{"delta": {{"content": "{self.text}"}}}}]}}\n\n'.encode("gbk")
        )
        self._end()

    # slowness

    def way_stall(self) -> None:
        self._begin()
        self._piece(self.text[:10])
        self.server.ending.wait(STALL)

    def way_drip(self) -> None:
        self._begin()
        for letter in self.text * 50:
            if self.server.ending.wait(0.1):
                return
            self._piece(letter)

    def way_comments_only(self) -> None:
        self._begin()
        while not self.server.ending.wait(0.05):
            self._raw(b": keep-alive\n\n")

    def way_header_drip(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(1000):
            if self.server.ending.wait(0.05):
                return
            self.wfile.write(b"X-Slow-%d: 1\r\n" % number)
            self.wfile.flush()

    # answers that are none

    def way_html(self) -> None:
        self._send(200, b"<!DOCTYPE html><html><body>login</body></html>", "text/html")

    def way_html_stream(self) -> None:
        self._stream("<html><body>login</body></html>")

    def way_no_choices(self) -> None:
        self._send(200, b'{"code": 0, "data": {"text": "ok"}}')

    def way_null_choices(self) -> None:
        self._send(200, b'{"id": "1", "choices": null}')

    def way_null_content(self) -> None:
        self._send(200, self._whole(None))

    def way_empty(self) -> None:
        self._stream("")

    def way_blank(self) -> None:
        self._stream("   \n　\n")

    def way_length(self) -> None:
        self._stream(self.text[:30], "length")

    def way_filtered(self) -> None:
        self._stream(self.text[:10], "content_filter")

    def way_strange_finish(self) -> None:
        self._stream(self.text, "sensitive")

    def way_oversized(self) -> None:
        self._begin()
        for _ in range(4000):
            self._piece(self.text * 5 + "字" * 500)
        self._piece("", "stop")
        self._end()

    def way_think(self) -> None:
        self._stream(f"<think>先看看资料，再写。</think>\n{self.text}")

    def way_think_open(self) -> None:
        self._stream("<think>先看看资料，再想想怎么写")

    def way_only_thinking(self) -> None:
        self._begin()
        self._piece("", reasoning_content="让我想想……")
        self._piece("", "stop")
        self._end()

    def way_fenced(self) -> None:
        self._stream(f"```markdown\n{self.text}\n```")

    def way_json(self) -> None:
        self._stream(json.dumps({"text": self.text}, ensure_ascii=False))

    def way_chatter(self) -> None:
        self._stream(f"好的，以下是按要求写的正文：\n\n{self.text}")

    def way_english(self) -> None:
        self._stream("This year the township kept its economy growing and its people well. " * 3)

    def way_table(self) -> None:
        self._stream("| 指标 | 数值 |\n| --- | --- |\n| 税收收入 | 一千万元 |")

    def way_refused(self) -> None:
        self._stream("抱歉，我无法协助完成这项请求。")

    def way_noise(self) -> None:
        self._stream("".join(chr(1 + at % 30) for at in range(400)) + "\ufffd" * 50)

    def way_invented(self) -> None:
        self._stream(self.text + "全年新增就业9999人，增长88.8%。")
