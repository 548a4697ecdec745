"""What the batches of a run have cost, and what may still be asked."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import AnswerError, ModelError
from zhibi.models.messages import Message, Usage
from zhibi.models.tokens import families
from zhibi.models.wire import reply_from_json

if TYPE_CHECKING:
    from zhibi.models.providers import Provider
    from zhibi.writing.llm.batch import BatchQuestion


class Spending:
    """The price of batches at a provider, and the yuan that they may cost together, if limited."""

    def __init__(self, provider: Provider, most: Decimal | None = None) -> None:
        """Raises ModelError where there is a limit and the price is not known."""
        if most is not None and provider.price is None:
            raise ModelError(
                "不知道这个模型的价格，没法按费用封顶",
                "设环境变量 ZHIBI_PRICE=输入价/输出价（每百万 token 的元数），或去掉 --max-cost",
            )
        self.provider = provider
        self.most = most
        self._family = families()[provider.tokens]

    def price(self, questions: Iterable[BatchQuestion]) -> Decimal | None:
        """About what these questions cost in a batch, in yuan; None where it is not known."""
        if self.provider.price is None:
            return None
        prices = (self._price(one.prompt, one.completion) for one in questions)
        return sum(prices, Decimal(0))

    def affordable(
        self, questions: Sequence[BatchQuestion], spent: Decimal
    ) -> Sequence[BatchQuestion]:
        """The first questions, as many as the limit permits after what was spent."""
        if self.most is None:
            return questions
        for at, question in enumerate(questions):
            spent += self._price(question.prompt, question.completion)
            if spent > self.most:
                return questions[:at]
        return questions

    def spent(self, rounds: Iterable[tuple[Path, Path]]) -> Decimal:
        """What rounds have cost, by their files of requests and of answers.

        What was answered is paid: by the usage that is told, else by the length of the texts.
        """
        if self.most is None:
            return Decimal(0)
        total = Decimal(0)
        for requests, answers in rounds:
            prompts = {one["custom_id"]: one["body"]["messages"] for one in _lines(requests)}
            for line in _lines(answers):
                used = self._usage(line, prompts.get(line["custom_id"], ()))
                total += self._price(used.prompt, used.completion, used.cached)
        return total

    def _usage(self, answer: dict[str, Any], asked: Iterable[dict[str, Any]]) -> Usage:
        response = answer.get("response") or {}
        if response.get("status_code") != 200:
            return Usage()
        try:
            reply, usage = reply_from_json(json.dumps(response.get("body")), self.provider)
        except (AnswerError, ValueError):
            return Usage()
        if usage.prompt or usage.completion:
            return usage
        messages = [Message(one["role"], one["content"]) for one in asked]
        return Usage(1, self._family.count_messages(messages), self._family.count(reply.text))

    def _price(self, prompt: int, completion: int, cached: int = 0) -> Decimal:
        assert self.provider.price is not None
        return self.provider.price.of(prompt, completion, cached) * self.provider.batch_price


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines() if line.strip()]
