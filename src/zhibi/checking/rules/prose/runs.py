"""One verb or one lead again and again (W206, W211)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.prose.words import any_of, paragraphs, prose_words, sentences, verbs_of
from zhibi.checking.violations import Violation
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import patterns

_CLAUSE = lazy_pattern(r"[^，。；！？：]+[，。；！？：]?")
_SLOT = lazy_pattern(r"\{[a-z_]+\}")
_PAD = "[\\s　*]*"


def repeated_verbs(given: RuleInput) -> Iterator[Violation]:
    """W206: as many clauses in a row as the style counts that open with one verb."""
    least = given.style.prose.verb_run
    opening = re.compile(
        f"{_PAD}(?:{any_of(prose_words()['before_verb'])})*({any_of(verbs_of(given.style))})"
    )
    for _, line in paragraphs(given.structure):
        run: list[int] = []
        verb = ""
        for clause in _CLAUSE.finditer(given.text, line.heading_end, line.end):
            found = opening.match(given.text, *clause.span())
            said = found[1] if found else ""
            if said and said == verb:
                run.append(clause.end())
            else:
                verb, run = said, [clause.start(), clause.end()]
            if len(run) == least + 1:
                yield Violation(
                    "W206",
                    run[0],
                    run[-1],
                    f"接连{least}个分句都以“{verb}”开头",
                    f"只留一个“{verb}”带出几项（用“、”相连），或换动词、变句式",
                )


def repeated_leads(given: RuleInput) -> Iterator[Violation]:
    """W211: a sentence, or a paragraph, that opens with the lead of the one before it."""
    opening = _openings(given)
    before_sentence = before_paragraph = None
    for _, sentence, first in sentences(given.structure):
        found = opening.match(given.text, sentence.start, sentence.end)
        lead = found.lastgroup if found else None
        words = found[found.lastgroup].strip() if found and found.lastgroup else ""
        if lead and lead in (before_sentence, before_paragraph if first else None):
            yield Violation(
                "W211",
                sentence.start,
                sentence.start + len(found[0]) if found else sentence.end,
                f"“{words}”与前一{'段' if first else '句'}的开头一样",
                "换一种开头，或直接从做的事写起",
            )
        before_sentence = lead
        if first:
            before_paragraph = lead


def _openings(given: RuleInput) -> re.Pattern[str]:
    """Openings of sentences, each a group: the style's patterns by their first words, and leads."""
    heads: dict[str, str] = {}
    for pattern in patterns(given.style.framing):
        head, *rest = _SLOT.split(pattern)
        if len(head.rstrip("，")) >= 2:
            heads.setdefault(head.rstrip("，"), re.escape(head.rstrip("，")))
        elif head and rest and rest[0]:
            mark = re.escape(re.split("[，。]", rest[0])[0])
            heads.setdefault(f"{head}…{rest[0]}", f"{re.escape(head)}[^，。；]{{1,16}}{mark}")
    for lead in prose_words()["leads"]:
        heads.setdefault(lead, re.escape(lead))
    ordered = sorted(heads.values(), key=lambda head: (-len(head), head))
    groups = "|".join(f"(?P<g{number}>{head})" for number, head in enumerate(ordered))
    return re.compile(f"{_PAD}(?:{groups})")
