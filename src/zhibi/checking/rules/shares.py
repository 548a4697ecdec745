"""N116: a share told of another part, or of another whole, than it is a share of.

A share that the text works out has its part and its whole; where the words before 占, or the
figure right before them, are of another part (镇村自筹占66.2%), it is that one's. What a share of
the facts is a share of, their words behind 占 say (占常住人口的13.1%).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zhibi.checking.cue_words import word_choice
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.verdicts import Verdict, by_sentence
from zhibi.checking.violations import Violation, source_note
from zhibi.facts.arithmetic import agrees, is_plain, share
from zhibi.facts.model import Entry
from zhibi.figures.units import comparable
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import pairs

_PART = "{0} / {1}"
_SHARE = lazy_pattern(
    r"占(?:了|到|去)?(?P<whole>[^，。；：、\d]{2,14}?)?(?:的比重|的比例|的)?(?:为|是|达|超|近|约)*$"
)
_NAMED_WHOLE = lazy_pattern(r"占(?P<whole>[^，。；、\d]{2,12}?)(?:的?比[重例]|的?份额)?$")
_TAKEN_UP = lazy_pattern(word_choice("taken_up"))
_ALL_OF = lazy_pattern(r"全[国省市县区镇乡街村社校]")


def wrong_shares(given: RuleInput) -> Iterator[Violation]:
    """N116: the part or the whole of a share is another one."""
    for members in by_sentence(given.verdicts).values():
        for at, verdict in enumerate(members):
            figure = verdict.match.figure
            if figure.quantity.kind != "percent" or verdict.status in ("conflict", "unsupported"):
                continue
            since = verdict.match.reading.clause[0]
            before = at
            if at and given.text[members[at - 1].match.figure.end : figure.start] == "的":
                before = at - 1  # 占全部4386万件的62.5%
            if before:
                since = max(since, members[before - 1].match.figure.end)
            stop = figure.start if before == at else members[before].match.figure.start
            said = _SHARE.search(given.text, since, stop)
            if said is None:
                continue
            if verdict.computation is not None:
                yield from _other_part(given, members[:before], verdict, since, said.start())
            elif verdict.covers is not None and said["whole"]:
                entry = given.ledger.entries[verdict.covers]
                yield from _other_whole(given, entry, said["whole"], said.start("whole"))


def _other_part(
    given: RuleInput, before: Sequence[Verdict], verdict: Verdict, since: int, until: int
) -> Iterator[Violation]:
    computation, figure = verdict.computation, verdict.match.figure
    if computation is None or computation.pattern != _PART or not is_plain(figure.quantity):
        return
    part, whole = (given.ledger.entries[number] for number in computation.entries)
    told = [one for one in before if _like(given, one, part)]
    entries = [given.ledger.entries[one.covers] for one in told if one.covers is not None]
    words = given.text[since:until]
    named = _named(words, [part, *entries])
    if not words.strip("，。；其中 ") and told and before[-1] is told[-1]:
        named = entries[-1]
    if named is None or named.id in (part.id, whole.id):
        return
    wholes = [whole, *entries]
    if any(_is_share(named, one, verdict) for one in wholes if one.id != named.id):
        return
    yield Violation(
        "N116",
        figure.start,
        figure.end,
        f"“{figure.text}”是“{given.ledger.label(part)}”占的，这里写的是“{given.ledger.label(named)}”"
        f"{source_note(part)}",
        "核对说的是谁的占比",
        None,
        (part.id, named.id),
    )


def _like(given: RuleInput, told: Verdict, part: Entry) -> bool:
    """Whether a figure is proved and measured as a part is."""
    if told.covers is None or told.status == "conflict":
        return False
    return comparable(given.ledger.entries[told.covers].quantity.unit, part.quantity.unit)


def _is_share(part: Entry, whole: Entry, verdict: Verdict) -> bool:
    found = share(part.quantity, whole.quantity)
    return found is not None and agrees(found, verdict.match.figure.quantity)


def _named(words: str, entries: Sequence[Entry]) -> Entry | None:
    """The one of some entries of which some words have what none of the others has."""
    said = pairs(words)
    alone = {
        one.id: pairs(one.label) - pairs("\n".join(e.label for e in entries if e.id != one.id))
        for one in entries
    }
    found = {one.id: one for one in entries if not said.isdisjoint(alone[one.id])}
    return next(iter(found.values())) if len(found) == 1 else None


def _other_whole(given: RuleInput, entry: Entry, words: str, start: int) -> Iterator[Violation]:
    """What a share of the facts is told to be a share of, where they say of what it is."""
    clause = entry.text[: entry.start] if entry.text else ""
    known = _SHARE.search(clause) or _NAMED_WHOLE.search(entry.name)
    true, said = (known["whole"] or "" if known else ""), _TAKEN_UP.sub("", words)
    if not true or not pairs(said) or not pairs(said).isdisjoint(pairs(true)):
        return
    alike = _ALL_OF.match(true), _ALL_OF.match(said)
    others = frozenset({entry.fact_id})
    if not all(alike) and (
        given.borrowing.has_any(entry.fact_id, pairs(said))
        or not any(given.borrowing.is_of_others(one, others) for one in pairs(said))
    ):
        return
    yield Violation(
        "N116",
        start,
        start + len(words),
        f"“{given.ledger.label(entry)}”{entry.quantity.text}是占“{true}”的，这里写的是“{words}”"
        f"{source_note(entry)}",
        f"改为“{true}”",
        None,
        (entry.id,),
    )
