"""Batches: the questions of many reports as one file, and reports from the file of answers.

The files are those of the OpenAI-compatible Batch endpoints: a line of JSON for each request with
a `custom_id`, and a line for each answer, in any order. A report is written with what is answered;
whatever else would be asked (first of all everything, later the repairs) is the next batch.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import AnswerError, InputError, Problem
from zhibi.models.gate import accept
from zhibi.models.messages import Answer, Request
from zhibi.models.wire import RequestBody, reply_from_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhibi.models.providers import Provider

_STREAMED = ("stream", "stream_options")


class BatchModel:
    """A model that answers from files, and keeps what they do not answer.

    `unanswered` are the requests that the next batch should hold, by their key, each once.
    """

    def __init__(self, model: str, provider: Provider) -> None:
        self._model = model
        self._provider = provider
        self._body = RequestBody(provider, model)
        self._answers: dict[str, Mapping[str, Any]] = {}
        self.unanswered: dict[str, Request] = {}

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model

    def read(self, path: str | Path) -> int:
        """Take in a file of answers (or of errors); how many. Raises InputError."""
        read = dict(_answers(path))
        self._answers.update(read)
        return len(read)

    def complete(self, request: Request) -> Answer:
        """The answer to a request. Raises AnswerError where there is none, or an unusable one."""
        answer = self._answers.get(request.key)
        response = (answer or {}).get("response") or {}
        if response.get("status_code") != 200:
            self.unanswered.setdefault(request.key, request)
            said = "这一问还没有回答" if answer is None else "批处理没有答成这一问"
            raise AnswerError(said, kind="batch", retryable=False)
        text = json.dumps(response.get("body"), ensure_ascii=False)
        reply, usage = reply_from_json(text, self._provider)
        accepted, mended = accept(reply, structured=request.structured)
        return Answer(accepted, usage, self._model, raw=reply.text, mended=mended)

    def requests(self) -> str:
        """What is unanswered, as the lines of a batch."""
        return "".join(map(self._line, self.unanswered.values()))

    def _line(self, request: Request) -> str:
        body = self._body.fields(request)
        extra = body.pop("extra_body", {})
        kept = {name: value for name, value in body.items() if name not in _STREAMED}
        line = {
            "custom_id": request.key,
            "method": "POST",
            "url": self._provider.batch_url,
            "body": {**kept, **extra},
        }
        return json.dumps(line, ensure_ascii=False) + "\n"


def _answers(path: str | Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(Problem("不是 UTF-8 文件", "请给批处理的结果文件", str(path))) from error
    except OSError as error:
        hint = "检查路径和文件名"
        raise InputError(Problem("读不了这个文件", hint, str(path))) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            answer = json.loads(line)
            key = answer["custom_id"]
        except (ValueError, KeyError, TypeError) as error:
            hint = "每行应是一个带 custom_id 的 JSON；文件不完整时请重新下载"
            problem = Problem("不是批处理的结果", hint, str(path), number, 1)
            raise InputError(problem) from error
        yield str(key), answer
