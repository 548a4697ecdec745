"""`zhibi desk`: a page in the browser, from the offices' files to the finished report."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

from zhibi.cli.model import (
    BaseUrl,
    CaFile,
    FigureMode,
    Headers,
    MaxCost,
    ModelName,
    PromptFolder,
    ProviderName,
    asks_a_model,
    model_options,
)
from zhibi.cli.options import LayoutFile, whole_number
from zhibi.cli.parameters import option
from zhibi.cli.streams import print_note, print_text
from zhibi.errors import InputError, Problem

if TYPE_CHECKING:
    from zhibi.desk.choices import Model
    from zhibi.desk.work import MakeWriter
    from zhibi.progress import ProgressCallback
    from zhibi.writing.llm.options import ModelOptions

_PORT = "8737"
_LARGEST_PORT = 65535
_MOST_HOURS = 168


Port = Annotated[str, option("--port", metavar="N", help="端口，0 自动挑一个空的")]
NoBrowser = Annotated[bool, option("--no-browser", help="只给出地址，不打开浏览器")]
StyleName = Annotated[
    str | None,
    option("--style", metavar="S", help="镇乡、街道，或样式文件；默认按页面上所选"),
]
Keep = Annotated[str, option("--keep", metavar="HOURS", help="闲置几小时后忘掉全部内容")]
RunFolder = Annotated[
    str | None, option("--run", metavar="DIR", help="用模型时的留痕文件夹；不写就不留")
]


def open_desk(
    port: Port = _PORT,
    no_browser: NoBrowser = False,
    style: StyleName = None,
    layout: LayoutFile = None,
    keep: Keep = "12",
    model: ModelName = None,
    base_url: BaseUrl = None,
    provider: ProviderName = None,
    figures: FigureMode = "slots",
    run: RunFolder = None,
    max_cost: MaxCost = None,
    prompts: PromptFolder = None,
    headers: Headers = None,
    ca_file: CaFile = None,
) -> int:
    """在浏览器里用：交材料、核事实、起草、改稿、下载（需要 pip install 'zhibi[desk]'）。"""
    from zhibi.output.report.layout import load_layout
    from zhibi.styles.load import load_style

    number = whole_number(port, 0, _LARGEST_PORT, "--port")
    hours = whole_number(keep, 1, _MOST_HOURS, "--keep")
    _require_packages()
    if style is not None:
        load_style(style)
    page = load_layout(layout) if layout else None
    options = model_options(
        model,
        base_url,
        provider,
        figures=figures,
        run=run,
        max_cost=max_cost,
        prompts=prompts,
        headers=headers,
        ca_file=ca_file,
        notify=print_note,
    )
    from zhibi.desk.serve import serve
    from zhibi.desk.work import Work

    told, make_writer = _model(options)
    work = Work(style, make_writer, idle_hours=hours)
    browser = not no_browser
    with suppress(KeyboardInterrupt):  # the usual way to end it
        serve(work, number, told=_told, open_browser=browser, layout=page, model=told)
    print_note("已关闭")
    return 0


def _require_packages() -> None:
    """Raise InputError where the packages of the extra are not installed."""
    try:
        import_module("zhibi.desk.serve")
    except ModuleNotFoundError as error:
        hint = "pip install 'zhibi[desk]'"
        raise InputError(Problem("没有安装网页所需的包", hint)) from error


def _told(address: str) -> None:
    print_text(address)
    from zhibi.cli.streams import flush

    flush()
    print_note("用浏览器打开上面的地址（只在这台机器上能打开）；按 Ctrl+C 关闭")


def _model(options: ModelOptions) -> tuple[Model | None, MakeWriter | None]:
    """The model that is configured, as `zhibi draft` finds it, and what makes its writer."""
    from zhibi.desk.choices import Model
    from zhibi.models.settings import endpoint_from
    from zhibi.writing.openai_writer import OpenAIWriter

    if not asks_a_model("auto", options):
        return None, None
    OpenAIWriter(**vars(options))  # what is missing is told now
    found = endpoint_from(
        options.model, options.base_url, provider=options.provider, headers=options.headers
    )

    def make(progress: ProgressCallback) -> OpenAIWriter:
        return OpenAIWriter(**{**vars(options), "progress": progress})

    return Model(found.model, found.host), make
