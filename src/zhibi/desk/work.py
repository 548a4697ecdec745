"""The work at the desk: files, facts, corrections, draft and text, kept in memory alone."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from zhibi.checking.check import Checker
from zhibi.desk.corrections import Correction, Merged, apply
from zhibi.desk.fields import fields_of, in_labels
from zhibi.desk.intake import Intake, take_in
from zhibi.desk.limits import IDLE_HOURS, MAX_KEPT, MAX_TEXT
from zhibi.desk.refusals import Refusal, gone, refusal_of, stale, too_large
from zhibi.desk.submitted import Submitted
from zhibi.errors import InputError, ZhibiError
from zhibi.intake.facts_writer import dump_facts
from zhibi.word.drafts import read_draft
from zhibi.writing.drafting import draft, expected_length, style_for

if TYPE_CHECKING:
    from zhibi.checking.findings import Findings
    from zhibi.errors import Problem
    from zhibi.facts.model import Facts
    from zhibi.progress import Progress, ProgressCallback
    from zhibi.writing.document import Draft
    from zhibi.writing.writer import Writer

MakeWriter = Callable[["ProgressCallback"], "Writer"]
"""A writer with a model, given what to call with its progress."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A text that was replaced and can be had back; `writer` is the model that wrote it, if any."""

    label: str
    text: str
    writer: str


