"""Many files into one facts file: one fact with two sources where they agree, a conflict where not.

Nothing is decided in silence: a conflict is shown side by side, and settled only by naming the
office that is to be believed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Problem
from zhibi.facts.load import facts_from_tree
from zhibi.intake.duplicates import Rivals, is_statement, power_of_ten, same_field
from zhibi.intake.facts_writer import dump_facts
from zhibi.intake.section_tree import Node, SectionTree, give_ids
from zhibi.intake.submissions import read_submission
from zhibi.marked_yaml import marked_tree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.errors import Place
    from zhibi.facts.model import Facts
    from zhibi.intake.submission import Handed, Submission
    from zhibi.marked_yaml import Path as TreePath

_MERGED_AS = "合并结果"
_LONGEST_SHOWN = 60
_REQUIRED = {"style": "样式", "kind": "类型", "year": "年份", "organisation": "单位"}
_DOCUMENT_ORDER = (
    "style", "kind", "year", "organisation", "self", "superior", "period", "status", "show",
    "source", "title", "guiding", "signed", "date", "length", "names", "computed", "rounding",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing on which sources differ, shown side by side.

    `remark` says what the difference looks like, where it looks like something.
    """

    what: str
    sides: tuple[Side, ...]
    remark: str = ""

    def __str__(self) -> str:
        said = "　对　".join(f"{side.text}（{side.source}）" for side in self.sides)
        return f"{self.what}：{said}{f'；{self.remark}' if self.remark else ''}"


@dataclass
class MergeResult:
    """The merged facts as plain data, what sources differ on, and what a person should know.

    `text` is the facts file; it must not be written while `conflicts` remain. `agreed` counts
    the facts that more than one source gave alike. `facts` is None while `conflicts` remain.
    """

    data: dict[str, Any]
    conflicts: list[Conflict] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    agreed: int = 0
    files: tuple[str, ...] = ()
    facts: Facts | None = None

    @cached_property
    def text(self) -> str:
        """The merged facts file."""
        return dump_facts(self.data, f"由 zhibi merge 合并：{'、'.join(self.files)}")


def merge(
    paths: Sequence[str | Path],
    prefer: str | Sequence[str] | None = None,
    *,
    topics: Mapping[str, Sequence[str]] | None = None,
    encoding: str | None = None,
) -> MergeResult:
    """Merge spreadsheets, facts files and paragraphs into one facts file.

    `prefer` names the offices (or files) to believe where sources differ, the first one first.
    `topics` gives words for each topic of the style, for sorting paragraphs. Raises InputError
    with the problems of all files at once.
    """
    problems: list[Problem] = []
    submissions: list[Submission] = []
    for path in paths:
        try:
            submissions.append(read_submission(path, topics, encoding))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    preferred = [prefer] if isinstance(prefer, str) else list(prefer or ())
    return _Merger(submissions, preferred).run()


