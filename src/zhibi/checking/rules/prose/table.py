"""The table of the rules of prose, by code."""

from __future__ import annotations

from zhibi.checking.rules.prose import forms, headings, runs, telling, weight

PROSE_RULES = (
    ("W201", weight.heavy_paragraphs),
    ("W202", weight.heavy_sentences),
    ("W203", headings.lone_headings),
    ("W204", headings.empty_headings),
    ("W205", headings.repeated_tails),
    ("W206", runs.repeated_verbs),
    ("W207", telling.totals_after_parts),
    ("W208", forms.mixed_forms),
    ("W209", telling.sentences_without_verb),
    ("W210", telling.facts_told_again),
    ("W211", runs.repeated_leads),
)
