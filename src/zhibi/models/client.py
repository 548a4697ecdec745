"""Calls to a model through the openai SDK, which no other module imports.

The SDK's own retries are off. A call runs in a thread of its own, so that no server, however slow,
holds it beyond its limit. What the SDK accepts without an error (a stream that ends early, HTML
with status 200, no choices) is a failure here.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from zhibi.errors import ModelError
from zhibi.models.daemon import start
from zhibi.models.faults import Failure, error_of, failure_from_status
from zhibi.models.gate import Reply, accept, unusable
from zhibi.models.messages import Answer, Request, Usage
from zhibi.models.wire import RequestBody, chunk_of, reply_from_json, usage_of

if TYPE_CHECKING:
    import ssl

    import openai

    from zhibi.models.settings import Endpoint

Result = TypeVar("Result")

_MOST_ATTEMPTS = 6
_LONGEST_PAUSE = 30.0
_MOST_BYTES = 8_000_000
_MOST_DETAIL = 2_000  # characters of what an endpoint says of an error
_CHARACTERS_A_TOKEN = 12


@dataclass(frozen=True, slots=True)
class _Received:
    reply: Reply
    usage: Usage


class _Failed(Exception):  # noqa: N818 - it never leaves this module
    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class Client:
    """Answers requests through one endpoint; may be used from several threads at once.

    `limit` is the most seconds for one answer, by default the provider's; retries of what failed
    before it began, and pauses, are within it. An answer that is too slow is not asked for again:
    it may be on its way, and is paid for. `notify` is told in
    Chinese of every pause. `on_first_words` is called when an answer begins to come.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        limit: float | None = None,
        notify: Callable[[str], None] | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> None:
        self.endpoint = endpoint
        self.limit = endpoint.provider.total if limit is None else limit
        self._notify = notify or (lambda _: None)
        self._stopped = threading.Event()
        self._sleep = sleep or self._wait
        self._sdk: openai.OpenAI | None = None
        self._lock = threading.Lock()
        self._body = RequestBody(endpoint.provider, endpoint.model)
        self.on_first_words: Callable[[], None] = lambda: None

    @property
    def name(self) -> str:
        """The model's name."""
        return self.endpoint.model

    def close(self) -> None:
        """Abandon the running requests; pauses end at once."""
        self._stopped.set()

    def _wait(self, seconds: float) -> None:
        self._stopped.wait(seconds)

    def complete(self, request: Request) -> Answer:
        """Answer a request. Raises AnswerError where the answer is unusable, else ModelError."""
        began = time.monotonic()
        received = self._with_retries(request, began)
        text, mended = accept(received.reply, structured=request.structured)
        return Answer(
            text=text,
            usage=received.usage,
            model=request.model,
            seconds=round(time.monotonic() - began, 3),
            raw=received.reply.text,
            mended=mended,
        )

    def _with_retries(self, request: Request, began: float) -> _Received:
        for attempt in range(1, _MOST_ATTEMPTS + 1):
            left = self.limit - (time.monotonic() - began)
            fields = self._body.fields(request)
            try:
                return self._with_deadline(request, fields, left)
            except _Failed as failed:
                failure = failed.failure
                if self._stopped.is_set():
                    raise self._error(failure) from None
                if self._body.adapt(failure, fields):
                    continue
                left = self.limit - (time.monotonic() - began)
                pause = _pause(failure, attempt)
                if not failure.retryable or attempt == _MOST_ATTEMPTS or pause >= left:
                    raise self._error(failure, pause if pause >= left else None) from None
                self._notify(_retry_notice(failure, pause, attempt))
                self._sleep(pause)
        raise AssertionError("unreachable")

    def _error(self, failure: Failure, pause: float | None = None) -> ModelError:
        error = error_of(failure, self.endpoint.provider, self.endpoint.host)
        if failure.wait is not None and pause is not None:
            error.message += (
                f"（对方要求等 {failure.wait:.0f} 秒，超过了每次请求的时限 {self.limit:.0f} 秒）"
            )
        return error

    def _with_deadline(self, request: Request, fields: dict[str, Any], left: float) -> _Received:
        """One attempt in a thread of its own; abandoned when `left` seconds are over."""
        given_up = threading.Event()
        call = start(lambda: self._attempt(request, fields, given_up), "zhibi-call")
        try:
            return call.result(timeout=max(left, 0.05))
        except TimeoutError:
            raise _Failed(Failure("slow", f"{self.limit:.0f} 秒内没有答完")) from None
        finally:
            given_up.set()

    def _attempt(
        self, request: Request, fields: dict[str, Any], given_up: threading.Event
    ) -> _Received:
        with _failures(self.endpoint):
            raw = self._client().chat.completions.with_raw_response.create(**fields)
            if "event-stream" in raw.headers.get("content-type", ""):
                return self._streamed(raw.parse(), request, given_up)
            return self._unstreamed(raw.http_response)

    def _streamed(self, stream: Any, request: Request, given_up: threading.Event) -> _Received:
        pieces: list[str] = []
        finish, reasoning, size, usage = None, False, 0, Usage(calls=1)
        for event in stream:
            if given_up.is_set():
                stream.close()
                break
            usage = usage_of(event, usage)
            chunk = chunk_of(event)
            if not chunk.answers:
                continue
            self.on_first_words()
            reasoning = reasoning or chunk.reasoning
            finish = chunk.finish or finish
            pieces.append(chunk.text)
            size += len(chunk.text)
            if size > _CHARACTERS_A_TOKEN * request.cap:
                stream.close()
                raise unusable("oversized")
        if finish is None:
            raise _Failed(Failure("busy", "回答中途断了"))
        ours = self.endpoint.provider.finish.get(finish)
        return _Received(Reply("".join(pieces), ours, reasoning), usage)

    def _unstreamed(self, response: Any) -> _Received:
        """A server that does not stream: one JSON body, or something else with status 200."""
        data = bytearray()
        for piece in response.iter_bytes():
            data += piece
            if len(data) > _MOST_BYTES:
                response.close()
                raise unusable("oversized")
        self.on_first_words()
        reply, usage = reply_from_json(data.decode("utf-8"), self.endpoint.provider)
        return _Received(reply, usage)

    def _client(self) -> openai.OpenAI:
        with self._lock:
            if self._sdk is None:
                self._sdk = _sdk_client(self.endpoint)
            return self._sdk


