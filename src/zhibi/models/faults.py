"""Kinds of failure: what went wrong at the endpoint, whether to try again, what to do."""

from __future__ import annotations

import email.utils
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from zhibi.errors import AnswerError, ModelError
from zhibi.models.providers import Fault, Provider

_RETRYABLE = frozenset({"rate", "busy", "unreachable"})


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed attempt. `wait` is what the endpoint asked for, in seconds."""

    fault: Fault
    detail: str
    status: int | None = None
    wait: float | None = None

    @property
    def retryable(self) -> bool:
        """Whether trying again can help."""
        return self.fault in _RETRYABLE


def failure_from_status(
    provider: Provider, status: int, code: str, detail: str, headers: Mapping[str, str], now: float
) -> Failure:
    """What an HTTP error means: the provider's own code first, then words, then the status."""
    if 300 <= status < 400:
        elsewhere = urlsplit(headers.get("location", "")).netloc.rpartition("@")[2]
        return Failure("redirect", elsewhere, status)
    fault = provider.errors.get(code) or _by_words(detail, status)
    if fault is None:
        fault = provider.errors.get(str(status)) or ("busy" if status >= 500 else "bad-request")
    return Failure(fault, detail, status, retry_after(headers, now))


def _by_words(detail: str, status: int) -> Fault | None:
    said = detail.lower()
    if any(
        word in said for word in ("insufficient_quota", "insufficient balance", "欠费", "余额不足")
    ):
        return "quota"
    if status in (400, 413) and any(
        word in said for word in ("context length", "context_length", "maximum context", "too long")
    ):
        return "too-long"
    return None


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that the endpoint asks one to wait: retry-after-ms, seconds, or a date."""
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        if "retry-after-ms" in lower:
            return max(float(lower["retry-after-ms"]) / 1000, 0.0)
        if "retry-after" not in lower:
            return None
        return max(float(lower["retry-after"]), 0.0)
    except ValueError:
        pass
    try:
        moment = email.utils.parsedate_to_datetime(lower.get("retry-after", ""))
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max((moment - datetime.fromtimestamp(now, UTC)).total_seconds(), 0.0)


def error_of(failure: Failure, provider: Provider, host: str) -> ModelError:
    """The error to raise for a failure that is not tried again."""
    where = f"{provider.name}（{host}）"
    status = f"，HTTP {failure.status}" if failure.status else ""
    detail = f"：{failure.detail[:200]}" if failure.detail else ""
    if failure.fault in _OF_QUESTION:
        message, hint = _OF_QUESTION[failure.fault]
        said = f"{message.format(where=where)}{detail}"
        return AnswerError(said, hint, kind=failure.fault, retryable=False)
    message, hint = _SAID[failure.fault]
    return ModelError(
        f"{where}{message}{status}{detail}", hint, retryable=failure.fault in _RETRYABLE
    )


_SAID: dict[Fault, tuple[str, str]] = {
    "rate": ("请求太频繁", "等一会儿再试，或用 --jobs 1 减少同时的请求"),
    "busy": ("一直忙或出错", "过一会儿再试；已写好的段落留在运行记录里，不会重复付费"),
    "quota": ("额度用完或欠费", "充值或更换密钥后再试；已写好的段落不会重复付费"),
    "auth": ("不认这个密钥", "检查 ZHIBI_API_KEY 是否是这个地址的密钥、有没有多余的空格"),
    "no-model": ("没有这个模型或地址", "检查 --model 和 --base-url（地址一般以 /v1 结尾）"),
    "bad-request": ("不接受这次请求", "用 --provider 指明服务商，或检查模型名称"),
    "unreachable": ("连不上", "检查网络、代理和 --base-url；内网自签证书用 --ca-file 指定"),
    "redirect": (
        "要转到另一个地址，没有跟过去（内容只发给所写的地址）",
        "确认那个地址可信后，用 --base-url 写明它",
    ),
}
_OF_QUESTION: dict[Fault, tuple[str, str]] = {
    "filtered": (
        "{where}的内容审核拦下了这次请求",
        "检查这一段的事实用语；这一段将由程序照事实写成",
    ),
    "too-long": (
        "提示太长，{where}的模型放不下",
        "换上下文更长的模型，或把这一节的事实分成几节",
    ),
    "slow": (
        "{where}太慢",
        "换快一些的模型，或减少同时的请求（--jobs 1）；为免重复付费，没有再问一次",
    ),
}
"""Faults of one question: the answers to others may be usable."""
