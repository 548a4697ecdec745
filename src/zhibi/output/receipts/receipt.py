"""The form of a receipt, and how one is made when a report is drafted or checked.

A receipt holds hashes, not contents. It tells apart what was changed since; it does not prove who
made it: anyone can make another.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhibi import __version__
from zhibi.errors import InputError, Problem
from zhibi.files import read_bytes, write_atomically
from zhibi.output.review.check_result import result_data
from zhibi.word.drafts import MAX_TEXT, read_draft
from zhibi.writing.drafting import style_for

if TYPE_CHECKING:
    from zhibi.checking.findings import Findings
    from zhibi.facts.model import Facts
    from zhibi.styles.model import Style
    from zhibi.writing.document import Draft

SCHEMA: Literal[1] = 1
_READABLE = frozenset({".md", ".txt", ".docx"})
_MAX_FILE = max(MAX_TEXT, 256 << 20)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Sha256 = str


class FileHash(_Part):
    """A file, its path relative to the receipt's folder, and the SHA-256 of its content."""

    path: str
    sha256: Sha256


class FoundCounts(_Part):
    """What a check found: numbers, and the SHA-256 of its whole result as JSON."""

    figures: int
    supported: int
    errors: int
    warnings: int
    must: int
    used: int
    codes: dict[str, int]
    sha256: Sha256


class CheckedDraft(FileHash):
    """A draft; `found` is what checking this file finds, null for a format that is not read."""

    found: FoundCounts | None


class UsedStyle(_Part):
    """The style: how it was asked for (null: by the facts), and the SHA-256 of its content."""

    asked: str | None
    name: str
    kind: str
    sha256: Sha256


class UsedPrompts(_Part):
    """The prompts of a model: a folder of the user's own, and the SHA-256 of all templates."""

    folder: str | None
    sha256: Sha256


class WrittenSection(_Part):
    """A section: who wrote it, and how many of its sentences were replaced by ones from facts."""

    section: str
    writer: str
    replaced: int


class Written(_Part):
    """Who wrote a drafted report, and the SHA-256 of its text in Markdown."""

    writer: str
    text_sha256: Sha256
    sections: tuple[WrittenSection, ...]


