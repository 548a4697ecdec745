"""与上年同期持平 states a growth of 0 %, and is wrong of what has changed."""

import pytest

from zhibi import OfflineWriter, check, draft, load_facts

FACTS = """\
document: {{style: 镇乡, kind: annual, year: 2024, organisation: 石桥镇, period: 1—11月}}
sections:
  - id: e
    part: summary
    topic: 经济发展
    facts:
      - {{name: 税收收入, value: 560万元, {beside}}}
"""
TEXT = "1—11月，税收收入560万元，{words}。\n"


def found(tmp_path, beside, words):
    path = tmp_path / "a.yaml"
    path.write_text(FACTS.format(beside=beside), encoding="utf-8")
    findings = check(TEXT.format(words=words), load_facts(path)).findings
    return [one.code for one in findings if one.code in {"N104", "N301"}]


@pytest.mark.parametrize("words", ["与上年同期持平", "同比持平", "比去年同期没有变化"])
def test_unchanged_states_a_growth_of_nothing(words, tmp_path):
    assert found(tmp_path, "growth: 0.0%", words) == []


@pytest.mark.parametrize(
    ("beside", "words", "codes"),
    [
        ("growth: 6.35%", "与上年同期持平", ["N104", "N301"]),
        ("previous: {value: 512万元, show: hidden}", "同比持平", ["N104"]),
        ("previous: {value: 560万元, show: hidden}", "同比持平", []),
        ("growth: 6.35%", "与上年同期基本持平", ["N104", "N301"]),
        ("growth: 0.8%", "与上年同期基本持平", ["N301"]),
        ("growth: 0%", "进度较快", ["N301"]),
    ],
)
def test_what_has_changed_is_not_told_as_unchanged(beside, words, codes, tmp_path):
    assert found(tmp_path, beside, words) == codes


def test_the_offline_writer_tells_a_growth_of_nothing_in_words(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(FACTS.format(beside="growth: 0%"), encoding="utf-8")
    made = draft(load_facts(path), writer=OfflineWriter())
    assert "税收收入560万元，与上年同期持平" in made.text
    assert not made.findings.errors


def test_a_part_without_a_fact_is_not_the_whole_told_twice(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(FACTS.format(beside="show: must"), encoding="utf-8")
    text = TEXT.format(words="其中工业税收20万元")
    (finding,) = check(text, load_facts(path)).findings
    assert (finding.code, finding.replacement) == ("N101", None)
