"""The table of the rules that look at a whole text, one function each, by code.

The codes of single figures (N101–N106, N110, N201, N202, N302) come with their verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules import (
    aims,
    bindings,
    borrowed,
    claims,
    counts,
    former_latter,
    implied,
    layout,
    openings,
    padding,
    relations,
    repetition,
    shares,
    statements,
    unchanged,
    wholes,
    worked_out_bases,
    year_words,
    years,
)
from zhibi.checking.rules.prose.table import PROSE_RULES
from zhibi.checking.violations import Violation

Rule = Callable[[RuleInput], Iterator[Violation]]

TEXT_RULES: tuple[tuple[str, Rule], ...] = (
    ("N205", relations.broken_arithmetic),
    ("N201", relations.contradicting_facts),
    ("N203", wholes.wrong_sums),
    ("N102", implied.implied_told_as_values),
    ("N401", bindings.wrong_honours),
    ("N401", bindings.wrong_places),
    ("N113", worked_out_bases.wrong_worked_out_bases),
    ("N204", counts.wrong_counts),
    ("N104", unchanged.wrongly_unchanged),
    ("N107", years.wrong_years),
    ("N107", year_words.wrong_year_words),
    ("N107", openings.wrong_openings),
    ("N109", aims.wrong_aims),
    ("N116", borrowed.borrowed_words),
    ("N116", former_latter.wrong_former_latter),
    ("N116", shares.wrong_shares),
    ("N108", claims.placeholders),
    ("N112", claims.unread_numerals),
    ("W101", claims.unknown_names),
    ("W102", repetition.repeated_sentences),
    ("W103", claims.foreign_self_names),
    ("W103", claims.foreign_places),
    ("W104", statements.unsupported_statements),
    ("W104", claims.unknown_scopes),
    ("W105", padding.empty_sentences),
    ("W105", repetition.repeated_stock_phrases),
    ("W106", padding.too_much_framing),
    *PROSE_RULES,
    ("L101", layout.enumerators_out_of_order),
    ("L102", layout.headings_out_of_order),
    ("L103", layout.irregular_number_forms),
    ("L104", layout.wrong_length),
)
"""The code that each rule yields, and its function."""
