"""Options that commands share, and validators that raise usage errors."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from zhibi.cli.parameters import UsageError, argument, option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FactsPath = Annotated[
    list[str],
    argument(metavar="FACTS", help="事实文件（.yaml .json），或填好的表、科室材料、报告，可多个"),
]
FactsOption = Annotated[
    list[str],
    option("--facts", metavar="FACTS", help="事实文件，或填好的表、科室材料、上年报告；可多个"),
]
DraftPath = Annotated[str, argument(metavar="DRAFT", help="稿件（.md .txt .docx），- 为标准输入")]
StyleName = Annotated[str | None, option("--style", metavar="S", help="样式，默认按事实文件")]
LayoutFile = Annotated[str | None, option("--layout", metavar="FILE", help="版式文件，默认按国标")]
Format = Annotated[str, option("--format", metavar="text|json", help="输出格式")]
Strict = Annotated[bool, option("--strict", help="有提醒也算不通过")]

TEXT_OR_JSON = ("text", "json")
_MOST_DIGITS = 9


def one_of(value: str, allowed: Sequence[str], option: str) -> str:
    """The value if it is allowed, else a usage error that lists the allowed ones."""
    if value not in allowed:
        raise UsageError(f"“{value}”不可用，可写：{'、'.join(allowed)}", option)
    return value


def whole_number(value: str, low: int, high: int, option: str) -> int:
    """A whole number from `low` to `high`, else a usage error.

    Numeric options are declared as text and parsed here, as Typer's own messages are in English.
    """
    is_whole = value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS
    if not (is_whole and low <= int(value) <= high):
        raise UsageError(f"“{value}”不可用，应是 {low} 到 {high} 的整数", option)
    return int(value)


def amount(value: str, option: str) -> Decimal:
    """An amount in yuan, not negative, else a usage error."""
    try:
        given = Decimal(value)
    except InvalidOperation:
        given = Decimal("NaN")
    if not given.is_finite() or given < 0:
        raise UsageError(f"“{value}”不可用，应是不小于 0 的数（元）", option)
    return given


def ready_outputs(outputs: Iterable[str], inputs: Iterable[str], endings: Sequence[str]) -> None:
    """Check before any work that the outputs can be written and replace no input.

    Raises OutputError, or a usage error if an input file would be overwritten.
    """
    from zhibi.files import ensure_writable

    read = {Path(path).resolve(): path for path in inputs if path != "-"}
    for path in outputs:
        if Path(path).resolve() in read:
            raise UsageError(f"“{path}”是要读的文件，不能写到它上面，请换一个文件名")
        ensure_writable(path, endings)


def ready_folder(path: str) -> Path:
    """A folder to write to, created if missing. Raises OutputError."""
    from zhibi.errors import OutputError

    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"无法建立文件夹 {path}", "请检查路径和权限，或换一个文件夹") from error
    return folder
