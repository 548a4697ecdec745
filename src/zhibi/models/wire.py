"""Request bodies and reply envelopes, with the differences between providers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhibi.models.gate import Reply, unusable
from zhibi.models.messages import Request, Usage

if TYPE_CHECKING:
    from zhibi.models.faults import Failure
    from zhibi.models.providers import Provider

_CAPS = ("max_tokens", "max_completion_tokens")
_REFUSED = (400, 422)
_NEEDED = ("model", "messages", "stream", "extra_body")


class RequestBody:
    """Makes request bodies for one model, and learns which fields its endpoint refuses."""

    def __init__(self, provider: Provider, model: str) -> None:
        always_on = any(model.lower().startswith(name) for name in provider.always_on)
        self._cap = provider.cap
        self._cap_extra = provider.cap_extra
        self._extra = {} if always_on else dict(provider.thinking_off)
        self._refused = set(provider.refuses)

    def fields(self, request: Request) -> dict[str, Any]:
        """The fields of `chat.completions.create` for a request, in a fixed order."""
        body: dict[str, Any] = {
            "model": request.model,
            "messages": [
                {"role": message.role, "content": message.content} for message in request.messages
            ],
            "stream": True,
        }
        if "stream_options" not in self._refused:
            body["stream_options"] = {"include_usage": True}
        if self._cap not in self._refused:
            body[self._cap] = request.cap + self._cap_extra
        if request.temperature is not None and "temperature" not in self._refused:
            body["temperature"] = request.temperature
        if request.structured and "response_format" not in self._refused:
            body["response_format"] = {"type": "json_object"}
        if self._extra:
            body["extra_body"] = self._extra
        return body

    def adapt(self, failure: Failure, sent: Mapping[str, Any]) -> bool:
        """Leave out a field that the endpoint names as refused; whether to ask again at once.

        `sent` is the body that was refused: another thread may have adapted in the meantime.
        """
        if failure.status not in _REFUSED or failure.fault != "bad-request":
            return False
        fields = {**sent, **sent.get("extra_body", {})}
        named = [name for name in fields if name in failure.detail and name not in _NEEDED]
        for name in named:
            self._leave_out(name, failure)
        return bool(named)

    def _leave_out(self, name: str, failure: Failure) -> None:
        if name == self._cap and name == _CAPS[0] and _CAPS[1] in failure.detail:
            self._cap = _CAPS[1]
        elif name in self._extra:
            self._extra = {key: value for key, value in self._extra.items() if key != name}
        else:
            self._refused.add(name)


def reply_from_json(text: str, provider: Provider) -> tuple[Reply, Usage]:
    """What an unstreamed reply says. Raises AnswerError for HTML, ValueError for broken JSON."""
    if text.lstrip()[:1] == "<":
        raise unusable("html")
    data = json.loads(text)
    choices = data.get("choices") if isinstance(data, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise unusable("no-choices")
    message = choices[0].get("message")
    message = message if isinstance(message, dict) else {}
    finish = choices[0].get("finish_reason")
    reply = Reply(
        str(message.get("content") or ""),
        provider.finish.get(str(finish)),
        bool(message.get("reasoning_content")),
    )
    return reply, _usage(data.get("usage"), Usage(calls=1))


@dataclass(frozen=True, slots=True)
class Chunk:
    """What one event of a stream says; `answers` is False where it has no choice."""

    text: str
    finish: str | None
    reasoning: bool
    answers: bool


def chunk_of(event: Any) -> Chunk:
    """What an event says. Raises AnswerError for one of another form: the SDK checks none."""
    choices = getattr(event, "choices", None) or []
    if not isinstance(choices, list):
        raise unusable("no-choices")
    if not choices:
        return Chunk("", None, False, False)
    delta = getattr(choices[0], "delta", None)
    text, finish = getattr(delta, "content", None), getattr(choices[0], "finish_reason", None)
    if not isinstance(text, str | None) or isinstance(delta, str):
        raise unusable("no-choices")
    reasoning = bool(getattr(delta, "reasoning_content", None))
    return Chunk(text or "", str(finish) if finish else None, reasoning, True)


def usage_of(event: Any, known: Usage) -> Usage:
    """The usage that a chunk of a stream tells, wherever the provider puts it."""
    told, choices = getattr(event, "usage", None), getattr(event, "choices", None)
    if told is None and isinstance(choices, list) and choices:
        told = getattr(choices[0], "usage", None)
    dump = getattr(told, "model_dump", None)
    if dump is not None:
        told = dump(warnings=False)
    return _usage(told, known)


def _usage(told: Any, known: Usage) -> Usage:
    if not isinstance(told, dict):
        return known
    details = told.get("prompt_tokens_details")
    details = details if isinstance(details, dict) else {}
    cached = told.get("prompt_cache_hit_tokens") or details.get("cached_tokens") or 0
    return Usage(
        known.calls,
        _count(told.get("prompt_tokens")),
        _count(told.get("completion_tokens")),
        _count(cached),
    )


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
