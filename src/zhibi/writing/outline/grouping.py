"""How alike facts are, how much they take when written, and which field of work is nearest to one.

Facts are compared by pairs of neighbouring letters, each weighed by how few facts of the report
have it, so that common words (完成, 项目) do not bind what is unlike.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from zhibi.writing.outline.likeness import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhibi.facts.model import Fact

READABLE = (80, 180)
"""Characters of a readable item: facts of less are joined with others."""
_PER_INDICATOR = 6
_PER_FIGURE = 11
"""Characters of an indicator's clause beside its name, measured in offline drafts."""


_ROUNDING = 1e-9
"""More than sums of the same shares differ by that are added in another order."""


def size_of(fact: Fact) -> int:
    """The characters that a fact takes, about, when it is written without any framing."""
    if fact.is_statement:
        return len(fact.text)
    figures = sum(1 for entry in fact.entries() if entry.show in ("must", "may"))
    return len(fact.name) + _PER_INDICATOR + _PER_FIGURE * figures


class Subjects:
    """How alike the facts of one report are, common words counting little."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._known = [words_of(fact) for fact in facts]
        holders = Counter(pair for words in self._known for pair in words)
        count = max(len(self._known), 1)
        self._weights = {pair: math.log(1 + count / held) for pair, held in holders.items()}

    def vector(self, facts: Iterable[Fact], words: Iterable[str] = ()) -> Mapping[str, float]:
        """The weighed words of some facts, and of further texts, of length one."""
        counted: Counter[str] = Counter()
        for fact in facts:
            counted.update(dict.fromkeys(words_of(fact), 1))
        for text in words:
            counted.update({text[at : at + 2]: 1 for at in range(len(text) - 1)})
        found = {
            pair: math.sqrt(number) * self._weights.get(pair, 0.0)
            for pair, number in counted.items()
        }
        length = math.sqrt(sum(value * value for value in found.values()))
        return {pair: value / length for pair, value in found.items()} if length else {}

    @staticmethod
    def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
        """How alike two vectors are, 0 to 1."""
        if len(one) > len(other):
            one, other = other, one
        return sum(value * other.get(pair, 0.0) for pair, value in one.items())


class Fields:
    """Fields of work, to be asked for the one that a fact is most like.

    Those that have a pair of letters are listed under it, so that a fact is compared only with
    fields that share what counts most with it.
    """

    def __init__(self, vectors: Sequence[Mapping[str, float]]) -> None:
        self._vectors = vectors
        self._holders: dict[str, list[tuple[int, float]]] = {}
        for at, vector in enumerate(vectors):
            for pair, value in vector.items():
                self._holders.setdefault(pair, []).append((at, value))
        self._most = {pair: max(value for _, value in held) for pair, held in self._holders.items()}

    def nearest(self, vector: Mapping[str, float]) -> int:
        """The number of the field that a vector is most like; -1 where it is like none."""
        candidates = self._candidates(vector)
        scores = {at: Subjects.cosine(vector, self._vectors[at]) for at in sorted(candidates)}
        best = max(scores, key=scores.__getitem__, default=-1)
        return best if best >= 0 and scores[best] > 0 else -1

    def _candidates(self, vector: Mapping[str, float]) -> set[int]:
        """The fields that may be the nearest: pairs that add most come first.

        What is left to add is known; once it is less than what one field already leads by, the
        fields that it would bring in, and those behind by more, are out.
        """
        shares = sorted(
            (
                (value * self._most[pair], pair)
                for pair, value in vector.items()
                if pair in self._most
            ),
            reverse=True,
        )
        left = sum(share for share, _ in shares)
        found: dict[int, float] = {}
        leading = 0.0
        for share, pair in shares:
            if left + _ROUNDING < leading:
                break
            for at, value in self._holders[pair]:
                found[at] = found.get(at, 0.0) + value * vector[pair]
                leading = max(leading, found[at])
            left -= share
        return {at for at, score in found.items() if score + left + _ROUNDING >= leading}
