"""The check of the whole report: errors that appear only when all sections are together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhibi.writing.document import Block, assemble, attachments, markdown
from zhibi.writing.evidence import with_evidence
from zhibi.writing.writer import Replacement

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhibi.checking.findings import Finding
    from zhibi.writing.llm.prompt_data import DraftContext
    from zhibi.writing.outline.model import Node
    from zhibi.writing.writer import Composition

_ROUNDS = 2


def replace_wrong_sections(context: DraftContext, composed: Composition) -> Composition:
    """The composition; bodies with an error in the whole report are written from the facts."""
    for _ in range(_ROUNDS):
        blocks = tuple(assemble(context.outline, composed))
        document = context.facts.document
        text = markdown(blocks, document.signed, document.date)
        written = tuple(attachments(context.outline, composed))
        found = context.checker.check(text, attachments=written, fold=False)
        found = with_evidence(found, text, composed.evidence, context.facts)
        wrong = _wrong(found.findings, blocks, context)
        changed = {
            node.id: context.fallback[node.id]
            for node in wrong
            if node.id in context.fallback
            and composed.bodies.get(node.id) != context.fallback[node.id]
        }
        if not changed:
            return composed
        replaced = [
            Replacement(
                id_,
                "".join(composed.bodies.get(id_, ())),
                "".join(body),
                "全文合在一起核对时数对不上",
            )
            for id_, body in changed.items()
        ]
        composed = replace(
            composed,
            bodies={**composed.bodies, **changed},
            figures={id_: one for id_, one in composed.figures.items() if id_ not in changed},
            replaced=(*composed.replaced, *replaced),
        )
    return composed


def _wrong(
    findings: Iterable[Finding], blocks: tuple[Block, ...], context: DraftContext
) -> list[Node]:
    """The nodes whose own text has an error, and those whose facts are missing."""
    spans = _spans(blocks)
    by_entry = {entry.id: entry.section_id for entry in context.facts.entries()}
    sections: dict[str, None] = {}
    for finding in findings:
        if finding.severity != "error":
            continue
        if finding.code == "N301":
            sections.update((by_entry[id_], None) for id_ in finding.facts if id_ in by_entry)
            continue
        for start, end, block in spans:
            if start <= finding.start < end and block.kind == "paragraph":
                sections[block.section_id] = None
    return [
        node
        for node in context.outline.walk()
        if node.id in sections or any(fact.section_id in sections for fact in node.facts)
    ]


def _spans(blocks: tuple[Block, ...]) -> list[tuple[int, int, Block]]:
    """Where each block stands in the report's Markdown."""
    spans, at = [], 0
    for block in blocks:
        end = at + len(block.markdown)
        spans.append((at, end, block))
        at = end + 2
    return spans
