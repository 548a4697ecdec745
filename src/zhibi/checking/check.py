"""The check: one pass over a text, every figure with what it stands on, and what is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from zhibi.checking.arithmetic import follows
from zhibi.checking.codes import by_code
from zhibi.checking.counting import count_hits, part_hits
from zhibi.checking.coverage import coverage
from zhibi.checking.findings import CheckedFigure, Coverage, Finding, Findings
from zhibi.checking.layout import enumerator_hits, form_hits, heading_hits, length_hits
from zhibi.checking.ledger_index import Ground
from zhibi.checking.match import Match, match_figures
from zhibi.checking.qualifiers import qualify
from zhibi.checking.structure import Structure
from zhibi.checking.verdicts import Verdict, judge, well_stated
from zhibi.checking.violations import Hit
from zhibi.checking.wording import (
    claim_hits,
    name_hits,
    padding_hits,
    place_hits,
    placeholder_hits,
    repeat_hits,
    self_name_hits,
)
from zhibi.checking.years import year_hits
from zhibi.facts.model import Facts
from zhibi.facts.redaction import redact
from zhibi.figures.model import Figure
from zhibi.figures.scan import find_figures
from zhibi.text import Source

if TYPE_CHECKING:
    from zhibi.styles.model import Style

_last_ground: list[Ground] = []


def check(
    text: str,
    facts: Facts,
    style: Style | str | None = None,
    *,
    sections: Collection[str] | None = None,
) -> Findings:
    """Check a text against facts: pure, no network, no clock.

    `style` (a style, its name or its path) defaults to the one that the facts name. With
    `sections`, the text is taken to be those sections alone: only their facts must be reported,
    and the length is not checked.
    Raises InputError when the style cannot be found.
    """
    if style is None or isinstance(style, str):
        from zhibi.styles.load import load_style

        document = facts.document
        asked_at = document.style_asked_at if style is None else None
        style = load_style(style or document.style, document.kind, asked_at=asked_at)
    ground = _ground(facts)
    structure = Structure(text)
    figures = find_figures(text, ground.names)
    verdicts, hits = _verdicts(ground, structure, figures)
    covered, missing = coverage(ground, text, verdicts, figures, sections)
    hits.extend(_text_hits(ground, structure, verdicts, style))
    if sections is None:
        hits.extend(length_hits(facts, structure))
    return _findings(text, ground, figures, verdicts, [*hits, *missing], covered)


def _ground(facts: Facts) -> Ground:
    """The prepared ledger; the last one is kept, since a draft checks its facts many times."""
    ground = _last_ground[0] if _last_ground else None
    if ground is None or ground.facts is not facts:
        ground = Ground(facts)
        _last_ground[:] = [ground]
    return ground  # our own: another thread may have put in its own by now


def _verdicts(
    ground: Ground, structure: Structure, figures: Sequence[Figure]
) -> tuple[list[Verdict], list[Hit]]:
    matches = match_figures(ground, structure, figures)
    present = well_stated(matches)
    by_sentence = _by_sentence(matches)
    judged = [judge(ground, match, present) for match in matches]
    verdicts = [verdict for verdict, _ in judged]
    hits: list[Hit] = list(count_hits(ground, structure, verdicts))
    for at, (verdict, own) in enumerate(judged):
        if verdict.status == "counted":
            continue
        if verdict.status == "unsupported":
            hits.extend(_computed(ground, structure, verdicts, at, own))
            continue
        hits.extend(own)
        if verdict.covers is not None:
            hits.extend(_qualified(ground, structure, verdict, by_sentence))
    hits.extend(part_hits(ground, structure, verdicts))
    hits.extend(year_hits(ground, structure, verdicts))
    return verdicts, hits


def _by_sentence(matches: Iterable[Match]) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = {}
    for match in matches:
        found.setdefault(match.sentence, []).append(match.figure)
    return found


def _qualified(
    ground: Ground, structure: Structure, verdict: Verdict, by_sentence: dict[int, list[Figure]]
) -> list[Hit]:
    found = qualify(ground, structure, verdict.match, by_sentence[verdict.match.sentence])
    if found and verdict.status in ("stated", "converted", "rounded"):
        verdict.status = "conflict"
    return found


def _computed(
    ground: Ground, structure: Structure, verdicts: list[Verdict], at: int, own: list[Hit]
) -> list[Hit]:
    """An unsupported figure that follows from others is computed, and N111 asks to declare it."""
    verdict = verdicts[at]
    computation, mismatch = follows(ground, structure, verdicts, at)
    if computation is None:
        return [*own, mismatch] if mismatch else own
    verdict.status, verdict.how = "computed", computation.how
    verdict.facts = tuple(ground.entries[number].id for number in computation.entries)
    figure = verdict.match.figure
    allowed = ground.facts.document.computed == "allow"
    return [
        Hit(
            "N111",
            figure.start,
            figure.end,
            f"“{figure.text}”是文中自己算出来的（{computation.how}），事实里没有",
            f"要写就在 derive 里申报：formula: {computation.formula(verdict.facts)}；不写就删去",
            None,
            verdict.facts,
            warning=allowed,
        )
    ]


def _text_hits(
    ground: Ground, structure: Structure, verdicts: Sequence[Verdict], style: Style
) -> Iterable[Hit]:
    text = structure.text
    yield from placeholder_hits(text)
    yield from name_hits(ground, text)
    yield from repeat_hits(structure)
    yield from self_name_hits(text, style)
    yield from place_hits(ground, text)
    yield from claim_hits(ground, structure, verdicts)
    yield from padding_hits(ground, structure, verdicts, style)
    yield from enumerator_hits(structure)
    yield from heading_hits(structure)
    yield from form_hits(text)


def _findings(
    text: str,
    ground: Ground,
    figures: Sequence[Figure],
    verdicts: Sequence[Verdict],
    hits: Iterable[Hit],
    covered: Coverage,
) -> Findings:
    source = Source(text)
    by_figure = {id(verdict.match.figure): verdict for verdict in verdicts}
    checked = []
    for figure in figures:
        line, column = source.position(figure.start)
        verdict = by_figure.get(id(figure))
        if verdict is None:
            checked.append(CheckedFigure(figure, line, column, "exempt"))
            continue
        first = ground.number.get(verdict.facts[0]) if verdict.facts else None
        origin = ground.entries[first].source if first is not None else ""
        checked.append(
            CheckedFigure(
                figure,
                line,
                column,
                verdict.status,
                verdict.facts,
                origin,
                verdict.how and _discreet(ground, verdict.how, verdict.facts),
            )
        )
    ordered = sorted(hits, key=lambda hit: (hit.start, hit.code))
    stamped = [_stamp(source, ground, hit) for hit in ordered]
    return Findings(tuple(checked), tuple(stamped), covered)


def _discreet(ground: Ground, words: str, ids: Sequence[str]) -> str:
    """Words about these entries that do not tell a sensitive value."""
    return redact(words, (ground.entries[ground.number[i]] for i in ids if i in ground.number))


def _stamp(source: Source, ground: Ground, hit: Hit) -> Finding:
    rule = by_code()[hit.code]
    replacement = hit.replacement
    if replacement is not None and _discreet(ground, replacement, hit.facts) != replacement:
        replacement = None
    line, column = source.position(hit.start)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity="warning" if hit.warning else rule.severity,
        start=hit.start,
        end=hit.end,
        line=line,
        column=column,
        message=_discreet(ground, hit.message, hit.facts),
        hint=_discreet(ground, hit.hint, hit.facts),
        replacement=replacement,
        facts=hit.facts,
    )
