"""How well the words around a figure name an entry of the ledger.

The similarity is a Dice coefficient over pairs of characters, each weighted by its rarity among
the labels (inverse document frequency): words that all labels share decide nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from zhibi.checking.bigrams import bigrams, rarities
from zhibi.checking.cue_words import words_of
from zhibi.checking.reading.fields import Reading
from zhibi.checking.scoring import Scoring
from zhibi.facts.model import Entry

ROLE_WORDS = {
    "growth": "同比增长增速下降",
    "forecast": "全年预计完成",
    "target": "目标任务",
    "previous": "上年同期去年",
    "completion": "占目标任务完成率",
}
_NEGLIGIBLE = 0.04  # a share of common words that can make no score of 0.08

_NEGATING = frozenset(words_of("negating"))
_SMALL = (
    0.25  # rare pairs that the words must say beside a whole label, so that one pair is not all
)
_TO_COME = ("target", "forecast")
_DOING = words_of("reaching")
_REACHING = frozenset(_DOING)
_GENERIC = frozenset(words_of("size"))
_NAMING = 0.5  # the weight from which a word of a label names its entry
_NOT_NEGATED = 0.3  # 完成搬迁 does not name 未完成搬迁, though nearly all characters are the same

_SIZES = (0.0, 0.25, 1.0)
"""What a word of one character, or of two, counts for."""

Label = dict[str, float]


class LabelIndex:
    """The labels of all entries by bigram and by kind: a look-up costs what can matter to it."""

    def __init__(
        self,
        entries: Sequence[Entry],
        kinds: Sequence[str],
        read: Mapping[str, Reading],
        scoring: Scoring,
    ) -> None:
        self._kinds = kinds
        self._owner: list[int] = []
        self._labels: list[Label] = []
        self._negated: list[str] = []
        self._planned = {n for n, entry in enumerate(entries) if entry.status in _TO_COME}
        by_id = {entry.id: entry for entry in entries}
        for number, entry in enumerate(entries):
            for label in _labels(entry, by_id, _weights(read.get(entry.id)), scoring):
                self._owner.append(number)
                self._labels.append(label)
                self._negated.append(_negation(entry.name))
        seen: dict[str, set[int]] = defaultdict(set)
        for owner, label in zip(self._owner, self._labels, strict=True):
            for bigram in label:
                seen[bigram].add(owner)
        total = len(entries) + 1
        rarity = self._rarity = rarities(seen, total)
        self._unknown = math.log(1 + total)
        self._postings: dict[str, dict[str, dict[int, float]]] = defaultdict(dict)
        self._norms: list[float] = []
        for alternative, label in enumerate(self._labels):
            postings, norm = self._postings[kinds[self._owner[alternative]]], 0.0
            for bigram, weight in label.items():
                size = weight * rarity[bigram]
                norm += size
                postings.setdefault(bigram, {})[alternative] = size
            self._norms.append(norm)
        self._lettered: dict[int, dict[str, float]] = {}
        self._named: dict[int, Label] = {}
        self._of: dict[int, list[int]] = defaultdict(list)
        for alternative, owner in enumerate(self._owner):
            self._of[owner].append(alternative)

    def scores(
        self, weights: Mapping[str, float], kinds: Collection[str], others: Iterable[int] = ()
    ) -> dict[int, float]:
        """How well weighted bigrams name entries, 0 to 1: those of `kinds`, and `others` besides.

        Entries with hardly a word in common are left out.
        """
        norm, known = 0.0, []
        for bigram, weight in weights.items():
            rarity = self._rarity.get(bigram)
            if rarity is None:
                norm += self._unknown * 0.25 * weight
            else:
                norm += rarity * weight
                known.append((bigram, rarity * weight))
        least = norm * _NEGLIGIBLE
        best: dict[int, float] = {}
        for kind in sorted(kinds):
            postings = self._postings.get(kind)
            if postings is None:
                continue
            shared: dict[int, float] = defaultdict(float)
            for bigram, most in known:
                owners = postings.get(bigram)
                for alternative, own in owners.items() if owners is not None else ():
                    shared[alternative] += own if own < most else most  # noqa: FURB136 - min() costs a call
            self._keep_best(best, shared, weights, norm, least)
        apart = (number for number in others if self._kinds[number] not in kinds)
        shared = self._shared_with(apart, known)
        self._keep_best(best, shared, weights, norm, least)
        return best

    def _shared_with(
        self, entries: Iterable[int], known: Sequence[tuple[str, float]]
    ) -> dict[int, float]:
        """What the words have in common with each label of some entries."""
        shared: dict[int, float] = {}
        rarity = self._rarity
        for alternative in (one for number in entries for one in self._of[number]):
            label, common = self._labels[alternative], 0.0
            for bigram, most in known:
                if bigram in label:
                    own = label[bigram] * rarity[bigram]
                    common += own if own < most else most  # noqa: FURB136 - min() costs a call
            shared[alternative] = common
        return shared

    def _keep_best(
        self,
        best: dict[int, float],
        shared: Mapping[int, float],
        weights: Mapping[str, float],
        norm: float,
        least: float,
    ) -> None:
        """Add to `best` the score of each entry's best label, but for the least common."""
        for alternative, common in shared.items():
            if common < least or not common:
                continue
            score = 2 * common / (norm + self._norms[alternative])
            if self._negated_only(alternative, weights):
                score *= _NOT_NEGATED
            owner = self._owner[alternative]
            if score > best.get(owner, 0.0):
                best[owner] = score

    def _negated_only(self, alternative: int, weights: Mapping[str, float]) -> bool:
        """Whether a label begins with a negation, and the words have none."""
        negation = self._negated[alternative]
        return bool(negation) and negation not in weights and _NEGATING.isdisjoint(weights)

    def said(self, weights: Mapping[str, float], one: int, other: int) -> float:
        """The share of what only the labels of `one` have that the words say, 0 to 1.

        What both labels have decides nothing, nor do pairs of characters that both have in
        another order: a name that only adds to the other's (已完工项目, 项目) is never named less
        by what both say. What one has of its own and the other from afar, as the words before
        another figure of its statement, decides as far as the weights differ.
        """
        best = 0.0
        for label in self._of[one]:
            naming = self._naming(label)
            if weights.keys().isdisjoint(naming) or self._negated_only(label, weights):
                continue
            if not self._any_apart(label, other, weights.keys() & naming.keys()):
                continue  # what is said is said of the other as well
            apart, whole = self._apart(label, other)
            if apart.keys() <= _REACHING:
                continue  # 完成投资 by itself names no indicator
            own, said = self._labels[label], 0.0
            for pair, size in apart.items():
                told = weights.get(pair)
                if told is not None:
                    said += size if told >= own[pair] else told / own[pair] * size
            if said:
                best = max(best, said / (whole + _SMALL * self._unknown))
        return best

    def _apart(self, label: int, other: int) -> tuple[Label, float]:
        """The words that name the entry of a label and not another, as `_naming`; their size."""
        letters, own, whole = self._letters(other), self._labels[label], 0.0
        found: Label = {}
        for bigram, full in self._naming(label).items():
            first, last = letters.get(bigram[0], 0.0), letters.get(bigram[-1], 0.0)
            its = first if first < last else last  # noqa: FURB136 - min() costs a call
            if its < own[bigram]:
                size = found[bigram] = full * (1 - its / own[bigram]) if its else full
                whole += size
        return found, whole

    def _any_apart(self, label: int, other: int, pairs: Iterable[str]) -> bool:
        """Whether any of some words of a label is not the other entry's as well."""
        letters, own = self._letters(other), self._labels[label]
        for pair in pairs:
            least = own[pair]
            if letters.get(pair[0], 0.0) < least or letters.get(pair[-1], 0.0) < least:
                return True
        return False

    def _letters(self, entry: int) -> dict[str, float]:
        """The characters of the words that an entry's labels have, with their greatest weights."""
        found = self._lettered.get(entry)
        if found is None:
            found = self._lettered[entry] = {}
            for label in self._of[entry]:
                for pair, weight in self._labels[label].items():
                    for letter in pair:
                        if found.get(letter, 0.0) < weight:
                            found[letter] = weight
        return found

    def _naming(self, label: int) -> Label:
        """The words that name the entry of a label, each with what it counts for."""
        found = self._named.get(label)
        if found is None:
            own = self._labels[label]
            said = [verb for verb in _DOING if verb in own]
            joined = tuple(verb[-1] for verb in said)
            empty = {*_GENERIC, *said} if self._owner[label] in self._planned else _GENERIC
            found = self._named[label] = {
                pair: weight * self._rarity[pair] * _SIZES[len(pair)]
                for pair, weight in own.items()
                if weight >= _NAMING and pair not in empty and not pair.startswith(joined)
            }
        return found


