"""Small facts files for the tests of the deterministic writer."""

from __future__ import annotations

import textwrap

from zhibi.facts.load import facts_from_text

HEAD = """\
document:
  style: {style}
  kind: {kind}
  year: 2024
  organisation: 青山镇
  superior: 县委、县政府
  guiding: [党的二十大精神]
  period: {period}
"""


def facts_of(sections, *, style="镇乡", kind="annual", period="1—11月", extra=""):
    """Facts with this head and these sections (YAML text, indented as it likes)."""
    head = HEAD.format(style=style, kind=kind, period=period)
    body = textwrap.indent(textwrap.dedent(sections).strip("\n"), "  ")
    return facts_from_text(f"{head}{textwrap.indent(extra, '  ')}sections:\n{body}\n")


def section_of(*facts, part="summary"):
    """Facts of one section, each a line of YAML in braces."""
    lines = "\n".join(f"    - {{{fact}}}" for fact in facts)
    return facts_of(f"- id: one\n  part: {part}\n  topic: 经济发展\n  facts:\n{lines}")
