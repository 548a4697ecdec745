"""Framing: what the style's leads and links say, what is licensed, and faulty framing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhibi.checking.statements.clauses import constructions
from zhibi.errors import InputError
from zhibi.facts.load import facts_from_text
from zhibi.styles.framing import (
    FramingLicence,
    FramingPhrases,
    licensed_words,
    pairs,
)
from zhibi.styles.load import load_style, style_names


def with_section_leads(style):
    """The style with section leads in use at both levels: none of the built-in ones uses them."""
    levels = {
        name: allowance.changed(uses=("section_lead", *allowance.uses))
        if allowance.uses
        else allowance
        for name, allowance in style.framing.levels.items()
    }
    return style.changed(framing=style.framing.changed(levels=levels))


STYLES = [
    with_section_leads(load_style(name.key, kind))
    for name in style_names()
    for kind in ("annual", "half-year", "quarter")
]
TOWNSHIP = with_section_leads(load_style("镇乡"))
OWN = "就业和养老 民生保障 现场招聘会 老年食堂 新增城镇就业 救助 参保"


def is_framing(text, own_words, style, level=None):
    """Whether a sentence or clause says no more than the style licenses."""
    return not FramingLicence(style, level).beyond(text, pairs(own_words), own_words)


@pytest.fixture
def write(tmp_path):
    def write(text, name="园区.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def problems(path):
    with pytest.raises(InputError) as caught:
        load_style(path)
    return [(one.line, one.column, one.message) for one in caught.value.problems]


# Phrases


@pytest.mark.parametrize("style", STYLES, ids=lambda s: f"{s.key} {s.kind}")
def test_every_phrase_of_a_style_is_licensed_by_it_and_none_repeats_beside_itself(style):
    phrases = FramingPhrases(style, "usual", self_name="我镇", year=2024)
    own = "民生保障、就业、养老、我镇2024"
    said = []
    for _ in range(12):
        said.append(phrases.section_lead("民生保障", ["就业", "养老"]))
        said.append(phrases.item_lead("就业"))
        said.append(phrases.purpose("养老"))
    links = [phrases.link() for _ in range(6)]
    assert all(said) and all(links)
    for one, other in pairwise(said):
        assert one != other and one[:2] != other[:2]
    assert all(one != other for one, other in pairwise(links))
    for phrase in [*said, *links]:
        assert is_framing(phrase, own, style, "usual"), phrase


def test_the_same_calls_give_the_same_phrases():
    def run():
        phrases = FramingPhrases(TOWNSHIP)
        return [phrases.section_lead("党建", ["学习", "队伍"]), phrases.item_lead("学习")] * 3

    assert run() == run()


def test_items_are_listed_and_topics_that_join_words_stay_apart():
    lead = FramingPhrases(TOWNSHIP).section_lead
    assert "就业、养老和救助" in lead("民生保障", ["就业", "养老", "救助"])
    assert "就业和创业、养老" in lead("民生保障", ["就业和创业", "养老"])


def test_a_lead_without_its_items_is_not_said():
    assert FramingPhrases(TOWNSHIP).section_lead("民生保障") == ""


def test_levels_leave_out_what_they_do_not_use():
    none, lean = FramingPhrases(TOWNSHIP, "none"), FramingPhrases(TOWNSHIP, "lean")
    assert none.section_lead("党建", ["学习", "队伍"]) == none.link() == ""
    assert lean.section_lead("党建", ["学习", "队伍"])
    assert lean.item_lead("党建") == lean.purpose("党建") == ""


def test_words_that_the_user_avoids_are_not_said(write):
    path = write(
        "extends: 镇乡\navoid: {围绕: 直说, 聚焦: 直说, 着眼: 直说, 方面: 直说, 为: 直说}\n"
    )
    phrases = FramingPhrases(load_style(path))
    assert [phrases.item_lead("就业") for _ in range(5)] == [""] * 5
    assert phrases.purpose("就业") == ""
    assert not is_framing("围绕就业，", OWN, load_style(path))


def test_a_phrase_says_no_word_twice_in_a_row():
    phrases = FramingPhrases(TOWNSHIP)
    said = [phrases.section_lead("重点工作", ["抓好就业", "养老"]) for _ in range(8)]
    assert not any("抓好抓好" in one or "工作工作" in one for one in said)


# What is licensed


@pytest.mark.parametrize(
    "text",
    [
        "围绕民生保障，重点抓好就业和养老。",
        "同时，统筹推进救助工作。",
        "在就业方面，",
        "为做好养老工作，",
        "一方面抓就业，另一方面抓养老。",
    ],
)
def test_licensed_words_and_own_words_are_framing(text):
    assert is_framing(text, OWN, TOWNSHIP)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("围绕民生保障，群众获得感显著提升。", "群众获得感显著提升"),
        ("在招商方面，重点抓好就业。", "招商"),
        ("就业工作全面推进，", "全面"),
        ("由分管领导牵头推进就业工作，", "分管领导牵头"),
        ("围绕就业，开展活动3场。", "围绕就业，开展活动3场。"),
    ],
)
def test_what_goes_beyond_is_found_with_its_words(text, words):
    spans = FramingLicence(TOWNSHIP).beyond(text, pairs(OWN), OWN)
    assert words in "".join(text[start:end] for start, end in spans)
    assert not is_framing(text, OWN, TOWNSHIP)


def test_at_level_none_nothing_is_framing():
    assert not is_framing("同时，", OWN, TOWNSHIP, "none")


def test_a_word_never_allowed_may_stand_where_the_facts_say_it():
    own = "残疾人服务提升行动"
    assert is_framing("围绕残疾人服务提升行动，", own, TOWNSHIP)
    assert not is_framing("围绕残疾人服务，着力提升，", "残疾人服务", TOWNSHIP)


@given(st.text(alphabet="围绕就业养老，。的显著提升3三件x ", max_size=30))
def test_spans_lie_in_the_text_in_order(text):
    spans = FramingLicence(TOWNSHIP).beyond(text, pairs(OWN), OWN)
    flat = [at for span in spans for at in span]
    assert flat == sorted(flat) and all(0 <= at <= len(text) for at in flat)
    assert all(start < end for start, end in spans)


def test_no_word_of_framing_is_a_statement_that_needs_a_fact():
    """No form of statement that the check doubts (W104) is found in what the styles license."""
    for style in STYLES:
        words = [
            w
            for w in licensed_words(style)
            if any(p.search(w) for _, p in constructions()[1].of(w))
        ]
        assert words == []


# Faulty framing


def test_framing_with_a_figure_is_refused_at_its_place(write):
    path = write("extends: 镇乡\nframing:\n  link:\n    - 同时，\n    - 5项工作中，\n")
    assert problems(path) == [(5, 7, "引领衔接的话里不能有数：“5项工作中，”")]
    path = write("extends: 镇乡\nframing: {words: [围绕, 三件大事]}\n")
    assert problems(path) == [(2, 23, "引领衔接的话里不能有数：“三件大事”")]


def test_framing_with_a_word_that_is_never_allowed_is_refused(write):
    path = write('extends: 镇乡\nframing:\n  item_lead: ["{subject}显著提升，"]\n')
    found = problems(path)
    assert {(line, column) for line, column, _ in found} == {(3, 15)}
    assert any("显著" in message for _, _, message in found)


def test_framing_with_a_word_that_the_same_file_avoids_is_refused(write):
    path = write("extends: 镇乡\navoid: {抓手: 写明}\nframing:\n  words: [抓手]\n")
    assert problems(path) == [(4, 11, "“抓手”里有“抓手”，avoid 又要避免这个词")]


def test_framing_with_a_word_that_the_extended_style_avoids_is_refused(write):
    path = write("extends: 镇乡\nframing: {link: [值得一提的是，]}\n")
    assert [(line, column) for line, column, _ in problems(path)] == [(2, 18)]


def test_an_unknown_level_slot_or_field_is_refused(write):
    assert "many" in problems(write("extends: 镇乡\nframing: {level: many}\n"))[0][2]
    assert "{verb}" in problems(write('extends: 镇乡\nframing: {purpose: ["{verb}"]}\n'))[0][2]
    assert "leads" in problems(write("extends: 镇乡\nframing: {leads: []}\n"))[0][2]


# The document's own setting

FACTS = """document: {{style: 镇乡, kind: annual, year: 2024, organisation: 青山镇{more}}}
sections: [{{part: summary, topic: 道路, facts: [{{name: 硬化道路, value: 12公里}}]}}]
"""


def test_the_document_may_say_how_much_framing():
    assert facts_from_text(FACTS.format(more=", framing: lean")).document.framing == "lean"
    assert facts_from_text(FACTS.format(more="")).document.framing is None


def test_an_unknown_amount_of_framing_is_refused_with_the_choices():
    with pytest.raises(InputError) as caught:
        facts_from_text(FACTS.format(more=", framing: 多"))
    assert "none（不写）、lean（少写）、usual（照常）" in caught.value.problems[0].hint
