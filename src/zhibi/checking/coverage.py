"""Whether all that must be reported is reported (N301)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from zhibi.checking.bigrams import grams
from zhibi.checking.findings import Coverage
from zhibi.checking.ledger_index import Ground, key, kind_of
from zhibi.checking.verdicts import Verdict, shown
from zhibi.checking.violations import Hit
from zhibi.facts.model import Fact
from zhibi.figures.model import Figure

_SHARED_LABEL, _SHARED_MARGIN = 0.55, 0.05
_TEXT_SAID = 0.6


def coverage(
    ground: Ground,
    text: str,
    verdicts: Sequence[Verdict],
    figures: Sequence[Figure],
    sections: Collection[str] | None,
) -> tuple[Coverage, list[Hit]]:
    """Which `must` entries (and statements without figures) stand in the text."""
    used = _used(ground, verdicts) | _exempt_but_named(ground, text, figures)
    must = [
        number
        for number, entry in enumerate(ground.entries)
        if entry.show == "must" and (sections is None or entry.section_id in sections)
    ]
    missing = [ground.entries[number].id for number in must if number not in used]
    hits = [_missing_entry(ground, number, text) for number in must if number not in used]
    said = _paragraph_grams(text)
    plain = [
        fact
        for fact in ground.facts.all_facts()
        if fact.show == "must"
        and fact.is_statement
        and not fact.figures
        and (sections is None or fact.section_id in sections)
    ]
    for fact in plain:
        if not _is_said(fact, said):
            missing.append(fact.id)
            hits.append(_missing_text(fact, text))
    total = len(must) + len(plain)
    return Coverage(total, total - len(missing), tuple(missing)), hits


def _used(ground: Ground, verdicts: Iterable[Verdict]) -> set[int]:
    """Entries that figures state; one figure may serve two entries of one label and value."""
    used = set()
    for verdict in verdicts:
        if verdict.covers is None:
            continue
        used.add(verdict.covers)
        quantity = verdict.match.figure.quantity
        for number in ground.by_key.get(key(quantity), ()):
            score = verdict.match.scores.get(number, 0.0)
            named = score >= max(_SHARED_LABEL, verdict.match.score - _SHARED_MARGIN)
            if kind_of(quantity) == "time" or named:
                used.add(number)
    return used


def _exempt_but_named(ground: Ground, text: str, figures: Iterable[Figure]) -> set[int]:
    """Entries whose figure the text writes where it is no claim by itself.

    It may be part of a name (居住10人以上的群租房), or a numeral that the facts file declares a
    figure and the scanner takes for a word (培育一支调解员队伍): then the words around it decide.
    """
    used = set()
    for figure in figures:
        if figure.claim:
            continue
        around = text[max(0, figure.start - 1) : figure.end + 3]
        for number in ground.by_key.get(key(figure.quantity), ()):
            if figure.why == "name" or around in ground.entries[number].text:
                used.add(number)
    return used


def _missing_entry(ground: Ground, number: int, text: str) -> Hit:
    entry = ground.entries[number]
    where = f"（{entry.source}）" if entry.source else ""
    return Hit(
        "N301",
        len(text),
        len(text),
        f"必写的“{ground.label(entry)}”{shown(entry.quantity)}没有写{where}",
        "补写；确不必写的，在事实中把 show 改为 may",
        None,
        (entry.id,),
    )


def _missing_text(fact: Fact, text: str) -> Hit:
    words = fact.text[:24] + ("…" if len(fact.text) > 24 else "")
    return Hit(
        "N301",
        len(text),
        len(text),
        f"必写的事项没有写：“{words}”",
        "补写；确不必写的，在事实中把 show 改为 may",
        None,
        (fact.id,),
    )


def _paragraph_grams(text: str) -> list[set[str]]:
    return [set(grams(line)) for line in text.split("\n") if line.strip()]


def _is_said(fact: Fact, paragraphs: Sequence[set[str]]) -> bool:
    wanted = set(grams(fact.text))
    if not wanted:
        return True
    return any(len(wanted & said) / len(wanted) >= _TEXT_SAID for said in paragraphs)
