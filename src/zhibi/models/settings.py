"""The endpoint that options and environment name, or what is missing."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from itertools import groupby
from urllib.parse import urlsplit

from zhibi.errors import ModelError
from zhibi.models.providers import Price, Provider, provider_for

_NO_KEY = "none"
_HIDDEN = "***"
_LEAST_OF_KEY = 4
_LEAST_OF_HEADER = 8
"""Shorter runs of a secret's characters also occur in ordinary words."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model at a provider's address. The key shows in no repr and in no message.

    `ca_file` is a file of certificates to trust beside the system's; `headers` go with every
    request; `timeout` is the most seconds without a byte of the answer.
    """

    model: str
    base_url: str
    provider: Provider
    api_key: str = field(default=_NO_KEY, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    ca_file: str | None = None
    timeout: float = 90.0

    @property
    def host(self) -> str:
        """Host and port of the base URL, without anything secret that it may hold."""
        return urlsplit(self.base_url).netloc.rpartition("@")[2]

    @property
    def loopback(self) -> bool:
        """Whether the endpoint is on this machine: it is never reached through a proxy."""
        return is_loopback(self.base_url)

    def without_secrets(self, text: str) -> str:
        """A text without the key, the extra headers' values, or any part of them.

        Servers repeat parts of a key (its first and last characters), so that every run of
        characters that also stands in a secret is masked.
        """
        secrets = [(value, _LEAST_OF_HEADER) for value in self.headers.values()]
        if self.api_key != _NO_KEY:
            secrets.append((self.api_key, _LEAST_OF_KEY))
        for secret, least in secrets:
            text = _masked(text, secret, min(least, len(secret)))
        return text


def _masked(text: str, secret: str, least: int) -> str:
    """The text with each run of at least `least` characters of the secret replaced."""
    if not secret:
        return text
    parts = {secret[at : at + least] for at in range(len(secret) - least + 1)}
    covered = [False] * len(text)
    for at in range(len(text) - least + 1):
        if text[at : at + least] in parts:
            covered[at : at + least] = [True] * least
    runs = groupby(zip(text, covered, strict=True), key=lambda one: one[1])
    return "".join(_HIDDEN if hidden else "".join(char for char, _ in run) for hidden, run in runs)


def is_loopback(base_url: str) -> bool:
    """Whether a URL points at this machine."""
    host = urlsplit(base_url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_configured(environ: Mapping[str, str] | None = None, **given: str | None) -> bool:
    """Whether a model and a key or a base URL are there (`--writer auto` asks)."""
    environ = os.environ if environ is None else environ
    model = given.get("model") or _first(environ, _MODELS)
    reach = given.get("base_url") or given.get("api_key") or _first(environ, (*_URLS, *_KEYS))
    return bool(model and reach)


_MODELS = ("ZHIBI_MODEL",)
_URLS = ("ZHIBI_BASE_URL", "OPENAI_BASE_URL")
_KEYS = ("ZHIBI_API_KEY", "OPENAI_API_KEY")


def endpoint_from(  # noqa: PLR0913 - one option each
    model: str | None = None,
    base_url: str | None = None,
    api_key: str | None = None,
    provider: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    ca_file: str | None = None,
    timeout: float | None = None,
    environ: Mapping[str, str] | None = None,
) -> Endpoint:
    """The endpoint that options and environment name; options come first.

    The environment's base URL and key belong together with no option for the other: a base URL
    given as an option still takes the key of the environment. Raises ModelError with what to set.
    """
    environ = os.environ if environ is None else environ
    model = model or _first(environ, _MODELS)
    if not model:
        raise ModelError(
            "没有指定模型",
            "用 --model 指定，或设环境变量 ZHIBI_MODEL；不用模型时加 --writer offline",
        )
    given_url = _sound_url(base_url or _first(environ, _URLS))
    found = provider_for(provider, given_url, model)
    url = (given_url or found.base_url).rstrip("/")
    if not url:
        raise ModelError(
            f"没有指定模型“{model}”的接口地址",
            "用 --base-url 指定，或设环境变量 ZHIBI_BASE_URL（如 https://api.deepseek.com）",
        )
    key = _sound_key(api_key or _first(environ, _KEYS))
    if not key and not (found.local or is_loopback(url) or found.key == "generic"):
        raise ModelError(
            f"没有 {found.name} 的密钥", "设环境变量 ZHIBI_API_KEY（或 OPENAI_API_KEY）后再试"
        )
    _readable(ca_file)
    patience = found.first_byte if timeout is None else timeout
    return Endpoint(
        model, url, priced(found, environ), key or _NO_KEY, dict(headers or {}), ca_file, patience
    )


def _sound_url(given: str) -> str:
    """The URL, which may be empty. Raises ModelError for what is none, or shows a password."""
    if given and not _is_url(given):
        raise ModelError(
            "接口地址不是网址", "应以 http:// 或 https:// 开头，如 http://127.0.0.1:8000/v1"
        )
    if given and "@" in urlsplit(given).netloc:
        raise ModelError(
            "接口地址里写了用户名或密码",
            "从地址里去掉（“@”和它前面的部分）；密钥设到环境变量 ZHIBI_API_KEY",
        )
    return given


def _sound_key(given: str) -> str:
    """The key without blanks around it, which may be empty. Raises ModelError."""
    key = given.strip()
    if not (key.isascii() and key.isprintable()):
        raise ModelError(
            "密钥里有密钥不会有的字（汉字、省略号、换行等）",
            "重新复制服务商给的密钥，设到环境变量 ZHIBI_API_KEY",
        )
    return key


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    """The first of these variables that holds more than blanks, without those around it."""
    given = (environ.get(name, "").strip() for name in names)
    return next((value for value in given if value), "")


def priced(provider: Provider, environ: Mapping[str, str] | None = None) -> Provider:
    """A provider at the price that `ZHIBI_PRICE` gives, if it gives one. Raises ModelError."""
    environ = os.environ if environ is None else environ
    price = _price(environ.get("ZHIBI_PRICE", ""))
    return provider if price is None else replace(provider, price=price)


def _is_url(text: str) -> bool:
    try:
        split = urlsplit(text)
        _ = split.port  # a port that is no number is told only when it is asked for
    except ValueError:
        return False
    return split.scheme in ("http", "https") and bool(split.hostname)


def _readable(ca_file: str | None) -> None:
    if ca_file is None:
        return
    try:
        with open(ca_file, "rb"):  # noqa: PTH123 - only whether it opens
            pass
    except OSError as error:
        raise ModelError(f"证书文件打不开：{ca_file}", error.strerror or "") from error


def _price(text: str) -> Price | None:
    """`ZHIBI_PRICE=2/8`: yuan a million tokens in and out."""
    if not text:
        return None
    try:
        given = [Decimal(part) for part in text.split("/")]
        price_in, price_out = given
    except (InvalidOperation, ValueError):
        raise ModelError(
            f"ZHIBI_PRICE 写成“{text}”，看不懂", "写作 输入价/输出价，每百万 token 的元数，如 2/8"
        ) from None
    return Price(price_in, price_in, price_out)
