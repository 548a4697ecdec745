"""The bodies that go to each provider: its cap, its way to turn thinking off, what it refuses."""

from __future__ import annotations

import pytest

from zhibi.errors import AnswerError
from zhibi.models.faults import failure_from_status, retry_after
from zhibi.models.messages import Message, Request, Usage
from zhibi.models.providers import providers
from zhibi.models.wire import RequestBody, reply_from_json

REQUEST = Request((Message("user", "写"),), "m", cap=500, temperature=0.3)


def _fields(key: str, model: str = "m") -> dict[str, object]:
    return RequestBody(providers()[key], model).fields(REQUEST)


@pytest.mark.parametrize("key", list(providers()))
def test_the_output_is_capped_by_the_provider_s_own_field(key: str) -> None:
    fields = _fields(key)
    assert fields[providers()[key].cap] == 500
    assert fields["stream"] is True


@pytest.mark.parametrize(
    ("key", "off"),
    [
        ("deepseek", {"thinking": {"type": "disabled"}}),
        ("dashscope", {"enable_thinking": False}),
        ("zhipu", {"thinking": {"type": "disabled"}}),
        ("moonshot", {"thinking": {"type": "disabled"}}),
        ("volcengine", {"thinking": {"type": "disabled"}}),
        ("siliconflow", {"enable_thinking": False}),
        ("ollama", {"reasoning_effort": "none"}),
        ("vllm", {"chat_template_kwargs": {"enable_thinking": False}}),
    ],
)
def test_thinking_is_turned_off(key: str, off: dict[str, object]) -> None:
    assert _fields(key)["extra_body"] == off


def test_a_model_that_only_thinks_is_not_told_to_stop() -> None:
    assert "extra_body" not in _fields("deepseek", "deepseek-reasoner")
    assert "extra_body" not in _fields("openai")


def test_kimi_is_never_sent_a_temperature() -> None:
    assert "temperature" not in _fields("moonshot")
    assert _fields("deepseek")["temperature"] == 0.3


@pytest.mark.parametrize(
    ("key", "status", "code", "detail", "fault"),
    [
        ("openai", 429, "rate_limit_exceeded", "", "rate"),
        ("openai", 429, "insufficient_quota", "", "quota"),
        ("openai", 429, "", "You exceeded: insufficient_quota", "quota"),
        ("deepseek", 402, "", "Insufficient Balance", "quota"),
        ("dashscope", 400, "Arrearage", "Access denied", "quota"),
        ("dashscope", 400, "data_inspection_failed", "", "filtered"),
        ("dashscope", 429, "Throttling.AllocationQuota", "", "rate"),
        ("zhipu", 429, "1113", "您的账户已欠费", "quota"),
        ("zhipu", 429, "1302", "", "rate"),
        ("zhipu", 400, "1301", "", "filtered"),
        ("generic", 400, "", "maximum context length is 4096", "too-long"),
        ("generic", 401, "", "", "auth"),
        ("generic", 404, "", "", "no-model"),
        ("generic", 400, "", "bad", "bad-request"),
        ("generic", 529, "", "", "busy"),
        ("generic", 418, "", "", "bad-request"),
    ],
)
def test_quota_is_told_from_rate(key: str, status: int, code: str, detail: str, fault: str) -> None:
    failure = failure_from_status(providers()[key], status, code, detail, {}, 0.0)
    assert failure.fault == fault


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after-ms": "250"}, 0.25),
        ({"Retry-After": "Thu, 01 Jan 1970 00:01:40 GMT"}, 40.0),
        ({"Retry-After": "Thu, 01 Jan 1970 00:00:10 GMT"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, 60.0) == seconds


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        ('{"prompt_tokens": 9, "completion_tokens": 3}', Usage(1, 9, 3, 0)),
        (
            '{"prompt_tokens": 9, "completion_tokens": 3, "prompt_cache_hit_tokens": 8}',
            Usage(1, 9, 3, 8),
        ),
        (
            '{"prompt_tokens": 9, "prompt_tokens_details": {"cached_tokens": 6}}',
            Usage(1, 9, 0, 6),
        ),
        ('{"prompt_tokens": null}', Usage(1)),
        ("null", Usage(1)),
    ],
)
def test_usage_wherever_it_is_told(usage: str, expected: Usage) -> None:
    text = (
        '{"choices": [{"finish_reason": "stop", "message": {"content": "好"}}],'
        f' "usage": {usage}}}'
    )
    reply, told = reply_from_json(text, providers()["generic"])
    assert (reply.text, reply.finish, told) == ("好", "stop", expected)


def test_foreign_envelopes_are_named() -> None:
    with pytest.raises(AnswerError) as caught:
        reply_from_json('{"choices": []}', providers()["generic"])
    assert caught.value.kind == "no-choices"
    with pytest.raises(AnswerError) as caught:
        reply_from_json("<html>", providers()["generic"])
    assert caught.value.kind == "html"


def test_json_is_asked_for_until_the_endpoint_refuses_the_field() -> None:
    body = RequestBody(providers()["generic"], "m")
    asked = Request((Message("user", "问"),), "m", structured=True)
    fields = body.fields(asked)
    assert fields["response_format"] == {"type": "json_object"}
    detail = "Unsupported parameter: response_format"
    refused = failure_from_status(providers()["generic"], 400, "", detail, {}, 0.0)
    assert body.adapt(refused, fields)
    assert "response_format" not in body.fields(asked)
    assert "response_format" not in body.fields(Request((Message("user", "问"),), "m"))


def test_only_a_structured_question_has_another_key() -> None:
    message = (Message("user", "问"),)
    assert Request(message, "m", structured=True).key != Request(message, "m").key
