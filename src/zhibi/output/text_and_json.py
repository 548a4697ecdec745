"""A draft as plain text and as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from zhibi.output.review.check_result import result_data

if TYPE_CHECKING:
    from zhibi.writing.document import Block, Draft

INDENT = "　　"


def render_text_draft(draft: Draft) -> str:
    """The draft without markup: one line for each paragraph, indented by two characters."""
    lines = [_line(block) for block in draft.blocks]
    lines.extend(part for part in (draft.signed, draft.date) if part)
    return "\n".join(lines) + "\n"


def render_json_draft(draft: Draft) -> str:
    """The draft as JSON, in the form of `draft_data`."""
    return json.dumps(draft_data(draft), ensure_ascii=False, indent=2) + "\n"


def draft_data(draft: Draft) -> dict[str, Any]:
    """The draft with its blocks, replaced sentences and check result, as data.

    `schema` is incremented when a field changes its meaning; fields may be added without that.
    """
    return {
        "schema": 1,
        "title": draft.title,
        "writer": draft.writer,
        "signed": draft.signed,
        "date": draft.date,
        "text": draft.text,
        "blocks": [_block(block) for block in draft.blocks],
        "replaced": [
            {
                "section": item.section_id,
                "original": item.original,
                "replacement": item.replacement,
                "reason": item.reason,
            }
            for item in draft.replaced
        ],
        "usage": dict(draft.usage),
        "check": result_data(draft.findings),
    }


def _line(block: Block) -> str:
    return block.printed if block.kind == "title" else INDENT + block.printed


def _block(block: Block) -> dict[str, Any]:
    return {
        "kind": block.kind,
        "level": block.level,
        "number": block.number,
        "lead": block.lead,
        "lead_level": block.lead_level,
        "text": block.text,
        "section": block.section_id,
    }
