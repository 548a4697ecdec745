"""The clauses of a text, cut once, with what is read of each when it is first asked for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zhibi.checking.reading.cues import CuedText, Said
from zhibi.checking.reading.fields import Stage
from zhibi.checking.reading.stages import stages_of
from zhibi.patterns import lazy_pattern
from zhibi.structure import CLAUSE

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

    def __init__(self, source: ReadText, start: int, end: int) -> None:
        super().__init__(source, start, end)
        self._by_clause, self.pairs = source.by_clause, source.pairs[start:end]
        self._items: Sequence[Passage] | None = None

    def cues(self, field: str) -> Sequence[Said]:
        """The cues of a field in it, in order."""
        return self._by_clause(field).get(self.start, ())

    @property
    def items(self) -> Sequence[Passage]:
        """Its items that all have a figure or a step (14个完工、4个在建), else itself."""
        if self._items is None:
            self._items = (self,)
            if "、" in self.words:
                cut = (one.span() for one in _ITEM.finditer(self.source.text, self.start, self.end))
                items = [Passage(self.source, *span) for span in cut]
                if len(items) > 1 and (
                    all(_DIGIT.search(one.words) for one in items)
                    or all(one.stages for one in items)
                ):
                    self._items = items
        return self._items


class ReadText(CuedText):
    """A text with its cues and its clauses."""

    def __init__(self, text: str, sentences: Iterable[tuple[int, int]]) -> None:
        """Take a text with the spans of its sentences, in order."""
        super().__init__(text)
        self._clauses = [
            Clause(self, *found.span())
            for start, end in sentences
            for found in CLAUSE.finditer(text, start, end)
        ]
        self._starts = [clause.start for clause in self._clauses]
        self._by_clause: dict[str, dict[int, list[Said]]] = {}

    def clauses(self, start: int, end: int) -> Sequence[Clause]:
        """The clauses that lie in a span of a sentence."""
        return self._clauses[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def parts(self, start: int, end: int) -> Sequence[Passage]:
        """The clauses of a span of a sentence; those at its edges are cut off there."""
        found = self.clauses(start, end)
        first = bisect_left(self._starts, start) - 1
        cut = first >= 0 and self._clauses[first].end > start
        if cut or (found and found[-1].end > end):
            return [Passage(self, *one.span()) for one in CLAUSE.finditer(self.text, start, end)]
        return found

    @property
    def stages(self) -> Iterator[Stage]:
        """The steps that its clauses say, in order."""
        return (stage for clause in self._clauses for stage in clause.stages)

    def by_clause(self, field: str) -> Mapping[int, Sequence[Said]]:
        """The cues of a field by the start of the clause in which they stand."""
        found = self._by_clause.get(field)
        if found is None:
            found = self._by_clause[field] = {}
            clauses = iter(self._clauses)
            clause = next(clauses, None)
            for said in self.cues(field, 0, len(self.text)):
                while clause is not None and clause.end < said.end:
                    clause = next(clauses, None)
                if clause is not None and clause.start <= said.start:
                    found.setdefault(clause.start, []).append(said)
        return found


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
