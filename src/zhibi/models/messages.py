"""Requests and answers as plain values, the same for every provider."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a model.

    `label` says in a run folder what was asked for (`economy/1-draft`); it is never sent.
    `expected` is about how many tokens the answer takes, `cap` how many it may take at most.
    `attempt` tells a question asked again from the first one. `identity`, where given, decides
    in place of the messages whether a question is the same. A `structured` question is answered
    in JSON, which is handed on as it stands.
    """

    messages: tuple[Message, ...]
    model: str
    label: str = ""
    expected: int = 0
    cap: int = 4096
    temperature: float | None = None
    attempt: int = 0
    identity: str = ""
    structured: bool = False

    @property
    def key(self) -> str:
        """A hash of everything that decides the answer: equal requests are asked once."""
        said: dict[str, Any] = {
            "model": self.model,
            "messages": self.identity
            or [[message.role, message.content] for message in self.messages],
            "cap": self.cap,
            "temperature": self.temperature,
            "attempt": self.attempt,
        }
        if self.structured:
            said["structured"] = True
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Usage:
    """Calls and tokens; `cached` are those of `prompt` that the provider had in its cache."""

    calls: int = 0
    prompt: int = 0
    completion: int = 0
    cached: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.prompt + other.prompt,
            self.completion + other.completion,
            self.cached + other.cached,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A model's accepted answer. `reused` says that it comes from the run's folder."""

    text: str
    usage: Usage
    model: str
    seconds: float = 0.0
    raw: str = ""
    mended: tuple[str, ...] = ()
    reused: bool = False


class Model(Protocol):
    """Answers requests. Raises ModelError; AnswerError where the answer cannot be used."""

    @property
    def name(self) -> str:
        """The model's name."""
        ...

    def complete(self, request: Request) -> Answer:
        """Answer one request."""
        ...
