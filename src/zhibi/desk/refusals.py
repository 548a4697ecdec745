"""Why a request is refused, each with the status that answers it and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhibi.errors import InputError, ModelError, Problem, ZhibiError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Refusal(Exception):  # noqa: N818 - an answer, not a fault
    """A request that is not carried out: nothing has changed.

    `kind` is for the page, `message` and `hint` are for people; `more` goes with the answer.
    """

    def __init__(self, status: int, kind: str, message: str, hint: str = "", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.problems: Sequence[Problem] = (Problem(message, hint),)
        self.more = more

    @property
    def data(self) -> dict[str, Any]:
        """The answer's body."""
        problems = [
            {"message": one.message, "hint": one.hint, "place": one.place} for one in self.problems
        ]
        return {"error": self.kind, "problems": problems, **self.more}


def refusal_of(error: ZhibiError, **more: Any) -> Refusal:
    """The refusal that tells of an error, with all its problems."""
    kind, status = ("model", 502) if isinstance(error, ModelError) else ("input", 422)
    refusal = Refusal(status, kind, error.message, error.hint, **more)
    if isinstance(error, InputError):
        refusal.problems = error.problems
    return refusal


def gone() -> Refusal:
    """The page's work is no longer here."""
    return Refusal(
        410,
        "gone",
        "放得太久，程序已把材料和稿子从内存里清掉",
        "这一页上的稿子还在：可以接着用，也可以先存成文件",
    )


def stale(**more: Any) -> Refusal:
    """Another window has changed the work in the meantime."""
    return Refusal(
        409,
        "stale",
        "另一个窗口已经改过，这一处没有写上去",
        "先看那边改成了什么，再决定用哪一份；两份都不会丢",
        **more,
    )


def too_large(what: str, most: str) -> Refusal:
    """Something exceeds what is taken."""
    hint = "拆成几个再交，或检查是不是选错了"
    return Refusal(413, "large", f"{what}过大，最多 {most}", hint)
