"""A second reader's answers: their form, and whether what they quote stands where they say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhibi.errors import AnswerError
from zhibi.figures.scan import find_figures
from zhibi.writing.llm.escaping import plain_prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.models.messages import Answer, Model, Request
    from zhibi.second_reader.masking import SentText

_LETTERS = re.compile(r"[^\W\d_]")
_MASK = re.compile(r"〔[^〕]*〕")
_SHORTEST = 2
_LONGEST_REASON = 60
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)


class _Answered(BaseModel):
    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)


class Doubt(_Answered):
    """Words of a sentence that the facts do not say, or say differently, as a model reads them."""

    quote: str
    kind: Literal["unsaid", "different"]
    fact: int | None = None
    fact_quote: str = ""
    reason: str = ""


class SentenceReading(_Answered):
    """What a model doubts of one sentence, by its number in the question."""

    sentence: int
    doubts: list[Doubt] = Field(default_factory=list)


class ReadingAnswer(_Answered):
    """A whole answer."""

    readings: list[SentenceReading]


class ValidatedModel:
    """A model whose answers are of the form `ReadingAnswer`; others are an AnswerError."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The model's name."""
        return self._model.name

    def complete(self, request: Request) -> Answer:
        """Answer one request. Raises ModelError, and AnswerError (`json`) for another form."""
        answer = self._model.complete(request)
        read_answer(answer.text)
        return answer


def read_answer(text: str) -> ReadingAnswer:
    """The answer in a text, also with words around its JSON. Raises AnswerError (`json`)."""
    found = _OBJECT.search(text)
    try:
        return ReadingAnswer.model_validate_json(found[0] if found else text)
    except (ValidationError, RecursionError):
        raise AnswerError("模型的回答不是要求的 JSON", kind="json") from None


@dataclass(frozen=True, slots=True)
class VerifiedDoubt:
    """A doubt whose quotes stand where it says: a span of sentence `number`, from 0.

    `fact` is the index of the fact that says it differently, `fact_words` what that one says.
    """

    number: int
    start: int
    end: int
    reason: str
    fact: int | None = None
    fact_words: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """An answer's doubts that hold, how many do not, and which sentences it read at all."""

    doubts: tuple[VerifiedDoubt, ...]
    refused: int
    read: frozenset[int]


def verified(
    answer: ReadingAnswer, sentences: Sequence[SentText], facts: Sequence[SentText], known: str
) -> Verified:
    """The doubts of an answer that code can follow.

    A quote must stand in its sentence word for word, and be of more than figures: these are not
    the model's to judge. What `known` (the words of all facts) has word for word is not unsaid;
    what is said differently must be quoted from its fact.
    """
    held: dict[tuple[int, int, int], VerifiedDoubt] = {}
    refused, read = 0, set()
    for reading in answer.readings:
        number = reading.sentence - 1
        if not 0 <= number < len(sentences):
            refused += len(reading.doubts)
            continue
        read.add(number)
        for doubt in reading.doubts:
            one = _verified(doubt, number, sentences[number], facts, known)
            if one is None:
                refused += 1
            else:
                held.setdefault((number, one.start, one.end), one)
    return Verified(tuple(held.values()), refused, frozenset(read))


def _verified(
    doubt: Doubt, number: int, sentence: SentText, facts: Sequence[SentText], known: str
) -> VerifiedDoubt | None:
    span = sentence.find(doubt.quote)
    if span is None or not _has_words(doubt.quote):
        return None
    reason = plain_prose(doubt.reason).strip()[:_LONGEST_REASON]
    if doubt.kind == "unsaid":
        quoted = sentence.original[slice(*span)].strip("，。；：、！？“”")
        return None if quoted in known else VerifiedDoubt(number, *span, reason)
    index = (doubt.fact or 0) - 1
    if not 0 <= index < len(facts) or not _has_words(doubt.fact_quote):
        return None
    told = facts[index].find(doubt.fact_quote)
    if told is None or doubt.fact_quote == doubt.quote:
        return None
    words = facts[index].original[slice(*told)]
    return VerifiedDoubt(number, *span, reason, index, words)


def _has_words(quote: str) -> bool:
    """Whether a quote is more than figures and marks."""
    bare = _MASK.sub("", quote)
    letters = [one.start() for one in _LETTERS.finditer(bare)]
    figures = [one for one in find_figures(bare) if one.claim]
    return sum(not any(f.start <= at < f.end for f in figures) for at in letters) >= _SHORTEST