def call_sdk(
    endpoint: Endpoint,
    work: Callable[[Any], Result],
    notify: Callable[[str], None],
    sleep: Callable[[float], None] = time.sleep,
) -> Result:
    """What `work` gives for an SDK client; what can be done twice is tried again, slow calls too.

    Raises ModelError.
    """
    sdk = _sdk_client(endpoint)
    for attempt in range(1, _MOST_ATTEMPTS + 1):
        try:
            with _failures(endpoint):
                return work(sdk)
        except _Failed as failed:
            failure = failed.failure
            may_help = failure.retryable or failure.fault == "slow"
            if not may_help or attempt == _MOST_ATTEMPTS:
                raise error_of(failure, endpoint.provider, endpoint.host) from None
            pause = _pause(failure, attempt)
            notify(_retry_notice(failure, pause, attempt))
            sleep(pause)
    raise AssertionError("unreachable")


@contextmanager
def _failures(endpoint: Endpoint) -> Iterator[None]:
    """Turn the SDK's exceptions into `_Failed`, without anything secret."""
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        raise _Failed(_status_failure(error, endpoint)) from None
    except openai.APITimeoutError as error:
        raise _Failed(_timed_out(error, endpoint)) from None
    except openai.APIConnectionError as error:
        detail = _clean(str(error.__cause__ or error), endpoint)
        raise _Failed(Failure("unreachable", detail)) from None
    except openai.APIError as error:
        raise _Failed(Failure("busy", _clean(str(error.message), endpoint))) from None
    except openai.OpenAIError as error:
        raise _Failed(Failure("bad-request", _clean(str(error), endpoint))) from None
    except (ValueError, RecursionError) as error:
        raise _Failed(Failure("busy", f"回答读不懂（{type(error).__name__}）")) from None


def _timed_out(error: openai.APITimeoutError, endpoint: Endpoint) -> Failure:
    """Not connected in time, or connected and no byte of an answer in time."""
    if "Connect" in type(error.__cause__).__name__:
        return Failure("unreachable", "连接超时")
    return Failure("slow", f"{endpoint.timeout:.0f} 秒没有回音")


def _status_failure(error: openai.APIStatusError, endpoint: Endpoint) -> Failure:
    body = error.body if isinstance(error.body, dict) else {}
    code = str(error.code or body.get("code") or "")
    detail = _clean(str(body.get("message") or ""), endpoint)
    headers = dict(error.response.headers)
    return failure_from_status(
        endpoint.provider, error.status_code, code, detail, headers, time.time()
    )


def _clean(text: str, endpoint: Endpoint) -> str:
    printable = "".join(char if char.isprintable() else " " for char in text[:_MOST_DETAIL])
    return endpoint.without_secrets(" ".join(printable.split()))


def _pause(failure: Failure, attempt: int) -> float:
    if failure.wait is not None:
        return failure.wait
    return min(2.0 ** (attempt - 1), _LONGEST_PAUSE) * random.uniform(0.75, 1.0)  # noqa: S311


def _sdk_client(endpoint: Endpoint) -> openai.OpenAI:
    import openai

    # A prompt goes to the address that was given and nowhere else.
    options: dict[str, Any] = {"trust_env": not endpoint.loopback, "follow_redirects": False}
    if endpoint.ca_file:
        options["verify"] = _trusting(endpoint.ca_file)
    try:
        through = openai.DefaultHttpxClient(**options)
    except Exception as error:  # it has as many ways to refuse a proxy as there are mistakes
        raise ModelError(
            f"代理用不了：{error}",
            "检查环境变量 HTTP_PROXY、HTTPS_PROXY、ALL_PROXY；socks 代理要先 pip install socksio",
        ) from error
    return openai.OpenAI(
        api_key=endpoint.api_key,
        base_url=endpoint.base_url,
        max_retries=0,
        timeout=openai.Timeout(endpoint.timeout, connect=min(10.0, endpoint.timeout)),
        default_headers=dict(endpoint.headers),
        http_client=through,
    )


def _trusting(ca_file: str) -> ssl.SSLContext:
    """The system's certificates, and those of a file. Raises ModelError."""
    import ssl

    context = ssl.create_default_context()
    try:
        context.load_verify_locations(ca_file)
    except OSError as error:
        raise ModelError(
            f"证书文件读不懂：{ca_file}", "应是 PEM 格式，以 -----BEGIN CERTIFICATE----- 开头"
        ) from error
    return context


def _retry_notice(failure: Failure, pause: float, attempt: int) -> str:
    what = {"rate": "请求太频繁", "busy": "服务忙", "slow": "没有回音"}.get(
        failure.fault, "连接中断"
    )
    asked = "（对方要求）" if failure.wait is not None else ""
    return f"{what}，{pause:.0f} 秒后重试{asked}（已试 {attempt} 次）"
