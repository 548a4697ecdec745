"""Recorded answers as folders of readable files: one file a question, Chinese as it is written.

A cassette is a folder; each question and its answer is one YAML file, named after what was asked
(`economy.1-draft.yaml`). The system message, the same for all, lies beside them once as
`system.md`. A streamed answer is kept as its text and cut into chunks again when it is played.
Questions match on method, path and body, so that an edited prompt never gets an old answer.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import vcr
import yaml
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.request import Request

_PLACE = "http://recorded.invalid"
_SYSTEM = "system.md"
_CHUNK = 40
_KEPT_HEADERS = {"content-type", "retry-after"}


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def dump(value: Any) -> str:
    """Readable YAML: block style, no folding, nothing escaped."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1 << 16)


class FolderPersister:
    """Keeps a cassette as a folder; `name_of` names the file of a request's body."""

    def __init__(self, name_of: Callable[[dict[str, Any]], str]) -> None:
        self._name_of = name_of

    def load_cassette(self, path: str, serializer: object) -> tuple[list[Request], list[Any]]:
        """All questions and answers of a folder, by file name."""
        folder = Path(path)
        files = sorted(folder.glob("*.yaml"))
        if not files:
            raise CassetteNotFoundError
        pairs = [_unpacked(yaml.safe_load(file.read_text("utf-8")), folder) for file in files]
        return [request for request, _ in pairs], [response for _, response in pairs]

    def save_cassette(self, path: str, cassette_dict: dict[str, Any], serializer: object) -> None:
        """Write each question and its answer to a file of its own."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for request, response in zip(
            cassette_dict["requests"], cassette_dict["responses"], strict=True
        ):
            body = json.loads(request.body)
            text = dump(_packed(request, body, response, folder))
            name = self._name_of(body).replace("/", ".")
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")


def _packed(request: Request, body: Any, response: Any, folder: Path) -> dict[str, Any]:
    messages = [dict(message) for message in body["messages"]]
    if messages[0]["role"] == "system":
        system = folder / _SYSTEM
        system.write_text(messages[0].pop("content"), encoding="utf-8", newline="\n")
        messages[0]["file"] = _SYSTEM
    headers = {name.lower(): values[0] for name, values in response["headers"].items()}
    said = response["body"]["string"]
    said = said.decode() if isinstance(said, bytes) else said
    answer = _streamed(said) or {"body": said}
    return {
        "request": {
            "method": request.method,
            "path": request.path,
            "body": {**body, "messages": messages},
        },
        "response": {
            "status": response["status"]["code"],
            "headers": {name: headers[name] for name in sorted(_KEPT_HEADERS & set(headers))},
            **answer,
        },
    }


def _unpacked(record: dict[str, Any], folder: Path) -> tuple[Request, dict[str, Any]]:
    asked, told = record["request"], record["response"]
    for message in asked["body"]["messages"]:
        if "file" in message:
            message["content"] = (folder / message.pop("file")).read_text("utf-8")
    said = _chunks(told["stream"]) if "stream" in told else told["body"]
    body = json.dumps(asked["body"], ensure_ascii=False).encode()
    request = Request(asked["method"], _PLACE + asked["path"], body, {})
    response = {
        "status": {"code": told["status"], "message": ""},
        "headers": {name: [value] for name, value in told["headers"].items()},
        "body": {"string": said.encode()},
    }
    return request, response


def _streamed(said: str) -> dict[str, Any] | None:
    """A stream as its text, finish reason and usage; None for what is no plain stream."""
    events = [line[6:] for line in said.splitlines() if line.startswith("data: ")]
    if not events or events[-1] != "[DONE]":
        return None
    chunks = [json.loads(event) for event in events[:-1]]
    choices = [chunk["choices"][0] for chunk in chunks if chunk["choices"]]
    usage = next((chunk["usage"] for chunk in chunks if chunk.get("usage")), None)
    stream = {
        "text": "".join(choice["delta"].get("content") or "" for choice in choices),
        "finish_reason": next(c["finish_reason"] for c in choices[::-1] if c["finish_reason"]),
        "usage": usage,
    }
    return {"stream": stream}


def _chunks(stream: dict[str, Any]) -> str:
    """The text as a server streams it, in small pieces."""
    head = {"id": "recorded", "object": "chat.completion.chunk", "created": 0, "model": "recorded"}
    text = stream["text"]
    choices = [
        [{"index": 0, "delta": {"content": text[at : at + _CHUNK]}, "finish_reason": None}]
        for at in range(0, len(text), _CHUNK)
    ]
    choices.append([{"index": 0, "delta": {}, "finish_reason": stream["finish_reason"]}])
    events = [{**head, "choices": one} for one in choices]
    events.append({**head, "choices": [], "usage": stream["usage"]})
    lines = [json.dumps(event, ensure_ascii=False) for event in events]
    return "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])


def _same_body(asked: Request, recorded: Request) -> None:
    new, old = json.loads(asked.body), json.loads(recorded.body)
    if new != old:
        lines = difflib.unified_diff(
            dump(old).splitlines(),
            dump(new).splitlines(),
            "recorded",
            "asked now",
            n=1,
            lineterm="",
        )
        raise AssertionError("\n".join(lines))


def recorder(name_of: Callable[[dict[str, Any]], str], mode: str) -> vcr.VCR:
    """A VCR over folders. `mode` is `none` to play only, `new_episodes` to record what is new."""
    tape = vcr.VCR(
        record_mode=mode,
        match_on=["method", "path", "same_body"],
        decode_compressed_response=True,
        before_record_request=_bare,
    )
    tape.register_matcher("same_body", _same_body)
    tape.register_persister(FolderPersister(name_of))
    return tape


def _bare(request: Request) -> Request:
    """A request without its headers: none of them is worth keeping, and one holds the key."""
    request.headers = {}
    return request
