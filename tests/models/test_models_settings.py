"""Where the model is: options before environment, what is missing, and what never shows."""

from __future__ import annotations

from pathlib import Path

import pytest

import zhibi
from zhibi.models.providers import provider_for, providers
from zhibi.models.settings import endpoint_from, is_configured, is_loopback

KEY = "sk-0123456789-secret"


def _endpoint(environ: dict[str, str], **given: object):
    return endpoint_from(**given, environ=environ)  # type: ignore[arg-type]


def test_options_come_before_zhibi_before_openai() -> None:
    environ = {
        "ZHIBI_MODEL": "qwen-plus",
        "OPENAI_BASE_URL": "https://b.invalid/v1",
        "OPENAI_API_KEY": "openai-key",
    }
    assert _endpoint(environ).base_url == "https://b.invalid/v1"
    assert _endpoint(environ).api_key == "openai-key"
    environ |= {"ZHIBI_BASE_URL": "https://a.invalid/v1/", "ZHIBI_API_KEY": "zhibi-key"}
    made = _endpoint(environ)
    assert (made.model, made.base_url, made.api_key) == (
        "qwen-plus",
        "https://a.invalid/v1",
        "zhibi-key",
    )
    given = _endpoint(environ, model="m", base_url="http://127.0.0.1:1/v1", api_key="k")
    assert (given.model, given.base_url, given.api_key) == ("m", "http://127.0.0.1:1/v1", "k")


@pytest.mark.parametrize(
    ("environ", "given", "word"),
    [
        ({}, {}, "ZHIBI_MODEL"),
        ({}, {"model": "some-model"}, "ZHIBI_BASE_URL"),
        ({}, {"model": "deepseek-chat"}, "ZHIBI_API_KEY"),
        ({}, {"model": "x", "base_url": "https://api.moonshot.cn/v1"}, "ZHIBI_API_KEY"),
        ({}, {"model": "x", "base_url": "api.deepseek.com"}, "http"),
        ({}, {"model": "x", "base_url": "http://[::1"}, "http"),
        ({}, {"model": "x", "base_url": "http://a.invalid:port/v1"}, "http"),
        ({"ZHIBI_API_KEY": "…"}, {"model": "deepseek-chat"}, "重新复制"),
        ({"ZHIBI_API_KEY": "  "}, {"model": "deepseek-chat"}, "没有 DeepSeek 的密钥"),
        ({"ZHIBI_PRICE": "便宜"}, {"model": "x", "base_url": "http://127.0.0.1/v1"}, "2/8"),
        ({}, {"model": "x", "base_url": "http://127.0.0.1/v1", "ca_file": "/no/ca.pem"}, "证书"),
    ],
)
def test_what_is_missing_is_said_with_what_to_set(
    environ: dict[str, str], given: dict[str, str], word: str
) -> None:
    with pytest.raises(zhibi.ModelError) as caught:
        _endpoint(environ, **given)
    assert word in str(caught.value)
    assert caught.value.exit_code == 4


def test_this_machine_needs_no_key() -> None:
    assert _endpoint({}, model="m", base_url="http://localhost:11434/v1").api_key == "none"
    assert _endpoint({}, model="m", base_url="http://10.1.2.3:8000/v1").api_key == "none"


def test_is_configured() -> None:
    assert not is_configured({})
    assert not is_configured({"ZHIBI_MODEL": "m"})
    assert not is_configured({"OPENAI_API_KEY": "k"})
    assert is_configured({"ZHIBI_MODEL": "m", "OPENAI_API_KEY": "k"})
    assert is_configured({"ZHIBI_BASE_URL": "http://x"}, model="m")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8/v1", True),
        ("http://[::1]:8/v1", True),
        ("http://localhost/v1", True),
        ("http://127.0.0.1.example.com/v1", False),
        ("https://10.0.0.8/v1", False),
    ],
)
def test_loopback(url: str, *, expected: bool) -> None:
    assert is_loopback(url) is expected


def test_secrets_show_nowhere() -> None:
    made = _endpoint(
        {},
        model="m",
        base_url="https://h.invalid/v1",
        api_key=KEY,
        headers={"X-Gate": "gate-secret"},
    )
    assert KEY not in repr(made)
    assert "gate-secret" not in repr(made)
    assert made.host == "h.invalid"
    cleaned = made.without_secrets(f"key {KEY} gate-secret {KEY[:6]}***{KEY[-4:]} plain words")
    assert not any(word in cleaned for word in (KEY, "gate-secret", KEY[:4], KEY[-4:]))
    assert cleaned.endswith("plain words")


@pytest.mark.parametrize("url", ["https://user:word@h.invalid/v1", "http://only@127.0.0.1:8000"])
def test_credentials_in_an_address_are_refused(url: str) -> None:
    with pytest.raises(zhibi.ModelError, match="用户名或密码") as caught:
        _endpoint({}, model="m", base_url=url, api_key=KEY)
    assert "word" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "url", "model", "key"),
    [
        (None, "https://api.deepseek.com", "x", "deepseek"),
        (None, "https://dashscope.aliyuncs.com/compatible-mode/v1", "x", "dashscope"),
        (None, "https://open.bigmodel.cn/api/paas/v4", "x", "zhipu"),
        (None, "https://api.moonshot.ai/v1", "x", "moonshot"),
        (None, "https://ark.cn-beijing.volces.com/api/v3", "x", "volcengine"),
        (None, "https://api.siliconflow.cn/v1", "deepseek-ai/DeepSeek-V3", "siliconflow"),
        (None, "https://api.openai.com/v1", "gpt", "openai"),
        (None, "http://127.0.0.1:11434/v1", "qwen3", "ollama"),
        (None, "http://localhost:8000/v1", "qwen3", "vllm"),
        (None, "https://gateway.example.com/v1", "deepseek-chat", "generic"),
        (None, "", "qwen-max", "dashscope"),
        ("DeepSeek", "https://gateway.example.com/v1", "x", "deepseek"),
    ],
)
def test_providers_are_known_by_name_host_or_model(
    name: str | None, url: str, model: str, key: str
) -> None:
    assert provider_for(name, url, model).key == key


def test_an_unknown_provider_is_told_with_the_known_ones() -> None:
    with pytest.raises(zhibi.InputError, match="deepseek"):
        provider_for("nobody", "", "")


def test_every_provider_is_whole() -> None:
    from zhibi.models.tokens import families

    for provider in providers().values():
        assert provider.cap in ("max_tokens", "max_completion_tokens")
        assert provider.finish["stop"] == "stop"
        assert provider.tokens in families()
        assert provider.base_url or provider.key == "generic"
        assert provider.local or provider.price or provider.key == "generic"


def test_a_custom_certificate_is_trusted_beside_the_others(tmp_path: Path) -> None:
    from zhibi.models.client import Client

    broken = tmp_path / "ca.pem"
    broken.write_text("no certificate")
    endpoint = _endpoint({}, model="m", base_url="https://h.invalid/v1", ca_file=str(broken))
    client = Client(endpoint, sleep=lambda _: None)
    from zhibi.models.messages import Message, Request

    with pytest.raises(zhibi.ModelError, match="证书"):
        client.complete(Request((Message("user", "好"),), "m"))
