"""Verifies a receipt: hashes the files again, does the work again, and names what differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zhibi import __version__
from zhibi.errors import InputError, ZhibiError
from zhibi.output.receipts.receipt import (
    CheckedDraft,
    FileHash,
    FoundCounts,
    Receipt,
    file_sha256,
    found_counts,
    read_receipt,
    sha256,
    used_prompts,
    used_style,
)

if TYPE_CHECKING:
    from zhibi.facts.model import Facts
    from zhibi.styles.model import Style

OFFLINE = "offline"
_PARTS = {
    "schema": "格式版本",
    "task": "是起草还是核对",
    "version": "程序版本",
    "facts": "事实",
    "style": "样式",
    "prompts": "提示词",
    "drafts": "稿件",
    "written": "由谁来写",
}


@dataclass(frozen=True, slots=True)
class Verified:
    """One thing that was looked at: the part of the receipt, and what is to be said of it."""

    part: str
    same: bool
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """All that was looked at."""

    path: str
    results: tuple[Verified, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as the receipt says."""
        return all(one.same for one in self.results)


def verify(path: str | Path) -> Verification:
    """Verify a receipt against the files as they are now, with this version of the program.

    Reads no network and asks no model: what a model wrote is not written again, its check is done
    again. Raises InputError where the file is no receipt.
    """
    receipt = read_receipt(path)
    folder = Path(path).resolve().parent
    return Verification(str(path), tuple(_results(receipt, folder)))


def verification_data(verification: Verification) -> dict[str, object]:
    """A verification as data; its schema is `data/verification.schema.json`."""
    return {
        "schema": 1,
        "ok": verification.ok,
        "receipt": verification.path,
        "results": [
            {"part": one.part, "same": one.same, "message": one.message}
            for one in verification.results
        ],
    }


def _results(receipt: Receipt, folder: Path) -> Iterator[Verified]:
    yield from _seals(receipt)
    same = receipt.version == __version__
    now = "" if same else f"，现在是 {__version__}；结果不同可能只因版本不同"
    yield Verified("version", same, f"程序版本 {receipt.version}{now}")
    for file in receipt.facts:
        yield _file("facts", "事实", file, folder)
    for file in receipt.drafts:
        yield _file("drafts", "稿件", file, folder)
    if receipt.prompts is not None:
        yield _prompts(receipt, folder)
    try:
        yield from _again(receipt, folder)
    except ZhibiError as error:
        yield Verified("facts", same=False, message=f"没法重做：{error}")


def _seals(receipt: Receipt) -> Iterator[Verified]:
    """Which parts of the receipt were changed after it was written."""
    parts = receipt.parts()
    changed = [name for name in parts if receipt.seals.get(name) != parts[name]]
    changed += sorted(receipt.seals.keys() - parts.keys())
    for name in changed:
        said = f"回执里“{_PARTS.get(name, name)}”（{name}）这一部分被改过"
        yield Verified("seals", same=False, message=said)
    if not changed:
        yield Verified("seals", same=True, message="回执没有被改过")


def _file(part: str, word: str, file: FileHash, folder: Path) -> Verified:
    try:
        same = file_sha256(folder / file.path) == file.sha256
    except InputError as error:
        return Verified(part, same=False, message=f"{word} {file.path} {error.problems[0].message}")
    return Verified(part, same, f"{word} {file.path}" + ("" if same else " 的内容变了"))


def _prompts(receipt: Receipt, folder: Path) -> Verified:
    used = receipt.prompts
    assert used is not None
    own = str(folder / used.folder) if used.folder is not None else None
    shown = used.folder or "内置"
    try:
        same = used_prompts(own, folder).sha256 == used.sha256
    except InputError as error:
        return Verified(
            "prompts", same=False, message=f"提示词 {shown} {error.problems[0].message}"
        )
    return Verified("prompts", same, f"提示词 {shown}" + ("" if same else " 的内容变了"))


def _again(receipt: Receipt, folder: Path) -> Iterator[Verified]:
    """The style, the check of each draft, and an offline draft, made again."""
    from zhibi.writing.drafting import style_for

    asked = receipt.style.asked
    if asked is not None and (folder / asked).is_file():
        asked = str(folder / asked)
    facts = _facts(receipt, folder, receipt.drafts[0] if receipt.drafts else None)
    style = style_for(facts, asked)
    used = used_style(style, asked, folder)
    same = (used.sha256, used.kind) == (receipt.style.sha256, receipt.style.kind)
    words = f"样式 {receipt.style.name}（{receipt.style.kind}）"
    yield Verified("style", same, words + ("" if same else " 的内容变了"))
    for draft in receipt.drafts:
        if draft.found is not None:
            yield _check_again(draft, draft.found, facts, style, folder)
    written = receipt.written
    if written is None:
        return
    if written.writer == OFFLINE:
        from zhibi.writing.drafting import draft as write

        same = sha256(write(facts, style=style).text.encode()) == written.text_sha256
        words = "照事实重写一遍，文字一致" if same else "照事实重写一遍，文字不同"
        yield Verified("written", same, words)
    else:
        replaced = sum(section.replaced for section in written.sections)
        said = f"由 {written.writer} 写成（{replaced} 句改由事实写出），不重写，只重核"
        yield Verified("written", same=True, message=said)


def _facts(receipt: Receipt, folder: Path, draft: CheckedDraft | None) -> Facts:
    from zhibi.intake.load import facts_for_text, load_facts
    from zhibi.word.drafts import read_draft

    paths = [str(folder / file.path) for file in receipt.facts]
    if receipt.task == "draft" or draft is None:
        return load_facts(paths)
    return facts_for_text(paths, read_draft(folder / draft.path).text)


def _check_again(
    draft: CheckedDraft, found: FoundCounts, facts: Facts, style: Style, folder: Path
) -> Verified:
    from zhibi.checking.check import check
    from zhibi.word.drafts import read_draft

    try:
        text = read_draft(folder / draft.path).text
    except InputError as error:
        said = f"没法重核 {draft.path}：{error.problems[0].message}"
        return Verified("drafts", same=False, message=said)
    now = found_counts(check(text, facts, style))
    if now == found:
        said = f"重核 {draft.path}：错误 {now.errors} 处，提醒 {now.warnings} 处，与回执一致"
        return Verified("drafts", same=True, message=said)
    return Verified("drafts", same=False, message=f"重核 {draft.path}：{_difference(found, now)}")


def _difference(before: FoundCounts, now: FoundCounts) -> str:
    words = {"figures": "数字", "supported": "有据", "errors": "错误", "warnings": "提醒"}
    words |= {"must": "应报", "used": "已报"}
    told = [
        f"{word} {getattr(before, name)}→{getattr(now, name)}"
        for name, word in words.items()
        if getattr(before, name) != getattr(now, name)
    ]
    for code in sorted(before.codes.keys() | now.codes.keys()):
        counts = before.codes.get(code, 0), now.codes.get(code, 0)
        if counts[0] != counts[1]:
            told.append(f"{code} {counts[0]}→{counts[1]}")
    return "，".join(told) or "个数相同，位置或内容不同"
