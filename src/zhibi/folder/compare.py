"""Compares the reports of a folder: indicators, sums, shared text, other offices' names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from zhibi.figures.quantity import parse_quantity
from zhibi.figures.render import without_zeros
from zhibi.figures.units import factor
from zhibi.folder.document import Document, Indicator, told_indicators
from zhibi.folder.findings import FolderFinding, Spot
from zhibi.folder.places import foreign_places
from zhibi.folder.shared_text import shared_passages
from zhibi.text import Source

_SUPERIOR = re.compile(r".+(?<!社)(?:县|市|区|旗|州)$")
_SUBORDINATE = re.compile(r".+(?:镇|乡|街道|苏木)$")
_ADDED = frozenset({"money", "count", "area", "weight", "length"})
_NEVER_ADDED = re.compile(r"均|率|比|价|指数|单产|标准|排名|名次")
_LEAST_NAME = 3  # characters of an indicator that a sentence names before a figure
_SCALES = {Decimal(1): "", Decimal(10_000): "万", Decimal(100_000_000): "亿"}
_SHOWN = 6  # places in a message
_OPENING = 18  # characters that show which sentence is meant


def compare_documents(documents: Sequence[Document]) -> list[FolderFinding]:
    """All that does not fit between these reports, in order of the codes. Pure."""
    return [
        *_two_values(documents),
        *_sums(documents),
        *_shared(documents),
        *_other_names(documents),
        *_other_places(documents),
    ]


def _two_values(documents: Sequence[Document]) -> Iterator[FolderFinding]:
    """X101: one indicator of an office with two values in two of its documents.

    An indicator is found in the other document by its name, else by an alias that only one has
    there; it differs where no figure of that name is the same. A figure that a sentence tells
    goes by the name that stands before it.
    """
    for of_office in _by_office_and_year(documents).values():
        if len(of_office) == 1:
            continue
        own = _told_by_name(of_office)
        tables = [_by_name(document) for document in own]
        told: set[tuple[str, str]] = set()
        for at, document in enumerate(own):
            for before, table in zip(own[:at], tables[:at], strict=True):
                for indicator in document.indicators:
                    others = _same_indicators(indicator, document, table)
                    values = (indicator.names[0], indicator.value)
                    if (
                        others
                        and values not in told
                        and not any(_agree(other, indicator) for other in others)
                    ):
                        told.add(values)
                        yield _differing(before, others[0], document, indicator)


def _told_by_name(documents: Sequence[Document]) -> list[Document]:
    """The documents with their unnamed figures named by the indicators of all."""
    named = {name for one in documents for each in one.indicators for name in each.names}
    lengths = sorted({len(name) for name in named if len(name) >= _LEAST_NAME}, reverse=True)
    return [
        replace(
            document,
            indicators=(
                *document.indicators,
                *(
                    replace(figure, names=(lead[-size:],))
                    for lead, figure in told_indicators(document)
                    for size in [next((n for n in lengths if lead[-n:] in named), 0)]
                    if size
                ),
            ),
        )
        for document in documents
    ]


def _differing(
    before: Document, known: Indicator, document: Document, indicator: Indicator
) -> FolderFinding:
    return FolderFinding(
        "X101",
        f"{document.office}{document.year}年的“{indicator.names[0]}”有两个数："
        f"{known.shown}（{_where(before, known)}）"
        f"与 {indicator.shown}（{_where(document, indicator)}）",
        (Spot(before.path), Spot(document.path)),
        "核实以哪个为准；时段、口径不同的，在事实里写明",
    )


_ByName = dict[tuple[str, ...], list[Indicator]]
_Table = dict[tuple[str, ...], Indicator]


def _by_name(document: Document) -> _ByName:
    """The indicators of a document by each of their names; an alias only where one has it."""
    table: _ByName = defaultdict(list)
    aliases: _ByName = defaultdict(list)
    for indicator in document.indicators:
        table[_key(indicator.names[0], indicator, document)].append(indicator)
        for alias in indicator.names[1:]:
            aliases[_key(alias, indicator, document)].append(indicator)
    for key, those in aliases.items():
        if key not in table and len(those) == 1:
            table[key] = those
    return table


def _same_indicators(indicator: Indicator, document: Document, table: _ByName) -> list[Indicator]:
    """What another document calls by the name of an indicator, else by one of its aliases."""
    for name in indicator.names:
        found = table.get(_key(name, indicator, document))
        if found:
            return found if name == indicator.names[0] or len(found) == 1 else []
    return []


def _sums(documents: Sequence[Document]) -> Iterator[FolderFinding]:
    """X102: what townships report together, against the figure of their superior."""
    for year, of_year in groupby(sorted(documents, key=lambda one: one.year), lambda one: one.year):
        group = list(of_year)
        superiors = [one for one in group if _SUPERIOR.match(one.office)]
        parts: dict[str, list[Document]] = defaultdict(list)
        for one in group:
            if _SUBORDINATE.match(one.office):
                parts[one.office].append(one)
        if len(superiors) != 1 or len(parts) < 2:
            continue  # of two superiors it is not known whose the townships are
        tables = [_agreed(list(map(_additive, own))) for own in parts.values()]
        for key, whole in _additive(superiors[0]).items():
            given = [table[key] for table in tables if key in table]
            yield from _sum(superiors[0], whole, given, len(parts), year)


def _sum(
    superior: Document, whole: Indicator, given: Sequence[Indicator], parts: int, year: int
) -> Iterator[FolderFinding]:
    total = sum((Decimal(one.value) for one in given), Decimal(0))
    # Each printed figure may be half a unit of its last digit away from the exact one.
    leeway = sum((Decimal(one.step) for one in (*given, whole) if one.rounded), Decimal(0))
    steps = {Decimal(one.step) for one in (*given, whole)}
    if len(steps) > 1:
        leeway += (len(given) + 1) * max(steps) / 2
    excess = total - Decimal(whole.value)
    if abs(excess) <= leeway or (excess < 0 and len(given) < parts):
        return
    counted = f"{parts} 家" if len(given) == parts else f"已报的 {len(given)} 家（共 {parts} 家）"
    size, unit = _shown_scale(whole)
    more = "多" if excess > 0 else "少"
    yield FolderFinding(
        "X102",
        f"{year}年“{whole.names[0]}”{counted}合计 {without_zeros(total / size)}{unit}，"
        f"比{superior.office}的 {whole.shown} {more} {without_zeros(abs(excess) / size)}{unit}",
        (Spot(superior.path),),
        "逐家核对" if excess > 0 else "逐家核对；上级另有直属单位的数，就不是错",
        "error" if excess > 0 else "warning",
    )


def _shared(documents: Sequence[Document]) -> Iterator[FolderFinding]:
    """X103 and X104: passages that reports of several offices, or of several years, share."""
    for passage in shared_passages(documents):
        owners = [documents[number] for number, _ in passage]
        offices = list(dict.fromkeys(one.office for one in owners))
        years = sorted({one.year for one in owners})
        if len(offices) == 1 and len(years) == 1:
            continue  # two documents of one office and year may well say the same
        spots = tuple(_spot(documents[number], start) for number, start in passage)
        number, start = passage[0]
        opening = documents[number].text[start : start + _OPENING].strip()
        if len(offices) > 1:
            who = f"{_listed(offices)}的报告有同一段话"
            hint = "核实是谁的工作，各自照自己的事实写"
        else:
            who = f"{offices[0]}{'、'.join(map(str, years))}年的报告有同一段话"
            hint = "按今年的事实重写"
        code = "X103" if len(offices) > 1 else "X104"
        yield FolderFinding(code, f"{who}：“{opening}…”", spots, hint, "warning")


def _other_names(documents: Sequence[Document]) -> Iterator[FolderFinding]:
    """X105: the name of another office of the folder, which the report does not declare."""
    offices = sorted({one.office for one in documents}, key=len, reverse=True)
    if len(offices) < 2:
        return
    pattern = re.compile("|".join(map(re.escape, offices)))
    for document in documents:
        if _SUPERIOR.match(document.office):
            continue
        declared = "\n".join(document.may_name)
        places: dict[str, list[int]] = defaultdict(list)
        for found in pattern.finditer(document.text):
            is_told = any(start <= found.start() < end for start, end in document.told)
            if found[0] not in declared and not is_told:
                places[found[0]].append(found.start())
        for name, starts in places.items():
            yield FolderFinding(
                "X105",
                f"{document.office}的报告里写了“{name}”（{len(starts)} 处）",
                tuple(_spot(document, start) for start in starts),
                "改成本单位；确有其事的，把这个名称写进 document.names",
                "warning",
            )


def _other_places(documents: Sequence[Document]) -> Iterator[FolderFinding]:
    """X105 too: a village or community of another office."""
    reports = [one for one in documents if not _SUPERIOR.match(one.office)]
    for document, name, owner, starts in foreign_places(reports):
        yield FolderFinding(
            "X105",
            f"{document.office}的报告里写了“{name}”（{len(starts)} 处），它是{owner}的",
            tuple(_spot(document, start) for start in starts),
            "改成本单位的；同名的、确有其事的，把这个名称写进 document.names",
            "warning",
        )


def _by_office_and_year(
    documents: Iterable[Document],
) -> dict[tuple[str, int], list[Document]]:
    found: dict[tuple[str, int], list[Document]] = defaultdict(list)
    for document in documents:
        found[document.office, document.year].append(document)
    return found


def _key(name: str, indicator: Indicator, document: Document) -> tuple[str, ...]:
    """What two indicators share that state the same thing."""
    when = indicator.when or document.kind
    return (name, indicator.role, when, indicator.kind, indicator.unit)


def _agree(one: Indicator, other: Indicator) -> bool:
    """Whether two values are the same, or one is the other rounded."""
    difference = abs(Decimal(one.value) - Decimal(other.value))
    steps = sorted((Decimal(one.step), Decimal(other.step)))
    if steps[0] == steps[1] and not (one.rounded or other.rounded):
        return difference == 0
    return difference <= steps[1] * (1 if one.rounded or other.rounded else Decimal("0.5"))


def _additive(document: Document) -> _Table:
    """The indicators of a document that may be added up, by what identifies them."""
    return {
        _key(one.names[0], one, document): one
        for one in reversed(document.indicators)
        if one.role == "value"
        and one.kind in _ADDED
        and "/" not in one.unit
        and not _NEVER_ADDED.search(one.names[0])
    }


def _agreed(tables: Sequence[_Table]) -> _Table:
    """The indicators of an office, without those that its documents state differently (X101).

    Of a figure and its rounding, the figure.
    """
    stated: dict[tuple[str, ...], list[Indicator]] = defaultdict(list)
    for table in tables:
        for key, one in table.items():
            stated[key].append(one)
    exact = {key: min(those, key=lambda one: Decimal(one.step)) for key, those in stated.items()}
    return {
        key: one for key, one in exact.items() if all(_agree(one, other) for other in stated[key])
    }


def _shown_scale(indicator: Indicator) -> tuple[Decimal, str]:
    """The unit in which an indicator is written, and how many of its base unit that is."""
    quantity = parse_quantity(indicator.shown.removeprefix("-"))
    word = _SCALES.get(quantity.scale)
    if word is None or quantity.per:
        return Decimal(1), indicator.unit
    return quantity.scale * factor(quantity.unit), word + quantity.unit


def _where(document: Document, indicator: Indicator) -> str:
    """The file and the source of an indicator, without naming the file twice."""
    if indicator.source.startswith(document.path) or not indicator.source:
        return indicator.source or document.path
    return f"{document.path}，{indicator.source}"


def _spot(document: Document, start: int) -> Spot:
    line, column = Source(document.text).position(start)
    if not document.blank_lines:
        line = sum(map(bool, document.text[:start].split("\n")[:-1])) + 1
    return Spot(document.text_path, line, column)


def _listed(names: Sequence[str]) -> str:
    if len(names) <= _SHOWN:
        return "、".join(names)
    return f"{'、'.join(names[:_SHOWN])}等 {len(names)} 家"
