"""The second reader: puts undecided sentences to a model, verifies what it doubts."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from zhibi.checking.violations import Violation
from zhibi.errors import AnswerError, ModelError
from zhibi.models.messages import Usage
from zhibi.progress import Progress
from zhibi.second_reader.answers import ValidatedModel, Verified, read_answer, verified
from zhibi.second_reader.masking import Masking
from zhibi.second_reader.questions import Question, questions
from zhibi.writing.llm.parallel import run_parallel
from zhibi.writing.llm.prompts import Prompts
from zhibi.writing.llm.runs import Run
from zhibi.writing.llm.session import Session, connected, spending_limit

if TYPE_CHECKING:
    from zhibi.checking.check import Checker
    from zhibi.checking.findings import Findings
    from zhibi.writing.llm.options import ModelOptions

_CODE = "W301"
_ATTEMPTS = 2
_HINT = "这是模型的读法，可能读错；确是事实没有的，删去，或连同来源写进事实"


@dataclass(frozen=True, slots=True)
class Reading:
    """A check with what a second reader doubts.

    `asked` are the sentences that no rule decided, `unread` those of them that were not read (no
    usable answer, or not sent), `refused` the doubts whose quotes do not hold.
    """

    findings: Findings
    asked: int
    doubts: int
    unread: int
    refused: int
    usage: Usage


class SecondReader:
    """Reads with the model of `options`; of its `figures`, blind sends no values, others do.

    Raises ModelError where model, address or key are missing, InputError for a prompt folder.
    """

    def __init__(self, options: ModelOptions) -> None:
        self._options = options
        self._tell = options.notify or (lambda _: None)
        self._model, self._service, self._host = connected(options)
        self._prompts = Prompts(options.prompts)

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def read(self, checker: Checker, text: str, findings: Findings, title: str = "") -> Reading:
        """The findings of a checked text, with warnings for what the model doubts (W301).

        `title` names the text in the run's record. Raises ModelError where nothing was answered.
        """
        undecided = checker.undecided(text, findings)
        facts = checker.ledger.facts
        masking = Masking(facts, blind=self._options.figures == "blind")
        asked = questions(text, undecided, facts, checker.style, masking)
        known = checker.ledger.corpus
        if not asked:
            return Reading(findings, len(undecided), 0, len(undecided), 0, Usage())
        if self._options.run is None:
            answers, usage = self._answers(asked, known, None)
        else:
            with Run(self._options.run, self._tell) as run:
                run.begin(self._about(title, facts.path, text))
                answers, usage = self._answers(asked, known, run)
                run.end({"usage": asdict(usage)})
        violations = [
            violation
            for question, answer in zip(asked, answers, strict=True)
            for violation in self._violations(question, answer)
        ]
        return Reading(
            checker.extended(text, findings, violations),
            len(undecided),
            len(violations),
            len(undecided) - sum(len(answer.read) for answer in answers),
            sum(answer.refused for answer in answers),
            usage,
        )

    def _answers(
        self, asked: Sequence[Question], known: str, run: Run | None
    ) -> tuple[list[Verified], Usage]:
        limit = spending_limit(self._options, self._service)
        model = ValidatedModel(self._model)
        session = Session(model, run, limit, self._tell, "其余各句没有读")
        done: dict[str, tuple[Verified | None, Usage]] = {}
        jobs = self._options.jobs or self._service.jobs
        tell = self._options.progress or (lambda _: None)

        def work(question: Question) -> tuple[Verified | None, Usage]:
            return self._answer(session, question, known)

        for question, answered in run_parallel(work, asked, jobs):
            done[question.label] = answered
            tell(Progress("sentence", len(done), len(asked)))
        if not any(answer for answer, _ in done.values()):
            raise ModelError(
                "第二读者的回答没有一次能用",
                "换一个会按要求输出 JSON 的模型；不用第二读者时去掉 --reader",
            )
        empty = Verified((), 0, frozenset())
        answers = [done[question.label][0] or empty for question in asked]
        return answers, sum((used for _, used in done.values()), Usage())

    def _answer(
        self, session: Session, question: Question, known: str
    ) -> tuple[Verified | None, Usage]:
        """What an answer doubts; an answer of another form is asked for once more."""
        usage = Usage()
        for attempt in range(_ATTEMPTS):
            try:
                answer = session.ask(question.request(self._prompts, self.name, attempt))
            except AnswerError as error:
                if error.kind != "json":
                    return None, usage
                continue
            usage += Usage() if answer.reused else answer.usage
            found = read_answer(answer.text)
            return verified(found, question.sentences, question.facts, known), usage
        return None, usage

    def _violations(self, question: Question, answer: Verified) -> list[Violation]:
        found = []
        for doubt in answer.doubts:
            base = question.undecided[doubt.number].start
            sentence = question.sentences[doubt.number].original
            words = sentence[doubt.start : doubt.end]
            said = f"，事实写的是“{doubt.fact_words}”" if doubt.fact is not None else ""
            what = "与事实不同" if said else "事实没有说"
            reason = f"：{doubt.reason}" if doubt.reason else ""
            message = f"模型（{self.name}）读作“{words}”{what}{said}{reason}"
            facts = () if doubt.fact is None else (question.fact_ids[doubt.fact],)
            start, end = base + doubt.start, base + doubt.end
            found.append(Violation(_CODE, start, end, message, _HINT, None, facts))
        return found

    def _about(self, title: str, facts_path: str, text: str) -> dict[str, str]:
        return {
            "title": f"第二读者：{title}",
            "facts": facts_path,
            "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
            "model": self.name,
            "endpoint": self._host,
            "figures": "blind" if self._options.figures == "blind" else "plain",
        }
