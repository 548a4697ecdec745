"""What changed between two versions of a draft: figures changed, added and gone."""

from __future__ import annotations

import json
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from zhibi.output.review.check_result import STATUS_WORDS, describe_entry
from zhibi.output.review.sentences import Sentences

if TYPE_CHECKING:
    from zhibi.checking.findings import CheckedFigure
    from zhibi.facts.model import Facts
    from zhibi.word.draft_text import DraftText

ChangeKind = Literal["changed", "added", "gone", "reworded"]
_SIMILAR = 0.5  # sentences less alike than this are taken for different ones
_MOST_FIGURES = 20
"""Figures of a sentence that are compared together: a text without full stops has more."""
_GAP = 120
"""Characters between two figures by which they are told apart."""
_MOST_COMPARED = 100_000_000
"""Pairs of characters, over all pairs of sentences, that are looked at for similar sentences."""
_A_GLANCE = 100
"""What it takes at least to see that two sentences are not similar, in the same measure."""
_WORDS: dict[ChangeKind, str] = {"changed": "改", "added": "增", "gone": "删", "reworded": "说法"}
_DOUBTED = frozenset({"conflict", "unsupported"})


class Side(NamedTuple):
    """A figure in one of the two versions: the figure as checked, and its sentence."""

    checked: CheckedFigure
    sentence: str

    @property
    def text(self) -> str:
        """The figure as written, its hedge before it."""
        quantity = self.checked.figure.quantity
        hedge = quantity.hedge or ""
        return quantity.text if hedge in quantity.text else hedge + quantity.text


