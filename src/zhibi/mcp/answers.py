"""A model whose answers a client gives, and which keeps the questions that have none yet."""

from __future__ import annotations

from collections.abc import Mapping

from zhibi.errors import AnswerError
from zhibi.models.gate import Reply, accept
from zhibi.models.messages import Answer, Request, Usage


class GivenAnswers:
    """Answers by the key of a request; `unanswered` holds the others, each once, in order."""

    name = "client"

    def __init__(self, answers: Mapping[str, str]) -> None:
        self._answers = answers
        self.unanswered: dict[str, Request] = {}

    def complete(self, request: Request) -> Answer:
        """The answer to a request. Raises AnswerError where there is none, or an unusable one."""
        given = self._answers.get(request.key)
        if given is None:
            self.unanswered.setdefault(request.key, request)
            raise AnswerError("这一问还没有回答", kind="unanswered", retryable=False)
        text, mended = accept(Reply(given, "stop", reasoning=False))
        return Answer(text, Usage(calls=1), self.name, raw=given, mended=mended)
