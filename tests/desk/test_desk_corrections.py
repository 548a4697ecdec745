"""Corrections made in order: places stay with their facts, and what no longer fits is left."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from zhibi.desk.corrections import Correction, Merged, apply
from zhibi.desk.fields import fields_of, read_field, write_field
from zhibi.errors import Place
from zhibi.marked_yaml import Path

SIZES = st.lists(st.integers(0, 5), min_size=1, max_size=4)


def merged(sizes: list[int]) -> Merged:
    """Sections of these sizes, one within the other; each fact's place is a cell of its id."""
    origins: dict[Path, Place] = {}
    inner: list[dict[str, object]] = []
    at: Path = ()
    for number, size in enumerate(sizes):
        at = (*at, "sections", 0)
        for index in range(size):
            origins[*at, "facts", index] = Place("表.csv", cell=f"f{number}.{index}")
            origins[*at, "facts", index, "value"] = Place("表.csv", cell=f"v{number}.{index}")
    for number, size in reversed(list(enumerate(sizes))):
        facts = [
            {"id": f"{number}.{index}", "name": f"指标{index}", "value": f"{index + 1}户"}
            for index in range(size)
        ]
        inner = [{"id": f"s{number}", "facts": facts, "sections": inner}]
    return Merged({"sections": inner}, origins)


@given(SIZES, st.data())
def test_places_stay_with_their_facts_when_others_are_taken_out(
    sizes: list[int], data: st.DataObject
) -> None:
    given_facts = merged(sizes)
    ids = [str(fact["id"]) for _, fact in given_facts.facts_data()]
    gone = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    made, left = apply(given_facts, [Correction("remove", one, {}, {}) for one in gone])
    assert left == []
    kept = {str(fact["id"]): path for path, fact in made.facts_data()}
    assert set(kept) == set(ids) - set(gone)
    for one, path in kept.items():
        assert made.origins[path].cell == f"f{one}"
        assert made.origins[*path, "value"].cell == f"v{one}"
    assert len(made.origins) == 2 * len(kept)
    assert [str(fact["id"]) for _, fact in given_facts.facts_data()] == ids


@given(SIZES, st.text(min_size=1, max_size=5), st.text(min_size=1, max_size=5))
def test_a_correction_is_made_where_the_old_value_stands_and_nowhere_else(
    sizes: list[int], before: str, after: str
) -> None:
    facts = merged(sizes)
    for _, fact in facts.facts_data():
        one = Correction("set", str(fact["id"]), {"value": after}, {"value": before})
        made, left = apply(facts, [one])
        found = made.find(str(fact["id"]))
        assert found is not None
        fits = fact["value"] in (before, after)
        assert found[1]["value"] == (after if fits else fact["value"])
        assert left == ([] if fits else [one])


def test_every_field_is_written_where_it_is_read() -> None:
    fact = {
        "id": "tax",
        "name": "税收收入",
        "value": "12.30万元",
        "growth": {"value": "6.35%", "period": "1—10月"},
        "of_which": [{"name": "工业税收", "value": "3万元", "growth": "1%"}],
    }
    for field in fields_of(fact):
        write_field(fact, field["path"], "新")
        assert read_field(fact, field["path"]) == "新"
    assert fact["growth"] == {"value": "新", "period": "1—10月"}
    assert fact["of_which"][0] == {"name": "工业税收", "value": "新", "growth": "新"}
    for field in fields_of(fact):
        write_field(fact, field["path"], "")
    assert set(fact) == {"id", "of_which"}
