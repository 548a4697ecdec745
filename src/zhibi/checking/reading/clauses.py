"""The clauses of a text, cut once, with what is read of each when it is first asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhibi.checking.reading.cues import CuedText, Said
from zhibi.checking.reading.fields import Stage
from zhibi.checking.reading.stages import stages_of
from zhibi.patterns import lazy_pattern
from zhibi.structure import CLAUSE

Span = tuple[int, int]

_ITEM = lazy_pattern(r"[^、]+")
_DIGIT = lazy_pattern(r"\d")


class Passage:
    """A span of a text, and what its words say."""

    __slots__ = ("_stages", "end", "source", "start", "words")

    def __init__(self, source: CuedText, start: int, end: int) -> None:
        self.source, self.start, self.end = source, start, end
        self.words = source.text[start:end]
        self._stages: Sequence[Stage] | None = None

    @classmethod
    def of(cls, words: str) -> Passage:
        """Some words by themselves."""
        return cls(CuedText(words), 0, len(words))

    def cues(self, field: str) -> Sequence[Said]:
        """The cues of a field in it, in order."""
        return self.source.cues(field, self.start, self.end)

    @property
    def stages(self) -> Sequence[Stage]:
        """The steps that it says, in order, if it is no more than a clause."""
        if self._stages is None:
            aspects, ranked = self.cues("aspect"), self.cues("stage")
            self._stages = ()
            if aspects or ranked:
                masked, text = self.cues("not_stage"), self.source.text
                self._stages = stages_of(text, self.start, self.end, aspects, ranked, masked)
        return self._stages


class Clause(Passage):
    """A clause of a text that is cut as a whole; `pairs` are the `neighbours` of its characters."""

    __slots__ = ("_by_clause", "_items", "pairs")

    def __init__(self, source: _CutText, start: int, end: int) -> None:
        super().__init__(source, start, end)
        self._by_clause, self.pairs = source.by_clause, source.pairs[start:end]
        self._items: Sequence[Passage] | None = None

    def cues(self, field: str) -> Sequence[Said]:
        """The cues of a field in it, in order."""
        return self._by_clause(field).get(self.start, ())

    @property
    def items(self) -> Sequence[Passage]:
        """Its items that all have a figure or a step (14个完工、4个在建), else itself."""
        if "、" not in self.words:
            return (self,)
        if self._items is None:
            cut = (one.span() for one in _ITEM.finditer(self.source.text, self.start, self.end))
            items = [Passage(self.source, *span) for span in cut]
            told = all(_DIGIT.search(one.words) for one in items) or all(
                one.stages for one in items
            )
            self._items = items if told and len(items) > 1 else ()
        return self._items or (self,)


class _CutText(CuedText):
    """A text with its cues by clause; it knows its clauses by their spans alone.

    So that what it is a part of holds no circle, and goes as soon as its check is done.
    """

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        super().__init__(text)
        self._spans = spans
        self._by_clause: dict[str, dict[int, list[Said]]] = {}

    def by_clause(self, field: str) -> Mapping[int, Sequence[Said]]:
        """The cues of a field by the start of the clause in which they stand."""
        found = self._by_clause.get(field)
        if found is None:
            found = self._by_clause[field] = {}
            spans = iter(self._spans)
            start, end = next(spans, (0, len(self.text)))
            for said in self.cues(field, 0, len(self.text)):
                while end < said.end:
                    start, end = next(spans, (len(self.text), len(self.text)))
                if start <= said.start:
                    found.setdefault(start, []).append(said)
        return found


class ReadText:
    """A text with its cues and its clauses."""

    def __init__(self, text: str, sentences: Iterable[Span]) -> None:
        """Take a text with the spans of its sentences, in order."""
        spans = [one.span() for span in sentences for one in CLAUSE.finditer(text, *span)]
        self.source = _CutText(text, spans)
        self.text, self.pairs, self.cues = text, self.source.pairs, self.source.cues
        self._clauses = [Clause(self.source, *span) for span in spans]
        self._starts = [start for start, _ in spans]

    def clauses(self, start: int, end: int) -> Sequence[Clause]:
        """The clauses that lie in a span of a sentence."""
        return self._clauses[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def parts(self, start: int, end: int) -> Sequence[Passage]:
        """The clauses of a span of a sentence; those at its edges are cut off there."""
        found = self.clauses(start, end)
        first = bisect_left(self._starts, start) - 1
        cut = first >= 0 and self._clauses[first].end > start
        if cut or (found and found[-1].end > end):
            cuts = CLAUSE.finditer(self.text, start, end)
            return [Passage(self.source, *one.span()) for one in cuts]
        return found

    @property
    def stages(self) -> Iterator[Stage]:
        """The steps that its clauses say, in order."""
        return (stage for clause in self._clauses for stage in clause.stages)


class FactTexts:
    """The texts of the facts, each read once."""

    def __init__(self) -> None:
        self._read: dict[str, ReadText] = {}

    def read(self, text: str) -> ReadText:
        """A fact's text, read when it is first asked for."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = ReadText(text, [(0, len(text))])
        return found
