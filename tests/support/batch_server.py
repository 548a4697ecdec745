"""A Batch endpoint of this machine whose batches go wrong: answers are lost, doubled, late, false.

What goes wrong with a question is decided by its key and the number of the batch, so that every
run is alike. `Faults` are shares of the lines of a batch, from 0 to 1.
"""

from __future__ import annotations

import json
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.llm_cases import copied
from zhibi.models.messages import Message

Answering = Callable[[Sequence[Message]], str]


@dataclass(frozen=True)
class Faults:
    """Shares of the lines of a batch.

    `failed` get a status other than 200, `lost` no line at all, `expired` the error of a batch
    that ended before they were put, `doubled` a second line (another answer, or a failure),
    `garbled` a line that is no JSON, `untrue` an answer with a figure that no fact has, `untold`
    one without its usage. `refused` is the share of HTTP requests that are answered with 503.
    """

    failed: float = 0.0
    lost: float = 0.0
    expired: float = 0.0
    doubled: float = 0.0
    garbled: float = 0.0
    untrue: float = 0.0
    refused: float = 0.0
    untold: float = 0.0


MANY = Faults(0.05, 0.03, 0.05, 0.1, 0.02, 0.1, 0.05)


def chance(*what: object) -> float:
    """A number from 0 to 1 that is always the same for the same things."""
    return zlib.crc32(repr(what).encode()) / (1 << 32)


def results(
    requests: Sequence[dict[str, Any]], number: int, faults: Faults, answer: Answering = copied
) -> list[str]:
    """The lines that a batch of this number gives for its requests, in another order."""
    lines: list[str] = []
    for request in requests:
        key = request["custom_id"]
        said = [Message(one["role"], one["content"]) for one in request["body"]["messages"]]
        text = answer(said)
        if chance(key, "untrue") < faults.untrue and "有几处要改" not in said[-1].content:
            text += "另完成旧屋修缮97531户。"
        at = chance(key, number)
        good = _line(key, 200, text, told=chance(key, "untold") >= faults.untold)
        bad = _line(key, 500, "")
        if at < faults.failed:
            lines.append(bad)
        elif at < (over := faults.failed + faults.lost):
            continue
        elif at < (over := over + faults.expired):
            error = {"code": "batch_expired", "message": "expired"}
            lines.append(json.dumps({"custom_id": key, "response": None, "error": error}))
        elif at < over + faults.garbled:
            lines.append(good[: len(good) // 2])
        else:
            lines.append(good)
            if chance(key, number, "doubled") < faults.doubled:
                lines.append(good if chance(key) < 0.5 else bad)
    return sorted(lines, key=lambda line: chance(line, number))


def _line(key: str, status: int, text: str, *, told: bool = True) -> str:
    choice = {"index": 0, "finish_reason": "stop", "message": {"content": text}}
    usage = {"prompt_tokens": 10, "completion_tokens": 5}
    body: dict[str, Any] = {"choices": [choice], **({"usage": usage} if told else {})}
    if status != 200:
        body = {"error": {"code": "x"}}
    response = {"status_code": status, "request_id": "r", "body": body}
    return json.dumps({"id": "b", "custom_id": key, "response": response}, ensure_ascii=False)


class BatchServer(ThreadingHTTPServer):
    """Files and batches; `begun` are the files of requests of all batches."""

    daemon_threads = True

    def __init__(self, faults: Faults, answer: Answering) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.faults, self.answer = faults, answer
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict[str, Any]] = {}
        self.asked = 0
        self.has_list = True
        self.lock = threading.Lock()

    def begin_anew(self) -> None:
        """Forget all files and batches."""
        with self.lock:
            self.files, self.batches = {}, {}

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http://127.0.0.1:{self.server_port}/v1"

    @property
    def questions(self) -> int:
        """How many questions were put in all batches."""
        return sum(batch["request_counts"]["total"] for batch in self.batches.values())

    def file(self, data: bytes) -> dict[str, Any]:
        """Keep a file; what the endpoint says of it."""
        name = f"file-{len(self.files) + 1}"
        self.files[name] = data
        return {"id": name, "object": "file", "bytes": len(data), "created_at": 1,
                "filename": "a.jsonl", "purpose": "batch", "status": "processed"}  # fmt: skip

    def batch(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Begin a batch: it is done when it is looked at for the second time."""
        number = len(self.batches) + 1
        lines = self.files[asked["input_file_id"]].decode().splitlines()
        made = {
            "id": f"batch-{number}", "object": "batch", "created_at": 1,
            "endpoint": asked["endpoint"], "input_file_id": asked["input_file_id"],
            "completion_window": "24h", "status": "in_progress",
            "metadata": asked.get("metadata"), "number": number,
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0},
        }  # fmt: skip
        self.batches[made["id"]] = made
        return made

    def look(self, batch_id: str) -> dict[str, Any]:
        """How far a batch is; each look brings it forward."""
        batch = self.batches[batch_id]
        if batch["status"] == "in_progress" and batch.get("looked"):
            requests = list(map(json.loads, self.files[batch["input_file_id"]].splitlines()))
            lines = results(requests, batch["number"], self.faults, self.answer)
            good = [line for line in lines if '"status_code": 200' in line]
            other = [line for line in lines if '"status_code": 200' not in line]
            for name, those in (("output_file_id", good), ("error_file_id", other)):
                batch[name] = self.file("\n".join(those).encode())["id"] if those else None
            batch["status"] = "expired" if any("batch_expired" in x for x in lines) else "completed"
            batch["request_counts"]["completed"] = len(requests)
        batch["looked"] = True
        return batch


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: BatchServer

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            if self._refused():
                return
            if self.path.endswith("/files"):
                boundary = self.headers["Content-Type"].partition("boundary=")[2].encode()
                [part] = [p for p in data.split(b"--" + boundary) if b'name="file"' in p]
                self._send(self.server.file(part.partition(b"\r\n\r\n")[2][:-2]))
            else:
                self._send(self.server.batch(json.loads(data)))

    def do_GET(self) -> None:
        with self.server.lock:
            if self._refused():
                return
            *_, name, last = self.path.partition("?")[0].split("/")
            if last == "content":
                self._send(self.server.files[name])
            elif last == "batches" and not self.server.has_list:
                self._send({"error": {"message": "no such path"}}, 404)
            elif last == "batches":
                listed = list(self.server.batches.values())[::-1]
                self._send({"object": "list", "data": listed, "has_more": False})
            else:
                self._send(self.server.look(last))

    def _refused(self) -> bool:
        self.server.asked += 1
        if chance(self.server.asked, "http") >= self.server.faults.refused:
            return False
        self._send({"error": {"message": "busy"}}, 503)
        return True

    def _send(self, said: dict[str, Any] | bytes, status: int = 200) -> None:
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Retry-After-Ms", "1")
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def serving_batches(
    faults: Faults = Faults(),
    answer: Answering = copied,
) -> Iterator[BatchServer]:
    """A Batch endpoint with these faults."""
    server = BatchServer(faults, answer)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
