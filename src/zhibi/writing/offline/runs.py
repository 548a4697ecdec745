"""How the clauses of one sentence are joined, and what follows a sentence of the same matter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of
from zhibi.styles.framing import pairs
from zhibi.writing.outline.bonds import follows_from
from zhibi.writing.outline.likeness import words_in
from zhibi.writing.wording.parting import is_heavy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style
    from zhibi.styles.sentences import Sentences
    from zhibi.writing.offline.clauses import Clause
    from zhibi.writing.offline.threads import Link, Told

_SENTENCES = re.compile(r"[。！？]")
_CLAUSE = "，"
_CHANGED = re.compile("，(?:同?比|增长|下降|由)")
_OF_WHICH = "其中"
_STOPS = re.compile(r"[。！？；]")
_SHORT_INTRODUCTION = 24
_COUNTED = re.compile(r"\d[\d.]*[余多万亿]*\w?")


def joined(run: Sequence[Clause], words: Sentences) -> str:
    """The clauses of a run as one text: parts behind 其中, what is said of one matter by commas.

    What a value is to reach stands behind its parts.
    """
    between = words.between_long if any(_is_long(one) for one in run) else words.between_short
    text, last, goal = "", None, ""
    for one in run:
        if goal and one.link not in ("part", "share"):
            text, goal = _with_goal(text, goal, words), ""
        if last is None:
            text += one.text
        elif one.link == "part" and last.link == "part":
            text += _between_parts(words, last.text, one.text) + one.text
        elif one.link:
            text += behind(last.text, one.link, one.text, words)
        else:
            text += between + one.text
        goal, last = goal or one.goal, one
    return _with_goal(text, goal, words) if goal else text


def _with_goal(text: str, goal: str, words: Sentences) -> str:
    """A value with what it is to reach, set off from the parts between the two."""
    parted = _OF_WHICH in re.split("[；。]", text)[-1]
    return text + (words.between_long if parted else _CLAUSE) + goal


def divided(run: list[Clause], made: Clause) -> tuple[list[Clause], list[Clause]]:
    """A run that a clause does not fit behind: what ends before it, and the parts it belongs to.

    Parts of a whole stay together, in a sentence of their own behind the whole's.
    """
    at = len(run)
    while made.link == "part" and at and run[at - 1].link == "part":
        at -= 1
    return (run[:at], run[at:]) if at else (run, [])


def _is_long(clause: Clause) -> bool:
    return _CLAUSE in clause.text or bool(clause.goal) or clause.link == "part"


def _between_parts(words: Sentences, *texts: str) -> str:
    return words.between_long if any(_CLAUSE in one for one in texts) else words.parts_between


def behind(last: str, link: Link, text: str, words: Sentences) -> str:
    """What follows in the same sentence as what it belongs to, with the mark before it.

    What is told with its own change is set off from what is told with more too.
    """
    if link == "part":
        return words.parts.format(parts=text)
    several = link == "same" and _CLAUSE in last and _CHANGED.search(text) is not None
    return (words.between_long if several else _CLAUSE) + text


def beside_last(last: str, text: str, told: Link, link: Link, words: Sentences) -> str:
    """The last sentence with what follows it; `told` is how the last of it followed its own."""
    if told == link == "part":
        mark = _between_parts(words, re.split("，其中|；", last)[-1], text)
        return last + mark + text
    return last + behind(re.split("[。；]", last)[-1], link, text, words)


def fits_behind(last: str, text: str, link: Link, style: Style) -> bool:
    """Whether a text may still follow in the sentence: not too heavy, and of the same subject.

    Behind 其中 it would be said of the part.
    """
    sentence = _SENTENCES.split(last)[-1]
    if _SENTENCES.search(text) or (link == "same" and _OF_WHICH in sentence):
        return False
    longest = min(style.sentences.longest, style.sentences.usual * 3 // 2)
    return len(sentence) + len(text) <= longest and not is_heavy(sentence + text, style)


def rest_of(told: Told, printed: str, words: Sentences) -> str:
    """A statement's printed text without what is not said again; empty where it is unlike."""
    rest = printed.removeprefix(told.cut)
    if rest == printed:
        return ""
    if told.link == "part":
        for verb in sorted(words.last_verbs, key=len, reverse=True):
            rest = rest.removeprefix(verb)
    return told.lead + rest


def introduces(sentence: str) -> bool:
    """Whether the last sentence is a short one without figures, which counts may follow."""
    short = len(sentence) <= _SHORT_INTRODUCTION and not _STOPS.search(sentence)
    return short and not any(map(str.isdigit, sentence))


def ended(sentence: str) -> str:
    """The sentence with the full stop that it has not yet."""
    return sentence if sentence[-1:] in "！？" else f"{sentence}。"


def goes_with(run: Sequence[Clause], made: Clause, before: Fact, fact: Fact) -> bool:
    """Whether an indicator may stand in one sentence with the run that ends with the one `before`.

    Short clauses, aims and what follows by its name only go on with a list; else their names must
    have a word in common.
    """
    if made.link or made.aim or not any("，" in one.text for one in (*run, made)):
        return True
    return bool(words_in(before.name) & words_in(fact.name)) or follows_from(fact, before)


def told_pairs(text: str, words: Sentences) -> frozenset[str]:
    """The pairs of letters of a text, without those of counts and of common words (平均)."""
    bare = re.sub(any_of(words.continues), "，", _COUNTED.sub("，", text))
    return frozenset(pairs(bare))
