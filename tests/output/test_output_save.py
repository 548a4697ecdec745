"""Drafts out: every format, whole or not at all."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from zhibi.errors import OutputError
from zhibi.output.save import ensure_writable, save
from zhibi.word.drafts import read_draft
from zhibi.writing.document import Draft


def test_markdown_is_the_text_that_was_checked(draft: Draft, tmp_path: Path) -> None:
    save(draft, tmp_path / "a.md")
    assert (tmp_path / "a.md").read_bytes().decode() == draft.text


def test_plain_text_has_every_paragraph_and_no_marks(draft: Draft, tmp_path: Path) -> None:
    save(draft, tmp_path / "a.txt")
    lines = (tmp_path / "a.txt").read_text("utf-8").splitlines()
    assert lines[0] == draft.title
    assert [line.strip("　") for line in lines] == [
        *(block.printed for block in draft.blocks),
        draft.signed,
        draft.date,
    ]


def test_json_holds_blocks_and_check(draft: Draft, tmp_path: Path) -> None:
    save(draft, tmp_path / "a.json")
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["text"] == draft.text
    assert len(data["blocks"]) == len(draft.blocks)
    assert data["check"]["summary"]["figures"] == sum(
        item.figure.claim for item in draft.findings.figures
    )
    assert "工作总结" in (tmp_path / "a.json").read_text("utf-8")  # Chinese is not escaped


def test_docx_reads_back_as_the_same_text(draft: Draft, tmp_path: Path) -> None:
    save(draft, tmp_path / "a.docx")
    read = [line for line in read_draft(tmp_path / "a.docx").text.splitlines() if line]
    assert read == [line for line in draft.text.splitlines() if line]


@pytest.mark.parametrize("ending", [".docx", ".html", ".json", ".txt", ".md"])
def test_same_draft_same_bytes(draft: Draft, tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"a{ending}", tmp_path / f"b{ending}"
    save(draft, first)
    os.utime(first, (0, 0))
    save(draft, second)
    assert first.read_bytes() == second.read_bytes()


def test_docx_carries_no_clock(draft: Draft, tmp_path: Path) -> None:
    save(draft, tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("name", ["a.pdf", "a", "no-such-folder/a.md"])
def test_unwritable_is_said_beforehand(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="无法写入"):
        ensure_writable(tmp_path / name)


def test_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "out.md").mkdir()
    with pytest.raises(OutputError, match="文件夹"):
        ensure_writable(tmp_path / "out.md")


def test_asking_leaves_nothing_behind(tmp_path: Path) -> None:
    ensure_writable(tmp_path / "a.md")
    assert list(tmp_path.iterdir()) == []


def test_failed_write_keeps_the_old_file(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.md"
    target.write_text("旧稿", "utf-8")

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OutputError, match="磁盘空间不足"):
        save(draft, target)
    assert target.read_text("utf-8") == "旧稿"
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_permissions_are_those_of_the_replaced_file(draft: Draft, tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    target.write_text("旧稿", "utf-8")
    target.chmod(0o640)
    save(draft, target)
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed(draft: Draft, tmp_path: Path) -> None:
    (tmp_path / "real.md").write_text("", "utf-8")
    (tmp_path / "link.md").symlink_to("real.md")
    save(draft, tmp_path / "link.md")
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.md").read_text("utf-8") == draft.text
