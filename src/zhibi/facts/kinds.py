"""The kinds of report that facts may name, as data; what each is like, styles say."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from zhibi.data_files import read_data
from zhibi.figures.quantity import parse_quantity

_DECEMBER = 12
_REPORTS = ("报告", "总结", "汇报", "小结", "情况")


class ReportKind(NamedTuple):
    """A kind of report.

    `title` is a regular expression of the words behind the year in its title; facts of later
    months than `last_month` are not its own; `report` is what such a report is called; `ends_year`
    says that it is written when the year is over.
    """

    key: str
    names: tuple[str, ...]
    title: str
    last_month: int
    report: str
    ends_year: bool = False

    @property
    def called(self) -> str:
        """What the kind is called in Chinese."""
        return self.names[0]


@cache
def report_kinds() -> Mapping[str, ReportKind]:
    """The kinds by key, in the order of the table."""
    return {
        key: ReportKind(
            key,
            tuple(row["names"]),
            row["title"],
            int(row["last_month"]),
            row["report"],
            row["ends_year"] == "true",
        )
        for key, row in read_data("facts", "kinds").items()
    }


def report_kind(key: str, period: str | None = None) -> ReportKind:
    """The kind of this key.

    One that only a user's style knows has its key for a name, and is written at the end of the
    document's `period`.
    """
    return report_kinds().get(key) or _own_kind(key, period or "")


@lru_cache(maxsize=64)
def _own_kind(key: str, period: str) -> ReportKind:
    last = _last_month(period)
    report = key if key.endswith(_REPORTS) else f"{key}报告"
    return ReportKind(key, (key,), "", last or _DECEMBER, report, ends_year=last == _DECEMBER)


def _last_month(period: str) -> int | None:
    """The last month of a period (1—9月, 前三季度, 11月底); None where it names no month."""
    try:
        quantity = parse_quantity(period)
    except ValueError:
        return None
    until = quantity.until or quantity.date
    return until[1] if until is not None else None


def kind_named(text: str) -> str:
    """The key of a kind by its key or one of its names; another text as it is."""
    for kind in report_kinds().values():
        if text in kind.names:
            return kind.key
    return text


def listed_kinds() -> str:
    """The kinds for a message: annual（年度）、half-year（半年）."""
    return "、".join(f"{kind.key}（{kind.called}）" for kind in report_kinds().values())
