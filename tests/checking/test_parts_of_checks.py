"""Parts that the facts' relations tell (N115), and averages by another count than is said."""

from __future__ import annotations

from functools import partial

import pytest

from tests.support.passages import error_codes
from zhibi.checking.check import Checker
from zhibi.facts.load import facts_from_text

CHECKER = Checker(
    facts_from_text(
        """
document: {style: 镇乡, kind: annual, year: 2024, organisation: 磨滩镇}
sections:
  - part: summary
    topic: 农业农村
    facts:
      - id: dams
        text: 全镇山塘24口，除险加固完成17口，正在加固7口，投入资金510万元。
        figures:
          - {id: dams.all, text: 24口, name: 山塘}
          - {id: dams.done, text: 17口, name: 加固完成的山塘, status: done}
          - {id: dams.on, text: 7口, name: 正在加固的山塘, status: ongoing}
          - {text: 510万元, name: 山塘加固投入}
      - id: farms
        text: 家庭农场登记86家，评上示范农场21家。
        figures:
          - {id: farms.all, text: 86家, name: 家庭农场}
          - {id: farms.model, text: 21家, name: 示范农场}
      - id: help
        text: 走访困难群众412户，其中发放救助金96户。
        figures: [{text: 412户, name: 走访困难群众}, {text: 96户, name: 发放救助金户数}]
      - id: visits
        text: 图书室接待读者1.2万人次，增长8.4%。
        figures: [{text: 1.2万人次, name: 图书室读者}, {text: 8.4%, name: 图书室读者增长}]
    checks:
      - dams.done + dams.on = dams.all
      - 占比(farms.model, farms.all) <= 100%
"""
    )
)


_codes = partial(error_codes, given=CHECKER, computed=False)


@pytest.mark.parametrize(
    ("sound", "wrong", "code"),
    [
        (
            "山塘24口，加固完成17口，其余7口正在加固。",
            "山塘24口，加固完成17口，其中7口正在加固。",
            "N115",
        ),
        (
            "山塘24口，其中加固完成的17口。",
            "山塘24口，另有加固完成的17口。",
            "N115",
        ),
        (
            "家庭农场登记86家，其中示范农场21家。",
            "家庭农场登记86家，另有示范农场21家。",
            "N115",
        ),
        (
            "走访困难群众412户，其中96户领到救助金。",
            "走访困难群众412户，另有96户领到救助金。",
            "N115",
        ),
        (
            "山塘加固投入510万元，24口山塘平均每口21.25万元。",
            "山塘加固投入510万元，24口山塘平均每户21.25万元。",
            "N302",
        ),
        ("图书室读者增长8.4%。", "图书室读者完成8.4%。", "N115"),
    ],
)
def test_parts_and_averages_are_told_as_the_facts_have_them(
    sound: str, wrong: str, code: str
) -> None:
    assert not _codes(sound)
    assert code in _codes(wrong)
