"""The data of the prompts: document, outline and a task's facts, as escaped plain text.

Hidden and sensitive facts are in no node and so in no prompt; the words of a finding are the
model's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from zhibi.checking.check import Checker
from zhibi.facts.kinds import report_kind
from zhibi.models.messages import Message
from zhibi.styles.framing import allowed_uses
from zhibi.writing.llm.additions import AdditionReader
from zhibi.writing.llm.escaping import escaped
from zhibi.writing.llm.slot_bounds import is_name
from zhibi.writing.llm.slots import SlotTable
from zhibi.writing.outline.metadata import document_slots
from zhibi.writing.wording.numeral_forms import NumeralForms

if TYPE_CHECKING:
    from zhibi.facts.model import Fact, Facts, Part
    from zhibi.styles.model import Advice, FramingLevel, Style
    from zhibi.writing.llm.prompts import Prompts
    from zhibi.writing.llm.slots import Figures
    from zhibi.writing.outline.model import Node, Outline
    from zhibi.writing.writer import SentenceWriter

_OF_PATTERN = re.compile(r"\{[a-z_]+\}")
_COMPANY = re.compile(r".{4,}(?:公司|集团|合作社|厂)$")
_SHORT = 2
_LEAST = 30
_NUMERAL = re.compile(
    r"[0-9０-９.．,，]*[0-9０-９]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千半]+"
)
_HIDDEN_NUMERAL = "N"
_NEVER_SHOWN = 10


@dataclass(frozen=True)
class DraftContext:
    """All that prompts are made of, for one report in one mode.

    `writer` writes without a model; `fallback` is what it wrote, by node id, `metadata` what it
    wrote from the document's own data alone.
    """

    facts: Facts
    style: Style
    outline: Outline
    figures: Figures
    prompts: Prompts
    writer: SentenceWriter
    fallback: Mapping[str, tuple[str, ...]]
    metadata: Mapping[str, str]

    @cached_property
    def checker(self) -> Checker:
        """The check against these facts, prepared once for all passages."""
        return Checker(self.facts, self.style)

    @cached_property
    def additions(self) -> AdditionReader:
        """Reads what a model adds, prepared once for all passages."""
        return AdditionReader(self.checker.ledger, self.style)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """The part that each section stands in, by the section's id."""
        return {section.id: section.part for section in self.facts.walk()}

    @cached_property
    def topics(self) -> dict[str, str]:
        """The topic of the top section that each section stands in, by the section's id."""
        return {one.id: top.topic for top in self.facts.sections for one in top.walk()}

    @cached_property
    def forms(self) -> NumeralForms:
        """The forms in which the report writes its figures."""
        return NumeralForms.of(self.facts.all_facts())

    def table(self, facts: Iterable[Fact]) -> SlotTable:
        """The slots of these facts, with the names that are sent as slots.

        The report's own year is text, as is that of its plan: every prompt has them in the title
        or a heading, and prose that says them with each figure reads like a list.
        """
        document = self.facts.document
        years = [f"{document.year}年"]
        if report_kind(document.kind, document.period).ends_year:
            years.append(f"{document.year + 1}年")
        names = names_as_slots(self.facts, self.figures)
        return SlotTable(facts, names, years, self.forms)

    def system(self) -> Message:
        """The message that all questions of a report begin with."""
        return Message("system", self.prompts.render("system.md", self.shared()))

    def shared(self) -> dict[str, Any]:
        """What all templates are given."""
        return {
            "document": _document(self.facts, self.style, self.outline.title),
            "style": _style(self),
            "framing": _framing(self.style, self.facts.document.framing),
            "figures": self.figures,
        }

    def length(self, node: Node) -> int:
        """About how many characters to ask for: what the node's facts carry, with its framing."""
        plain = sum(map(len, self.fallback.get(node.id, ())))
        if node.facts and node.part not in ("preamble", "closing"):
            told = sum(map(len, self.sentences(node.facts)))
            share = self.checker.licence.share
            plain = max(plain, round(told * (1 + share)))
        return max(_LEAST, round(plain, -1))

    def sentences(self, facts: Sequence[Fact]) -> list[str]:
        """Finished sentences for these facts, made without the model."""
        period = self.facts.document.period
        return self.writer.sentences(facts, self.style, default_period=period, forms=self.forms)

    def fact_text(self, fact: Fact, table: SlotTable) -> str:
        """A fact as one finished sentence, its figures as slots where the mode sends slots."""
        if self.figures == "plain":
            return escaped("".join(self.sentences([fact])))
        # Slots print the report's forms; the figures' places are those of the text without slots.
        period, slotted = self.facts.document.period, table.with_slots(fact)
        return "".join(self.writer.sentences([slotted], self.style, default_period=period))

    def safe_heading(self, node: Node) -> str:
        """A node's number and heading as they may be sent."""
        return self.table(()).masked(f"{node.number}{escaped(node.heading)}")