def _labels(
    entry: Entry, by_id: Mapping[str, Entry], local: Label | None, scoring: Scoring
) -> Iterable[Label]:
    base: Label = {}
    parent = by_id.get(entry.parent) if entry.parent else None
    if parent is not None and parent.name:
        # 占全年目标 says nothing without the indicator; a part's name does without the whole's.
        _merge(base, parent.name, scoring.secondary_label if entry.role == "part" else 1.0)
    if entry.role in ROLE_WORDS:
        _merge(base, ROLE_WORDS[entry.role], scoring.secondary_label)
    for name in (entry.name, *entry.aliases):
        if name:
            label = dict(base)
            _merge(label, name, 1.0)
            yield label
    if local is not None:
        label = dict(local)
        if entry.name:
            _merge(label, entry.name, scoring.secondary_label)
        yield label
    if not entry.name and local is None:
        yield base


def _negation(name: str) -> str:
    """The first two characters of a name that begins with a negation (未完, 无物), else empty."""
    return name[:2] if name[:1] in {"未", "无", "没", "非"} and len(name) > 2 else ""


def _merge(label: Label, text: str, weight: float) -> None:
    for bigram in bigrams(text):
        if label.get(bigram, 0.0) < weight:
            label[bigram] = weight


def _weights(reading: Reading | None) -> Label | None:
    """The label that a statement's figure has from the words around it."""
    return reading.weights if reading is not None else None
