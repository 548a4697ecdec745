"""Which files of a folder are facts, which are drafts, and which facts a draft belongs to."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from zhibi.errors import InputError, Problem
from zhibi.facts.load import FACTS_ENDINGS

SHEETS = frozenset({".xlsx"})
DRAFTS = frozenset({".docx", ".md", ".txt"})
_NOT_DRAFTS = frozenset({"readme"})
_SNIFFED = 1 << 16  # bytes
_RESULT = re.compile(r'\s*\{\s*"schema"\s*:')
_STYLE = re.compile(r"^extends\s*:", re.MULTILINE)
_DOCUMENT = re.compile(r"^document\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder and of all folders in it, in order of their paths.

    `facts` are facts files and filled forms, one for a report; `drafts` are texts; `unused` are
    files that are neither.
    """

    root: Path
    facts: tuple[Path, ...]
    drafts: tuple[Path, ...]
    unused: tuple[Path, ...]

    def name(self, path: Path) -> str:
        """A path within the folder, as messages show it."""
        return path.relative_to(self.root).as_posix()


def list_folder(root: str | Path, leave_out: Collection[Path] = ()) -> Listing:
    """The files of a folder; those of `leave_out` (resolved paths) and hidden ones are passed over.

    Every .yaml, .yml and .json is a facts file, but for styles (`extends:`) and zhibi's own results
    (`"schema":`). An .xlsx is a filled form where no facts file stands beside it or in a folder
    above it: there it is material. A .docx, .md or .txt is a draft, a README is none. Raises
    InputError if the folder cannot be read.
    """
    root = Path(root)
    facts: list[Path] = []
    sheets: list[Path] = []
    drafts: list[Path] = []
    unused: list[Path] = []
    for path in _files(root):
        ending = path.suffix.lower()
        if path.resolve() in leave_out:
            continue
        if ending in FACTS_ENDINGS:
            (facts if _may_be_facts(path) else unused).append(path)
        elif ending in SHEETS:
            sheets.append(path)
        elif ending in DRAFTS and path.stem.lower() not in _NOT_DRAFTS:
            drafts.append(path)
        else:
            unused.append(path)
    with_facts = {path.parent for path in facts}
    for path in sheets:
        is_material = with_facts.intersection(path.parents)
        (unused if is_material else facts).append(path)
    return Listing(root, tuple(sorted(facts)), tuple(drafts), tuple(sorted(unused)))


def facts_of_draft(draft: Path, drafts: Listing, facts: Listing) -> Path | None:
    """The facts file of a draft: the one in its folder that its name begins with, or the only one.

    `青山镇-汇报.docx` belongs to `青山镇.yaml`, and so does `青山镇.docx`; the longest name wins.
    The facts may stand in another folder of the same layout. None if there is none.
    """
    folder = facts.root / draft.parent.relative_to(drafts.root)
    beside = [path for path in facts.facts if path.parent == folder]
    named = [path for path in beside if _begins_with(draft.stem, path.stem)]
    if named:
        return max(named, key=lambda path: len(path.stem))
    return beside[0] if len(beside) == 1 else None


def is_material(draft: Path, drafts: Listing, facts: Listing) -> bool:
    """Whether a text is what an office sent in: facts stand not beside it but in a folder above."""
    folder = facts.root / draft.parent.relative_to(drafts.root)
    with_facts = {path.parent for path in facts.facts}
    return folder not in with_facts and bool(with_facts.intersection(folder.parents))


def _begins_with(name: str, stem: str) -> bool:
    return name.startswith(stem) and not name[len(stem) : len(stem) + 1].isalnum()


def _files(root: Path) -> Sequence[Path]:
    def refuse(error: OSError) -> None:
        raise InputError(
            Problem("读不了文件夹", "检查路径和权限", str(error.filename or root))
        ) from error

    found: list[Path] = []
    for folder, inner, names in os.walk(root, onerror=refuse):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        found += [Path(folder) / name for name in sorted(names) if not name.startswith((".", "~$"))]
    return found


def _may_be_facts(path: Path) -> bool:
    """Whether a file is facts as far as its beginning tells; what cannot be read is told later."""
    try:
        with path.open("rb") as file:
            head = file.read(_SNIFFED).decode("utf-8", errors="replace")
    except OSError:
        return True
    if _RESULT.match(head):
        return False
    return not _STYLE.search(head) or _DOCUMENT.search(head) is not None
