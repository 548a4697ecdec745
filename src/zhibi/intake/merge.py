"""Merges many files into one facts file: a fact that several state alike has all their sources.

A difference is a conflict that names both sides; it is resolved only by naming the preferred
office.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Problem
from zhibi.facts.field_words import FIELD_WORDS
from zhibi.facts.load import facts_from_tree
from zhibi.facts.names import UNSORTED
from zhibi.intake.collector import paused_collector
from zhibi.intake.duplicates import (
    NUMBER_FIELDS,
    MergedFacts,
    is_statement,
    power_of_ten,
    same_field,
)
from zhibi.intake.last_year_answers import take_last_year
from zhibi.intake.merge_result import Conflict, MergeResult, Side, as_text, shortened, side_of
from zhibi.intake.near_names import near_names
from zhibi.intake.other_years import place_years
from zhibi.intake.section_tree import Node, SectionTree, give_ids
from zhibi.intake.submissions import read_submission
from zhibi.intake.suggested import fill_in
from zhibi.marked_yaml import Tree
from zhibi.progress import Progress, ProgressCallback

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.errors import Place
    from zhibi.intake.submission import Submission, SubmittedItem
    from zhibi.marked_yaml import Path as TreePath

_MERGED_AS = "合并结果"
_REQUIRED = {"style": "样式", "kind": "类型", "year": "年份", "organisation": "单位"}
_DOCUMENT_ORDER = (
    "style", "kind", "year", "organisation", "self", "superior", "period", "status", "show",
    "source", "title", "guiding", "signed", "date", "length", "names", "computed", "rounding",
    "framing", "missing",
)  # fmt: skip


class UnstatedDocumentError(InputError):
    """No file states what every report has: `fields` of the document; `result` is what was read."""

    def __init__(self, fields: Sequence[str], result: MergeResult) -> None:
        message = f"没有一个文件写明{'、'.join(_REQUIRED[key] for key in fields)}"
        years = Counter(one for one in result.years if one)
        year = years.most_common(1)[0][0] if years else "2025"
        hint = (
            "用 zhibi form --style 镇乡 -o 基本信息.xlsx 做一份，填好其中的“基本信息”表一起合并；"
            "或者把下面这行照实改好，存成 基本信息.yaml 一起合并：\n"
            f"    document: {{style: 镇乡, kind: annual, year: {year}, organisation: 青山镇}}"
        )
        super().__init__(Problem(message, hint, _MERGED_AS))
        self.fields = tuple(fields)
        self.result = result


@paused_collector()
def merge(
    paths: Sequence[str | Path],
    prefer: str | Sequence[str] | None = None,
    *,
    topics: Mapping[str, Sequence[str]] | None = None,
    encoding: str | None = None,
    suggested: Mapping[str, Any] | None = None,
    progress: ProgressCallback | None = None,
) -> MergeResult:
    """Merge spreadsheets, facts files and paragraphs into one facts file.

    `prefer` names the offices (or files) that win where sources differ, in order of preference.
    `topics` gives words for each topic of the style, for sorting paragraphs. `suggested` are
    fields of the document that hold where no file states or suggests them. `progress` is called
    after each file. Raises InputError with the problems of all files at once,
    UnstatedDocumentError where no file says whose report it is.
    """
    problems: list[Problem] = []
    submissions: list[Submission] = []
    for number, path in enumerate(paths, 1):
        try:
            submissions.append(read_submission(path, topics, encoding))
        except InputError as error:
            problems += error.problems
        if progress is not None:
            progress(Progress("material", number, len(paths), Path(path).name))
    if problems:
        raise InputError(problems)
    preferred = [prefer] if isinstance(prefer, str) else list(prefer or ())
    return _Merger(submissions, preferred, suggested or {}).run()


class _Merger:
    """Merges submissions in the order in which they were given."""

    def __init__(
        self,
        submissions: Sequence[Submission],
        prefer: Sequence[str],
        suggested: Mapping[str, Any],
    ) -> None:
        self._submissions = submissions
        self._suggested = suggested
        self._prefer = prefer
        self._tree = SectionTree()
        self._document: dict[str, Any] = {}
        self._places: dict[tuple[str, str], Place] = {}
        self._top_checks: list[SubmittedItem] = []
        files = tuple(Path(submission.path).name for submission in submissions)
        self._result = MergeResult({}, files=files)

    def run(self) -> MergeResult:
        for submission in self._submissions:
            self._result.notes += submission.notes
            if submission.tally is not None:
                self._result.tallies.append(submission.tally)
            self._merge_document(submission)
            self._merge_sections(submission)
        self._result.notes += fill_in(self._document, self._submissions)
        for key, value in self._suggested.items():
            self._document.setdefault(key, value)
        self._result.years = [one.year for item in self._submissions for one in item.facts]
        if re.fullmatch(r"\d{4}", year := str(self._document.get("year") or "")):
            self._result.notes += place_years(self._submissions, int(year))
        merged = MergedFacts(str(self._document.get("period") or ""))
        for submission in self._submissions:
            for submitted in submission.facts:
                self._merge_fact(submitted, merged, submission)
            for submitted in submission.derive:
                self._merge_derivation(submitted)
            for submitted in submission.checks:
                self._merge_check(submitted)
        nodes = list(self._tree.nodes())
        self._result.notes += take_last_year(nodes)
        self._note_missing()
        self._note_unsorted()
        self._result.notes += near_names(item for node in nodes for item in node.facts)
        give_ids(nodes)
        self._result.data = self._data()
        if not self._result.conflicts:
            self._validate()
        return self._result

    def _merge_document(self, submission: Submission) -> None:
        for key, value in submission.document.items():
            self._set_field(
                self._document, key, value, f"基本信息的“{FIELD_WORDS.get(key, key)}”",
                submission.document_places[key], ("", key),
            )  # fmt: skip

    def _merge_sections(self, submission: Submission) -> None:
        for section in submission.sections:
            node = self._tree.known(section)
            if node is None:
                self._tree.add(section)
                continue
            for key, value in section.data.items():
                if section.suggested and node.data.get(key) is not None:
                    continue
                if value is not None and key != "id":
                    name = node.data.get("topic") or node.data["id"]
                    what = f"小节“{name}”的“{FIELD_WORDS.get(key, key)}”"
                    self._set_field(
                        node.data, key, value, what, section.place, (node.data["id"], key)
                    )

    def _set_field(
        self,
        data: dict[str, Any],
        key: str,
        value: Any,
        what: str,
        place: Place,
        at: tuple[str, str],
    ) -> None:
        """Set a field, or record a conflict on it."""
        old = data.get(key)
        if old is None:
            data[key] = value
            self._places[at] = place
        elif not same_field(old, value):
            before = self._places.get(at)
            source = before.in_words if before else ""
            sides = (Side(as_text(old), source), Side(as_text(value), place.in_words))
            choice = self._choose(what, sides)
            if choice == 1:
                data[key] = value
                self._places[at] = place

    def _merge_fact(
        self, submitted: SubmittedItem, merged: MergedFacts, submission: Submission
    ) -> None:
        node = self._tree.under_heading(submitted) or self._tree.for_fact(submitted)
        known = merged.find(submitted, node, submission.path)
        if known is None:
            merged.add(submitted, node, submission.path)
            node.facts.append(submitted)
            return
        if is_statement(known.data) != is_statement(submitted.data):
            what = f"编号“{submitted.data['id']}”"
            self._result.conflicts.append(Conflict(what, (side_of(known), side_of(submitted))))
            return
        differing = merged.differing(known.data, submitted.data)
        if not differing:
            merged.complete(known, submitted)
            self._result.agreed += 1
            return
        chosen = self._choose_row(known, submitted, differing)
        if chosen == 1:
            place, old = known.place, known.data
            merged.replace(known, submitted)
            self._tell_dropped(old, place, submitted.data)
        elif chosen == 0:
            self._tell_dropped(submitted.data, submitted.place, known.data)

    def _tell_dropped(self, dropped: dict[str, Any], place: Place, kept: dict[str, Any]) -> None:
        """Tell what only the row that is not taken gives, and count its numerals as not used."""
        told = [(key, as_text(dropped[key])) for key in NUMBER_FIELDS if key in dropped]
        only = [f"{FIELD_WORDS.get(key, key)}{text}" for key, text in told if key not in kept]
        if only:
            name = dropped.get("name") or shortened(dropped["text"])
            message = f"“{name}”的{'、'.join(only)}也没有采用：一条只取一个科室的"
            self._result.notes.append(place.problem(message, "要用的，补到采用的那一行再合并"))
        for tally in self._result.tallies:
            if tally.path == place.path:
                text = " ".join(text for _, text in told)
                tally.give_up(place.cell or f"第{place.line}行", text, "说法不一，没有采用")

    def _choose_row(
        self, known: SubmittedItem, submitted: SubmittedItem, differing: Sequence[str]
    ) -> int | None:
        """Which of two rows is taken whole: one office's value never gets another's target.

        None where no office is preferred, which records a conflict for each field.
        """
        what = f"“{submitted.data.get('name') or shortened(submitted.data['text'])}”"
        period = submitted.data.get("period")
        what += f"（{period}）" if period else ""
        choices = []
        for key in differing:
            label = what if key == "value" else f"{what}的“{FIELD_WORDS.get(key, key)}”"
            choices.append(self._choose(label, (side_of(known, key), side_of(submitted, key))))
        if len(set(choices)) > 1:  # sources of one row name several offices
            sides = (side_of(known), side_of(submitted))
            self._result.conflicts.append(Conflict(what, sides, "--prefer 所写的科室两边都有"))
            return None
        return choices[0]

    def _note_unsorted(self) -> None:
        """Tell how many facts no file gives a section, and from which files they are."""
        node = self._tree.unsorted()
        if node is None or not node.facts:
            return
        files = Counter(Path(submitted.place.path).name for submitted in node.facts)
        listed = "、".join(f"{name} {count} 条" for name, count in files.items())
        message = f"{len(node.facts)} 条事实没有板块，放在“{UNSORTED}”：{listed}"
        hint = "在表里加“板块”一栏（如 经济发展），或者在合并的结果里移到该去的小节"
        self._result.notes.append(Problem(message, hint, _MERGED_AS))

    def _note_missing(self) -> None:
        """Keep in the document which rows have no figure, unless another file gives it."""
        given = {
            submitted.data.get("name")
            for submission in self._submissions
            for submitted in submission.facts
        }
        missing = [
            row
            for submission in self._submissions
            for row in submission.missing
            if row.partition("（")[0] not in given
        ]
        if missing:
            self._document["missing"] = missing

    def _merge_derivation(self, submitted: SubmittedItem) -> None:
        at = self._tree.for_fact(submitted).derive
        given = [(other.data.get("name"), other.data.get("formula")) for other in at]
        if (submitted.data.get("name"), submitted.data.get("formula")) not in given:
            at.append(submitted)

    def _merge_check(self, submitted: SubmittedItem) -> None:
        at = (
            self._tree.for_fact(submitted).checks
            if submitted.topic or submitted.part
            else self._top_checks
        )
        if submitted.data["check"] not in [other.data["check"] for other in at]:
            at.append(submitted)

    def _choose(self, what: str, sides: tuple[Side, Side]) -> int | None:
        """The index of the preferred side; None where there is none, which records a conflict."""
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
            data["checks"] = [submitted.data["check"] for submitted in self._top_checks]
        return data

    def _validate(self) -> None:
        missing = [key for key in _REQUIRED if not self._document.get(key)]
        if missing:
            raise UnstatedDocumentError(missing, self._result)
        document = {key: place for (node, key), place in self._places.items() if not node}
        self._result.origins = _origins(document, self._tree.roots, self._top_checks)
        tree = Tree(self._result.data, origins=self._result.origins)
        self._result.facts = facts_from_tree(tree, _MERGED_AS)


def _section(node: Node) -> dict[str, Any]:
    data = dict(node.data)
    if node.facts:
        data["facts"] = [submitted.data for submitted in in_written_order(node.facts)]
    if node.derive:
        data["derive"] = [submitted.data for submitted in node.derive]
    if node.checks:
        data["checks"] = [submitted.data["check"] for submitted in node.checks]
    if node.children:
        data["sections"] = [_section(child) for child in node.children]
    return data


def in_written_order(facts: Sequence[SubmittedItem]) -> list[SubmittedItem]:
    """Facts with a 排序 in that order, then the others in the order of their files."""
    ordered = [submitted for submitted in facts if submitted.order is not None]
    ordered.sort(key=lambda submitted: submitted.order or Decimal(0))
    return ordered + [submitted for submitted in facts if submitted.order is None]


def _origins(
    document: Mapping[str, Place], roots: Sequence[Node], checks: Sequence[SubmittedItem]
) -> dict[TreePath, Place]:
    """Where the parts of the merged data come from; for other parts, see the nearest parent."""
    origins: dict[TreePath, Place] = {("document", key): at for key, at in document.items()}

    def add_all(listed: Sequence[SubmittedItem], at: TreePath) -> None:
        for index, submitted in enumerate(listed):
            origins[*at, index] = submitted.place
            for key, place in submitted.field_places.items():
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
