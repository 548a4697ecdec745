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
from zhibi.writing.offline.opening_words import deeds, named_topics, steps
from zhibi.writing.offline.placing import placed
from zhibi.writing.offline.prose import Prose
from zhibi.writing.offline.statements import phases_of
from zhibi.writing.offline.times import Times
from zhibi.writing.outline.builder import has_plan
from zhibi.writing.outline.enumerators import numbered_items
from zhibi.writing.outline.grouping import Subjects
from zhibi.writing.outline.headings import topic_name
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

    from zhibi.facts.model import Document, Fact, Facts, Part
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
_STANCE = re.compile(
    r"(?:围绕|紧扣|按照|锚定|立足|突出)[^，。“”]{0,6}(“[^“”]{4,24}”)(?:这[一个]+)?(定位|目标|思路|主线|要求|战略|建设)"
)
_ENUMERATED = re.compile(
    r"^(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]+[）)、.．])"
)


class OfflineWriter:
    """Writes a complete report without a model."""

    name = "offline"

    def __init__(self, *, by_topics: bool = False) -> None:
        """`by_topics`: the closing names no steps, for a model to write from."""
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
        prose = Prose(
            style, setting, year=document.year, forms=forms, shortfalls=_shortfalls(facts)
        )
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
            prose.begin(
                stated=stated, planned=node.part == "plan", once=times.of(node, stated=stated)
            )
            paragraphs = _lead(node, phrases, last)
            paragraphs = paragraphs or _paragraphs(
                node, prose, facts, style, subjects, by_topics=self._by_topics
            )
            left = [fact for fact in node.facts if is_next_step(fact)]
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
            if node.part == "closing" and not node.facts and _closes(facts, style):
                bodies.pop(node.id, None)
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


def _closes(facts: Facts, style: Style) -> bool:
    """Whether the plan's last fact ends the report itself (奋力开创…新局面)."""
    planned = [
        fact
        for top in facts.sections
        if top.part == "plan"
        for one in top.walk()
        for fact in one.facts
    ]
    last = next((fact for fact in reversed(planned) if is_printed(fact)), None)
    end = re.split(r"[。；]", last.text.rstrip("。"))[-1] if last is not None else ""
    return any(word in end for word in style.sentences.closing_words)


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
        items = numbered_items(bare) if part.items == "lines" else listed(bare, style, said)
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
    report, tell = _told_as(facts, style)
    summary = [section for section in facts.sections if section.part == "summary"]
    topics = named_topics(_topics(facts, style, "summary"), style)
    slots = {
        **document_slots(document, style),
        **({"period": ""} if is_whole(document) else {}),
        "since": _since(document, style),
        "guiding": _listed(document.guiding),
        "topics": "、".join(topics),
        "deeds": deeds(summary, style),
        "steps": "" if by_topics else steps(facts),
        "stance": _stance(facts),
        "report": fill_document(report, document, style),
        "tell": tell,
        "statements": "".join(prose.sentences(statements)),
        "indicators": "".join(prose.sentences(indicators)),
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


def _told_as(facts: Facts, style: Style) -> tuple[str, str]:
    """What the preamble calls the report, and the verb: a given title rules both."""
    title, given = style.title, facts.document.title
    if not given:
        return (title.report if has_plan(facts) else title.report_without_plan), title.tell
    verbs = (verb for word, verb in title.tell_by_title.items() if word in given)
    return title.report_of_given, next(verbs, title.tell)


def _listed(names: Sequence[str]) -> str:
    """甲、乙和丙."""
    return "和".join(part for part in ("、".join(names[:-1]), *names[-1:]) if part)


def _topics(facts: Facts, style: Style, part: Part) -> list[str]:
    """What a part is about, from the topics of its top-level sections."""
    names = [
        topic_name(section, style)
        for section in facts.sections
        if section.part == part
        and any(is_printed(fact) for inner in section.walk() for fact in inner.facts)
    ]
    return list(dict.fromkeys(name for name in names if name))


def _stance(facts: Facts) -> str:
    """What the preamble says that the report's unit holds to: “生态湖区、水产强镇”定位."""
    told = (
        fact.text
        for top in facts.sections
        if top.part == "preamble"
        for section in top.walk()
        for fact in section.facts
        if is_printed(fact)
    )
    return next((found[1] + found[2] for text in told if (found := _STANCE.search(text))), "")