class Work:
    """One piece of work. Every change raises `version`; a change based on an older one is refused.

    `session` is another after everything was forgotten. `style` (a name or path) overrules that
    of the facts; `model` makes the writer with a model, where one is configured.
    """

    def __init__(
        self,
        style: str | None = None,
        model: MakeWriter | None = None,
        *,
        idle_hours: float = IDLE_HOURS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.RLock()
        self._clock = clock
        self._idle = idle_hours * 3600
        self._used = clock()
        self.style = style
        self.model = model
        self.version = 0
        self._begin()

    def _begin(self) -> None:
        self.session = secrets.token_hex(8)
        self.version += 1
        self.submitted = Submitted()
        self.intake = Intake()
        self.prefer: list[str] = []
        self.suggested: dict[str, Any] = {}
        self.corrections: list[Correction] = []
        self.left: list[Correction] = []
        self.merged: Merged | None = None
        self.facts: Facts | None = None
        self._checker: Checker | None = None
        self.draft: Draft | None = None
        self.text: str | None = None
        self.writer = ""
        self.findings: Findings | None = None
        self.unchecked: Sequence[Problem] = ()
        self.earlier: list[Kept] = []
        self.progress = ""

    # ------------------------------------------------------------------ who may change what

    def forget_if_idle(self) -> bool:
        """Forget everything if no request has come for too long; whether it was so."""
        with self._lock:
            idle = self._clock() - self._used > self._idle and not self.progress
            if idle and (len(self.submitted) or self.text is not None):
                self._begin()
                return True
            return False

    def touch(self) -> None:
        """A request has come."""
        self.forget_if_idle()
        self._used = self._clock()

    @contextmanager
    def changing(self, session: str, version: int | None) -> Iterator[None]:
        """A change by a page that saw this version. Raises Refusal if it saw another."""
        with self._lock:
            self._ensure_seen(session, version)
            yield
            self.version += 1

    def _ensure_seen(self, session: str, version: int | None) -> None:
        if session != self.session:
            raise gone()
        if version is not None and version != self.version:
            raise stale(version=self.version, text=self.text)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A look at the work while nothing changes."""
        with self._lock:
            yield

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            self._begin()

    # ------------------------------------------------------------------ files and facts

    def take_in(self, *, prefer: Sequence[str] | None = None, **suggested: Any) -> None:
        """Read all files again, and make the corrections again."""
        if prefer is not None:
            self.prefer = list(prefer)
        self.suggested.update({key: value for key, value in suggested.items() if value})
        self.intake = take_in(self.submitted, self.prefer, self.suggested)
        try:
            self._correct(self.corrections)
        except InputError:  # what was right for the old files is wrong beside the new ones
            self._correct_singly()

    def _correct_singly(self) -> None:
        """Make the corrections that the facts allow; the others are told as left."""
        kept: list[Correction] = []
        dropped = []
        for one in self.corrections:
            try:
                self._correct([*kept, one])
            except InputError:
                dropped.append(one)
            else:
                kept.append(one)
        self._correct(kept)
        self.left = [*self.left, *dropped]

    def correct(self, correction: Correction) -> None:
        """Make one more correction. Raises Refusal, with every problem, if the facts forbid it."""
        if self.intake.merged is None:
            raise Refusal(422, "input", "还没有读成事实", "先把材料交齐")
        try:
            self._correct([*self.corrections, correction])
        except ZhibiError as error:
            refusal = refusal_of(error)
            refusal.problems = [
                replace(one, message=in_labels(one.message), hint=in_labels(one.hint))
                for one in refusal.problems
            ]
            raise refusal from error
        if correction in self.left:
            self._correct(self.corrections[:-1])
            raise Refusal(422, "input", "这一条事实已经不在了，或已变成别的", "刷新后再看")

    def free_id(self) -> str:
        """An id for a fact that is added."""
        taken = {fact.get("id") for _, fact in self.merged.facts_data()} if self.merged else set()
        return next(one for n in count(1) if (one := f"补充{n}") not in taken)

    def undo(self) -> str:
        """Take back the last correction, and say which."""
        if not self.corrections:
            raise Refusal(422, "input", "没有可以撤销的更正")
        label = self.corrections[-1].label
        self._correct(self.corrections[:-1])
        return label

    def _correct(self, corrections: list[Correction]) -> None:
        """Set facts and all that follows from them. Raises InputError and changes nothing."""
        merged, facts = None, None
        left: list[Correction] = []
        if self.intake.merged is not None:
            merged, left = apply(self.intake.merged, corrections)
            facts = replace(merged.facts(), notes=tuple(str(one) for one in self.intake.notes))
        self.merged, self.left, self.facts = merged, left, facts
        self.corrections = list(corrections)
        self._checker = None
        self._check()

    def fields(self, fact_id: str) -> list[dict[str, Any]]:
        """The fields of a fact that can be corrected. Raises Refusal for none."""
        found = self.merged.find(fact_id) if self.merged else None
        if found is None or fact_id in self.sensitive():
            raise Refusal(
                422, "input", "没有这条事实，或它不能在这里改", "在原来的表里改，再交一次"
            )
        return fields_of(found[1])

    def sensitive(self) -> frozenset[str]:
        """The ids of facts of which some value is sensitive: they are not shown here."""
        facts = () if self.facts is None else self.facts.all_facts()
        return frozenset(
            fact.id
            for fact in facts
            if fact.show == "sensitive" or any(one.show == "sensitive" for one in fact.entries())
        )

    @property
    def facts_text(self) -> str | None:
        """The corrected facts as a facts file."""
        if self.merged is None:
            return None
        names = "、".join(n for n in self.submitted.sizes if n not in self.intake.refused)
        return dump_facts(self.merged.data, f"由 zhibi 合并：{names}")

    def length(self) -> str:
        """About how long the report will be, as `zhibi draft` tells it; empty while unknown."""
        with suppress(InputError):  # a style that is not here
            return expected_length(self.facts, self.style).told() if self.facts else ""
        return ""

    # ------------------------------------------------------------------ draft and text

    def write(self, session: str, version: int, writer: str) -> None:
        """Draft anew; the text that was there can be had back. Raises Refusal, ZhibiError."""
        with self._lock:
            self._ensure_seen(session, version)
            facts = self._need_facts()
            if self.progress:
                raise Refusal(409, "busy", "正在起草", "等这一稿写完")
            if writer == "model" and self.model is None:
                raise Refusal(422, "input", "没有配置模型", "用程序来写，或重新启动时写明模型")
            self.progress = "正在起草……"
        try:
            made = draft(facts, writer=self._writer(writer), style=self.style)
        except ZhibiError as error:
            raise refusal_of(error) from error
        finally:
            self.progress = ""
        with self._lock:
            self._ensure_seen(session, None)
            self._keep("起草前的稿子")
            self.draft, self.text, self.writer = made, made.text, made.writer
            self._check()
            self.version += 1

    def _writer(self, name: str) -> Writer | None:
        if name != "model" or self.model is None:
            return None

        def told(step: Progress) -> None:
            self.progress = str(step)

        return self.model(told)

    def put_text(self, text: str) -> None:
        """The text as the clerk has it now, checked at once."""
        self._need_facts()
        if len(text) > MAX_TEXT:
            raise too_large("稿子", f"{MAX_TEXT} 字")
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._check()

    def take_text(self, name: str, data: bytes) -> None:
        """A draft that was changed elsewhere takes the text's place. Raises Refusal."""
        self._need_facts()
        files = Submitted()
        files.add(name, data)
        with files.on_disk() as names:
            (path,) = names
            try:
                text = read_draft(path).text
            except InputError as error:
                refusal = refusal_of(error)
                refusal.problems = [replace(one, path=names[path]) for one in error.problems]
                raise refusal from error
        self._keep("交回改稿以前的稿子")
        self.put_text(text)

    def keep(self, label: str, text: str) -> None:
        """Keep a text that another takes the place of."""
        if text.strip() and all(one.text != text for one in self.earlier):
            self.earlier = [*self.earlier, Kept(label, text, self.writer)][-MAX_KEPT:]

    def _keep(self, label: str) -> None:
        if self.text is not None:
            self.keep(label, self.text)

    def take_back(self, number: int) -> None:
        """Have an earlier text back; the present one is kept."""
        if not 0 <= number < len(self.earlier):
            raise Refusal(422, "input", "没有这一稿")
        kept = self.earlier[number]
        self._keep("换下来的稿子")
        self.writer = kept.writer
        self.put_text(kept.text)

    def take_up(self, facts: str, text: str | None, writer: str) -> None:
        """Take up work again that a page or a file has kept. Raises Refusal, changing nothing."""
        submitted = Submitted()
        name = submitted.add("上次的事实.yaml", facts.encode())
        intake = take_in(submitted, (), {})
        refused = intake.refused.get(name) or intake.problems
        if refused or intake.merged is None:
            refusal = Refusal(422, "input", "接不上：里面的事实读不了", "直接把材料交进来")
            refusal.problems = refused or refusal.problems
            raise refusal
        self._keep("接上以前的稿子")
        earlier = self.earlier
        self._begin()
        self.submitted, self.earlier = submitted, earlier
        self.take_in()
        if text is not None:
            self.writer = writer
            self.put_text(text)

    def _need_facts(self) -> Facts:
        if self.facts is None:
            raise Refusal(422, "input", "还没有读成事实", "先把材料交齐，把说法不一的定下来")
        return self.facts

    def _check(self) -> None:
        self.findings, self.unchecked = None, ()
        if self.text is None or self.facts is None:
            return
        try:
            if self._checker is None:
                self._checker = Checker(self.facts, style_for(self.facts, self.style))
            self.findings = self._checker.check(self.text)
        except InputError as error:  # a style that is not here
            self.unchecked = error.problems
