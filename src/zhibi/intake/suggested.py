"""What the files only suggest of the document: used where no file states it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from zhibi.errors import Problem
from zhibi.facts.kinds import report_kind, report_kinds
from zhibi.intake.note_lines import is_whole_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibi.intake.submission import Submission

_WORDS = {"period": "时段", "organisation": "单位", "year": "年份", "kind": "类型", "style": "样式"}
_WORDS |= {"signed": "落款", "date": "成文日期"}
_OF_ANY_YEAR = frozenset({"organisation", "style"})


def fill_in(document: dict[str, Any], submissions: Iterable[Submission]) -> list[Problem]:
    """Complete a document from what its files suggest; the notes say what came from where.

    A field on which two files differ is left open.
    """
    notes = []
    suggestions: dict[str, dict[str, str]] = {}
    year = str(document.get("year") or "")
    for submission in submissions:
        is_of_year = str(submission.guessed.get("year") or year) == year
        for key, value in submission.guessed.items():
            if year and not is_of_year and key not in _OF_ANY_YEAR:
                continue
            suggestions.setdefault(key, {}).setdefault(str(value), submission.path)
    taken: dict[str, list[str]] = {}
    for key, values in suggestions.items():
        if document.get(key) or len(values) > 1:
            continue
        ((value, path),) = values.items()
        document[key] = value
        taken.setdefault(path, []).append(f"{_WORDS[key]} {_shown(key, value)}")
    for path, words in taken.items():
        message = f"没有文件写明，按标题、前言和落款取：{'、'.join(words)}"
        notes.append(
            Problem(message, "不对就填一份“基本信息”表，或加一个写有 document 的 YAML", path)
        )
    return notes


def suggested_by_title(text: str) -> dict[str, Any]:
    """What the title of a draft suggests of its document: whose report it is, of which year."""
    match = _title().search(text[:_LONGEST_TITLE])
    if match is None:
        return {}
    kinds = (k.key for k in report_kinds().values() if k.title and match[_group(k.key)])
    found: dict[str, Any] = {"year": match["year"], "kind": next(kinds, "annual")}
    return found | suggested_by_unit(match["organisation"] or "")


def suggested_by_unit(words: str) -> dict[str, Any]:
    """What the name of a unit, or of an office of one, suggests: whose report it is, its style."""
    unit = _UNIT.match(words)
    whole = unit[1] if unit is not None else words
    if unit is None and not (words and is_whole_unit(words)):
        return {}
    return {"organisation": whole, "style": "街道" if whole.endswith("街道") else "镇乡"}


def office_in(words: str) -> str:
    """The office that a signature or a title names (石桥镇民政办): 民政办; empty for none."""
    match = _OFFICE.match(words)
    if match is None or is_whole_unit(match[1]):
        return ""
    unit = _UNIT.match(match[1])
    return match[1][unit.end() :] if unit is not None else match[1]


def credit(submission: Submission, office: str) -> None:
    """Name the office in the sources of a text that it signs, where no other is named."""
    name = PurePath(submission.path).name
    for item in submission.facts if office else ():
        source = str(item.data.get("source") or "")
        if source.startswith(name):
            item.data["source"] = f"{office} {source}"


_LONGEST_TITLE = 200
_UNIT = re.compile(r"([\u4e00-\u9fff]{1,8}?(?:街道|镇|乡))(?=[\u4e00-\u9fff])")
_OFFICE = re.compile(
    r"([\u4e00-\u9fff]{1,18}?(?:办公室|办|所|站|中心|科|局|室|队|委|部|会|院))"
    r"(?:$|关于|(?:19|20)\d\d年|工作|情况|上半年|半年|年度|总结|汇报|材料)"
)


@cache
def _title() -> re.Pattern[str]:
    """The title of a report: whose, of which year, and the words by which its kind is known."""
    kinds = (k for k in report_kinds().values() if k.title)
    either = "|".join(f"(?P<{_group(kind.key)}>{kind.title})" for kind in kinds)
    return re.compile(
        r"(?P<organisation>[\u4e00-\u9fff]{2,12}?(?:街道|镇|乡|区|县|市|局|委|办))?"
        r"(?:办事处|党工委|党委|人民政府|政府|、|和|关于)*"
        rf"(?P<year>(?:19|20)\d\d)年(?:度)?(?:{either})?"
    )


def _group(key: str) -> str:
    return f"kind_{key.replace('-', '_')}"


def _shown(key: str, value: str) -> str:
    return report_kind(value).called if key == "kind" else value
