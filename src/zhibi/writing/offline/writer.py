"""The writer without a model: every sentence is made from the facts by the style's patterns.

The same facts and style always give the same words. Statements stand verbatim, indicators become
clauses (`clauses`), clauses sentences and paragraphs (`prose`), and what only the document's own
data can say comes from the style's openings (`metadata`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.facts.kinds import report_kind
from zhibi.styles.framing import FramingPhrases, pairs
from zhibi.writing.offline.aims import aimed
from zhibi.writing.offline.answers import Answers
from zhibi.writing.offline.beside import Setting
from zhibi.writing.offline.carried import CarriedOver
from zhibi.writing.offline.opening_words import main_figures, named_topics
from zhibi.writing.offline.placing import placed
from zhibi.writing.offline.prose import Prose
from zhibi.writing.offline.statements import phases_of
from zhibi.writing.offline.times import Times
from zhibi.writing.outline.builder import has_plan
from zhibi.writing.outline.enumerators import numbered_items
from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.lexicon import any_of
from zhibi.writing.outline.metadata import (
    document_slots,
    fill_document,
    is_later,
    is_whole,
    opening,
)
from zhibi.writing.outline.next_steps import is_next_step
from zhibi.writing.outline.passages import passages
from zhibi.writing.outline.printable import is_printed
from zhibi.writing.wording.numeral_forms import NumeralForms
from zhibi.writing.wording.parting import listed
from zhibi.writing.writer import Composition, WrittenFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhibi.facts.model import Document, Fact, Facts
    from zhibi.styles.model import Style
    from zhibi.writing.outline.model import Node, Outline

_WHEN_FIRST = re.compile(
    r"(?:^|(?<=；))((?:\d{4}年)?(?:\d{1,2}月(?:\d{1,2}日|份)?|[一二三四]季度|[年月]初|年底))，"
)
"""The time that an item, or a part of one, begins with: behind 一是 no comma stands after it."""
_FEWEST_LED = 2
_LONGEST_LED = 40
_OPENING = 2
"""A section lead names the topics of at least so many items, in at most so many characters."""
_FIGURES, _FIGURES_BESIDE = 4, 2
"""Main figures in the preamble, at most; where it has statements of its own."""
_ENUMERATED = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]+[）)、.．])"
)


class OfflineWriter:
    """Writes a complete report without a model."""

    name = "offline"

    def __init__(self, *, by_topics: bool = False) -> None:
        """`by_topics`: the preamble has no figures of its own, for a model to write from."""
        self._by_topics = by_topics

    def compose(self, outline: Outline, facts: Facts, style: Style) -> Composition:
        """Write every node that has facts, and what the style writes from metadata."""
        document = facts.document
        forms = NumeralForms.of(facts.all_facts())
        whole_year = document.period is None and _ends_year(facts)
        setting = Setting(
            style.sentences,
            document.period,
            style.prose.figures,
            whole_year=whole_year,
            places=_named(facts),
            phases=phases_of(facts),
        )
        short = _shortfalls(facts)
        prose = Prose(style, setting, year=document.year, forms=forms, shortfalls=short)
        phrases = FramingPhrases(
            style, document.framing, self_name=document.self_name, year=document.year
        )
        times = Times(facts, whole_year=whole_year, ends_year=_ends_year(facts))
        answers = None if self._by_topics else Answers(facts, style)
        carried = CarriedOver(style)
        bodies: dict[str, tuple[str, ...]] = {}
        figures: dict[str, tuple[WrittenFigure, ...]] = {}
        last = scope = ""
        subjects = Subjects(facts.all_facts())
        whole = is_whole(document)
        later = _later_words(facts, style) if answers is not None else None
        for node in outline.walk():
            stated = whole or (document.period is not None and document.period in scope)
            once = times.of(node, stated=stated)
            prose.begin(stated=stated, planned=node.part == "plan", once=once)
            paragraphs = _lead(node, phrases, last)
            paragraphs = paragraphs or _paragraphs(
                node, prose, facts, style, subjects, by_topics=self._by_topics
            )
            left = list(filter(is_next_step, node.facts))
            paragraphs = carried.behind(paragraphs, prose.sentences(left) if left else ())
            if answers is not None and node.part == "plan":
                paragraphs = answers.put_before(paragraphs, node.facts)
            if later is not None:
                paragraphs = tuple(map(later, paragraphs))
            told, prose.clauses = prose.clauses, []
            if paragraphs:
                bodies[node.id] = paragraphs
                figures[node.id] = tuple(placed(told, paragraphs))
                last = paragraphs[-1]
                times.note(node, paragraphs)
            if node.part == "preamble":
                scope = last
        return Composition(bodies, figures=figures)

    def sentences(
        self,
        facts: Sequence[Fact],
        style: Style,
        *,
        default_period: str | None = None,
        forms: NumeralForms | None = None,
        whole_names: bool = False,
    ) -> list[str]:
        """Finished, true sentences for these facts, in their order; hidden ones are left out.

        `default_period` is the document's: it is taken to be in force, and only others are stated.
        `forms` are those in which the report writes its figures. `whole_names` says that names are
        written as the facts have them, for who reads a fact by itself.
        """
        printed = [fact for fact in facts if is_printed(fact)]
        setting = Setting(
            style.sentences, default_period, style.prose.figures, whole_names=whole_names
        )
        return Prose(style, setting, period=default_period, forms=forms).sentences(printed)


def _named(facts: Facts) -> tuple[str, ...]:
    """The names that a report knows: places, firms, projects."""
    names = [*facts.document.names, *(name for fact in facts.all_facts() for name in fact.names)]
    return tuple(dict.fromkeys(filter(None, names)))


def _ends_year(facts: Facts) -> bool:
    """Whether the report is written when the year is over."""
    return report_kind(facts.document.kind, facts.document.period).ends_year


def _shortfalls(facts: Facts) -> dict[str, Fact]:
    """What is short of a year's target when the year is over, by the indicator's id."""
    if not _ends_year(facts):
        return {}
    ending = ".gap"
    return {
        fact.id.removesuffix(ending): fact
        for fact in facts.all_facts()
        if fact.implied and fact.id.endswith(ending)
    }


def _lead(node: Node, phrases: FramingPhrases, last: str) -> tuple[str, ...]:
    """The sentence that opens a section of several items, from its own topics.

    It does not begin like the paragraph before it or the one after it.
    """
    topics = [child.topic for child in node.children]
    if not node.topic or node.facts or len(topics) < _FEWEST_LED or not all(topics):
        return ()
    own = pairs(node.topic)
    repeated = [topic for topic in topics if pairs(topic) <= own]
    if sum(map(len, topics)) > _LONGEST_LED or 2 * len(repeated) >= len(topics):
        return ()
    lead = phrases.section_lead(node.topic, topics)
    beside = {last[:_OPENING], *(fact.text[:_OPENING] for fact in node.children[0].facts[:1])}
    if lead[:_OPENING] in beside:
        lead = phrases.section_lead(node.topic, topics)
    return (lead,) if lead else ()


def _paragraphs(
    node: Node, prose: Prose, facts: Facts, style: Style, subjects: Subjects, *, by_topics: bool
) -> tuple[str, ...]:
    part = style.part(node.part)
    if part.opening or part.opening_beside:
        return _from_metadata(node, prose, facts, style, by_topics)
    if not node.facts:
        return ()
    if part.items != "none" and not node.run_in:
        texts = ["".join(prose.sentences([fact])) for fact in node.facts]
        bare = [_WHEN_FIRST.sub(r"\1", _ENUMERATED.sub("", text)) for text in texts]
        said = fill_document(part.introduction, facts.document, style) if len(bare) > 1 else ""
        items = (
            numbered_items(bare, joined=False)
            if part.items == "lines"
            else listed(bare, style, said)
        )
        if len(items) == 1:
            return (said + items[0],)
        return (said, *items) if said else tuple(items)
    if node.part == "highlights" and len(node.facts) > 1 and node.id.startswith("part."):
        told = ("".join(prose.sentences(one)) for one in _items(node))
        return tuple(listed([_WHEN_FIRST.sub(r"\1", text) for text in told], style))
    own = [fact for fact in node.facts if not is_next_step(fact)]
    paragraphs = prose.paragraphs(passages(own, subjects, style.prose.paragraph))
    if node.part == "plan":
        return aimed(paragraphs, style)
    return paragraphs


def _items(node: Node) -> list[list[Fact]]:
    """The facts of each item: computed ones and last year's stay beside what they are of."""
    items: list[list[Fact]] = []
    for fact in node.facts:
        if items and (fact.formula or fact.status == "last_year"):
            items[-1].append(fact)
        else:
            items.append([fact])
    return items


