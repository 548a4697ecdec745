"""The files that `zhibi check` writes besides its result: page, comments, table, receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi.cli.options import ready_outputs
from zhibi.cli.parameters import UsageError
from zhibi.cli.streams import print_note

if TYPE_CHECKING:
    from zhibi.checking.findings import Findings
    from zhibi.facts.model import Facts
    from zhibi.output.report.layout import Layout
    from zhibi.word.draft_text import DraftText


@dataclass(slots=True, eq=False, repr=False, match_args=False)
class CheckFiles:
    """Where each file goes, None where it is not asked for. Raises a usage error.

    `fix` writes sure corrections as tracked changes; `layout` is the page of an annotated document
    that is made from plain text.
    """

    report: str | None
    annotate: str | None
    fix: bool
    layout: str | None
    table: str | None
    receipt: str | None
    _page: Layout | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        if self.fix and self.annotate is None:
            raise UsageError("要与 --annotate 同用", "--fix")

    def asked(self) -> dict[str, str | None]:
        """The options that name a file, in the order in which they are refused."""
        names = ("report", "annotate", "table", "layout", "receipt")
        return {name: getattr(self, name) for name in names}

    def ready(self, draft: str, inputs: Sequence[str]) -> None:
        """Refuse what cannot be written before anything is read. Raises usage and input errors."""
        if self.receipt and draft == "-":
            raise UsageError("标准输入没有文件可以留底", "--receipt")
        read = [draft, *inputs, *filter(None, (self.layout,))]
        for path, ending in (
            (self.report, ".html"),
            (self.annotate, ".docx"),
            (self.table, ".xlsx"),
            (self.receipt, ".json"),
        ):
            if path is not None:
                ready_outputs([path], read, (ending,))
        if self.layout:
            from zhibi.output.report.layout import load_layout

            self._page = load_layout(self.layout)

    def write(self, findings: Findings, source: DraftText, facts: Facts) -> None:
        """Write the page, the table and the annotated document, and say so."""
        if self.report:
            _write_report(self.report, findings, source, facts)
        if self.table:
            _write_table(self.table, findings, source, facts)
        if self.annotate:
            self._write_annotated(self.annotate, findings, source, facts)

    def write_receipt(
        self,
        findings: Findings,
        draft: str,
        facts_paths: Sequence[str],
        facts: Facts,
        style: str | None,
    ) -> None:
        """Write the receipt of what the rules found, without what a second reader says."""
        if not self.receipt:
            return
        from zhibi.output.receipts.receipt import Basis, receipt_of_check, save_receipt

        basis = Basis(facts_paths, facts, style, Path(self.receipt).resolve().parent)
        save_receipt(receipt_of_check(draft, findings, basis), self.receipt)
        print_note(f"已写出：{self.receipt}")

    def _write_annotated(
        self, path: str, findings: Findings, source: DraftText, facts: Facts
    ) -> None:
        from zhibi.output.review.annotate import annotate

        written = annotate(
            source.path, findings, source, path, facts=facts, fix=self.fix, layout=self._page
        )
        fixes = f"，修订 {written.fixes} 处" if self.fix else ""
        print_note(f"已写出：{path}（批注 {written.comments} 处{fixes}）")


def _write_report(path: str, findings: Findings, source: DraftText, facts: Facts) -> None:
    from zhibi.files import write_atomically
    from zhibi.output.review.html import render_html

    write_atomically(path, render_html(findings, source.text, "", facts, source.path).encode())
    print_note(f"已写出：{path}")


def _write_table(path: str, findings: Findings, source: DraftText, facts: Facts) -> None:
    from zhibi.files import write_atomically
    from zhibi.output.review.figure_table import render_table

    write_atomically(path, render_table(findings, source.text, facts))
    print_note(f"已写出：{path}")
