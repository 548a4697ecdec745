"""How far a matter has come where no figure says which it is: N109 for a clause.

A clause that says 正在, 已, 尚未, 计划 of something (设备正在安装) is laid beside the clause of the
facts that speaks of the same: of the facts whose figures stand with it, else of any that has most
of its words. Where that clause says another stage, the two differ.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from zhibi.checking.bigrams import bigrams
from zhibi.checking.reading.cues import phrase
from zhibi.checking.reading.fields import Aspect, Stage
from zhibi.checking.reading.stages import declared_stages, find_stages
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation
from zhibi.facts.model import Entry, Fact, Facts
from zhibi.figures.model import TIME_KINDS
from zhibi.structure import Structure

_SEGMENT = re.compile(r"[^；;。！？\n]+")
_CLAUSE = re.compile(r"[^，,：:；;。！？（）()\n]+")
_NEAR = 0.3  # of a clause's words, by rarity, that the facts told with it must share
_FAR = 0.6  # likewise, any other fact
_DONE_RANK = 6
_VERB = 4  # characters after 已 or 正在 among which its verb is
_TIME = re.compile(r"[\d.—、]+[年月日]?[底初末]?")
_ITEM = re.compile(r"[^、]+")
_MOST = 30  # figures of a segment on either side of a clause that may say what it is of
_BESIDE = 5  # characters beside a stage that most likely say of what it is
_APART = 0.4  # the weight of words farther from it
_UNKNOWN = 0.25  # of the rarity of a pair that no fact has
_FEWEST = 3  # pairs of characters that a clause must share with a fact that is not told with it
_OF_STATUS: dict[str | None, Aspect] = {
    "ongoing": "ongoing",
    "forecast": "plan",
    "target": "plan",
}
_OF_PART: dict[str, Aspect | None] = {"plan": "plan", "problems": None}
"""What a fact is of which nothing more is said, if not done; a problem is neither."""
_SAID_AS: dict[Aspect, str] = {
    "done": "已经完成",
    "ongoing": "正在进行",
    "plan": "计划、预计",
    "not": "还没有做到",
}
_EXCLUDED: dict[Aspect, frozenset[Aspect]] = {
    "done": frozenset({"plan", "not", "ongoing"}),
    "ongoing": frozenset({"done", "plan", "not"}),
    "plan": frozenset({"done"}),
    "not": frozenset({"done"}),
}
"""What the facts must say, and nothing else, for a stage to be told otherwise."""


@dataclass(frozen=True, slots=True)
class ToldClause:
    """A clause of a fact: its words, the stages that it says, and what it says without any."""

    fact: Fact
    segment: int
    start: int
    words: str
    pairs: frozenset[str]
    stages: tuple[Stage, ...]
    unmarked: Aspect | None


class ToldClauses:
    """The clauses of all facts, found by the pairs of characters that they have."""

    def __init__(self, facts: Facts) -> None:
        self._clauses: list[ToldClause] = []
        self._of_fact: dict[str, list[int]] = defaultdict(list)
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        for section in facts.walk():
            for fact in section.facts:
                if fact.show != "sensitive":
                    self._add(fact, _OF_PART.get(section.part, "done"))
        total = len(self._clauses) + 1
        self._rarity = {
            pair: math.log(1 + total / len(owners)) for pair, owners in self._by_pair.items()
        }
        self._unknown = math.log(1 + total)

    def _add(self, fact: Fact, of_part: Aspect | None) -> None:
        for segment, start, words, status in _clauses_of(fact):
            aspect = _OF_STATUS.get(status, of_part)
            read = tuple(_as_told(find_stages(words, 0, len(words)), aspect))
            stages = declared_stages(fact.declared, status) or read
            clause = ToldClause(fact, segment, start, words, _tokens(words, read), stages, aspect)
            self._of_fact[fact.id].append(len(self._clauses))
            for pair in clause.pairs:
                self._by_pair[pair].append(len(self._clauses))
            self._clauses.append(clause)

    def nearest(
        self,
        wanted: Mapping[str, float],
        own: Sequence[Entry],
        told: Iterable[tuple[str, int | None]],
    ) -> list[ToldClause]:
        """The clauses of the facts that speak of the same as a clause, those equally near.

        `own` are the entries that the clause states, `told` the facts whose figures stand with it,
        each with the segment of its text.
        """
        if own:
            return [clause for entry in own for clause in self._with(entry)]
        whole = sum(
            self._rarity.get(pair, self._unknown * _UNKNOWN) * weight
            for pair, weight in wanted.items()
        )
        near = [
            number
            for fact, segment in told
            for number in self._of_fact[fact]
            if segment is None or self._clauses[number].segment == segment
        ]
        found = self._best(wanted, whole * _NEAR, near)
        if found:
            return found
        shared: dict[str, set[str]] = defaultdict(set)
        for pair in wanted:
            for number in self._by_pair.get(pair, ()):
                shared[self._clauses[number].fact.id].add(pair)
        scores = {
            fact: sum(self._rarity[pair] * wanted[pair] for pair in pairs)
            for fact, pairs in shared.items()
            if len(pairs) >= _FEWEST
        }
        top = max(scores.values(), default=0.0)
        if top < whole * _FAR:
            return []
        far = [n for fact, score in scores.items() if score == top for n in self._of_fact[fact]]
        return self._best(wanted, whole * _NEAR, far)

    def _with(self, entry: Entry) -> Iterator[ToldClause]:
        """The clause of its fact in which a figure stands; the name of an indicator."""
        for number in self._of_fact[entry.fact_id]:
            clause = self._clauses[number]
            if not entry.text:
                if clause.words == entry.name:
                    yield clause
            elif clause.start <= entry.start < clause.start + len(clause.words):
                yield clause

    def says_so(self, said: Stage, verb: str, told: Iterable[tuple[str, int | None]]) -> bool:
        """Whether one of the facts told with it says the verb of a stage as it is said."""
        wanted = {f"#{said.rank}"} if said.rank else set(bigrams(verb))
        for fact, _ in told:
            for number in self._of_fact[fact]:
                clause = self._clauses[number]
                if wanted & clause.pairs:
                    aspects = {a for one in clause.stages for a in _aspects(one, said)}
                    if not (aspects or _unmarked(clause)) <= _EXCLUDED[said.aspect]:
                        return True
        return False

    def _best(
        self, wanted: Mapping[str, float], least: float, numbers: Iterable[int]
    ) -> list[ToldClause]:
        scores = {
            number: sum(
                self._rarity[pair] * wanted[pair]
                for pair in wanted.keys() & self._clauses[number].pairs
            )
            for number in numbers
        }
        top = max(scores.values(), default=0.0)
        if top < max(least, 1e-9):
            return []
        return [self._clauses[number] for number, score in scores.items() if score == top]


def _as_told(stages: Iterable[Stage], unmarked: Aspect | None) -> Iterator[Stage]:
    """The stages of a clause, those only named as far as the fact has come (a plan's 完工)."""
    for stage in stages:
        plan = unmarked == "plan" and not stage.marked
        yield stage._replace(aspect="plan") if plan else stage


def _tokens(words: str, stages: Sequence[Stage], offset: int = 0) -> frozenset[str]:
    """The pairs of characters of a clause, and the ranks of its stages: 完工 and 竣工 are one."""
    for stage in stages:  # its rank says it, whatever the word
        at = stage.start - offset
        words = words[:at] + " " * len(stage.words) + words[at + len(stage.words) :]
    words = _TIME.sub(" ", words)
    return frozenset(bigrams(words)) | {f"#{stage.rank}" for stage in stages if stage.rank}


def _weights(text: str, span: tuple[int, int], stages: Sequence[Stage]) -> dict[str, float]:
    """What a clause says, the words beside its stages before the others (学校的设备已安装)."""
    start, end = span
    weights = dict.fromkeys(_tokens(text[start:end], stages, start), _APART)
    for stage in stages:
        low, high = max(start, stage.start - _BESIDE), min(end, stage.end + _BESIDE)
        weights |= dict.fromkeys(_tokens(text[low:high], [stage], low), 1.0)
    return weights


def _clauses_of(fact: Fact) -> Iterator[tuple[int, int, str, str | None]]:
    """The clauses of a fact: number of the segment, start, words and status."""
    if not fact.text:
        for entry in fact.entries():
            if entry.name and entry.show != "sensitive":
                yield 0, 0, entry.name, entry.status
        return
    for number, segment in enumerate(_SEGMENT.finditer(fact.text)):
        for clause in _CLAUSE.finditer(fact.text, *segment.span()):
            inside = {
                entry.status or fact.status
                for entry in fact.figures
                if clause.start() <= entry.start < clause.end()
            }
            yield (
                number,
                clause.start(),
                clause[0],
                inside.pop() if len(inside) == 1 else fact.status,
            )


def segment_of(entry: Entry) -> int | None:
    """The number of the segment of a statement in which a figure stands; None for an indicator."""
    if not entry.text:
        return None
    return len(_SEGMENT.findall(entry.text[: entry.start])) - 1 if entry.start else 0


def compare_matters(
    told: ToldClauses,
    entries: Sequence[Entry],
    structure: Structure,
    verdicts: Sequence[Verdict],
    known: Sequence[Violation],
) -> Iterator[Violation]:
    """N109 for the clauses of a text; where one of `known` is of that clause, it is enough."""
    by_sentence: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_sentence[verdict.match.sentence].append(verdict)
    doubted = sorted(one.start for one in known if one.code == "N109")
    for number, sentence in enumerate(structure.sentences):
        if structure.lines[sentence.line].kind != "paragraph":
            continue
        in_plan = structure.part(sentence.start) == "plan"
        here = sorted(by_sentence.get(number, []), key=_start)
        for segment in _SEGMENT.finditer(structure.text, sentence.start, sentence.end):
            first = bisect_left(here, segment.start(), key=_start)
            inside = here[first : bisect_left(here, segment.end(), key=_start)]
            stated = [
                (one.match.figure.start, entries[one.covers])
                for one in inside
                if one.covers is not None
            ]
            others = [one.match.figure.start for one in inside if one.covers is None]
            planned = in_plan
            for clause in _CLAUSE.finditer(structure.text, *segment.span()):
                if _any_within(doubted, clause) or _any_within(others, clause):
                    continue
                planned = planned or bool(phrase("plans").search(clause[0]))
                found = _compare(
                    told,
                    structure.text,
                    clause.span(),
                    _near(stated, clause),
                    planned=planned,
                    in_plan=in_plan,
                )
                if found is not None:
                    yield found


def _start(verdict: Verdict) -> int:
    return verdict.match.figure.start


def _any_within(places: Sequence[int], clause: re.Match[str]) -> bool:
    """Whether one of these ordered places is in a clause."""
    at = bisect_left(places, clause.start())
    return at < len(places) and places[at] < clause.end()


def _near(stated: Sequence[tuple[int, Entry]], clause: re.Match[str]) -> list[tuple[int, Entry]]:
    """The figures of a segment that stand nearest to a clause; a segment without end has more."""
    at = bisect_left(stated, clause.start(), key=itemgetter(0))
    return list(stated[max(0, at - _MOST) : at + _MOST])


def _compare(
    told: ToldClauses,
    text: str,
    span: tuple[int, int],
    stated: Sequence[tuple[int, Entry]],
    *,
    planned: bool,
    in_plan: bool,
) -> Violation | None:
    """What the facts have against a clause; after a plan, a stage only named is of the plan."""
    facts = [(entry.fact_id, segment_of(entry)) for _, entry in stated]
    for start, end in _items(text, *span):
        stages = [
            one
            for one in find_stages(text, start, end)
            if not phrase("purpose").match(one.words)
            and not (planned and (not one.marked or phrase("manner").match(one.words)))
            and not (in_plan and one.aspect == "plan")
        ]
        own = [
            entry
            for at, entry in stated
            if start <= at < end and entry.quantity.kind not in TIME_KINDS
        ]
        wanted = _weights(text, (start, end), stages)
        clauses = told.nearest(wanted, own, facts) if stages else []
        for said in stages if clauses else ():
            if any(said.words in clause.words for clause in clauses):
                continue
            verb = text[said.end : min(said.end + _VERB, end)]
            if told.says_so(said, verb, facts):
                continue
            if said.aspect == "not" and not said.rank:
                of_verb = frozenset(bigrams(verb))
                if all(of_verb.isdisjoint(clause.pairs) for clause in clauses):
                    continue  # 管道已完成4180米 does not say that the whole is through
            known = _known(said, clauses)
            if "plan" in known and not said.marked:
                continue  # 上半年投用15台 of a plan
            if known and known <= _EXCLUDED[said.aspect]:
                return _violation(said, clauses[0], known)
    return None


def _items(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The items of a clause that each say a stage (14个完工、4个在建), else the whole clause."""
    items = [item.span() for item in _ITEM.finditer(text, start, end)]
    if len(items) > 1 and all(find_stages(text, *item) for item in items):
        yield from items
    else:
        yield start, end


def _violation(said: Stage, clause: ToldClause, known: Iterable[Aspect]) -> Violation:
    source = f"（{clause.fact.source}）" if clause.fact.source else ""
    aspects = "、".join(_SAID_AS[aspect] for aspect in sorted(known))
    return Violation(
        "N109",
        said.start,
        said.end,
        f"事实里“{clause.words}”是{aspects}，这里写的是“{said.words}”{source}",
        "照事实写到哪一步",
        None,
        (clause.fact.id,),
    )


def _known(said: Stage, clauses: Sequence[ToldClause]) -> set[Aspect]:
    """What the clauses say of the stage that is said, else of any."""
    known: set[Aspect] = set()
    for clause in clauses:
        same = [one for one in clause.stages if said.rank and one.rank == said.rank]
        for one in same or clause.stages:
            known |= _aspects(one, said)
        if not clause.stages:
            known |= _unmarked(clause)
        known |= {one.aspect for one in clause.stages if one.aspect == "plan"}
        if phrase("under_way").search(clause.words):
            known.add("ongoing")
        if phrase("none").search(clause.words):
            known.add("not")
    return known


def _unmarked(clause: ToldClause) -> frozenset[Aspect]:
    """What a clause may be that says no stage; a fact under way has parts that are done."""
    if clause.unmarked is None:
        return frozenset(_SAID_AS)
    if clause.unmarked == "done":
        return frozenset({"done"})
    return frozenset({"plan", "ongoing"} if clause.unmarked == "plan" else {"done", "ongoing"})


def _aspects(known: Stage, said: Stage) -> set[Aspect]:
    """What a known stage says of one that is said: what was begun goes on, and is not done."""
    if known.aspect == "plan" and not known.marked:
        return {"plan", "ongoing"}  # what is planned may have been begun
    if known.aspect != "done" or not 0 < known.rank < _DONE_RANK:
        return {known.aspect}
    return {"ongoing"} if said.rank > known.rank else {"done", "ongoing"}
