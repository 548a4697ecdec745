"""`zhibi check`: checks a draft against its facts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, NamedTuple

from zhibi.cli.check_files import CheckFiles
from zhibi.cli.doubts import tell_doubts
from zhibi.cli.folder import (
    Processes,
    Summary,
    check_folder,
    is_folder,
    refuse_with_folder,
    refuse_without_folder,
)
from zhibi.cli.model import BaseUrl, CaFile, Headers, MaxCost, PromptFolder, ProviderName
from zhibi.cli.options import (
    TEXT_OR_JSON,
    DraftPath,
    Strict,
    StyleName,
    one_of,
)
from zhibi.cli.parameters import UsageError, option
from zhibi.cli.reader import (
    ReaderFigures,
    ReaderModel,
    ReaderOptions,
    ReaderRun,
    read_again,
    second_reader,
)
from zhibi.cli.streams import print_data, print_note, print_text
from zhibi.cli.verify import ReceiptOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.checking.check import Checker
    from zhibi.checking.findings import Findings
    from zhibi.facts.model import Facts
    from zhibi.second_reader.reader import SecondReader
    from zhibi.styles.model import Style
    from zhibi.word.draft_text import DraftText

FORMATS = ("text", "json", "sarif")


FactsPaths = Annotated[
    list[str] | None,
    option(
        "--facts",
        metavar="FACTS",
        help="事实文件、材料、上年报告，可多个；稿件是文件夹时可不写",
    ),
]
ResultFormat = Annotated[str, option("--format", metavar="text|json|sarif", help="输出格式")]
ReportFile = Annotated[str | None, option("--report", metavar="OUT.html", help="另写网页核对报告")]
AnnotatedFile = Annotated[
    str | None, option("--annotate", metavar="OUT.docx", help="另写带批注的 Word 稿")
]
Fix = Annotated[bool, option("--fix", help="批注稿里，有把握的更正写成修订")]
LayoutFile = Annotated[
    str | None, option("--layout", metavar="FILE", help="由文本生成批注稿时的版式")
]
TableFile = Annotated[str | None, option("--table", metavar="OUT.xlsx", help="另写核数表")]
ExplainedPlace = Annotated[
    str | None,
    option("--explain", metavar="行[:列]", help="只说明这一行（这一列）的数是怎么读的"),
]


def check_draft(
    draft: DraftPath,
    facts_path: FactsPaths = None,
    style: StyleName = None,
    output: ResultFormat = "text",
    strict: Strict = False,
    report: ReportFile = None,
    annotate: AnnotatedFile = None,
    fix: Fix = False,
    layout: LayoutFile = None,
    table: TableFile = None,
    explain: ExplainedPlace = None,
    reader: ReaderModel = None,
    base_url: BaseUrl = None,
    provider: ProviderName = None,
    figures: ReaderFigures = None,
    run: ReaderRun = None,
    max_cost: MaxCost = None,
    prompts: PromptFolder = None,
    headers: Headers = None,
    ca_file: CaFile = None,
    summary: Summary = None,
    jobs: Processes = None,
    receipt: ReceiptOption = None,
) -> int:
    """核对稿件：数字有没有依据，必写的事实有没有漏；给出文件夹，就逐份核对，再互相比对。"""
    one_of(output, FORMATS, "--format")
    files = CheckFiles(report, annotate, fix, layout, table, receipt)
    place = _place(explain) if explain is not None else None
    if is_folder(draft):
        refuse_with_folder(explain=explain, **files.asked(), reader=reader)
        one_of(output, TEXT_OR_JSON, "--format")
        given = facts_path or ()
        return check_folder(draft, given, summary, jobs, output, style=style, strict=strict)
    refuse_without_folder(summary=summary, jobs=jobs)
    if not facts_path:
        raise UsageError("缺少选项 --facts（事实文件）")
    files.ready(draft, [*facts_path, *filter(None, (style,))])
    asked = ReaderOptions(
        reader, base_url, provider, figures, run, max_cost, prompts, headers, ca_file
    )
    second = second_reader(asked, draft, facts_path[0])
    return _check_one(_Draft(draft, facts_path, style), files, second, output, place, strict=strict)


class _Draft(NamedTuple):
    """What is checked: the draft, the files of its facts, the style asked for."""

    path: str
    facts: Sequence[str]
    style: str | None


def _check_one(
    draft: _Draft,
    files: CheckFiles,
    second: SecondReader | None,
    output: str,
    place: tuple[int, int | None] | None,
    *,
    strict: bool,
) -> int:
    """Check one draft, write what is asked for and print the result; the exit code."""
    from zhibi.checking.check import Checker
    from zhibi.intake.load import facts_for_text
    from zhibi.word.drafts import read_draft

    source = read_draft(draft.path)
    facts = facts_for_text(draft.facts, source.text)
    doubts = tell_doubts(facts)
    checker, unread = Checker(facts, _style(draft.style, facts)), None
    ruled = findings = checker.check(source.text)
    if second is not None:
        findings, unread = read_again(second, checker, source.text, findings, draft.path)
    files.write(findings, source, facts)
    files.write_receipt(ruled, draft.path, draft.facts, facts, draft.style)
    if place is not None:
        _explain(checker, source.text, findings, *place)
    else:
        _print(output, findings, source, facts)
    if unread is not None:
        print_note(f"错误：第二读者没有读成：{unread}")
        return 1 if findings.errors else unread.exit_code
    return 1 if findings.errors or (strict and (findings.warnings or doubts)) else 0


def _style(name: str | None, facts: Facts) -> Style | None:
    if not name:
        return None
    from zhibi.styles.load import load_style

    return load_style(name, facts.document.kind)


_COUNT = re.compile(r"[0-9]{1,9}")


def _place(words: str) -> tuple[int, int | None]:
    """The line and column of --explain. Raises a usage error."""
    line, colon, column = words.replace("：", ":").partition(":")
    if not _COUNT.fullmatch(line) or (colon and not _COUNT.fullmatch(column)):
        raise UsageError("写成 行 或 行:列，如 12 或 12:8", "--explain")
    return int(line), int(column) if colon else None


def _explain(
    checker: Checker, text: str, findings: Findings, line: int, column: int | None
) -> None:
    from zhibi.output.review.explanation import render_explanations

    found = checker.explanations(text, findings, line, column)
    if not found:
        where = f"第{line}行" + (f"第{column}列" if column is not None else "")
        raise UsageError(f"{where}没有要找依据的数", "--explain")
    print_text(render_explanations(found))


def _print(output: str, findings: Findings, source: DraftText, facts: Facts) -> None:
    from zhibi.output.review.check_result import render_json, render_text

    if output == "json":
        print_data(render_json(findings))
    elif output == "sarif":
        from zhibi.output.review.sarif import render_sarif

        print_data(render_sarif(findings, source.text, source.path))
    else:
        print_text(render_text(findings, source.text, source.path, facts))
