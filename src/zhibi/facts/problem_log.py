"""Collects the problems of one facts file, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhibi.errors import Place, Problem
from zhibi.facts.field_words import field_word
from zhibi.figures.quantity import parse_quantity
from zhibi.patterns import lazy_pattern

if TYPE_CHECKING:
    from zhibi.figures.model import Quantity
    from zhibi.marked_yaml import Path, Tree

_BAD_IN_ID = lazy_pattern(r"[\s#,，()（）+*/=<>“”]")
_BLANK = lazy_pattern(r"[xXｘＸ×]|待|[?？]|_{2}")


class ProblemLog:
    """The problems of one file so far; places of its parts, parts left out, and ids in use.

    A `partial` file is one of several to be merged: fields that only the merged file requires
    may be missing.
    """

    def __init__(
        self, tree: Tree, path: str, left_out: set[Path], *, partial: bool = False
    ) -> None:
        self.tree = tree
        self.path = path
        self.problems: list[Problem] = []
        self._left_out = left_out
        self._partial = partial
        self._ids: dict[tuple[str, str], Path] = {}

    def problem(self, at: Path, message: str, hint: str = "") -> None:
        """Add a problem at a place of the data."""
        self.problems.append(self.place(at).problem(message, hint))

    def place(self, at: Path) -> Place:
        """The place of a value in the file."""
        return self.tree.origin(at, self.path)

    def is_list(self, at: Path) -> bool:
        """Whether the value at this place is a non-empty list."""
        return self.tree.holds((*at, 0))

    def holds(self, at: Path) -> bool:
        """Whether the file has anything at this place, left out or not."""
        return at in self._left_out or self.tree.holds(at)

    def was_left_out(self, at: Path) -> bool:
        """Whether this part was removed because of an error of form already reported."""
        return any(at[: len(gone)] == gone for gone in self._left_out)

    def missing(self, at: Path, key: str, hint: str, *, of_whole: bool = False) -> None:
        """Add a problem for a missing or empty key; `of_whole` if partial files may lack it."""
        if of_whole and self._partial:
            return
        path = (*at, key)
        if self.was_left_out(path):
            return
        word = field_word(key, self.place(path))
        if self.holds(path):
            self.problem(path, f"“{word}”是空的", hint)
        else:
            self.problem(at, f"缺少“{word}”", hint)

    def claim_id(self, kind: str, wanted: str, at: Path, *, made: bool = False) -> None:
        """Register an id; add a problem if it is malformed or already in use for its kind.

        One that is `made` of another (tax.growth) is as well-formed as that one.
        """
        bad = None if made else _BAD_IN_ID.search(wanted)
        if bad:
            hint = "编号只用字母、数字、汉字和“.”“_”“-”"
            self.problem(at, f"编号“{wanted}”里不能有“{bad[0]}”", hint)
        first = self._ids.setdefault((kind, wanted), at)
        if first is not at and first != at:
            before = self.place(first)
            where = f"第 {before.line} 行" if before.cell is None else f" {before.cell}"
            message = f"编号“{wanted}”重复（前一处在{where}）"
            self.problem(at, message, "换一个编号，或把两条并成一条")

    def quantity(self, text: str, at: Path) -> Quantity | None:
        """The quantity of a value; None, with a problem added, if it is not a quantity."""
        try:
            return parse_quantity(text)
        except ValueError:
            if _BLANK.search(text):
                self.problem(at, f"“{text}”还没有填数", "填上实数；暂时没有就删去这一条")
                return None
            hint = "写成“数字+单位”，如 2186.4万元、320余户、98.5%、1—10月、11月底"
            self.problem(at, f"“{text}”不是能识别的数量", hint)
            return None
