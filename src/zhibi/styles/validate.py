"""Validates folded style files against a model, with messages in Chinese."""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from zhibi.errors import Problem
from zhibi.figures.scan import find_figures
from zhibi.styles.model import Style
from zhibi.typed_data import Record, record_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from zhibi.marked_yaml import Path
    from zhibi.styles.folding import Folded
    from zhibi.typed_data import Fault


def validate(
    folded: Folded, key: str, kind: str, known: Collection[str] = ()
) -> tuple[Style | None, list[Problem]]:
    """The style, or None, and the problems of its files, each with its place.

    `known` are the kinds of the styles that the last file extends.
    """
    problems = list(_file_problems(folded, known))
    reserved = [name for name in ("key", "kind") if name in folded.data]
    problems += [_unknown_key(folded, (name,), Style) for name in reserved]
    data = {name: value for name, value in folded.data.items() if name not in reserved}
    style, faults = Style.read({**data, "key": key, "kind": kind})
    if faults:
        return None, problems + [explain(fault, folded, Style) for fault in faults]
    return style, problems + list(_framing_problems(style, folded))


def _framing_problems(style: Style, folded: Folded) -> Iterator[Problem]:
    """Framing that licenses a figure or contradicts `never` or `avoid`, each at its place.

    A word that a nearer file avoids is no contradiction: phrases with it are not used.
    """
    framing = style.framing
    for use in ("section_lead", "item_lead", "link", "purpose", "words"):
        for at, pattern in enumerate(getattr(framing, use)):
            loc: Path = ("framing", use, at)
            bare = re.sub(r"\{[^{}]*\}", "", pattern)
            if re.search(r"\d", bare) or any(figure.claim for figure in find_figures(bare)):
                message = f"引领衔接的话里不能有数：“{pattern}”"
                yield Problem(message, "数只从事实里来；删去这个数", *folded.place(loc))
            for word in framing.never:
                if word in bare:
                    message = f"“{pattern}”里有“{word}”，引领衔接的话不许有这个词（never）"
                    yield Problem(message, "换一种说法", *folded.place(loc))
            for word in style.avoid:
                if word in bare and not folded.is_nearer(("avoid", word), loc):
                    message = f"“{pattern}”里有“{word}”，avoid 又要避免这个词"
                    yield Problem(message, "两处去掉一处", *folded.place(loc))


def _file_problems(folded: Folded, known: Collection[str]) -> list[Problem]:
    """The problems of `kinds`, which is not a field of a style.

    A kind whose name is nearly one of `known` is a slip; another one is a kind of the file's own.
    """
    file = folded.last
    kinds = file.tree.data.get("kinds")
    if kinds is None:
        return []
    if not isinstance(kinds, dict):
        line, column = file.tree.place(("kinds",))
        hint = "写成 kinds: 下面分 annual:、half-year: 等"
        return [Problem("“kinds”里应当是“键: 值”的组合", hint, file.path, line, column)]
    problems = []
    for kind, value in kinds.items():
        near = difflib.get_close_matches(kind, known, 1) if kind not in known else []
        if near:
            line, column = file.tree.place(("kinds", kind), key=True)
            message = f"没有“{kind}”这种报告，是不是“{near[0]}”"
            hint = "改正；真是另一种报告的，换一个不容易混的名称"
            problems.append(Problem(message, hint, file.path, line, column))
        elif value is not None and not isinstance(value, dict):
            line, column = file.tree.place(("kinds", kind))
            message = f"“{kind}”里应当是“键: 值”的组合"
            problems.append(Problem(message, "每个键单独一行", file.path, line, column))
    return problems


def explain(fault: Fault, folded: Folded, record: type[Record]) -> Problem:
    """One fault of folded files, in Chinese, at its place."""
    if fault.kind == "unknown":
        return _unknown_key(folded, fault.loc, record)
    field = next((str(step) for step in reversed(fault.loc) if isinstance(step, str)), "文件")
    message, hint = _wrong_value(field, fault)
    return Problem(message, hint, *folded.place(fault.loc))


def _wrong_value(field: str, fault: Fault) -> tuple[str, str]:
    kind, value = fault.kind, fault.value
    if kind == "missing":
        return f"缺少“{field}”", "对照原有的写法补上"
    if kind == "rule":
        return f"“{field}”：{fault.told[0]}", "照上面所说改写"
    if kind == "choice":
        return f"“{field}”的值“{value}”不认识", "可写：" + "、".join(fault.told)
    if kind in {"whole", "decimal", "range", "yes-or-no"}:
        return f"“{field}”的值“{value}”不对", "照原有的写法改"
    if value is None:
        return f"“{field}”是空的", '要留空，写成 ""；列表写成 []'
    if kind == "text":
        return f"“{field}”应当是一段文字", "值里若有“[”“{”“: ”，放进半角引号"
    if kind in {"list", "size"}:
        return f"“{field}”应当是列表，项数照原有的写法", "写成 [甲, 乙]，逗号用半角"
    if kind == "mapping":
        return f"“{field}”里应当是“键: 值”的组合", "每个键单独一行，冒号用半角"
    return f"“{field}”写法不对", "对照原有的写法改写"


def _unknown_key(folded: Folded, loc: Path, record: type[Record]) -> Problem:
    key = str(loc[-1])
    path, line, column = folded.place(loc, key=True)
    known = _known_keys(loc, record)
    near = difflib.get_close_matches(key, known, 1, 0.6)
    hint = f"是不是“{near[0]}”？" if near else "这里可用：" + "、".join(known)
    return Problem(f"不认识的字段“{key}”", hint, path, line, column)


def _known_keys(loc: Path, record: type[Record]) -> list[str]:
    """The keys allowed at the place of an unknown one."""
    annotation: Any = record
    for step in loc[:-1]:
        if isinstance(annotation, type) and issubclass(annotation, Record):
            fields = record_fields(annotation)
            annotation = next(one.annotation for one in fields if one.key == step)
        elif get_args(annotation):
            arguments = get_args(annotation)
            annotation = arguments[0] if arguments[-1] is Ellipsis else arguments[-1]
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return [one.key for one in record_fields(annotation) if one.key not in ("key", "kind")]
    return [str(choice) for choice in get_args(get_args(annotation)[0])]
