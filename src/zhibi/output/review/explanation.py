"""Explanations of single figures in plain Chinese, for `zhibi check --explain`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zhibi.checking.explain import Candidate, Explanation
from zhibi.checking.fit import FieldCost

_STATUS = {
    "stated": "有据",
    "converted": "有据（换了单位）",
    "rounded": "有据（取整）",
    "computed": "推算",
    "counted": "计数",
    "conflict": "与事实矛盾",
    "unsupported": "没有依据",
    "exempt": "不需要依据",
}

_TAGS = {
    "earlier": "过去的数",
    "change": "增减的数",
    "aim": "目标",
    "left": "剩下的",
    "new": "新增的",
    "done": "已完成",
    "ongoing": "正在进行",
    "not": "还没有做到",
    "total": "合计",
    "share": "占比",
    "completion": "完成率",
    "plan": "计划",
}


def render_explanations(explanations: Iterable[Explanation]) -> str:
    """The explanations, one paragraph for each figure."""
    return "\n\n".join("\n".join(_lines(one)) for one in explanations) + "\n"


def _lines(one: Explanation) -> Iterator[str]:
    checked = one.checked
    place, status = f"第{checked.line}行第{checked.column}列", _STATUS[checked.status]
    yield f"{place}“{checked.figure.text}”：{status}"
    yield f"  所在分句：{one.clause.strip()}"
    if one.fields:
        yield "  旁边的话读作："
    else:
        yield "  旁边的话：没有读出升降、时段、进度一类的话"
    for read in one.fields:
        where = f"，从{read.inherited}来" if read.inherited else ""
        yield f"    {read.name}：{read.value}（“{read.words}”{where}）"
    same = [c for c in one.candidates if c.same_value]
    yield "  事实里同样的数：" if same else "  事实里没有同样的数"
    yield from map(_candidate, same)
    named = [c for c in one.candidates if not c.same_value]
    if named:
        yield "  数不同、字面最相近的："
        yield from map(_candidate, named)
    if checked.how:
        yield f"  算式：{checked.how}"
    if one.findings:
        yield "  定下结论的是："
        yield from (f"    {f.code} {f.message}" for f in one.findings)
    elif same:
        yield "  定下结论的是：数相同，指标的字最相合，其余各项没有与事实不同的"


def _candidate(one: Candidate) -> str:
    entry = one.entry
    source = f"（{entry.source}）" if entry.source else ""
    mark = "，认作这一条" if one.chosen else ""
    label = "文件的年份、时段" if entry.fact_id == "document" else entry.label
    fields = "".join(f"，{_field(field)}" for field in one.fields)
    return f"    “{label}”{entry.quantity.text}{source}，字面相合{one.score:.2f}{fields}{mark}"


def _field(one: FieldCost) -> str:
    kind, _, base = one.tag.partition(" ")
    name = {"per": f"每{base}", "base": base}.get(kind) or _TAGS[kind]
    if one.said and one.known:
        return f"都是“{name}”"
    told = f"文中说是“{name}”，事实没有说" if one.said else f"事实是“{name}”，文中没有说"
    return f"{told}，减{one.cost:.2f}"
