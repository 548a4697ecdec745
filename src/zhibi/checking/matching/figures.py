"""Each figure of a text matched with the entry of the ledger that it states.

Rarely does a value stand alone: most figures of a report share their unit with others of nearly
the same size. So a figure is matched by value and by label together: among the entries that have
its value (`candidates`), the one that the words around it name best (`assignment`); and where
those words name another entry of the same kind clearly better, the figure has a wrong indicator
(`meant`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from zhibi.checking.fit import told_as
from zhibi.checking.ledger_index import LedgerIndex
from zhibi.checking.match import Attachment, Match
from zhibi.checking.matching.assignment import assign, attach, favour_sections
from zhibi.checking.matching.candidates import find_candidates
from zhibi.checking.matching.meant import (
    find_exchanges,
    find_meant,
    find_rivals,
    find_strays,
    forget_other_units,
)
from zhibi.checking.reading.clauses import ReadText
from zhibi.checking.reading.reader import read_sentence
from zhibi.figures.model import Figure
from zhibi.structure import Structure

_MOST = 60
"""Figures of one sentence that are read together: a text without full stops is read in pieces."""


def match_figures(
    ledger: LedgerIndex,
    structure: Structure,
    cued: ReadText,
    figures: Sequence[Figure],
    attachments: Sequence[Attachment] = (),
) -> list[Match]:
    """Match every claim among `figures` (in order); one figure states one entry."""
    matches = _with_readings(ledger, structure, cued, figures)
    for match in matches:
        find_candidates(ledger, structure.text, match)
        match.told = told_as(match.reading, ledger.facts.document.year)
    favour_sections(ledger, matches)
    quoted = ledger.quotations.attachments(structure.text, (one.figure for one in matches))
    attach(ledger, matches, [*quoted, *attachments])
    assign(ledger, matches)
    for match in matches:
        find_rivals(ledger, match)
    forget_other_units(ledger, matches)
    find_strays(ledger, matches)
    find_exchanges(ledger, matches)
    find_meant(ledger, matches)
    return matches


def _with_readings(
    ledger: LedgerIndex, structure: Structure, cued: ReadText, figures: Sequence[Figure]
) -> list[Match]:
    by_sentence: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.claim:
            by_sentence[structure.sentence_index(figure.start)].append(figure)
    matches, year = [], ledger.facts.document.year
    for index, members in by_sentence.items():
        sentence = structure.sentences[index]
        start = sentence.start
        for at in range(0, len(members), _MOST):
            group = members[at : at + _MOST]
            following = members[at + _MOST : at + _MOST + 1]
            end = following[0].start if following else sentence.end
            read = read_sentence(cued, start, end, group, year, ledger.scoring)
            matches += [
                Match(r.figure, r, sentence.line, index) for r in read if not r.is_rate_base
            ]
            start = group[-1].end
    return matches