def _from_metadata(
    node: Node,
    prose: Prose,
    facts: Facts,
    style: Style,
    by_topics: bool,
) -> tuple[str, ...]:
    """Preamble and closing: the style's sentences, with the part's own facts put in."""
    part, document = style.part(node.part), facts.document
    statements = [fact for fact in node.facts if fact.is_statement]
    indicators = [fact for fact in node.facts if not fact.is_statement]
    title = style.title
    report = title.report if has_plan(facts) else title.report_without_plan
    most = _FIGURES_BESIDE if statements else _FIGURES
    figures = [] if by_topics or indicators else main_figures(facts, style, most)
    slots = {
        **document_slots(document, style),
        **({"period": ""} if is_whole(document) else {}),
        "since": _since(document, style),
        "guiding": _listed(document.guiding),
        "topics": named_topics(facts, style),
        "report": fill_document(report, document, style),
        "tell": _told(document, style),
        "statements": "".join(prose.sentences(statements)),
        "indicators": "".join(prose.sentences(indicators or figures)),
    }
    text = opening(part.opening_beside if statements else part.opening, slots)
    return (text,) if text else ()


def _later_words(facts: Facts, style: Style) -> Callable[[str], str] | None:
    """What puts other words for 今年 and 去年 in a text that is dated after its year."""
    document, words = facts.document, style.sentences.written_later
    if not is_later(document):
        return None
    then = {now: fill_document(one, document, style) for now, one in words.items()}
    said = re.compile(f"“[^”]*”|《[^》]*》|{any_of(then).pattern}")
    return lambda text: said.sub(lambda found: then.get(found[0], found[0]), text)


def _since(document: Document, style: Style) -> str:
    """What the preamble begins with; a report dated after its year does not call that 今年."""
    named = style.sentences.this_year in style.since
    words = style.since_later if named and is_later(document) else style.since
    return fill_document(words, document, style)


def _told(document: Document, style: Style) -> str:
    """The verb that the preamble tells the report with: a given title may ask for its own."""
    title, given = style.title, document.title
    verbs = (verb for word, verb in title.tell_by_title.items() if word in given)
    return next(verbs, title.tell)


def _listed(names: Sequence[str]) -> str:
    """甲、乙和丙."""
    return "和".join(part for part in ("、".join(names[:-1]), *names[-1:]) if part)