class _Merger:
    """Merges submissions in the order in which they were given."""

    def __init__(self, submissions: Sequence[Submission], prefer: Sequence[str]) -> None:
        self._submissions = submissions
        self._prefer = prefer
        self._tree = SectionTree()
        self._document: dict[str, Any] = {}
        self._places: dict[tuple[str, str], Place] = {}
        self._top_checks: list[Handed] = []
        files = tuple(Path(submission.path).name for submission in submissions)
        self._result = MergeResult({}, files=files)

    def run(self) -> MergeResult:
        for submission in self._submissions:
            self._result.notes += submission.notes
            self._merge_document(submission)
            self._merge_sections(submission)
        rivals = Rivals(str(self._document.get("period") or ""))
        for submission in self._submissions:
            for handed in submission.facts:
                self._merge_fact(handed, rivals, submission)
            for handed in submission.derive:
                self._merge_derivation(handed)
            for handed in submission.checks:
                self._merge_check(handed)
        give_ids(self._tree.nodes())
        self._result.data = self._data()
        if not self._result.conflicts:
            self._validate()
        return self._result

    def _merge_document(self, submission: Submission) -> None:
        for key, value in submission.document.items():
            self._settle(
                self._document, key, value, f"document 的“{key}”",
                submission.document_places[key], ("", key),
            )  # fmt: skip

    def _merge_sections(self, submission: Submission) -> None:
        for section in submission.sections:
            node = self._tree.known(section)
            if node is None:
                self._tree.add(section)
                continue
            for key, value in section.data.items():
                if value is not None and key != "id":
                    what = f"小节“{node.data['id']}”的“{key}”"
                    self._settle(node.data, key, value, what, section.place, (node.data["id"], key))

    def _settle(
        self,
        data: dict[str, Any],
        key: str,
        value: Any,
        what: str,
        place: Place,
        at: tuple[str, str],
    ) -> None:
        """Set a field, or note that two sources differ on it."""
        old = data.get(key)
        if old is None:
            data[key] = value
            self._places[at] = place
        elif not same_field(old, value):
            before = self._places.get(at)
            source = before.in_words if before else ""
            sides = (Side(_said(old), source), Side(_said(value), place.in_words))
            choice = self._choose(what, sides)
            if choice == 1:
                data[key] = value
                self._places[at] = place

    def _merge_fact(self, handed: Handed, rivals: Rivals, submission: Submission) -> None:
        node = self._tree.under_heading(handed) or self._tree.for_fact(handed)
        known = rivals.find(handed, node, submission.path)
        if known is None:
            rivals.add(handed, node, submission.path)
            node.facts.append(handed)
            return
        if is_statement(known.data) != is_statement(handed.data):
            what = f"编号“{handed.data['id']}”"
            self._result.conflicts.append(Conflict(what, (_side(known), _side(handed))))
            return
        what = f"“{handed.data.get('name') or _short(handed.data['text'])}”"
        period = handed.data.get("period")
        what += f"（{period}）" if period else ""
        same = True
        for key in rivals.differing(known.data, handed.data):
            label = f"{what}的“{key}”" if key != "value" else what
            same = False
            if self._choose(label, (_side(known, key), _side(handed, key))) == 1:
                known.data[key] = handed.data[key]
                known.data["source"] = handed.data.get("source") or handed.place.in_words
                known.field_places[key] = handed.field_places.get(key, handed.place)
        rivals.complete(known, handed, agreed=same)
        if same:
            self._result.agreed += 1

    def _merge_derivation(self, handed: Handed) -> None:
        at = self._tree.for_fact(handed).derive
        given = [(other.data.get("name"), other.data.get("formula")) for other in at]
        if (handed.data.get("name"), handed.data.get("formula")) not in given:
            at.append(handed)

    def _merge_check(self, handed: Handed) -> None:
        at = self._tree.for_fact(handed).checks if handed.topic or handed.part else self._top_checks
        if handed.data["check"] not in [other.data["check"] for other in at]:
            at.append(handed)

    def _choose(self, what: str, sides: tuple[Side, Side]) -> int | None:
        """Which side is to be believed; None (and a conflict) where nobody said."""
        for office in self._prefer:
            matching = [at for at, side in enumerate(sides) if office in side.source]
            if len(matching) == 1:
                taken, left = sides[matching[0]], sides[1 - matching[0]]
                message = (
                    f"{what}取{taken.text}（{taken.source}），未取{left.text}（{left.source}）"
                )
                self._result.notes.append(Problem(message))
                return matching[0]
        factor = power_of_ten(sides[0].text, sides[1].text)
        remark = f"正好差 {factor} 倍，多半是单位或小数点写错" if factor else ""
        self._result.conflicts.append(Conflict(what, sides, remark))
        return None

    def _data(self) -> dict[str, Any]:
        document = {
            key: self._document[key]
            for key in _DOCUMENT_ORDER
            if self._document.get(key) is not None
        }
        data: dict[str, Any] = {"document": document}
        data["sections"] = [_section(node) for node in self._tree.roots]
        if self._top_checks:
            data["checks"] = [handed.data["check"] for handed in self._top_checks]
        return data

    def _validate(self) -> None:
        missing = [word for key, word in _REQUIRED.items() if not self._document.get(key)]
        if missing:
            message = f"没有一个文件写明{'、'.join(missing)}"
            hint = "填一份“基本信息”表，或加一个写有 document 的 YAML"
            raise InputError(Problem(message, hint, _MERGED_AS))
        document = {key: place for (node, key), place in self._places.items() if not node}
        origins = _origins(document, self._tree.roots, self._top_checks)
        tree = marked_tree(self._result.data, origins)
        self._result.facts = facts_from_tree(tree, _MERGED_AS)


def _section(node: Node) -> dict[str, Any]:
    data = dict(node.data)
    if node.facts:
        data["facts"] = [handed.data for handed in in_written_order(node.facts)]
    if node.derive:
        data["derive"] = [handed.data for handed in node.derive]
    if node.checks:
        data["checks"] = [handed.data["check"] for handed in node.checks]
    if node.children:
        data["sections"] = [_section(child) for child in node.children]
    return data


def in_written_order(facts: Sequence[Handed]) -> list[Handed]:
    """Facts with a 排序 by it, the others behind them as they came."""
    ordered = [handed for handed in facts if handed.order is not None]
    ordered.sort(key=lambda handed: handed.order or Decimal(0))
    return ordered + [handed for handed in facts if handed.order is None]


def _side(handed: Handed, key: str = "") -> Side:
    """What a fact says: a field of it, or all that it is about."""
    data = handed.data
    said = _said(data[key]) if key else data.get("text") or f"{data['name']} {data['value']}"
    return Side(_short(said), data.get("source") or handed.place.in_words)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("value") or value.get("parts") or value)
    if isinstance(value, list | tuple):
        return "、".join(_said(item) for item in value)
    return str(value)


def _origins(
    document: Mapping[str, Place], roots: Sequence[Node], checks: Sequence[Handed]
) -> dict[TreePath, Place]:
    """Where the parts of the merged data come from; what a source does not tell is left out."""
    origins: dict[TreePath, Place] = {("document", key): at for key, at in document.items()}

    def add_all(listed: Sequence[Handed], at: TreePath) -> None:
        for index, handed in enumerate(listed):
            origins[*at, index] = handed.place
            for key, place in handed.field_places.items():
                origins[*at, index, key] = place

    def add_sections(nodes: Sequence[Node], at: TreePath) -> None:
        for number, node in enumerate(nodes):
            origins[*at, number] = node.place
            add_all(in_written_order(node.facts), (*at, number, "facts"))
            add_all(node.derive, (*at, number, "derive"))
            add_all(node.checks, (*at, number, "checks"))
            add_sections(node.children, (*at, number, "sections"))

    add_sections(roots, ("sections",))
    add_all(checks, ("checks",))
    return origins
