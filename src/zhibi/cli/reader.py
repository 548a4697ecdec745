"""The second reader of `zhibi check`: its options, its reading, what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

from zhibi.cli.model import model_options
from zhibi.cli.options import one_of
from zhibi.cli.parameters import UsageError, option
from zhibi.cli.streams import print_note, progress_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.checking.check import Checker
    from zhibi.checking.findings import Findings
    from zhibi.errors import ModelError
    from zhibi.second_reader.reader import Reading, SecondReader

READER_FIGURES = ("plain", "blind")

ReaderModel = Annotated[
    str | None,
    option("--reader", metavar="MODEL", help="规则判断不了的句子，请这个模型再读一遍"),
]
ReaderFigures = Annotated[
    str | None,
    option("--figures", metavar="plain|blind", help="给第二读者看不看数值，默认看（plain）"),
]
ReaderRun = Annotated[
    str | None, option("--run", metavar="DIR", help="第二读者的留痕文件夹；问过的不再问")
]


class ReaderOptions(NamedTuple):
    """What the command line says of the second reader."""

    model: str | None
    base_url: str | None = None
    provider: str | None = None
    figures: str | None = None
    run: str | None = None
    max_cost: str | None = None
    prompts: str | None = None
    headers: Sequence[str] | None = None
    ca_file: str | None = None


_FLAGS = {
    "base_url": "--base-url",
    "provider": "--provider",
    "figures": "--figures",
    "run": "--run",
    "max_cost": "--max-cost",
    "prompts": "--prompts",
    "headers": "--header",
    "ca_file": "--ca-file",
}


def second_reader(given: ReaderOptions, draft: str, facts_path: str) -> SecondReader | None:
    """The second reader that is asked for. Raises ModelError, or a usage error."""
    if given.model is None:
        for name, flag in _FLAGS.items():
            if getattr(given, name) is not None:
                raise UsageError("要与 --reader 同用", flag)
        return None
    from zhibi.second_reader.reader import SecondReader
    from zhibi.writing.llm.runs import default_run

    figures = one_of(given.figures or "plain", READER_FIGURES, "--figures")
    read = draft if draft != "-" else facts_path
    return SecondReader(
        model_options(
            given.model,
            given.base_url,
            given.provider,
            figures="blind" if figures == "blind" else "plain",
            run=given.run or default_run(read, given.model, f"reader-{figures}"),
            max_cost=given.max_cost,
            prompts=given.prompts,
            headers=given.headers,
            ca_file=given.ca_file,
            progress=progress_line(),
            notify=print_note,
        )
    )


def read_again(
    reader: SecondReader, checker: Checker, text: str, findings: Findings, title: str
) -> tuple[Findings, ModelError | None]:
    """The findings with the second reader's; or as they were, and why nothing was read."""
    from zhibi.errors import ModelError

    try:
        reading = reader.read(checker, text, findings, title)
    except ModelError as error:
        return findings, error
    print_note(told(reading, reader.name))
    return reading.findings, None


def told(reading: Reading, name: str) -> str:
    """What a second reader read, in one line."""
    words = f"第二读者（{name}）：规则判断不了的 {reading.asked} 句，提醒 {reading.doubts} 处"
    if reading.refused:
        words += f"；引文对不上原文、没有采用的 {reading.refused} 处"
    if reading.unread:
        words += f"；没有读成的 {reading.unread} 句"
    return words
