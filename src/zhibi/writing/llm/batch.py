"""Batches: the questions of many reports as one file, and reports from the files of answers.

The files are those of the OpenAI-compatible Batch endpoints: a line of JSON for each request with
a `custom_id`, and a line for each answer, in any order. A report is written with what is answered;
whatever else would be asked (first of all everything, later the repairs) is the next batch.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import AnswerError, InputError, Problem
from zhibi.models.gate import accept
from zhibi.models.messages import Answer, Request
from zhibi.models.tokens import families
from zhibi.models.wire import RequestBody, reply_from_json

if TYPE_CHECKING:
    from zhibi.models.providers import Provider

MOST_FAILURES = 4
"""Batches that fail to answer a question, after which it is not asked again."""
_STREAMED = ("stream", "stream_options")
_EXPIRED = frozenset({"batch_expired", "batch_cancelled"})
_BOM = b"\xef\xbb\xbf"


class BatchAnswers:
    """Where the answers of batches stand in their files; the answers themselves are not held.

    Of several answers to one question the first that was answered counts, in the order in which
    the files were read: what a later file says of it changes nothing.
    """

    def __init__(self, paths: Iterable[str | Path] = ()) -> None:
        """Raises InputError as `read` does."""
        self._places: dict[str, tuple[Path, int]] = {}
        self._failures: dict[str, int] = {}
        for path in paths:
            self.read(path)

    def read(self, path: str | Path) -> int:
        """Take in a file of answers (or of errors); how many lines. Raises InputError."""
        failed: set[str] = set()
        count = 0
        for offset, key, answer in _lines(Path(path)):
            count += 1
            if _is_answered(answer):
                self._places.setdefault(key, (Path(path), offset))
            elif not _is_expired(answer):
                failed.add(key)
        for key in failed:
            self._failures[key] = self._failures.get(key, 0) + 1
        return count

    def body(self, key: str) -> object | None:
        """The body of the response to a question, None where there is none."""
        place = self._places.get(key)
        if place is None:
            return None
        path, offset = place
        with path.open("rb") as file:
            file.seek(offset)
            body: object = json.loads(file.readline())["response"]["body"]
        return body

    def is_given_up(self, key: str) -> bool:
        """Whether so many batches failed to answer a question that it is not asked again."""
        return self._failures.get(key, 0) >= MOST_FAILURES


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A line of a batch; `prompt` and `completion` are about how many tokens it takes."""

    key: str
    line: str
    prompt: int
    completion: int


def split_batch(lines: Sequence[bytes], provider: Provider) -> Iterator[Sequence[bytes]]:
    """The lines of a batch as files that the provider takes: neither too many nor too long."""
    begin = size = 0
    for at, line in enumerate(lines):
        too_long = size + len(line) > provider.batch_bytes
        if at > begin and (too_long or at - begin >= provider.batch_lines):
            yield lines[begin:at]
            begin, size = at, 0
        size += len(line)
    if begin < len(lines):
        yield lines[begin:]


class BatchModel:
    """A model that answers from files, and keeps what they do not answer.

    `unanswered` are the requests that the next batch should hold, by their key, each once.
    """

    def __init__(self, model: str, provider: Provider, answers: BatchAnswers | None = None) -> None:
        self._model = model
        self._provider = provider
        self._body = RequestBody(provider, model)
        self._answers = answers or BatchAnswers()
        self.unanswered: dict[str, Request] = {}

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model

    def complete(self, request: Request) -> Answer:
        """The answer to a request. Raises AnswerError where there is none, or an unusable one."""
        # Of many reports, those with the same forms share the identity of a question, but not what
        # they say: here the words alone decide.
        request = replace(request, identity="")
        body = self._answers.body(request.key)
        if body is None:
            if self._answers.is_given_up(request.key):
                said = f"批处理 {MOST_FAILURES} 次都没有答成这一问"
                raise AnswerError(said, kind="batch", retryable=False)
            self.unanswered.setdefault(request.key, request)
            raise AnswerError("这一问还没有回答", kind="unanswered", retryable=False)
        reply, usage = reply_from_json(json.dumps(body, ensure_ascii=False), self._provider)
        accepted, mended = accept(reply, structured=request.structured)
        return Answer(accepted, usage, self._model, raw=reply.text, mended=mended)

    def questions(self) -> list[BatchQuestion]:
        """What is unanswered, as lines of a batch."""
        family = families()[self._provider.tokens]
        return [
            BatchQuestion(
                key,
                self._line(request),
                family.count_messages(request.messages),
                request.expected,
            )
            for key, request in self.unanswered.items()
        ]

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


def answer_of_line(line: bytes) -> tuple[str, Mapping[str, Any]] | None:
    """The question's key and the answer in a line of a batch's results; None if it is neither."""
    try:
        answer = json.loads(line)
        return str(answer["custom_id"]), answer
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_answered(answer: Mapping[str, Any]) -> bool:
    response = answer.get("response")
    return isinstance(response, dict) and response.get("status_code") == 200 and "body" in response


def _is_expired(answer: Mapping[str, Any]) -> bool:
    """Whether a question was not put at all before the batch ended: no failure of its own."""
    error = answer.get("error")
    return isinstance(error, dict) and error.get("code") in _EXPIRED


def _lines(path: Path) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
    """The offset, key and answer of each line. Raises InputError."""
    try:
        with path.open("rb") as file:
            offset = 0
            for number, line in enumerate(file, 1):
                bare = line.removeprefix(_BOM) if number == 1 else line
                if bare.strip():
                    yield offset + len(line) - len(bare), *_answer(bare, path, number)
                offset += len(line)
    except OSError as error:
        hint = "检查路径和文件名"
        raise InputError(Problem("读不了这个文件", hint, str(path))) from error


def _answer(line: bytes, path: Path, number: int) -> tuple[str, Mapping[str, Any]]:
    found = answer_of_line(line)
    if found is not None:
        return found
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        hint = "请给批处理的结果文件"
        raise InputError(Problem("不是 UTF-8 文件", hint, str(path), number, 1)) from error
    hint = "每行应是一个带 custom_id 的 JSON；文件不完整时请重新下载"
    raise InputError(Problem("不是批处理的结果", hint, str(path), number, 1))
