"""`zhibi ask`: the questions to the offices whose answers would fill the report."""

from __future__ import annotations

from typing import Annotated

from zhibi.cli.options import FactsPath, ready_outputs
from zhibi.cli.parameters import option
from zhibi.cli.streams import print_note

FORMATS = (".xlsx", ".docx", ".md")


def ask_offices(
    facts_path: FactsPath,
    output: Annotated[
        list[str],
        option("-o", "--output", metavar="OUT", help=".xlsx（可再合并）.docx .md，可多个"),
    ],
) -> int:
    """列出要向各科室追问的：怎样做的、上年同期、没完成的、材料少的。"""
    from zhibi.files import write_atomically
    from zhibi.intake.load import load_facts
    from zhibi.intake.question_form import question_form
    from zhibi.intake.questions import ask
    from zhibi.output.review.question_list import render_docx, render_markdown

    ready_outputs(output, facts_path, FORMATS)
    asked = ask(load_facts(facts_path))
    written = {".xlsx": question_form, ".docx": render_docx}
    made = []
    for name in output:
        render = written.get(name.lower()[-5:])
        made.append(render(asked) if render is not None else render_markdown(asked).encode())
    for name, data in zip(output, made, strict=True):
        write_atomically(name, data)
    if not asked.by_office:
        print_note("注意：事实没有写明来源，追问单按板块列出")
    groups = len(asked.grouped())
    whom = "个科室" if asked.by_office else "个板块"
    count = len(asked.questions) + len(asked.document)
    print_note(f"已写出：{'、'.join(output)}（{groups} {whom}，{count} 个问题）")
    return 0
