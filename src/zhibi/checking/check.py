"""The check: one pass over a text, every figure with what supports it, and what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.checking.borrowing.borrowed_words import Borrowing
from zhibi.checking.borrowing.name_owners import NameOwners
from zhibi.checking.codes import by_code
from zhibi.checking.comparing.comparisons import Comparisons
from zhibi.checking.comparing.events import EventComparison
from zhibi.checking.comparing.parts import Parts, wrong_parts
from zhibi.checking.comparing.pieces import Pieces
from zhibi.checking.comparing.sums import wrong_sums
from zhibi.checking.comparing.times import Calendar
from zhibi.checking.contradictions import contradictions
from zhibi.checking.findings import CheckedFigure, Coverage, Finding, Findings
from zhibi.checking.framing import FramingReader, ReadClause
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.match import Attachment
from zhibi.checking.reading.clauses import ReadText
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.coverage import coverage
from zhibi.checking.rules.folding import folded
from zhibi.checking.rules.table import TEXT_RULES
from zhibi.checking.scoring import SCORING, Scoring
from zhibi.checking.statements.clauses import ClauseReader
from zhibi.checking.statements.matters import Matters
from zhibi.checking.support import verdicts_on
from zhibi.checking.violations import Violation
from zhibi.facts.bindings import Bindings
from zhibi.facts.kinds import report_kind
from zhibi.facts.model import Facts, facts_given
from zhibi.facts.redaction import redact
from zhibi.figures.scan import find_figures
from zhibi.structure import Structure
from zhibi.styles.framing import FramingLicence
from zhibi.text import Source

if TYPE_CHECKING:
    from zhibi.checking.explain import Explanation
    from zhibi.checking.undecided import Undecided
    from zhibi.styles.model import Style


class Checker:
    """Checks texts against one set of facts, whose index is built once."""

    def __init__(
        self, facts: Facts, style: Style | str | None = None, *, scoring: Scoring = SCORING
    ) -> None:
        """Prepare the facts; `style` (a style, its name or its path) defaults to their own.

        Raises InputError when the style cannot be found, TypeError for what is no `Facts`.
        """
        facts = facts_given(facts)
        if style is None or isinstance(style, str):
            from zhibi.styles.load import load_style

            document = facts.document
            asked_at = document.style_asked_at if style is None else None
            style = load_style(style or document.style, document.kind, asked_at=asked_at)
        self.style = style
        self.licence = FramingLicence(style, facts.document.framing)
        self.ledger = LedgerIndex(facts, scoring, plans_next_year=style.plans_next_year)
        self.bindings = Bindings(facts)
        self.pieces = Pieces(facts, self.ledger.texts)
        self.parts = Parts(self.ledger)
        self.contradictions = contradictions(facts)
        self.borrowing = Borrowing(self.ledger)
        self.owners = NameOwners(self.ledger)
        self.statements = ClauseReader(Matters(self.ledger), style)

    def check(
        self,
        text: str,
        *,
        sections: Collection[str] | None = None,
        attachments: Sequence[Attachment] = (),
        fold: bool = True,
    ) -> Findings:
        """Check a text: pure, no network, no clock.

        With `sections`, the text is taken to be those sections alone: only their facts must be
        reported, and the length is not checked. `attachments` are figures that code wrote: their
        entries are known and reported, whatever the words around them. Without `fold`, a fact that
        a wrong figure leaves unreported has a finding of its own (N301).
        """
        if not isinstance(text, str):
            raise TypeError(f"text must be a str, not {type(text).__name__}")
        given, violations = self._read(text, sections, attachments)
        for _, rule in TEXT_RULES:
            violations.extend(rule(given))
        covered, missing = coverage(given)
        if fold:
            violations = folded(self.ledger, given.verdicts, violations, missing)
        else:
            violations += missing
        return _findings(given, violations, covered)

    def undecided(self, text: str, findings: Findings) -> list[Undecided]:
        """The sentences of a checked text that the rules neither prove nor doubt."""
        from zhibi.checking.undecided import undecided_sentences

        given, _ = self._read(text, None, ())
        return list(undecided_sentences(given, findings.findings))

    def explanations(
        self, text: str, findings: Findings, line: int, column: int | None = None
    ) -> list[Explanation]:
        """How the claims of a line of a checked text were read, or the one at a column.

        Lines and columns count from 1; a column within a figure means that figure.
        """
        from zhibi.checking.explain import explanation

        given, _ = self._read(text, None, ())
        by_start = {one.figure.start: one for one in findings.figures}
        found = []
        for verdict in given.verdicts:
            checked = by_start[verdict.match.figure.start]
            width = len(checked.figure.text)
            here = column is None or checked.column <= column < checked.column + width
            if checked.line == line and here:
                found.append(
                    explanation(text, verdict.match, self.ledger, checked, findings.findings)
                )
        return found

    def body_clauses(self, text: str) -> Iterator[ReadClause]:
        """The clauses of a text's paragraphs, each as stating a fact, framing, or neither."""
        given, _ = self._read(text, None, ())
        for line in given.structure.lines:
            if line.kind == "paragraph":
                yield from given.framing.clauses(line.heading_end, line.end)

    def extended(self, text: str, findings: Findings, more: Iterable[Violation]) -> Findings:
        """The findings of a checked text with others, in the order of the text."""
        stamped = [_stamp(Source(text), self.ledger, one) for one in more]
        found = sorted([*findings.findings, *stamped], key=lambda one: (one.start, one.code))
        return replace(findings, findings=tuple(found))

    def _read(
        self,
        text: str,
        sections: Collection[str] | None,
        attachments: Sequence[Attachment],
    ) -> tuple[RuleInput, list[Violation]]:
        """What the rules look at, and what the words around single figures get wrong."""
        ledger, structure = self.ledger, Structure(text)
        cued = ReadText(text, [(one.start, one.end) for one in structure.sentences])
        figures = find_figures(text, ledger.names)
        verdicts, violations = verdicts_on(ledger, structure, cued, figures, attachments)
        violations += list(Comparisons(ledger, structure, verdicts).wrong())
        violations += list(wrong_sums(structure, verdicts))
        violations += list(wrong_parts(structure, verdicts, self.parts))
        document = ledger.facts.document
        last_month = report_kind(document.kind, document.period).last_month
        calendar = Calendar(document.year, ledger.plans_next_year, last_month)
        events = EventComparison(self.pieces, ledger.entries, structure, cued, calendar)
        violations += list(events.wrong(verdicts, violations))
        framing = FramingReader(ledger, structure, verdicts, self.licence)
        written = frozenset(one.entry for one in attachments)
        given = RuleInput(
            ledger=ledger,
            text=text,
            structure=structure,
            figures=figures,
            verdicts=verdicts,
            style=self.style,
            cued=cued,
            framing=framing,
            statements=self.statements,
            borrowing=self.borrowing,
            owners=self.owners,
            bindings=self.bindings,
            contradictions=self.contradictions,
            sections=sections,
            written=written,
        )
        return given, violations


