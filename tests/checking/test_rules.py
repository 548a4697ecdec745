"""Every code has failing and passing examples, and they hold."""

from __future__ import annotations

import json

import pytest

from zhibi.checking.check import check
from zhibi.checking.codes import Rule, find_rule, rules
from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Facts

DOCUMENT = {"style": "镇乡", "kind": "annual", "year": "2024", "organisation": "青山镇"}


def facts_of(rule: Rule) -> Facts:
    section = {"id": "s", "part": "summary", "topic": "工作", "facts": list(rule.facts)}
    document = DOCUMENT | dict(rule.document)
    return facts_from_text(
        json.dumps({"document": document, "sections": [section]}, ensure_ascii=False), "facts.json"
    )


def codes(text: str, facts: Facts) -> set[str]:
    return {finding.code for finding in check(text, facts).findings}


BY_CODE = [rule for rule in rules() if not rule.by_model]


def test_two_codes_are_found_by_a_model() -> None:
    assert [rule.code for rule in rules() if rule.by_model] == ["W301", "W302"]


@pytest.mark.parametrize("rule", BY_CODE, ids=lambda rule: rule.code)
def test_failing_examples_raise_the_code(rule: Rule) -> None:
    facts = facts_of(rule)
    assert rule.failing
    for text in rule.failing:
        assert rule.code in codes(text, facts), text


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_passing_examples_do_not(rule: Rule) -> None:
    facts = facts_of(rule)
    for text in rule.passing:
        assert rule.code not in codes(text, facts), text


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_passing_examples_raise_no_error_at_all(rule: Rule) -> None:
    facts = facts_of(rule)
    for text in rule.passing:
        found = check(text, facts).findings
        # An example shows one matter; it need not report every fact of its rule.
        errors = [f for f in found if f.severity == "error" and f.code != "N301"]
        assert not errors, (text, [f.message for f in errors])


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in rules()}) == len(rules())
    assert len({rule.name for rule in rules()}) == len(rules())


def test_a_rule_is_found_by_code_or_name() -> None:
    assert find_rule("n102") is find_rule("wrong-indicator") is not None
    assert find_rule("N999") is None