class Change(NamedTuple):
    """A figure that differs: `old` is None if it was added, `new` is None if it was removed.

    A `reworded` figure is unchanged, but its sentence no longer agrees with the facts (增长
    became 下降, 预计 was deleted).
    """

    kind: ChangeKind
    old: Side | None
    new: Side | None

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of the entries that support the new figure, or the old one if there is no new one."""
        side = self.new or self.old
        assert side is not None
        return side.checked.facts


def diff(old: DraftText, new: DraftText, facts: Facts) -> list[Change]:
    """Figures changed, added and removed from `old` to `new`, in the order of the new text.

    Sentences are paired first, by similarity without their figures, in any order; then the
    figures of each pair. A figure removed in one sentence and added in another for the same fact
    is one change, or none if its value is the same.
    """
    before, after = _sentences(old, facts), _sentences(new, facts)
    gone: list[Side] = []
    added: list[Side] = []
    changes: list[Change] = []
    for one, other in _pairs(before, after):
        if one is None or other is None:
            gone.extend(one.figures if one else ())
            added.extend(other.figures if other else ())
            continue
        for left, right in _paired_figures(one, other):
            if left is None or right is None:
                gone.extend([left] if left else ())
                added.extend([right] if right else ())
            else:
                changes.extend(_change(left, right))
    changes.extend(_by_fact(gone, added))
    return sorted(changes, key=_order)


class _Sentence(NamedTuple):
    """A sentence as tokens: its characters, and for each figure one token with its unit only."""

    tokens: tuple[str, ...]
    figures: tuple[Side, ...]
    at: tuple[int, ...]

    @property
    def key(self) -> str:
        """The sentence without the values of its figures."""
        return "".join(self.tokens)


def _sentences(draft: DraftText, facts: Facts) -> list[_Sentence]:
    from zhibi.checking.check import check

    text = draft.text
    splitter = Sentences(text)
    groups: defaultdict[tuple[int, int], list[CheckedFigure]] = defaultdict(list)
    for checked in check(text, facts).figures:
        if checked.figure.claim:
            groups[splitter.at(checked.figure.start)].append(checked)
    return [
        _sentence(text, part, figures)
        for span in splitter.spans
        for part, figures in _divided(span, groups[span])
    ]


def _divided(
    span: tuple[int, int], figures: Sequence[CheckedFigure]
) -> Iterator[tuple[tuple[int, int], Sequence[CheckedFigure]]]:
    start = span[0]
    for at in range(0, len(figures), _MOST_FIGURES):
        group, after = figures[at : at + _MOST_FIGURES], figures[at + _MOST_FIGURES :][:1]
        end = after[0].figure.start if after else span[1]
        yield (start, end), group
        start = end


def _sentence(text: str, span: tuple[int, int], figures: Sequence[CheckedFigure]) -> _Sentence:
    tokens: list[str] = []
    places: list[int] = []
    at, end = span
    for checked in figures:
        tokens.extend(_context(text, at, checked.figure.start))
        places.append(len(tokens))
        tokens.append(f"\0{checked.figure.quantity.kind}/{checked.figure.quantity.unit}\0")
        at = checked.figure.end
    tokens.extend(_context(text, at, end))
    sentence = text[slice(*span)]
    sides = tuple(Side(checked, sentence) for checked in figures)
    return _Sentence(tuple(tokens), sides, tuple(places))


def _context(text: str, start: int, end: int) -> str:
    """What stands between two figures, without the middle where it is long."""
    if end - start <= _GAP:
        return text[start:end]
    return text[start : start + _GAP // 2] + text[end - _GAP // 2 : end]


def _pairs(
    old: Sequence[_Sentence], new: Sequence[_Sentence]
) -> list[tuple[_Sentence | None, _Sentence | None]]:
    """Sentences paired: equal ones in order, equal ones that moved, then the most similar."""
    pairs: list[tuple[_Sentence | None, _Sentence | None]] = []
    left, right = dict(enumerate(old)), dict(enumerate(new))
    matcher = SequenceMatcher(None, _told_apart(old), _told_apart(new), autojunk=False)
    for block in matcher.get_matching_blocks():
        pairs.extend(
            (left.pop(block.a + step), right.pop(block.b + step)) for step in range(block.size)
        )
    moved: defaultdict[str, list[int]] = defaultdict(list)
    for index, sentence in right.items():
        moved[sentence.key].append(index)
    for index, sentence in list(left.items()):
        if moved[sentence.key]:
            pairs.append((left.pop(index), right.pop(moved[sentence.key].pop(0))))
    for index, other in _alike(left, right):
        pairs.append((left.pop(index), right.pop(other)))
    pairs.extend((sentence, None) for sentence in left.values())
    pairs.extend((None, sentence) for sentence in right.values())
    return pairs


def _told_apart(sentences: Sequence[_Sentence]) -> list[tuple[str, int]]:
    """The keys, equal ones by their number, so that thousands of them are not all compared."""
    seen: Counter[str] = Counter()
    keys = []
    for sentence in sentences:
        key = sentence.key
        keys.append((key, seen[key]))
        seen[key] += 1
    return keys


def _alike(left: dict[int, _Sentence], right: dict[int, _Sentence]) -> list[tuple[int, int]]:
    """The pairs of edited sentences, the most similar first, each sentence once."""
    scored = []
    looked_at = 0
    bigrams = {other: set(pairwise(candidate.tokens)) for other, candidate in right.items()}
    for index, sentence in left.items():
        mine = set(pairwise(sentence.tokens))
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(sentence.tokens)
        for other, candidate in right.items():
            looked_at += _A_GLANCE + len(mine)
            if looked_at > _MOST_COMPARED:
                break
            shared = len(mine & bigrams[other])
            if shared * 4 < min(len(mine), len(bigrams[other])):
                continue  # a lower bound that avoids the slow comparison
            looked_at += len(sentence.tokens) * len(candidate.tokens)
            matcher.set_seq1(candidate.tokens)
            score = matcher.ratio()
            if score >= _SIMILAR:
                scored.append((-score, index, other))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    chosen = []
    for _, index, other in sorted(scored):
        if index not in taken_left and other not in taken_right:
            taken_left.add(index)
            taken_right.add(other)
            chosen.append((index, other))
    return chosen


def _paired_figures(old: _Sentence, new: _Sentence) -> list[tuple[Side | None, Side | None]]:
    """The figures of two versions of a sentence, paired by the tokens around them."""
    left = dict(zip(old.at, old.figures, strict=True))
    right = dict(zip(new.at, new.figures, strict=True))
    pairs: list[tuple[Side | None, Side | None]] = []
    matcher = SequenceMatcher(None, old.tokens, new.tokens, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        mine = [left[at] for at in range(a1, a2) if at in left]
        theirs = [right[at] for at in range(b1, b2) if at in right]
        if tag == "equal" or (tag == "replace" and len(mine) == len(theirs)):
            pairs.extend(zip(mine, theirs, strict=True))
        else:
            pairs.extend((side, None) for side in mine)
            pairs.extend((None, side) for side in theirs)
    return pairs


def _by_fact(gone: Sequence[Side], added: Sequence[Side]) -> list[Change]:
    """Changes of figures without a partner in their sentence, paired by fact."""
    changes: list[Change] = []
    waiting: dict[int, Side] = dict(enumerate(added))
    by_fact: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, side in waiting.items():
        for fact in side.checked.facts[:1]:
            by_fact[fact].append(number)
    for side in gone:
        partners = next((by_fact[fact] for fact in side.checked.facts[:1] if by_fact[fact]), None)
        if partners is None:
            changes.append(Change("gone", side, None))
            continue
        changes.extend(_change(side, waiting.pop(partners.popleft())))
    changes.extend(Change("added", None, side) for side in waiting.values())
    return changes


def _change(old: Side, new: Side) -> list[Change]:
    """The change of a figure that is in both versions, if any."""
    if _value(old) != _value(new):
        return [Change("changed", old, new)]
    if new.checked.status in _DOUBTED and old.checked.status not in _DOUBTED:
        return [Change("reworded", old, new)]
    return []


def _value(side: Side) -> tuple[object, ...]:
    quantity = side.checked.figure.quantity
    return quantity.value, quantity.high, quantity.unit, quantity.hedge


def _order(change: Change) -> tuple[int, int]:
    if change.new is not None:
        return change.new.checked.figure.start, 1
    assert change.old is not None
    return change.old.checked.figure.start, 0


def render_diff_text(changes: Sequence[Change], facts: Facts) -> str:
    """The changes as text: old and new figure, place, sentence and supporting facts."""
    entries = {entry.id: entry for entry in facts.entries()}
    lines = []
    for change in changes:
        lines.append(_headline(change))
        side = change.new or change.old
        assert side is not None
        lines.append(f"    {side.sentence}")
        known = [entries[fact] for fact in change.facts[:2] if fact in entries]
        lines.extend(f"    事实：{describe_entry(e)}" for e in known if e.show != "sensitive")
        if not known:
            lines.append("    事实：没有")
    counts = {kind: sum(change.kind == kind for change in changes) for kind in _WORDS}
    reworded = f"；数字没改、说法改得与事实不符{counts['reworded']}处" if counts["reworded"] else ""
    lines.append(
        f"数字有改动{counts['changed']}处，新增{counts['added']}处，"
        f"删去{counts['gone']}处{reworded}。"
    )
    return "\n".join(lines) + "\n"


def _headline(change: Change) -> str:
    word = _WORDS[change.kind]
    if change.old is not None and change.new is not None:
        now = f" → {change.new.text}" if change.kind == "changed" else ""
        return (
            f"{word} {change.old.text}{now}"
            f"（原第{change.old.checked.line}行，现第{change.new.checked.line}行，"
            f"{STATUS_WORDS[change.new.checked.status]}）"
        )
    if change.new is not None:
        status = STATUS_WORDS[change.new.checked.status]
        return f"{word} {change.new.text}（现第{change.new.checked.line}行，{status}）"
    assert change.old is not None
    return f"{word} {change.old.text}（原第{change.old.checked.line}行）"


def render_diff_json(changes: Sequence[Change]) -> str:
    """The changes as JSON, in the form of `diff_data`."""
    return json.dumps(diff_data(changes), ensure_ascii=False, indent=2) + "\n"


def diff_data(changes: Sequence[Change]) -> dict[str, Any]:
    """The changes as data; offsets are code points of the version that a side belongs to."""
    return {
        "schema": 1,
        "summary": {kind: sum(change.kind == kind for change in changes) for kind in _WORDS},
        "changes": [
            {
                "kind": change.kind,
                "old": _side_data(change.old),
                "new": _side_data(change.new),
                "facts": list(change.facts),
            }
            for change in changes
        ],
    }


def _side_data(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    checked = side.checked
    return {
        "start": checked.figure.start,
        "end": checked.figure.end,
        "line": checked.line,
        "column": checked.column,
        "text": side.text,
        "sentence": side.sentence,
        "status": checked.status,
        "source": checked.source,
    }
