"""Sentences that state no fact (W105); more framing than the style allows (W106)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from zhibi.checking.bigrams import bigrams
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern
from zhibi.structure import Line, Structure

_LEAD = lazy_pattern(r"[一二三四五六七八九十]是")
_MIN_SENTENCE = 12
_KNOWN_SHARE = 0.55  # of a sentence's bigrams that the facts have, at least
_NAMED = 3  # words or clauses that a message quotes
_LONGEST_NAMED = 12
_SHORT_TEXT = 200  # characters of body text below which one lead is already a large share


def empty_sentences(given: RuleInput) -> Iterator[Violation]:
    """W105: sentences of the summary that state no fact."""
    structure, known, reader = given.structure, given.ledger.corpus_bigrams, given.framing
    with_figures = {verdict.match.sentence for verdict in given.verdicts}
    for index, sentence in enumerate(structure.sentences):
        line = structure.lines[sentence.line]
        if index in with_figures or line.kind != "paragraph" or sentence.end <= line.heading_end:
            continue
        if structure.part(sentence.start) != "summary" or _signature(structure, line):
            continue
        words = structure.text[sentence.start : sentence.end].strip()
        if _LEAD.match(words):
            continue
        if len(words) < _MIN_SENTENCE or not structure.headings_above(sentence.line):
            continue
        own = bigrams(words)
        if not own or sum(bigram in known for bigram in own) / len(own) >= _KNOWN_SHARE:
            continue
        if given.statements.retells(given.cued.clauses(sentence.start, sentence.end)):
            continue
        if beyond := reader.beyond(sentence.start, sentence.end):
            yield Violation("W105", sentence.start, sentence.end, *_empty_because(given, beyond))


def _empty_because(given: RuleInput, beyond: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """What to say of a sentence without a fact, and of its words that the style licenses not."""
    words = [given.text[start:end] for start, end in beyond[:_NAMED]]
    named = "".join(f"“{word}”" for word in words if len(word) <= _LONGEST_NAMED)
    message = "这句话里没有事实" + (f"，{named}也不是引领衔接的话" if named else "")
    return message, "删去，换成有事实的话，或只留样式许写的引领语（framing）"


def too_much_framing(given: RuleInput) -> Iterator[Violation]:
    """W106: leads and links take a larger share of the body than the style's level allows."""
    if given.sections is not None:
        return
    structure, reader = given.structure, given.framing
    whole, framing = 0, []
    for line in structure.lines:
        if line.kind != "paragraph" or structure.part(line.start) != "summary":
            continue
        for clause in reader.clauses(line.heading_end, line.end):
            whole += clause.end - clause.start
            if clause.kind == "framing":
                framing.append(clause)
    taken = sum(clause.end - clause.start for clause in framing)
    allowed = reader.licence.share
    if whole < _SHORT_TEXT or taken <= allowed * whole:
        return
    longest = sorted(framing, key=lambda clause: (clause.start - clause.end, clause.start))
    first = longest[0]
    words = "、".join(f"“{given.text[one.start : one.end].strip()}”" for one in longest[:_NAMED])
    message = f"引领衔接的话占正文{_percent(taken, whole)}，样式许{_percent(allowed, 1)}"
    yield Violation("W106", first.start, first.end, message, f"删去一些，如{words}")


def _percent(part: int | Decimal, whole: int) -> str:
    return f"{100 * part / whole:.0f}%"


def _signature(structure: Structure, line: Line) -> bool:
    return line.end - line.start < 30 and "。" not in structure.text[line.start : line.end]
