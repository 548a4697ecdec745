"""Facts of another year than the report's: kept with their year, or for checks alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.intake.duplicates import is_statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.errors import Problem
    from zhibi.intake.submission import Submission, SubmittedItem


def place_years(submissions: Sequence[Submission], year: int) -> list[Problem]:
    """Keep the year of a table or a text with its facts where it is not `year`; told by file.

    The sentences of an earlier year's report are kept for checks: they are never this year's.
    """
    notes = []
    for submission in submissions:
        told: dict[tuple[int, bool], SubmittedItem] = {}
        for submitted in submission.facts:
            if submitted.year is None or submitted.year == year:
                continue
            if submitted.year > year and submitted.data.get("status") == "target":
                submitted.part = "plan"
                submitted.data.pop("show", None)
            told_in_report = is_statement(submitted.data) or submitted.in_report
            is_past = told_in_report and submitted.year < year
            _place(submitted, submitted.year, year, is_past=is_past)
            if submitted.part != "plan" and submitted.data.get("status") != "target":
                told.setdefault((submitted.year, is_past), submitted)
        for (other, is_past), submitted in told.items():
            message = f"材料写的是{other}年，报告年度是{year}年：这些数的时段记作{other}年"
            hint = "报错了表的，换成本年的；是上年的数，状态写“上年”"
            if is_past:
                message += "，只用于核对，不写进报告"
                hint = "交错了报告的，换成本年的；要与上年对照，用 zhibi facts --compare"
            notes.append(submitted.place.problem(message, hint))
    return notes


def _place(submitted: SubmittedItem, own: int, year: int, *, is_past: bool) -> None:
    data, of = submitted.data, own
    if is_past:
        data["show"] = "hidden"
        if own == year - 1 and submitted.part != "plan":
            data["status"] = "last_year"
    if submitted.part == "plan":
        of = submitted.plan_year or own
    period = str(data.get("period") or "")
    if of != year and not re.match(r"\d{4}年", period):
        data["period"] = f"{of}年{period}"
