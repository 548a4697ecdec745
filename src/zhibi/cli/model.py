"""Options and helpers of the commands that use a model."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

from zhibi.cli.options import amount, one_of
from zhibi.cli.parameters import UsageError, option
from zhibi.cli.streams import print_note
from zhibi.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibi.models.providers import Provider
    from zhibi.writing.llm.options import ModelOptions
    from zhibi.writing.openai_writer import OpenAIWriter

ModelName = Annotated[
    str | None, option("--model", metavar="NAME", help="模型名，默认取 ZHIBI_MODEL")
]
ProviderName = Annotated[
    str | None, option("--provider", metavar="NAME", help="哪家接口，默认按地址判断")
]
FigureMode = Annotated[str, option("--figures", metavar="slots|plain|blind", help="模型怎样写数字")]
BaseUrl = Annotated[str | None, option("--base-url", metavar="URL", help="模型接口地址")]
MaxCost = Annotated[str | None, option("--max-cost", metavar="YUAN", help="费用上限（元）")]
Headers = Annotated[
    list[str] | None,
    option("--header", metavar="NAME:VALUE", help="随请求发送的标头，可多个"),
]
CaFile = Annotated[str | None, option("--ca-file", metavar="FILE", help="另外信任的证书文件")]
RunFolder = Annotated[str | None, option("--run", metavar="DIR", help="留痕文件夹；中断后可接着写")]
PromptFolder = Annotated[str | None, option("--prompts", metavar="DIR", help="自己的提示词文件夹")]

FIGURES = ("slots", "plain", "blind")


def figure_mode(value: str) -> Any:
    """The mode in which a model handles figures, else a usage error."""
    return one_of(value, FIGURES, "--figures")


def known_provider(name: str | None, base_url: str, model: str) -> Provider:
    """The provider of this name, URL or model; a usage error if the name is not known."""
    from zhibi.models.providers import provider_for

    try:
        return provider_for(name, base_url, model)
    except InputError as error:
        problem = error.problems[0]
        raise UsageError(f"{problem.message}，{problem.hint}") from error


def model_options(
    model: str | None,
    base_url: str | None,
    provider: str | None,
    *,
    figures: str,
    max_cost: str | None,
    headers: Iterable[str] | None,
    **others: Any,
) -> ModelOptions:
    """What the command line says of the model; `others` are fields taken as they stand.

    Raises a usage error for a provider, a mode, an amount or a header that is not one.
    """
    from zhibi.writing.llm.options import ModelOptions

    if provider is not None:
        known_provider(provider, "", "")
    return ModelOptions(
        model,
        base_url,
        provider=provider,
        figures=figure_mode(figures),
        max_cost=amount(max_cost, "--max-cost") if max_cost is not None else None,
        headers=header_fields(headers),
        **others,
    )


def asks_a_model(wanted: str, options: ModelOptions) -> bool:
    """Whether a model is to write; a note where one is named and not configured."""
    from zhibi.models.settings import is_configured

    model, base_url, provider = options.model, options.base_url, options.provider
    configured = is_configured(model=model, base_url=base_url) or bool(model and provider)
    if wanted == "offline" or (wanted == "auto" and not configured):
        if wanted == "auto" and (model or base_url or provider or os.environ.get("ZHIBI_MODEL")):
            print_note("模型没有配置完整（要有模型名，以及密钥或接口地址），这次不用模型来写")
        return False
    return True


def named_model(options: ModelOptions) -> str:
    """The model that options or environment name; empty where there is none."""
    return options.model or os.environ.get("ZHIBI_MODEL") or ""


def _named_url(options: ModelOptions) -> str:
    named = ("ZHIBI_BASE_URL", "OPENAI_BASE_URL")
    return options.base_url or next(filter(None, map(os.environ.get, named)), "")


def unsent_writer(options: ModelOptions) -> OpenAIWriter:
    """A writer for estimates and printed prompts: it needs no key and sends nothing."""
    from zhibi.writing.llm.batch import BatchModel
    from zhibi.writing.openai_writer import OpenAIWriter

    name, url = named_model(options), _named_url(options)
    found = known_provider(options.provider, url, name)
    return OpenAIWriter(
        client=BatchModel(name, found),
        provider=found.key,
        figures=options.figures,
        prompts=options.prompts,
        read_through=options.read_through,
    )


def header_fields(given: Iterable[str] | None) -> dict[str, str]:
    """The headers of `--header NAME:VALUE` by name; a usage error for what is none."""
    return dict(map(_header, given or ()))


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not (colon and name.strip() and text.isascii() and text.isprintable()):
        hint = "写作 NAME:VALUE，只用英文字母、数字和符号"
        raise UsageError(f"“{name.strip()}”不可用，{hint}", "--header")
    return name.strip(), value.strip()
