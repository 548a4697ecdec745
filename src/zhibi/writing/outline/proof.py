"""Whether facts prove a heading of the style: each by what it says first, none by a word behind.

A heading's thing (or one of the words that tell it) must be named by what a fact says first, or the
thing that the fact is about must end with one of the matter's words; where the fact's own words
make no heading, one of them in what it says first is enough. What the heading claims beside its
thing (改造, 老旧) must be said by the fact, and what a fact does away with proves no heading that
tells of more of it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.writing.outline.grouping import size_of
from zhibi.writing.outline.lexicon import any_of, head_of, lexicon_of
from zhibi.writing.outline.own_words import (
    deed_of,
    doer_of,
    done_of,
    own_heading,
    thing_of,
    work_names,
)
from zhibi.writing.outline.told import is_unfinished, told_of, without_measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.facts.model import Fact
    from zhibi.styles.model import Style
    from zhibi.writing.outline.lexicon import Matter

_VERB = 2
"""Letters of a heading's verb."""
_NEAR_END = 2
"""Letters behind a word that still ends a thing: 低保对象, 招聘会."""
_SMALL = 0.4
"""The share of an item that may go on from what its heading names."""


def strength_of_proof(matter: Matter, fact: Fact, style: Style) -> int:
    """How well a fact proves the heading of a matter that it proves best, as `proof_of`."""
    if not matter.headings:  # a part of a topic has none to be proved
        return 3
    return max(proof_of(way, matter, fact, style) for way in matter.headings)


def proof_of(way: str, matter: Matter, fact: Fact, style: Style, item: Sequence[Fact] = ()) -> int:
    """How well a fact proves one of a matter's headings, as one of the facts of an item.

    0 not at all; 3 by the thing that it is about, 2 by what is said of that; 1 by a word, where its
    own words make no heading.
    """
    if not _may_stand(way, fact, item or [fact], style):
        return 0
    if ends_with_word(matter, fact, style):
        return 3
    if named := _names_thing(way, matter, fact, style):
        return named
    return int(not own_heading(fact, style))


def _names_thing(way: str, matter: Matter, fact: Fact, style: Style) -> int:
    """How well what a fact is about has a heading's thing, or one of its words that tell it.

    3 at the end of its thing; 2 elsewhere, but not before work of another name than the heading's
    (养殖海域确权登记); 0 not at all.
    """
    lexicon, thing = lexicon_of(style), way[_VERB:]
    done, about = done_of(fact, style), thing_of(fact, style)
    own = lexicon.words.get(matter, ())
    words = [word for word in own if word in thing and word not in lexicon.weak]
    words += [half for half in (thing[:2], thing[-2:]) if half not in style.broad]
    work = re.search(f"(?:{any_of(work_names(style)).pattern})$", about)
    letters, doer = _NEAR_END + (work is None), doer_of(fact, style)
    if any(_is_near_end(word, about, letters) or _is_near_end(word, doer) for word in words):
        return 3
    around = done if work is None or work[0] in way else done.replace(about, "")
    return 2 if any(word in around for word in words) else 0


def all_but_one(runs: Sequence[Sequence[Fact]], proved: Sequence[bool]) -> bool:
    """Whether runs prove a heading, all of them or all but a small one."""
    sizes = [sum(map(size_of, run)) for run in runs]
    lacking = [size for size, one in zip(sizes, proved, strict=True) if not one]
    return not lacking or (len(lacking) == 1 and lacking[0] <= _SMALL * sum(sizes))


def _may_stand(way: str, fact: Fact, item: Sequence[Fact], style: Style) -> bool:
    """Whether a heading claims nothing else, and adds to nothing that a fact does away with.

    What the thing of a heading claims must be said by most facts, what its verb does by one of
    them. What is being built is the thing of headings that tell of works.
    """
    adds = way.startswith((*style.rising_verbs, *style.building_verbs))
    return (
        _claims_are_met(way, [_all_said(one) for one in item], style)
        and not (adds and deed_of(fact, style) in style.undoing)
        and (way.startswith(style.works_verbs) or not is_unfinished(fact, style))
    )


def _claims_are_met(way: str, said: Sequence[str], style: Style) -> bool:
    """Whether facts say what a heading's words claim: most of them of its thing, else one."""
    for claim, words in style.warrants.items():
        if claim in way:
            saying = sum(any(word in one for word in words) for one in said)
            of_thing = claim in way[_VERB:] and claim not in style.broad
            if not saying or (of_thing and 2 * saying <= len(said)):
                return False
    return True


def _all_said(fact: Fact) -> str:
    return "，".join((fact.name, *fact.aliases, fact.text))


def ends_with_word(matter: Matter, fact: Fact, style: Style) -> bool:
    """Whether the thing that a fact is about ends with one of the words that tell a matter.

    A strong word needs only to stand in what is said first, a weak one must end the thing itself.
    """
    lexicon = lexicon_of(style)
    words = lexicon.words.get(matter, ())
    if any(word in lexicon.strong and word in told_of(fact) for word in words):
        return True
    whole = thing_of(fact, style) or told_of(fact)
    bare = without_measure(whole, style)
    return any(
        _is_near_end(word, thing)
        for thing in (whole, bare, told_of(fact)[: head_of(told_of(fact))])
        for word in words
        if thing == bare or word not in lexicon.weak
    )


def _is_near_end(word: str, thing: str, letters: int = _NEAR_END) -> bool:
    """Whether a thing ends with a word, but for a few letters."""
    return word in thing and len(thing) - thing.rfind(word) - len(word) <= letters