class Receipt(_Part):
    """What `--receipt` writes; `seals` holds the SHA-256 of each of the other parts."""

    schema_: Literal[1] = Field(alias="schema")
    task: Literal["draft", "check"]
    version: str
    facts: tuple[FileHash, ...]
    style: UsedStyle
    prompts: UsedPrompts | None
    drafts: tuple[CheckedDraft, ...]
    written: Written | None
    seals: dict[str, Sha256] = {}

    def parts(self) -> dict[str, str]:
        """The SHA-256 of each part as it stands here."""
        data = self.model_dump(mode="json", by_alias=True, exclude={"seals"})
        return {name: sha256(canonical(value)) for name, value in data.items()}

    def to_json(self) -> str:
        """The receipt as JSON, sealed."""
        sealed = self.model_copy(update={"seals": self.parts()})
        return sealed.model_dump_json(by_alias=True, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report was made from or checked against; `beside` is the folder of the receipt."""

    facts_paths: Sequence[str]
    facts: Facts
    asked_style: str | None
    beside: Path

    @property
    def style(self) -> Style:
        """The style asked for, else the facts' own. Raises InputError."""
        return style_for(self.facts, self.asked_style)


def receipt_of_draft(
    report: Draft, outputs: Sequence[str], basis: Basis, prompts: UsedPrompts | None = None
) -> Receipt:
    """The receipt of a report that was drafted and saved to `outputs`.

    Raises InputError where a file is gone already.
    """
    replaced = Counter(change.section_id for change in report.replaced)
    sections = dict.fromkeys(block.section_id for block in report.blocks if block.section_id)
    written = Written(
        writer=report.writer,
        text_sha256=sha256(report.text.encode()),
        sections=tuple(
            WrittenSection(section=name, writer=report.writer, replaced=replaced[name])
            for name in sections
        ),
    )
    drafts = tuple(_checked(path, basis) for path in outputs)
    return _receipt("draft", basis, drafts, prompts, written)


def receipt_of_check(draft_path: str, findings: Findings, basis: Basis) -> Receipt:
    """The receipt of a draft that was checked. Raises InputError where a file is gone already."""
    draft = _hashed(draft_path, basis.beside)
    checked = CheckedDraft(**draft.model_dump(), found=found_counts(findings))
    return _receipt("check", basis, (checked,))


def _receipt(
    task: Literal["draft", "check"],
    basis: Basis,
    drafts: tuple[CheckedDraft, ...],
    prompts: UsedPrompts | None = None,
    written: Written | None = None,
) -> Receipt:
    return Receipt(
        schema=SCHEMA,
        task=task,
        version=__version__,
        facts=tuple(_hashed(path, basis.beside) for path in basis.facts_paths),
        style=used_style(basis.style, basis.asked_style, basis.beside),
        prompts=prompts,
        drafts=drafts,
        written=written,
    )


def save_receipt(receipt: Receipt, path: str | Path) -> None:
    """Write a receipt whole or not at all. Raises OutputError."""
    write_atomically(path, receipt.to_json().encode())


def found_counts(findings: Findings) -> FoundCounts:
    """The numbers of a check, and the hash of its result."""
    data = result_data(findings)
    return FoundCounts(
        **data["summary"],
        must=findings.coverage.must,
        used=findings.coverage.used,
        codes=dict(sorted(Counter(one.code for one in findings.findings).items())),
        sha256=sha256(canonical(data)),
    )


def used_style(style: Style, asked: str | None, beside: Path) -> UsedStyle:
    """The style with the hash of its content, the styles that it extends merged in."""
    content = {name: value for name, value in style.plain().items() if name != "key"}
    if asked is not None and Path(asked).is_file():
        asked = relative(asked, beside)
    return UsedStyle(
        asked=asked, name=style.name, kind=style.kind, sha256=sha256(canonical(content))
    )


def used_prompts(folder: str | Path | None, beside: Path) -> UsedPrompts:
    """The prompts with the hash of all templates: the user's own, else the built-in ones."""
    from zhibi.writing.llm.prompts import prompt_texts

    shown = relative(str(folder), beside) if folder is not None else None
    return UsedPrompts(folder=shown, sha256=sha256(canonical(prompt_texts(folder))))


def file_sha256(path: str | Path) -> Sha256:
    """The SHA-256 of a file's content. Raises InputError."""
    return sha256(read_bytes(path, _MAX_FILE))


def sha256(data: bytes) -> Sha256:
    """The SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def canonical(data: object) -> bytes:
    """Data as JSON that is the same for the same data."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def relative(path: str, beside: Path) -> str:
    """A path as a receipt in the folder `beside` has it, so that the folder can be moved."""
    try:
        return Path(os.path.relpath(path, beside)).as_posix()
    except ValueError:  # another drive
        return Path(path).resolve().as_posix()


def _hashed(path: str, beside: Path) -> FileHash:
    return FileHash(path=relative(path, beside), sha256=file_sha256(path))


def _checked(path: str, basis: Basis) -> CheckedDraft:
    from zhibi.checking.check import check

    found = None
    if Path(path).suffix.lower() in _READABLE:
        found = found_counts(check(read_draft(path).text, basis.facts, basis.style))
    return CheckedDraft(**_hashed(path, basis.beside).model_dump(), found=found)


def read_receipt(path: str | Path) -> Receipt:
    """Read a receipt. Raises InputError that says which part is no part of one."""
    name = str(path)
    data = read_bytes(path, MAX_TEXT)
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        raise InputError(Problem("这不是回执：不是完整的 JSON", _HINT, name)) from None
    if not isinstance(raw, dict) or "seals" not in raw or "schema" not in raw:
        raise InputError(Problem("这不是回执", _HINT, name))
    if raw["schema"] != SCHEMA:
        said = f"回执的格式是第 {raw['schema']!r} 版，这个程序认第 {SCHEMA} 版"
        raise InputError(Problem(said, "用写出它的那个版本来核验", name))
    try:
        return Receipt.model_validate(raw)
    except ValidationError as error:
        problems = [
            Problem(f"回执的“{'.'.join(map(str, one['loc']))}”不合格式", _HINT, name)
            for one in error.errors()
        ]
        raise InputError(problems) from None


_HINT = "用 zhibi draft 或 zhibi check 的 --receipt 写出的文件"
