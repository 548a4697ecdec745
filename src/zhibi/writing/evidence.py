"""Findings that rest on wording alone, and the words of the facts that a model showed for them.

The check reads words; that a clause tells a fact in other words it can miss. Where a model has
shown the words of the facts that it retells, and code has verified them, the finding becomes a
warning that quotes them. What concerns a figure, a document or a person is never settled so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.checking.codes import by_code

if TYPE_CHECKING:
    from collections.abc import Container

    from zhibi.checking.findings import Finding, Findings
    from zhibi.facts.model import Facts
    from zhibi.writing.writer import Evidence

SHOWN = "W302"
_OF_WORDS = frozenset({"W101", "W104", "W105"})
_OF_STATEMENTS = frozenset({"N107", "N109", "N116"})
"""Codes that rest on wording where no entry is concerned, only the sentence of a fact."""
_OF_MATTER = "N116"
_HINT = "看一眼原话是不是这个意思；不是，照原话改"


def rests_on_wording(finding: Finding, entries: Container[str]) -> bool:
    """Whether a finding is on words alone; `entries` are the ids of all figures of the facts."""
    if finding.code in _OF_STATEMENTS:
        return not any(id_ in entries for id_ in finding.facts)
    return finding.code in _OF_WORDS


def with_evidence(
    found: Findings, text: str, evidence: Sequence[Evidence], facts: Facts
) -> Findings:
    """The result with a warning (W302) for each finding that a model showed words of the facts for.

    `text` is what was checked.
    """
    if not evidence:
        return found
    entries = {entry.id for entry in facts.entries()}
    spans = [(at, one) for one in evidence for at in _places(text, one.sentence)]
    findings = []
    for finding in found.findings:
        shown = next(
            (
                one
                for at, one in spans
                if at + one.start <= finding.start and finding.end <= at + one.end
            ),
            None,
        )
        if shown is not None and (
            rests_on_wording(finding, entries) or finding.code == shown.code == _OF_MATTER
        ):
            findings.append(_shown(finding, text, shown))
        else:
            findings.append(finding)
    return replace(found, findings=tuple(findings))


def _places(text: str, sentence: str) -> list[int]:
    """Where a sentence stands in a text."""
    places, at = [], text.find(sentence) if sentence else -1
    while at >= 0:
        places.append(at)
        at = text.find(sentence, at + 1)
    return places


def _shown(finding: Finding, text: str, evidence: Evidence) -> Finding:
    words = text[finding.start : finding.end]
    rule = by_code()[SHOWN]
    return replace(
        finding,
        code=SHOWN,
        name=rule.name,
        severity=rule.severity,
        message=f"“{words}”核对不出，模型指出的资料原话是“{evidence.quote}”",
        hint=_HINT,
        replacement=None,
    )
