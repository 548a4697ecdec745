"""Reads a submitted file, by its ending, into a `Submission` for merging."""

from __future__ import annotations

from os.path import isdir
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, Problem
from zhibi.facts.load import FACTS_ENDINGS, in_order, read_facts_text
from zhibi.facts.problem_log import ProblemLog
from zhibi.facts.resolve import resolve
from zhibi.facts.validate import check_form
from zhibi.intake.collector import paused_collector
from zhibi.intake.duplicates import listed
from zhibi.intake.old_files import OLD_ENDINGS, converted
from zhibi.intake.paragraphs import PARAGRAPH_ENDINGS, plain_lines, read_paragraphs
from zhibi.intake.report import is_report, read_report
from zhibi.intake.sheets import DELIMITED_ENDINGS, WORKBOOK_ENDINGS, read_sheets
from zhibi.intake.submission import Submission, SubmittedItem, SubmittedSection
from zhibi.marked_yaml import read_tree
from zhibi.word.drafts import read_draft
from zhibi.word.text import read_docx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhibi.errors import Place
    from zhibi.facts.model import Part
    from zhibi.marked_yaml import Path as TreePath
    from zhibi.marked_yaml import Tree

_NOT_FACTS = ("facts", "sections", "derive", "checks")


@paused_collector()
def read_submission(
    path: str | Path,
    topics: Mapping[str, Sequence[str]] | None = None,
    encoding: str | None = None,
) -> Submission:
    """The content of a file. Raises InputError with every problem of the file."""
    path = Path(path)
    ending = path.suffix.lower()
    if isdir(path):  # noqa: PTH112 - Path.is_dir raises for a name too long
        raise InputError(Problem("这是文件夹，不是文件", "写上文件名", str(path)))
    if ending in WORKBOOK_ENDINGS | DELIMITED_ENDINGS:
        return read_sheets(path, encoding)
    if ending in FACTS_ENDINGS:
        return _read_facts(path)
    if ending in PARAGRAPH_ENDINGS:
        return _read_text(path, topics)
    if ending in OLD_ENDINGS:
        return _read_converted(path, topics)
    hint = "可以合并的有 .xlsx .csv .yaml .json .docx .md .txt"
    raise InputError(Problem(f"不认识的文件类型“{ending}”", hint, str(path)))


def _read_text(
    path: Path, topics: Mapping[str, Sequence[str]] | None, converted: bytes | None = None
) -> Submission:
    """A text, which may be a report; `converted` is an older file's content as .docx."""
    if converted is not None or path.suffix.lower() == ".docx":
        draft, lines = read_docx(path, converted)
        if is_report(draft.text):
            return read_report(path, draft.text, lines)
        return read_paragraphs(path, lines, topics)
    text = read_draft(path).text
    if is_report(text):
        return read_report(path, text)
    lines = plain_lines(text, is_markdown=path.suffix.lower() == ".md")
    return read_paragraphs(path, lines, topics)


def _read_converted(path: Path, topics: Mapping[str, Sequence[str]] | None) -> Submission:
    """An older file, by way of LibreOffice."""
    new, data = converted(path)
    if new == ".xlsx":
        submission = read_sheets(path, converted=data)
    else:
        submission = _read_text(path, topics, data)
    message = f"{path.suffix} 文件由 LibreOffice 转成 {new} 再读"
    submission.notes.append(Problem(message, "数与原件不符时，自己另存再报", str(path)))
    return submission


def _read_facts(path: Path) -> Submission:
    """A facts file, or a part of one: document alone, sections alone."""
    tree, problems = read_tree(read_facts_text(path), str(path))
    if tree is None:
        raise InputError(problems)
    checked = check_form(tree, str(path))
    log = ProblemLog(tree, str(path), checked.left_out, partial=True)
    resolve(checked.raw, log)
    problems = [*problems, *checked.problems, *log.problems]
    if problems:
        raise InputError(in_order(problems))
    return _FactsFile(tree, path).read()


class _FactsFile:
    """Takes a facts file apart into its document, sections and facts."""

    def __init__(self, tree: Tree, path: Path) -> None:
        self._tree = tree
        self._path = path
        self._into = Submission(str(path))

    def read(self) -> Submission:
        data: dict[str, Any] = self._tree.data
        for key, value in (data.get("document") or {}).items():
            if value is not None:
                self._into.document[key] = value
                self._into.document_places[key] = self._place(("document", key))
        for number, section in enumerate(data.get("sections") or []):
            self._section(section, ("sections", number), "", str(number + 1), None)
        for number, formula in enumerate(listed(data.get("checks"))):
            place = self._place(("checks", number))
            self._into.checks.append(SubmittedItem({"check": formula}, "", None, place))
        return self._into

    def _section(
        self, section: dict[str, Any], at: TreePath, under: str, number: str, part: Part | None
    ) -> None:
        part = section.get("part") or part
        own = {key: value for key, value in section.items() if key not in _NOT_FACTS}
        section_id = own.get("id") or (f"{under}.{number}" if under else f"{part}{number}")
        place = self._place(at)
        self._into.sections.append(SubmittedSection({**own, "id": section_id}, under, place))
        for index, fact in enumerate(section.get("facts") or []):
            submitted = self._add(_given(fact), section_id, part, (*at, "facts", index))
            submitted.number = f"{section_id}.{index + 1}"
            self._into.facts.append(submitted)
        for index, derived in enumerate(section.get("derive") or []):
            submitted = self._add(_given(derived), section_id, part, (*at, "derive", index))
            submitted.number = f"{section_id}.d{index + 1}"
            self._into.derive.append(submitted)
        for index, formula in enumerate(listed(section.get("checks"))):
            check = {"check": formula}
            self._into.checks.append(self._add(check, section_id, part, (*at, "checks", index)))
        for index, child in enumerate(section.get("sections") or []):
            self._section(child, (*at, "sections", index), section_id, f"s{index + 1}", part)

    def _add(
        self, data: dict[str, Any], topic: str, part: Part | None, at: TreePath
    ) -> SubmittedItem:
        fields = {key: self._place((*at, key)) for key in data}
        return SubmittedItem(data, topic, part, self._place(at), field_places=fields)

    def _place(self, at: TreePath) -> Place:
        return self._tree.origin(at, str(self._path))


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}
