"""Numbers come as Excel and WPS show them, or are refused by their cell."""

import csv
import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.workbooks import formatted, indicators
from zhibi.data_files import read_data
from zhibi.errors import InputError
from zhibi.intake.sheets.number_format import FormatError, shown_number, shown_text
from zhibi.intake.submissions import read_submission

# Each line: a format, a value (dates as serial numbers), what is shown (null where the number is
# refused, since no digits of it are seen for certain), and whether LibreOffice shows the same.
CASES = [
    json.loads(line)
    for line in Path(__file__).with_name("number_formats.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['format']} {case['value']}")
def test_a_number_is_shown_as_in_its_cell(case):
    code, value = case["format"], case["value"]
    if "id" in case:
        known = read_data("intake", "number_formats")
        code = {**known["built_in"], **known["system"]}[str(case["id"])]
    if isinstance(value, str):
        shown = shown_text(value, code)
    elif case["shown"] is None:
        with pytest.raises(FormatError):
            shown_number(Decimal(repr(value)), code)
        return
    else:
        shown = shown_number(Decimal(repr(value)), code).text
    assert shown.replace(" ", "") == case["shown"].replace(" ", "")


def test_the_table_is_long_enough():
    assert len({case["format"] for case in CASES}) >= 60


@pytest.mark.parametrize(
    ("value", "code", "growth"),
    [
        (7.25, '0.00"%"', "7.25%"),
        (-1.5, r"[Red]\+0.0\%;[Blue]\-0.0\%", "-1.5%"),
        (0.0725, "0.00%_ ;[Red]-0.00% ", "7.25%"),
        (-0.031, '"↑"0.0%;"↓"0.0%', "↓3.1%"),
        (-3.1, "0.0_);(0.0)", "-3.1%"),
    ],
)
def test_what_is_seen_is_taken(value, code, growth, tmp_path):
    head = ["名称", "单位", "数值", "同比（%）"]
    book = indicators(["税收", "万元", 5, value], head=head, touch=formatted(D2=code))(tmp_path)
    (fact,) = read_submission(book).facts
    taken = fact.data["growth"].replace("↓", "-") if "↓" in growth else fact.data["growth"]
    assert taken == growth.replace("↓", "-")


@pytest.mark.parametrize("code", ["# ?/?", "0.00E+00", "[DBNum1]0", "0;0", ";;;", "[>9]0;[<-9]-0"])
def test_what_is_not_seen_for_certain_is_refused_by_cell(code, tmp_path):
    book = indicators(["经济", "税收", -5.5, "万元"], touch=formatted(C2=code))(tmp_path)
    with pytest.raises(InputError) as caught:
        read_submission(book)
    assert [problem.cell for problem in caught.value.problems] == ["指标!C2"]


@given(
    st.decimals(-(10**9), 10**9, places=4, allow_nan=False),
    st.integers(0, 4),
    st.sampled_from(["0", "#,##0", "#0", "#,##0.00_ ;"]),
)
def test_plain_formats_round_half_away_from_zero(value, decimals, whole):
    code = whole if ";" in whole else whole + ("." + "0" * decimals if decimals else "")
    places = 2 if ";" in whole else decimals
    shown = shown_number(abs(value), code).plain
    exact = abs(value)
    assert abs(Decimal(shown) - exact) <= Decimal(1).scaleb(-places) / 2
    assert len(shown.partition(".")[2]) == places


@given(st.text(alphabet='0#?.,%;[]<>=-_*\\!"@年月日ymdhsEeG元/ ', max_size=14))
def test_any_code_is_shown_or_refused(code):
    for value in (Decimal("-12.5"), Decimal(0), Decimal("45596.6")):
        try:
            shown_number(value, code)
        except FormatError as error:
            assert str(error)


PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>zh-CN</value></prop></item></oor:items>"""


@pytest.mark.libreoffice
def test_libreoffice_shows_the_same(tmp_path):
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    cases = [case for case in CASES if case["libreoffice"] and case["shown"] is not None]
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for number, case in enumerate(cases, 1):
        sheet.cell(number, 1, number)
        sheet.cell(number, 2, case["value"]).number_format = case["format"] or "General"
    workbook.save(tmp_path / "formats.xlsx")
    profile = tmp_path / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
    shown_as_seen = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false"
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to",
         shown_as_seen, "--outdir", tmp_path, tmp_path / "formats.xlsx"],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    with (tmp_path / "formats.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    wrong = [
        (case["format"], case["value"], row[1], case["shown"])
        for case, row in zip(cases, rows, strict=True)
        if row[1].replace(" ", "") != case["shown"].replace(" ", "")
    ]
    assert len(cases) > 150
    assert wrong == []