def names_as_slots(facts: Facts, figures: Figures) -> tuple[str, ...]:
    """The names that are not sent: those of sensitive facts, and blind, all that facts declare.

    A company's name is also kept back in the short form by which labels call it (晨筱 of
    晨筱包装材料有限公司).
    """
    found: dict[str, None] = {}
    for fact in facts.all_facts():
        if figures == "blind" or fact.show == "sensitive":
            found.update(dict.fromkeys(fact.names))
    if figures == "plain":
        return ()
    document = facts.document
    known = f"{document.organisation}{document.self_name}{document.superior}"
    short = [name[:_SHORT] for name in found if _COMPANY.search(name)]
    return tuple(dict.fromkeys([*found, *(name for name in short if name not in known)]))


def figureless(fact: Fact) -> str:
    """What a fact is about with its numerals hidden and their units kept: 其余N处限期整改."""
    if not fact.is_statement:
        return escaped(fact.name)
    pieces, at = [], 0
    for entry in fact.figures:
        if entry.start >= at and not is_name(entry):
            figure = _NUMERAL.sub(_HIDDEN_NUMERAL, fact.text[entry.start : entry.end])
            pieces += [fact.text[at : entry.start], figure]
            at = entry.end
    pieces.append(fact.text[at:])
    return escaped("".join(pieces).strip("，、；：。"))


def guidance(guide: Sequence[Advice], words: str) -> list[str]:
    """The advice that applies to a place with these words."""
    return [one.say for one in guide if not one.when or any(word in words for word in one.when)]


def _document(facts: Facts, style: Style, title: str) -> dict[str, Any]:
    document = facts.document
    slots = document_slots(document, style)
    return {
        "organisation": escaped(document.organisation),
        "title": escaped(title),
        "superior": escaped(slots["superior"]),
        "self_name": escaped(slots["self"]),
        "year": document.year,
        "period": escaped(document.period or ""),
    }


def _style(context: DraftContext) -> dict[str, Any]:
    style = context.style
    words = "".join(fact.name + fact.text for fact in context.facts.all_facts())
    return {
        "tone": style.tone,
        "guide": guidance(style.guide, words),
        "use": list(style.use),
        "avoid": list(style.avoid),
        "stock_phrases": list(style.stock_phrases),
        "foreign_self_names": list(style.foreign_self_names),
    }


def _framing(style: Style, level: FramingLevel | None) -> dict[str, str]:
    """What may be said as lead, link and purpose, and what never: in one line each."""
    framing, uses = style.framing, allowed_uses(style, level)
    shown: dict[str, None] = {}
    for use in ("item_lead", "link", "purpose"):
        if use in uses:
            patterns: Sequence[str] = getattr(framing, use)
            kept = [one for one in patterns if not any(word in one for word in style.avoid)]
            shown.update(dict.fromkeys(_OF_PATTERN.sub("…", one).rstrip("，") for one in kept[:3]))
    return {
        "lead": "".join(f"“{one}”" for one in shown),
        "never": "、".join(framing.never[:_NEVER_SHOWN]),
    }