def check(
    text: str,
    facts: Facts,
    style: Style | str | None = None,
    *,
    sections: Collection[str] | None = None,
    attachments: Sequence[Attachment] = (),
) -> Findings:
    """Check one text against facts; see `Checker` for many texts, and for the arguments.

    Raises InputError when the style cannot be found.
    """
    return Checker(facts, style).check(text, sections=sections, attachments=attachments)


def _findings(given: RuleInput, violations: Iterable[Violation], covered: Coverage) -> Findings:
    ledger, source = given.ledger, Source(given.text)
    by_start = {verdict.match.figure.start: verdict for verdict in given.verdicts}
    checked = []
    for figure in given.figures:
        line, column = source.position(figure.start)
        verdict = by_start.get(figure.start)
        if verdict is None:
            checked.append(CheckedFigure(figure, line, column, "exempt"))
            continue
        first = ledger.number.get(verdict.facts[0]) if verdict.facts else None
        origin = ledger.entries[first].source if first is not None else ""
        checked.append(
            CheckedFigure(
                figure,
                line,
                column,
                verdict.status,
                verdict.facts,
                origin,
                verdict.how and _redacted(ledger, verdict.how, verdict.facts),
            )
        )
    ordered = sorted(violations, key=lambda violation: (violation.start, violation.code))
    stamped = [_stamp(source, ledger, violation) for violation in ordered]
    return Findings(tuple(checked), tuple(stamped), covered)


def _redacted(ledger: LedgerIndex, words: str, ids: Sequence[str]) -> str:
    """Words about these entries with sensitive values redacted."""
    return redact(words, (ledger.entries[ledger.number[i]] for i in ids if i in ledger.number))


def _stamp(source: Source, ledger: LedgerIndex, violation: Violation) -> Finding:
    rule = by_code()[violation.code]
    replacement = violation.replacement
    if replacement is not None and _redacted(ledger, replacement, violation.facts) != replacement:
        replacement = None
    line, column = source.position(violation.start)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity="warning" if violation.warning else rule.severity,
        start=violation.start,
        end=violation.end,
        line=line,
        column=column,
        message=_redacted(ledger, violation.message, violation.facts),
        hint=_redacted(ledger, violation.hint, violation.facts),
        replacement=replacement,
        facts=violation.facts,
    )
