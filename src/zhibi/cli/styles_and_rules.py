"""`zhibi styles`, `zhibi rules` and `zhibi schema`: list all, or print one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any

from zhibi.cli.options import one_of
from zhibi.cli.parameters import UsageError, argument
from zhibi.cli.streams import print_data, print_text

if TYPE_CHECKING:
    from zhibi.checking.codes import Rule
    from zhibi.folder.findings import FolderRule

_FACT_WORDS = {
    "name": "",
    "value": "",
    "text": "",
    "period": "时段 ",
    "growth": "同比 ",
    "previous": "上年同期 ",
    "target": "目标 ",
    "completion": "完成率 ",
    "status": "状态 ",
}


def styles(
    name: Annotated[str | None, argument(metavar="NAME", help="样式的名称或文件")] = None,
) -> int:
    """列出样式；写了名称，就显示它的文件。"""
    from zhibi.styles.load import style_names, style_source

    if name is not None:
        print_data(style_source(name))
        return 0
    for style in style_names():
        aliases = f"（又称{'、'.join(style.aliases)}）" if style.aliases else ""
        print_text(f"{style.name}  {style.key}  {style.about}{aliases}")
    return 0


def schemas(
    name: Annotated[str | None, argument(metavar="NAME", help="数据格式的名称")] = None,
) -> int:
    """列出 JSON 数据格式（JSON Schema）；写了名称，就输出这一种，编辑器可据此补全事实文件。"""
    import json

    from zhibi.output.as_data import SCHEMAS, json_schema

    if name is None:
        for key, about in SCHEMAS.items():
            print_text(f"{key}  {about}")
        return 0
    one_of(name, tuple(SCHEMAS), "NAME")
    print_data(json.dumps(json_schema(name), ensure_ascii=False, indent=2))
    return 0


def rules(
    code: Annotated[str | None, argument(metavar="CODE", help="代码或英文名称")] = None,
) -> int:
    """列出核对规则；写了代码，就说明这一条。"""
    from zhibi.checking.codes import find_rule
    from zhibi.checking.codes import rules as text_rules
    from zhibi.facts.lint import RULES as FACT_RULES
    from zhibi.folder.findings import folder_rules
    from zhibi.output.review.check_result import SEVERITY_WORDS

    rows = [(rule.code, rule.severity, rule.name, rule.summary) for rule in text_rules()]
    between = {rule.code: rule for rule in folder_rules()}
    rows += [(rule.code, rule.severity, rule.name, rule.summary) for rule in between.values()]
    rows += [(rule.code, rule.severity, rule.name, rule.title) for rule in FACT_RULES]
    if code is None:
        for known, severity, name, title in rows:
            print_text(f"{known}  {SEVERITY_WORDS[severity]}  {name:<24}{title}")
        return 0
    rule = find_rule(code)  # a name may be in both tables: the text's comes first
    wanted = rule.code if rule is not None else code.strip()
    for known, severity, name, title in rows:
        if wanted in {known, known.lower(), name}:
            print_text(f"{known}  {name}  {SEVERITY_WORDS[severity]}")
            if rule is not None:
                print_text("\n".join(_explained(rule)))
            elif known in between:
                print_text("\n".join(_explained_between(between[known])))
            else:
                print_text(f"{title}（zhibi facts 核对事实时用）")
            return 0
    known_codes = "、".join(row[0] for row in rows)
    raise UsageError(f"没有规则“{code}”，可写：{known_codes}", "CODE")


def _explained(rule: Rule) -> Iterator[str]:
    yield rule.summary
    yield ""
    yield rule.explanation.strip()
    yield ""
    if rule.facts:
        yield "例如事实是："
        yield from (f"  {_fact(fact)}" for fact in rule.facts)
    yield "这样写不对："
    yield from (f"  {line}" for text in rule.failing for line in text.strip().splitlines())
    yield "这样写对："
    yield from (f"  {line}" for text in rule.passing for line in text.strip().splitlines())


def _explained_between(rule: FolderRule) -> Iterator[str]:
    yield f"{rule.summary}（处理一个文件夹时用）"
    yield ""
    yield rule.explanation
    for words, folders in (("这样不对：", rule.failing), ("这样对：", rule.passing)):
        yield ""
        yield words
        for folder in folders:
            yield from (f"  {_report(report)}" for report in folder)


def _report(report: Mapping[str, Any]) -> str:
    """An example report in one line: its file, its office, its facts or its text."""
    about = [str(report[key]) for key in ("path", "organisation", "year") if key in report]
    facts = "；".join(map(_fact, report.get("facts", ())))
    return "  ".join(filter(None, (*about, facts, report.get("text", ""))))


def _fact(fact: Mapping[str, Any]) -> str:
    """An example fact in one line: its fields, then the parts of 其中."""
    fields = [
        f"{words}{value['value'] if isinstance(value, dict) else value}"
        for key, words in _FACT_WORDS.items()
        if (value := fact.get(key))
    ]
    parts = [f"{part['name']}{part['value']}" for part in fact.get("of_which", {}).get("parts", ())]
    return "  ".join(fields + (["其中 " + "、".join(parts)] if parts else []))
