"""Records: what is read of plain data, and what is said of data that does not fit."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibi.typed_data import After, Before, Between, Key, Record, Size


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _no_brace(value: str) -> str:
    if "{" in value:
        raise ValueError("花括号")
    return value


class Inner(Record, strip=True):
    name: str
    sub: list[Inner] | None = None


class Outer(Record, strip=True):
    text: str | None = None
    year: Annotated[int, Between(1949, 2199)] | None = None
    share: Annotated[Decimal, Between(0, 1)] | None = None
    closed: bool = False
    kind: Literal["annual", "half-year"] = "annual"
    own: Annotated[str | None, Key("self")] = None
    names: Annotated[tuple[str, ...], Before(_listed), Size(1)] = ()
    length: tuple[int, int] | None = None
    pattern: Annotated[str, After(_no_brace)] = ""
    parts: dict[Literal["a", "b"], Inner] | None = None
    inner: Inner | None = None


@pytest.mark.parametrize(
    ("data", "field", "value"),
    [
        ({"text": " 产值 "}, "text", "产值"),
        ({"text": None}, "text", None),
        ({"year": " 2024 "}, "year", 2024),
        ({"year": "+2_024"}, "year", 2024),
        ({"year": "2024.00"}, "year", 2024),
        ({"year": 2024}, "year", 2024),
        ({"share": "0.30"}, "share", Decimal("0.30")),
        ({"closed": "Yes"}, "closed", True),
        ({"closed": "off"}, "closed", False),
        ({"kind": "half-year"}, "kind", "half-year"),
        ({"self": "我镇"}, "own", "我镇"),
        ({"names": "甲"}, "names", ("甲",)),
        ({"length": ["5", "6"]}, "length", (5, 6)),
        ({"parts": {"a": {"name": "x"}}}, "parts", {"a": Inner.read({"name": "x"})[0]}),
        ({}, "kind", "annual"),
    ],
)
def test_data_that_fits_is_read(data: dict[str, object], field: str, value: object) -> None:
    made, faults = Outer.read(data)
    assert not faults
    assert getattr(made, field) == value


@pytest.mark.parametrize(
    ("data", "loc", "kind"),
    [
        ("x", (), "mapping"),
        ({"text": ["x"]}, ("text",), "text"),
        ({"year": "2024.5"}, ("year",), "whole"),
        ({"year": "1_"}, ("year",), "whole"),
        ({"year": "2024."}, ("year",), "whole"),
        ({"year": "９"}, ("year",), "whole"),
        ({"year": "2200"}, ("year",), "range"),
        ({"share": "nan"}, ("share",), "decimal"),
        ({"share": "1.01"}, ("share",), "range"),
        ({"closed": " yes"}, ("closed",), "yes-or-no"),
        ({"closed": None}, ("closed",), "yes-or-no"),
        ({"kind": "weekly"}, ("kind",), "choice"),
        ({"own": "我镇"}, ("own",), "unknown"),
        ({"names": []}, ("names",), "size"),
        ({"names": [None]}, ("names", 0), "text"),
        ({"length": "5,6"}, ("length",), "list"),
        ({"length": ["5"]}, ("length",), "size"),
        ({"pattern": "{x}"}, ("pattern",), "rule"),
        ({"parts": {"c": {}}}, ("parts", "c"), "unknown"),
        ({"inner": {}}, ("inner", "name"), "missing"),
        (
            {"inner": {"name": "x", "sub": [{"name": "y", "z": "1"}]}},
            ("inner", "sub", 0, "z"),
            "unknown",
        ),
    ],
)
def test_what_does_not_fit_is_told_at_its_place(
    data: object, loc: tuple[int | str, ...], kind: str
) -> None:
    _, faults = Outer.read(data)
    assert [(one.loc, one.kind) for one in faults] == [(loc, kind)]


def test_all_faults_are_told_at_once() -> None:
    _, faults = Outer.read({"year": "x", "closed": "?", "zz": "1", "inner": "x"})
    assert {one.loc[0] for one in faults} == {"year", "closed", "zz", "inner"}


def test_a_record_does_not_change_but_another_is_made_of_it() -> None:
    made, _ = Outer.read({"text": "甲", "share": "0.5", "parts": {"b": {"name": "x"}}})
    with pytest.raises(AttributeError):
        made.text = "乙"
    other = made.changed(text="乙")
    assert (made.text, other.text, other.share) == ("甲", "乙", made.share)
    assert made != other
    assert made == other.changed(text="甲")
    assert made.plain()["share"] == "0.5"
    assert made.plain()["parts"] == {"b": {"name": "x", "sub": None}}


PLAIN = st.recursive(
    st.none() | st.text(max_size=8) | st.sampled_from(["2024", "yes", "annual", "0.5"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["text", "year", "self", "names", "inner", "name", "sub", "parts", "a"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(PLAIN)
def test_any_data_is_read_or_refused_within_it(data: object) -> None:
    made, faults = Outer.read(data)
    for fault in faults:
        at = data
        for step in fault.loc[:-1]:  # all but the last step lead to what is there
            assert isinstance(at, dict | list | str)
            at = [at] if isinstance(at, str) else at  # one word where a list is meant
            at = at[step]
    if not faults:
        assert Outer.read(dict(data)) == (made, [])
