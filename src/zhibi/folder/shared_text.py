"""Passages that several reports share, found by sketches of their sentences in near-linear time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from zhibi.folder.document import Document, Sentence, grams

LEAST_PASSAGE = 40
"""Characters of the shared sentences of a paragraph that are told."""
_ALIKE = 0.75  # of the longer sentence stand in runs of the other: a few words or figures differ
_RUN = 8  # characters of such a run; shorter ones are set phrases
_PERHAPS_ALIKE = 0.4  # of the pieces of two sentences, below which their runs are not looked for
_MARKS_SHARED = 3
_MOST_COMPARED = 50  # sentences with a mark in common

Passage = tuple[tuple[int, int], ...]
"""The documents that share a passage, each by its number and the offset where it begins there."""


def shared_passages(documents: Sequence[Document]) -> Iterator[Passage]:
    """The passages that documents share, each once with all that have it.

    Shared sentences that stand in the same paragraphs are one passage.
    """
    sentences = [
        (number, sentence)
        for number, document in enumerate(documents)
        for sentence in document.sentences
    ]
    words = [documents[n].own_words(documents[n].text[s.start : s.end]) for n, s in sentences]
    passages: dict[tuple[tuple[int, int], ...], list[list[tuple[int, Sentence]]]] = defaultdict(
        list
    )
    for group in _alike([sentence for _, sentence in sentences], words):
        members = [sentences[at] for at in group]
        paragraphs = tuple(sorted({(number, sentence.line) for number, sentence in members}))
        if len({number for number, _ in paragraphs}) > 1:
            passages[paragraphs].append(members)
    for paragraphs, groups in passages.items():
        if sum(group[0][1].end - group[0][1].start for group in groups) < LEAST_PASSAGE:
            continue
        begins: dict[tuple[int, int], int] = {}
        for number, sentence in (member for group in groups for member in group):
            at = (number, sentence.line)
            begins[at] = min(begins.get(at, sentence.start), sentence.start)
        yield tuple((number, begins[number, line]) for number, line in paragraphs)


def _alike(sentences: Sequence[Sentence], words: Sequence[str]) -> Iterator[list[int]]:
    """Groups of two or more sentences that are the same but for a few words."""
    same: dict[str, list[int]] = defaultdict(list)
    for at, text in enumerate(words):
        same[text].append(at)
    first = [members[0] for members in same.values()]
    joined = {at: at for at in first}
    for one, other in _candidates(sentences, first):
        if _is_copy(words[one], words[other]):
            joined[_root(joined, other)] = _root(joined, one)
    groups: dict[int, list[int]] = defaultdict(list)
    for at in first:
        groups[_root(joined, at)] += same[words[at]]
    yield from (sorted(group) for group in groups.values() if len(group) > 1)


def _candidates(sentences: Sequence[Sentence], numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs of sentences whose sketches have marks in common."""
    by_mark: dict[int, list[int]] = defaultdict(list)
    for number in numbers:
        shared: Counter[int] = Counter()
        for mark in sentences[number].marks:
            others = by_mark[mark]
            shared.update(others)
            if len(others) < _MOST_COMPARED:
                others.append(number)
        for other, marks in shared.items():
            if marks >= _MARKS_SHARED:
                yield other, number


def _is_copy(one: str, other: str) -> bool:
    """Whether a few words or figures tell two texts apart, wherever they stand."""
    left, right = _pieces(one), _pieces(other)
    if len(left & right) < _PERHAPS_ALIKE * len(left | right):
        return False
    runs = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    shared = sum(run.size for run in runs if run.size >= _RUN)
    return shared >= _ALIKE * max(len(one), len(other))


@lru_cache(maxsize=4096)
def _pieces(words: str) -> frozenset[str]:
    """The pieces of a sentence; one with common words is compared with many others."""
    return grams(words)


def _root(joined: dict[int, int], at: int) -> int:
    while joined[at] != at:
        joined[at] = joined[joined[at]]
        at = joined[at]
    return at
