"""`zhibi form` and `zhibi merge`: forms for offices, and the merging of their submissions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from zhibi.cli.options import TEXT_OR_JSON, Format, one_of, ready_outputs
from zhibi.cli.parameters import UsageError, argument, option
from zhibi.cli.streams import print_data, print_note, progress_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhibi.styles.model import Style

if TYPE_CHECKING:
    from zhibi.intake.merge_result import MergeResult


def make_form(
    output: Annotated[str, option("-o", "--output", metavar="FORM.xlsx", help="写到哪个文件")],
    style: Annotated[str, option("--style", metavar="S", help="镇乡、街道，或样式文件")],
    kind: Annotated[
        str, option("--kind", metavar="KIND", help="年度、半年、季度，或样式里的另一种")
    ] = "annual",
    office: Annotated[
        str | None, option("--office", metavar="NAME", help="只给这一个科室，来源栏已填好")
    ] = None,
    facts_path: Annotated[
        str | None, option("--facts", metavar="FACTS", help="把这份事实填进表里")
    ] = None,
    last_year: Annotated[
        str | None,
        option("--from-last-year", metavar="FACTS", help="把上年的数移到“上年同期”，其余留空"),
    ] = None,
) -> int:
    """写出给各科室填的空白表，或已填好的表。"""
    from zhibi.facts.kinds import kind_named
    from zhibi.files import write_atomically
    from zhibi.styles.load import kinds_of, load_style

    kind = one_of(kind_named(kind), kinds_of(style), "--kind")
    if facts_path and last_year:
        raise UsageError("不能与 --facts 同用", "--from-last-year")
    chosen = load_style(style, kind)
    ready_outputs([output], [style, *filter(None, (facts_path, last_year))], (".xlsx",))
    form = (
        _filled_form(facts_path, office)
        if facts_path
        else _form_to_fill_in(chosen, office, last_year)
    )
    write_atomically(output, form)
    print_note(f"已写出：{output}")
    return 0


def _filled_form(facts_path: str, office: str | None) -> bytes:
    """A form with the facts of all offices, or of one: sensitive ones only for their own."""
    from zhibi.intake.form_selection import select
    from zhibi.intake.forms import fill_form
    from zhibi.intake.merge import merge

    selection = select(merge([facts_path]).data, office)
    if office is not None and not any(_facts_below(selection.data)):
        raise UsageError(f"没有一条事实的来源是“{office}”", "--office")
    if selection.withheld:
        print_note(
            f"敏感的数 {selection.withheld} 处没有写进表；只写给报数的科室：用 --office 写明是谁"
        )
    return fill_form(selection.data)


def _facts_below(data: Mapping[str, Any]) -> Iterator[Any]:
    for section in data.get("sections") or []:
        yield from section.get("facts") or []
        yield from _facts_below(section)


def _form_to_fill_in(style: Style, office: str | None, last_year: str | None) -> bytes:
    """A blank form, or one with last year's figures under 上年同期."""
    from zhibi.intake.form_selection import last_year_rows, next_document
    from zhibi.intake.forms import make_form as blank_form
    from zhibi.intake.merge import merge

    data = merge([last_year]).data if last_year else {}
    rows = last_year_rows(data, office)
    if last_year:
        print_note(f"上年的指标 {len(rows)} 个已移到“上年同期”，今年的数由科室填")
    return blank_form(
        style.name, list(style.topics), office, last_year=rows, document=next_document(data)
    )


def merge_files(
    inputs: Annotated[
        list[str],
        argument(metavar="FILE", help=".xlsx .csv .docx .txt .yaml .json，可多个"),
    ],
    output: Annotated[str, option("-o", "--output", metavar="FACTS.yaml", help="写到哪个事实文件")],
    prefer: Annotated[
        list[str] | None,
        option("--prefer", metavar="OFFICE", help="说法不一时以谁为准，可多个，先写的优先"),
    ] = None,
    style: Annotated[
        str, option("--style", metavar="S", help="按哪种样式的主题归类文字材料")
    ] = "镇乡",
    encoding: Annotated[
        str | None, option("--encoding", metavar="NAME", help="CSV 的编码，默认自动判断")
    ] = None,
    output_format: Format = "text",
) -> int:
    """把各科室的表和材料合并成一份事实文件。"""
    from zhibi.files import write_atomically
    from zhibi.intake.merge import merge
    from zhibi.output.review.merge_result import merge_data
    from zhibi.styles.load import load_style

    one_of(output_format, TEXT_OR_JSON, "--format")
    ready_outputs([output], inputs, (".yaml", ".yml"))
    topics = {name: topic.words for name, topic in load_style(style).topics.items()}
    result = merge(inputs, prefer, topics=topics, encoding=encoding, progress=progress_line())
    for problem in result.notes:
        print_note(f"注意：{problem}")
    if not result.conflicts:
        write_atomically(output, result.text.encode())
    if output_format == "json":
        data = merge_data(result) | {"output": None if result.conflicts else output}
        print_data(json.dumps(data, ensure_ascii=False, indent=2))
    if result.conflicts:
        for conflict in result.conflicts:
            print_note(f"不一致：{conflict}")
        _print_tallies(result)
        print_note(f"有 {len(result.conflicts)} 处说法不一，没有写出 {output}")
        print_note("  建议：核实后改表再合并，或用 --prefer 写明以哪个科室为准")
        return 1
    _print_tallies(result)
    agreed = f"，其中 {result.agreed} 条由两处以上提供且一致" if result.agreed else ""
    print_note(f"已写出：{output}（合并 {len(inputs)} 个文件{agreed}）")
    return 0


def _print_tallies(result: MergeResult) -> None:
    """Say of each file how many numerals it shows, and which of them are in no fact."""
    for tally in result.tallies:
        print_note(f"{tally.path} {tally}")
