"""Providers as data: how each OpenAI-compatible endpoint differs from the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Literal
from urllib.parse import urlsplit

from zhibi.data_files import data_text
from zhibi.errors import InputError, Problem

Fault = Literal[
    "rate",
    "busy",
    "quota",
    "auth",
    "filtered",
    "too-long",
    "no-model",
    "bad-request",
    "redirect",
    "unreachable",
    "slow",
]
Finish = Literal["stop", "length", "filtered", "overloaded"]


@dataclass(frozen=True, slots=True)
class Price:
    """Yuan for a million tokens."""

    input: Decimal
    cached: Decimal
    output: Decimal

    def of(self, prompt: int, completion: int, cached: int = 0) -> Decimal:
        """The price of one call, in yuan."""
        fresh = max(prompt - cached, 0)
        total = fresh * self.input + cached * self.cached + completion * self.output
        return total / 1_000_000


@dataclass(frozen=True, slots=True)
class Provider:
    """How one provider's endpoint behaves; the fields are explained in `data/providers.yaml`."""

    key: str
    name: str
    hosts: tuple[str, ...]
    models: tuple[str, ...]
    base_url: str
    local: bool
    cap: str
    cap_extra: int
    thinking_off: Mapping[str, Any]
    always_on: tuple[str, ...]
    refuses: frozenset[str]
    warm: bool
    read_through: bool
    batch_url: str
    batch_lines: int
    batch_bytes: int
    batch_price: Decimal
    jobs: int
    first_byte: float
    total: float
    tokens: str
    finish: Mapping[str, Finish]
    errors: Mapping[str, Fault]
    price: Price | None = field(default=None)


@cache
def providers() -> dict[str, Provider]:
    """All providers by key, read once."""
    import yaml

    data: dict[str, Any] = yaml.safe_load(data_text("models", "providers.yaml"))
    return {key: _provider(key, row, data["defaults"]) for key, row in data["providers"].items()}


def _provider(key: str, row: dict[str, Any], defaults: dict[str, Any]) -> Provider:
    merged = {**defaults, **row}
    for name in ("finish", "errors"):
        merged[name] = {**defaults[name], **row.get(name, {})}
    for name in ("hosts", "models", "always_on"):
        merged[name] = tuple(merged[name])
    for name in ("first_byte", "total"):
        merged[name] = float(merged[name])
    merged["batch_price"] = Decimal(str(merged["batch_price"]))
    price = merged.pop("price", None)
    if price is not None:
        price = Price(*(Decimal(str(price[name])) for name in ("input", "cached", "output")))
    return Provider(key=key, price=price, **{**merged, "refuses": frozenset(merged["refuses"])})


def provider_for(name: str | None, base_url: str, model: str) -> Provider:
    """The provider of this name, else the one of this host, else of this model, else generic.

    A model's name decides only where there is no base URL: a gateway may serve any model.
    Raises InputError for a name that is not known.
    """
    known = providers()
    if name:
        wanted = name.lower()
        for provider in known.values():
            if wanted in (provider.key, provider.name.lower(), *provider.models):
                return provider
        raise InputError(
            Problem(f"不认识服务商“{name}”", f"可用：{'、'.join(known)}；其他接口用 generic")
        )
    if base_url:
        parts = urlsplit(base_url)
        hosts = {parts.hostname or "", parts.netloc.rpartition("@")[2]}
        for provider in known.values():
            if hosts & set(provider.hosts):
                return provider
        return known["generic"]
    for provider in known.values():
        if model.lower().startswith(provider.models or ("\0",)):
            return provider
    return known["generic"]
