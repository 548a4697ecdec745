"""The parts of a workbook that its sheets share: sheet list, shared strings and cell styles.

The parts are read as a stream of elements and counted while they are read, so that no spelling of
a cell can make the reader build more than the limits allow.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from zhibi.files import read_bytes
from zhibi.intake.sheets.cell_styles import (
    Attributes,
    CellStyle,
    Ends,
    Starts,
    StyleReader,
    unescaped,
)
from zhibi.word.limits import (
    HEAD_CELLS,
    HEAD_ROWS,
    MAX_CELLS,
    MAX_FILE,
    MAX_SHEETS,
    MAX_STREAM,
)
from zhibi.word.package import bad_file, ensure_harmless, unpack
from zhibi.word.parts import relationships_name

if TYPE_CHECKING:
    from pathlib import Path

_SAVE_AGAIN = "用 Excel 或 WPS 打开后另存为 .xlsx 再报"
_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "http://purl.oclc.org/ooxml/spreadsheetml/main}",
    "http://schemas.openxmlformats.org/package/2006/relationships}",
)
_RELATION_ID = ("relationships}id", "relationships/id")

_Handler = Callable[[Any], None]


@dataclass(slots=True)
class RichText:
    """A text without what is no part of it: struck runs and note marks, each with the reason."""

    text: str
    left: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet's name, the name of its part, and whether it is shown."""

    title: str
    part: str
    hidden: bool


class RunCollector:
    """Collects the runs of a shared or inline string while its elements pass."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Begin a string."""
        self._runs: list[tuple[str, str]] = []
        self._mark = ""
        self._phonetic = False

    def starts(self) -> Starts:
        """What to do where an element of the string opens."""
        return {
            "r": self._start_run,
            "rPh": self._start_phonetic,
            "strike": self._start_strike,
            "vertAlign": self._start_alignment,
        }

    def ends(self) -> Ends:
        """What to do where an element of the string closes."""
        return {"t": self._end_text, "rPh": self._end_phonetic}

    def _start_run(self, _: Attributes) -> None:
        self._mark = ""

    def _start_phonetic(self, _: Attributes) -> None:
        self._phonetic = True

    def _start_strike(self, attributes: Attributes) -> None:
        if attributes.get("val", "1") not in {"0", "false"}:
            self._mark = "strike"

    def _start_alignment(self, attributes: Attributes) -> None:
        if self._mark != "strike":
            self._mark = attributes.get("val", "")

    def _end_text(self, text: str) -> None:
        if not self._phonetic:
            self._runs.append((text, self._mark))

    def _end_phonetic(self, _: str) -> None:
        self._phonetic = False

    def result(self) -> RichText:
        """The string: a superscript is a note mark, but the one of m² is part of its unit."""
        if len(self._runs) == 1 and not self._runs[0][1]:
            return RichText(unescaped(self._runs[0][0]))
        text, left = "", []
        for run, mark in self._runs:
            if mark == "strike":
                left.append((unescaped(run), "划掉的字"))
            elif mark != "superscript" or not run.strip():
                text += run
            elif text.endswith(("m", "M", "ｍ")) and run.strip() in {"2", "3"}:
                text += {"2": "²", "3": "³"}[run.strip()]
            else:
                left.append((unescaped(run), "上标，当作注"))
        return RichText(unescaped(text), tuple(left))


