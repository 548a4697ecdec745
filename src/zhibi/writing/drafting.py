"""Drafting: facts and a style in, a complete and checked report out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.facts.display import Display, displayed
from zhibi.facts.model import Facts, facts_given
from zhibi.styles.load import load_style
from zhibi.writing.document import Draft, assemble, attachments, markdown
from zhibi.writing.evidence import with_evidence
from zhibi.writing.offline.writer import OfflineWriter
from zhibi.writing.outline.answering import with_answers
from zhibi.writing.outline.bases import with_bases
from zhibi.writing.outline.budgets import length_of
from zhibi.writing.outline.builder import build_outline
from zhibi.writing.outline.next_steps import with_next_steps
from zhibi.writing.outline.shortfalls import with_shortfalls

if TYPE_CHECKING:
    from zhibi.styles.model import Style
    from zhibi.writing.outline.budgets import Length
    from zhibi.writing.writer import Writer


def draft(facts: Facts, *, writer: Writer | None = None, style: Style | str | None = None) -> Draft:
    """Write a report from facts and check it.

    `writer` defaults to the offline one; `style` (a style, its name or its path) to the one that
    the facts ask for. Raises InputError when the style cannot be had, ModelError when a model
    was asked for and no draft could be made.
    """
    from zhibi.checking.check import check

    facts, writer = facts_given(facts), writer or OfflineWriter()
    if style is None or isinstance(style, str):
        style = style_for(facts, style)
    shown = shown_facts(facts, style, undated=writer.name == OfflineWriter.name)
    outline = build_outline(shown, style)
    composition = writer.compose(outline, shown, style)
    outline = composition.outline or outline
    blocks = tuple(assemble(outline, composition))
    document = facts.document
    text = markdown(blocks, document.signed, document.date)
    found = check(text, facts, style, attachments=tuple(attachments(outline, composition)))
    return Draft(
        blocks=blocks,
        findings=with_evidence(found, text, composition.evidence, facts),
        writer=writer.name,
        signed=document.signed,
        date=document.date,
        replaced=composition.replaced,
        usage=composition.usage,
    )


def expected_length(facts: Facts, style: Style | str | None = None) -> Length:
    """The characters that the facts carry, beside those wished for, before anything is written.

    Raises InputError when the style cannot be had.
    """
    if style is None or isinstance(style, str):
        style = style_for(facts, style)
    return length_of(build_outline(_shown(facts, style, undated=True, proved=False), style), facts)


def shown_facts(facts: Facts, style: Style, *, undated: bool = False) -> Facts:
    """The facts as the style prints figures, those of the plan with the problems they answer.

    Bases stand beside their figure, the plan has a line for what the summary left unfinished:
    `undated` for that without a time ahead, too, which a model is told beside its tasks.

    The draft is checked on those that were given.
    """
    return _shown(facts, style, undated=undated, proved=True)


def _shown(facts: Facts, style: Style, *, undated: bool, proved: bool) -> Facts:
    rule = style.display
    shown = displayed(facts, Display(rule.whole_percents, rule.wan_from, rule.dash))
    told = with_shortfalls(with_bases(shown), style)
    return with_next_steps(with_answers(told, style), style, undated=undated, proved=proved)


def style_for(facts: Facts, name_or_path: str | None = None) -> Style:
    """The style of this name or path, else the one that the facts ask for, for their kind."""
    document = facts.document
    if name_or_path is not None:
        return load_style(name_or_path, document.kind)
    return load_style(document.style, document.kind, asked_at=document.style_asked_at)
