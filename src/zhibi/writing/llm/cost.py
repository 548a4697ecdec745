"""The estimated cost of a report, and the limits on cost and time while it is written."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from zhibi.models.messages import Message, Request, Usage
from zhibi.models.tokens import families

if TYPE_CHECKING:
    from zhibi.models.providers import Price, Provider
    from zhibi.models.tokens import Family
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.llm.tasks import Task

_SLOT = 12
"""Tokens of a slot beside its figure, about."""


@dataclass(frozen=True, slots=True)
class Call:
    """One question that will be asked, with its tokens."""

    label: str
    prompt: int
    completion: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """The calls, tokens and price of a run: without repairs, and at most.

    `shared` is the part of the prompt tokens that every question has in common with the one
    before; providers with a cache charge less for it. Money is in yuan, None where the price is
    not known. `exact` says that tokens were counted, not estimated.
    """

    calls: tuple[Call, ...]
    shared: int
    price: Price | None
    exact: bool
    most_calls: int

    @property
    def prompt(self) -> int:
        """Prompt tokens of all calls."""
        return sum(call.prompt for call in self.calls)

    @property
    def completion(self) -> int:
        """Completion tokens of all calls, about."""
        return sum(call.completion for call in self.calls)

    @property
    def money(self) -> Decimal | None:
        """Yuan without repairs and with nothing cached."""
        return self.price.of(self.prompt, self.completion) if self.price else None

    @property
    def most_money(self) -> Decimal | None:
        """Yuan if every section took all its calls, each with all that was said before."""
        if self.price is None:
            return None
        each = [self.price.of(2 * call.prompt, call.completion) for call in self.calls]
        factor = Decimal(self.most_calls) / max(len(self.calls), 1)
        return sum(each, Decimal(0)) * factor

    def summary(self) -> str:
        """The estimate in Chinese, for a person."""
        how = "按本机词表计数" if self.exact else "估算"
        lines = [f"将发出 {len(self.calls)} 次请求（最多 {self.most_calls} 次，含返工）"]
        lines += [
            f"  {call.label}：输入约 {call.prompt}，输出约 {call.completion} token"
            for call in self.calls
        ]
        share = round(100 * self.shared / self.prompt) if self.prompt else 0
        lines.append(
            f"合计输入约 {self.prompt} token（其中共同前缀 {share}%），"
            f"输出约 {self.completion} token（{how}）"
        )
        if self.money is None:
            lines.append(
                "不知道这个模型的价格：设 ZHIBI_PRICE=输入价/输出价"
                "（每百万 token 的元数）后可估算费用"
            )
        else:
            lines.append(
                f"费用约 {self.money:.4f} 元，最多约 {self.most_money:.4f} 元"
                "（参考价，以服务商现行价目为准）"
            )
        return "\n".join(lines)


def expected_tokens(task: Task, context: DraftContext, family: Family) -> int:
    """About how many tokens the prose of a task takes."""
    characters = sum(context.length(node) for node in task.nodes)
    slots = sum(1 for fact in task.facts for _ in fact.entries())
    return int(characters * family.han * Decimal("1.15")) + slots * _SLOT + 20


def estimate(
    asked: Sequence[tuple[str, Sequence[Message], int]], provider: Provider, most_calls: int
) -> Estimate:
    """What these questions take: label, messages, expected tokens of the answer."""
    family = families()[provider.tokens]
    calls = tuple(
        Call(label, family.count_messages(messages), completion)
        for label, messages, completion in asked
    )
    texts = ["\n".join(one.content for one in messages) for _, messages, _ in asked]
    shared = sum(family.count(common_prefix(before, after)) for before, after in pairwise(texts))
    return Estimate(calls, shared, provider.price, family.is_exact, most_calls)


def common_prefix(one: str, other: str) -> str:
    """The common prefix of two texts."""
    length = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return one[:length]


@dataclass(slots=True)
class Budget:
    """Yuan that may be spent, by one report or by several that share it. Thread-safe.

    `reserved` is the estimate of the calls that are running, `estimated` that of the calls whose
    price is known. Where calls have cost more than estimated, those that run are expected to do
    so as well: otherwise several that run together exceed the limit.
    """

    most: Decimal
    spent: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)
    estimated: Decimal = Decimal(0)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, price: Decimal) -> bool:
        """Reserve an estimated price, if it fits."""
        with self._lock:
            dearer = max(self.spent / self.estimated, Decimal(1)) if self.estimated else Decimal(1)
            if self.spent + (self.reserved + price) * dearer > self.most:
                return False
            self.reserved += price
        return True

    def charge(self, reserved: Decimal, price: Decimal) -> None:
        """Replace a reserved price by the real one."""
        with self._lock:
            self.reserved -= reserved
            self.spent += price
            if price:  # an answer that is kept from before cost nothing
                self.estimated += reserved


@dataclass(slots=True)
class SpendingLimit:
    """The limits on cost and time, asked before each call and updated after it. Thread-safe.

    A call is permitted only if its estimate fits, the calls that are running included.
    """

    provider: Provider
    budget: Budget | None = None
    max_seconds: float | None = None
    _began: float = field(default_factory=time.monotonic)

    def reserve(self, request: Request) -> str:
        """Reserve the call's estimated price; returns why it may not be made, or an empty text."""
        if self.max_seconds is not None and time.monotonic() - self._began > self.max_seconds:
            return f"超过了时间上限 {self.max_seconds:.0f} 秒"
        budget = self.budget
        if budget is not None and not budget.reserve(self._price(request)):
            return f"再写就超过费用上限 {budget.most} 元（已用约 {budget.spent:.4f} 元）"
        return ""

    def charge(self, request: Request, usage: Usage) -> None:
        """Replace the reserved price by the call's real one."""
        price = self.provider.price
        if self.budget is None or price is None:
            return
        real = price.of(usage.prompt, usage.completion, usage.cached)
        self.budget.charge(self._price(request), real)

    def _price(self, request: Request) -> Decimal:
        price = self.provider.price
        if price is None:
            return Decimal(0)
        return price.of(self.count(request), request.expected)

    def count(self, request: Request) -> int:
        """About how many tokens a request's messages take."""
        return families()[self.provider.tokens].count_messages(request.messages)