class WorkbookParts:
    """A workbook opened for reading. Raises InputError for what cannot or must not be read."""

    def __init__(self, path: Path, data: bytes | None) -> None:
        self.path = path
        data = read_bytes(path, MAX_FILE) if data is None else data
        self.package = unpack(path, data, xml_only=True)
        main = next(
            (
                target
                for kind, target in self._relations("").values()
                if kind.endswith("/officeDocument")
            ),
            "",
        )
        if not main:
            raise self.damaged("缺少工作簿部分")
        self.from_1904 = False
        self.sheets = self._read_workbook(main)
        targets = dict(self._relations(main).values())
        self.strings = self._read_strings(self._of_kind(targets, "sharedStrings"))
        self.styles = self._read_styles(self._of_kind(targets, "styles"))
        self._style_by_number: dict[str, CellStyle] = {}

    def stream(self, name: str, starts: Starts, ends: Ends, *, head: bool = False) -> None:
        """Call what is to be done where an element opens or closes, by its local name.

        What closes comes with the text just before. Elements of other namespaces are those of
        their full names. With `head`, of a sheet's rows only the first. Raises InputError.
        """
        data = self.package.parts.get(name)
        if data is None:
            raise self.damaged(f"缺少 {name}")
        ensure_harmless(self.path, name, data)
        if head:
            data = _first_rows(data)
        if data.count(b"/>") + data.count(b"</") > MAX_STREAM:
            raise self.too_large(name)  # each element closes in one of these two ways
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        opening, closing = _Handlers(starts), _Handlers(ends)
        text: list[str] = []

        def opened(full: str, attributes: Attributes) -> None:
            if text:
                text.clear()
            start = opening[full]
            if start is not None:
                start(attributes)

        def closed(full: str) -> None:
            end = closing[full]
            if end is not None:
                end("".join(text))
            if text:
                text.clear()

        def refuse(*_: object) -> None:
            raise self.damaged(f"{name} 里有实体声明")

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.CharacterDataHandler = text.append
        parser.StartDoctypeDeclHandler = refuse
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise self.damaged(f"{name} 不是合法的 XML") from error

    def style(self, written: str) -> CellStyle:
        """The style of a cell by its number as written; the first where there is none such."""
        known = self._style_by_number.get(written)
        if known is None:
            number = int(written) if written.isdecimal() and len(written) < 7 else 0
            known = self.styles[number] if number < len(self.styles) else self.styles[0]
            self._style_by_number[written] = known
        return known

    def values_in(self, part: str) -> int:
        """About how many values a sheet holds, without reading it."""
        data = self.package.parts.get(part, b"")
        return data.count(b"<v>") + data.count(b"<is>")

    def rows_in(self, part: str) -> int:
        """About how many rows a sheet has, without reading it."""
        return self.package.parts.get(part, b"").count(b"<row")

    def damaged(self, why: str) -> Exception:
        """An InputError that the workbook is broken."""
        return bad_file(self.path, f"工作簿已损坏，读不了（{why}）", _SAVE_AGAIN)

    def too_large(self, name: str) -> Exception:
        """An InputError that a part holds too much."""
        hint = "删去多余的空行空列，或拆成几个文件"
        return bad_file(self.path, f"表格过大（{name}）", hint)

    def _relations(self, source: str) -> dict[str, tuple[str, str]]:
        """The relations of a part: by id, the kind and the name of the target."""
        name = relationships_name(source)
        found: dict[str, tuple[str, str]] = {}
        if name not in self.package.parts:
            return found

        def relationship(attributes: Attributes) -> None:
            if attributes.get("TargetMode") != "External":
                joined = posixpath.join(posixpath.dirname(source), attributes.get("Target", ""))
                kind = attributes.get("Type", "")
                found[attributes.get("Id", "")] = kind, posixpath.normpath(joined).lstrip("/")

        self.stream(name, {"Relationship": relationship}, {})
        return found

    def _of_kind(self, targets: dict[str, str], kind: str) -> str:
        target = next((name for full, name in targets.items() if full.endswith("/" + kind)), "")
        return target if target in self.package.parts else ""

    def _read_workbook(self, main: str) -> list[SheetPart]:
        relations = self._relations(main)
        sheets: list[SheetPart] = []

        def properties(attributes: Attributes) -> None:
            self.from_1904 = attributes.get("date1904", "0") in {"1", "true"}

        def sheet(attributes: Attributes) -> None:
            relation = next(
                (value for key, value in attributes.items() if key.endswith(_RELATION_ID)), ""
            )
            kind, part = relations.get(relation, ("", ""))
            if kind.endswith("/worksheet"):
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetPart(attributes.get("name", ""), part, hidden))

        self.stream(main, {"workbookPr": properties, "sheet": sheet}, {})
        if len(sheets) > MAX_SHEETS:
            raise bad_file(self.path, "工作表过多", "拆成几个文件")
        return sheets

    def _read_strings(self, part: str) -> list[RichText]:
        strings: list[RichText] = []
        if not part:
            return strings
        runs = RunCollector()

        def start(_: Attributes) -> None:
            runs.clear()

        def end(_: str) -> None:
            strings.append(runs.result())
            if len(strings) > MAX_CELLS:
                raise bad_file(self.path, "文字过多", "拆成几个文件")

        self.stream(part, {"si": start} | runs.starts(), {"si": end} | runs.ends())
        return strings

    def _read_styles(self, part: str) -> list[CellStyle]:
        reader = StyleReader(self.path)
        if part:
            self.stream(part, reader.starts(), reader.ends())
        return reader.styles or [CellStyle()]


def _first_rows(sheet: bytes) -> bytes:
    """A sheet's part without its later rows; what stands behind the rows is kept."""
    at, cells = 0, 0
    for _ in range(HEAD_ROWS):
        following = sheet.find(b"<row", at + 1)
        if following < 0 or cells > HEAD_CELLS:
            break
        cells += sheet.count(b"</c>", at, following)
        at = following
    end = sheet.rfind(b"</sheetData>")
    return sheet if end < 0 or not at else sheet[:at] + sheet[end:]


class _Handlers(dict[str, "_Handler | None"]):
    """What to do for an element by its full name, worked out once from its local name."""

    def __init__(self, by_name: Mapping[str, _Handler]) -> None:
        super().__init__()
        self._by_name = by_name

    def __missing__(self, full: str) -> _Handler | None:
        local = full
        for namespace in _NAMESPACES:
            local = local.removeprefix(namespace)
        self[full] = found = self._by_name.get(local)
        return found
