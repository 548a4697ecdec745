"""N116: a clause that tells a fact with a word of another matter.

A word that is the whole name of a figure names it: then the figure is another one's (N102).

What a clause tells is what its figures state; one without figures tells what those beside it do,
and the fact that has most of its words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

from zhibi.checking.borrowing.found_words import Borrowed
from zhibi.checking.borrowing.levels import levels_in, other_level
from zhibi.checking.borrowing.name_owners import Mention
from zhibi.checking.borrowing.serials import serials_by_kind, serials_in
from zhibi.checking.borrowing.substitutes import may_be_replaced
from zhibi.checking.borrowing.word_classes import (
    SHORTEST,
    compares,
    held_characters,
    is_noun,
    is_ordinary,
)
from zhibi.checking.comparing.sides import comparing
from zhibi.checking.ledger_index import kind_of
from zhibi.checking.reading.clauses import Clause
from zhibi.checking.reading.cues import phrase
from zhibi.checking.rule_input import RuleInput
from zhibi.checking.rules.clause_facts import (
    Told,
    ToldClause,
    figure_nearest,
    paragraph_sentences,
    told_behind,
    told_clauses,
)
from zhibi.checking.rules.misnamed import is_list, misnamed
from zhibi.checking.rules.prose.words import verbs_of
from zhibi.checking.rules.topics import borrowed_topic
from zhibi.checking.verdicts import Verdict, wrong_indicator
from zhibi.checking.violations import Violation, source_note
from zhibi.facts.model import Entry
from zhibi.figures.model import TIME_KINDS
from zhibi.patterns import lazy_pattern
from zhibi.styles.framing import pairs


def borrowed_words(given: RuleInput) -> Iterator[Violation]:
    """N116: a word, or a name, of another matter in a clause that tells its own."""
    alone: Clause | None = None
    wrong: list[Violation] = []
    all_mentions = list(given.owners.mentions(given.text, given.cued.pairs))
    for low, high, members in paragraph_sentences(given):
        clauses, topic = given.cued.clauses(low, high), alone
        whole = clauses[0] if clauses and not members and clauses[0].start == low else None
        alone = whole if whole is not None and whole.end >= high - 1 else None
        if high <= given.structure.line_at(low).heading_end:
            continue  # a run-in heading names what its paragraph is about, and tells nothing of it
        mentions = _within(all_mentions, low, high)
        if not (members or mentions or given.cued.cues("level", low, high)) and not (
            given.borrowing.names.any_in(given.text[low:high])
        ):
            continue
        for clause in told_clauses(given, clauses, members):
            if topic is not None and clause.own and not wrong:
                yield from _of_topic(given, topic, clause)
            opens = clause.start == low or given.text[clause.start - 1] in "；;"
            topic = clause.read if opens and not clause.here else None
            here = _within(mentions, clause.start, clause.end) if mentions else ()
            wrong = list(misnamed(given, clause, here))
            yield from wrong
            apart = [(one.start, one.end) for one in wrong]
            if is_list(clause.read.words, here, clause.start):
                apart += [(one.start, one.end) for one in here]
            yield from (
                one
                for one in _other_words(given, clause)
                if all(one.end <= start or one.start >= end for start, end in apart)
            )


def _within(mentions: Sequence[Mention], start: int, end: int) -> Sequence[Mention]:
    first = bisect_left(mentions, start, key=_start)
    return mentions[first : bisect_left(mentions, end, key=_start)]


def _of_topic(given: RuleInput, topic: Clause, clause: ToldClause) -> Iterator[Violation]:
    for one in borrowed_topic(given, topic, clause):
        verdict, entry = figure_nearest(given, clause.own, one.start)
        whose = f"“{verdict.match.figure.text}”是“{given.ledger.label(entry)}”的数"
        yield _violation(given, one, whose, entry.id, source_note(entry))


_start = attrgetter("start")
_DONE_TO = lazy_pattern("^[新改扩增续]?[建修铺装换种栽养办开做买配添]")
_ONE_WORD = "奶草粮菜果茶鱼虾蟹鸡鸭鹅猪牛羊马车船路桥渠塘井树苗花药盐沙石煤电水气油"
"""Things that facts call by one character, and a text by two."""
_ADDED = "新加添增"  # before a verb: something more is made (新装, 加装)
_SERIAL = lazy_pattern(r"第?[\d一二三四五六七八九十]+(?:期|类|批|标段|号|楼)")
_CLAUSE = lazy_pattern(r"[，。；：]")
_REACH = 200
"""Characters on either side of a figure in which its entry's name may be said."""
_MOST_UNSAID = 0.2
"""Of the nouns that an entry is called by, what a sentence that has them all may put otherwise."""
_BRACKETED = lazy_pattern(r"([^，。；、（）]+)（[^（）]*）$")
"""What a figure is of that stands before brackets: 一期（已开放）2.6万平方米."""
_NAMED = 40
"""Characters before a figure in which its name and the brackets behind it may stand."""
_TIMES = ("月", "季度", "号")


def _other_words(given: RuleInput, clause: ToldClause) -> Iterator[Violation]:
    if clause.own:
        yield from _of_clause(given, clause)
    else:
        yield from _without_figures(given, clause)


def _of_clause(given: RuleInput, clause: ToldClause) -> Iterator[Violation]:
    read, here, own = clause.read, clause.here, clause.own
    words, facts = read.words, frozenset(own)
    if any(words in given.ledger.fact_words[fact] for fact in own):
        return  # the fact says so itself
    yield from _other_levels(given, read, facts)
    yield from _other_serials(given, clause.start, words, here)
    other = given.borrowing.has_other_words(read, facts)
    if not (other or may_be_replaced(read)) or compares(read):
        return
    held = held_characters(read, (one.match.figure for one in here))
    replaced = list(_substitutes(given, read, here, own, held))
    yield from replaced
    if not other:
        return
    names = _names_of(given, here)
    for one in given.borrowing.borrowed(read, facts, held, names):
        if any(told.start < one.end and one.start < told.end for told in replaced):
            continue
        verdict, entry = figure_nearest(given, own, one.start)
        cut = given.text[max(0, one.start - 1) : one.start + 1]  # 占用 of 占用土地
        if is_ordinary(cut) or _is_done_to(given, given.text[one.start : one.end], entry):
            continue
        if not _leads(given, one, verdict, entry) and _says_all_of(given, here, entry):
            continue
        if "各" in words and _is_as_much(given, one, entry):
            continue  # 物流总部企业、酒店各引进2家
        named = given.borrowing.entry_named(one, kind_of(entry.quantity))
        if named is not None and verdict.covers is not None:
            yield wrong_indicator(given.ledger, verdict.match, entry, named)
            continue
        whose = f"“{verdict.match.figure.text}”是“{given.ledger.label(entry)}”的数"
        yield _violation(given, one, whose, entry.id, source_note(entry))


def _says_all_of(given: RuleInput, here: Sequence[Verdict], entry: Entry) -> bool:
    """Whether a clause has all that its entries are called: then a word in it replaces none."""
    entries = [given.ledger.entries[one.covers] for one in here if one.covers is not None]
    if not here:
        return False
    sentence, at = given.structure.sentences[here[0].match.sentence], here[0].match.figure.start
    low, high = max(sentence.start, at - _REACH), min(sentence.end, at + _REACH)
    said = pairs(given.text[low:high])
    for one in (entry, *entries):
        own = {pair for pair in pairs(f"{one.name}，{_clause_of(one)}") if is_noun(pair)}
        if not own or len(own - said) > len(own) * _MOST_UNSAID:
            return False
    return True


def _clause_of(entry: Entry) -> str:
    """The words before a statement's figure in its clause."""
    return _CLAUSE.split(entry.text[: entry.start])[-1]


def _leads(given: RuleInput, one: Borrowed, verdict: Verdict, entry: Entry) -> bool:
    """Whether a word stands right before the figure, or a word of what its entry is called."""
    behind = given.text[one.end : one.end + SHORTEST]
    return verdict.match.figure.start == one.end or behind in entry.name


def _is_done_to(given: RuleInput, words: str, entry: Entry) -> bool:
    """Whether words only say what was done with an entry's own thing (铺设草方格, 栽植梭梭)."""
    base = given.ledger.by_fact.get(given.ledger.follows_from(entry), ())
    names = [entry.name, *(given.ledger.entries[number].name for number in base[:1])]
    if any(name and name in words for name in names) or words in entry.source:
        return True  # 应急管理站 of its own table; 补上公路硬化欠账2.6公里
    if (bare := _DONE_TO.sub("", words)) != words and len(bare) > 1 and bare in entry.name:
        return True
    if len(words) == SHORTEST and words[-1] in _ONE_WORD and words[-1] in _clause_of(entry):
        return True  # 出售鲜奶 of 卖奶
    verb = next((one for one in verbs_of(given.style) if words.startswith(one)), "")
    thing = words.removeprefix(verb)
    return bool(verb) and len(thing) > 1 and thing in entry.name


def _is_as_much(given: RuleInput, one: Borrowed, entry: Entry) -> bool:
    """Whether a fact that has a borrowed word has a figure as large as an entry's."""
    ledger, size = given.ledger, entry.quantity
    return any(
        (ledger.entries[n].quantity.value, ledger.entries[n].quantity.unit)
        == (size.value, size.unit)
        for fact in one.facts
        for n in ledger.by_fact[fact]
    )


def _not_said(words: str, names: Sequence[str]) -> Iterator[str]:
    """The names of an entry in whose place another may stand: no longer one is in the words."""
    said = max((len(name) for name in names if name in words), default=0)
    return (name for name in names if len(name) > said)


def _substitutes(
    given: RuleInput,
    clause: Clause,
    here: Sequence[Verdict],
    own: Told,
    held: Sequence[bool],
) -> Iterator[Violation]:
    """N116: a word of the kind of one that the facts of a clause have, in its place."""
    words, ledger, facts, start = clause.words, given.ledger, frozenset(own), clause.start
    contrasts = [
        one._replace(start=one.start - start, end=one.end - start)
        for one in clause.cues("contrast")
    ]
    entries = [ledger.entries[one.covers] for one in here or own.values() if one.covers is not None]
    names = [name for entry in entries for name in _not_said(words, (entry.name, *entry.aliases))]
    since = given.structure.sentences[given.structure.sentence_index(start)].start
    before = [one.value for one in given.cued.cues("contrast", since, start)] if contrasts else ()
    for one in given.borrowing.replaced(
        words, facts, names, held, contrasts, before, leads=not here
    ):
        verdict, entry = figure_nearest(given, own, start + one.start)
        said = words[one.start : one.end]
        if said in f"{entry.name}，{_clause_of(entry)}" or _is_same(said, one.own, entry):
            continue  # 占街道产值的70.4% of what is called 园区产值占街道产值比重
        yield Violation(
            "N116",
            start + one.start,
            start + one.end,
            f"“{verdict.match.figure.text}”是“{given.ledger.label(entry)}”的数，事实里是“{one.own}”，"
            f"这里写的是“{said}”{source_note(entry)}",
            "核对说的是谁：照事实写，或换成它自己的数",
            None,
            (entry.id,),
        )


def _is_same(said: str, own: str, entry: Entry) -> bool:
    """Whether a word only puts otherwise what a statement has: 加装 for 新装, 村级 for 村里的."""
    added = said[:1] in _ADDED and own[:1] in _ADDED and said[1:] == own[1:]
    return added or (said.endswith("级") and f"{said[:-1]}里" in entry.text)


def _most_of_another(given: RuleInput, clause: ToldClause) -> Iterator[Violation]:
    """N116: what a clause calls the most, where the figure behind it is another one's.

    天麻最多，有860亩, where the facts have 860亩 of 黄精 and another figure of 天麻.
    """
    told = phrase("called_most").fullmatch(given.text, clause.start, clause.end)
    if told is None:
        return
    behind = [one for one in clause.near.values() if one.match.figure.start >= clause.end]
    verdict = min(behind, key=lambda one: one.match.figure.start, default=None)
    if verdict is None or verdict.covers is None:
        return
    if not phrase("leads_to").fullmatch(given.text[clause.end : verdict.match.figure.start]):
        return
    ledger, which = given.ledger, told.lastgroup or ""
    who = told[which]
    if comparing("growths").fullmatch(who):
        return  # 增速最快，达34.7%
    entry = ledger.entries[verdict.covers]
    said = pairs(who)
    if not said.isdisjoint(pairs("\n".join((entry.name, *entry.aliases)))):
        return
    names = (ledger.entries[n].name for n in ledger.by_fact[entry.fact_id] if n != verdict.covers)
    other = any(who[:SHORTEST] in name for name in names)
    if other or given.borrowing.is_of_others(who[:SHORTEST], frozenset({entry.fact_id})):
        yield Violation(
            "N116",
            *told.span(which),
            f"“{verdict.match.figure.text}”是“{ledger.label(entry)}”的数，这里写的是“{who}”"
            f"{source_note(entry)}",
            "核对说的是谁：照事实写，或换成它自己的数",
            None,
            (entry.id,),
        )


def _without_figures(given: RuleInput, clause: ToldClause) -> Iterator[Violation]:
    read = clause.read
    words, facts = read.words, frozenset(clause.near)
    if clause.near and not any(words in given.ledger.fact_words[one] for one in facts):
        other = given.borrowing.has_other_words(read, facts)
        if (other or may_be_replaced(read)) and not compares(read):
            held = held_characters(read, ())
            yield from _substitutes(given, read, (), clause.near, held)
        yield from _most_of_another(given, clause)
    if clause.here:
        return
    named = given.borrowing.has_other_names(words, facts)
    named = named and not compares(read)
    if (not named and not read.cues("level")) or given.ledger.saying(words):
        return
    held = held_characters(read, ())
    rest = given.borrowing.names.held_too(words, held)
    facts |= given.borrowing.nearest(words, rest)
    if not facts or not given.borrowing.speaks_of(words, facts, rest):
        return
    yield from _other_levels(given, read, facts)
    led = frozenset() if clause.near else told_behind(given, clause)
    if "、" in words and not clause.near and not led:
        return  # 盯紧甲厂完工、乙路通车等节点: each of them is of its own
    for one in given.borrowing.borrowed(read, facts, held) if named else ():
        if not given.borrowing.names.is_name(one.word) or not led.isdisjoint(one.facts):
            continue
        fact = given.borrowing.nearest_of(words, facts)
        yield _violation(given, one, f"这里说的是“{given.borrowing.opening(fact)}”", fact, "")


def _other_levels(given: RuleInput, clause: Clause, facts: frozenset[str]) -> Iterator[Violation]:
    """N116: a level that the facts of a clause have not, where they have another."""
    for told in levels_in(clause.words, clause.cues("level"), clause.start):
        wrong = other_level(told, given.borrowing.levels_of(facts))
        if wrong:
            yield Violation(
                "N116",
                told.said.start,
                told.said.end,
                f"事实里是{'、'.join(sorted(wrong))}，这里写的是“{told.said.words}”",
                "级别照事实写",
                None,
                tuple(sorted(facts)),
            )


def _other_serials(
    given: RuleInput, start: int, words: str, here: Sequence[Verdict]
) -> Iterator[Violation]:
    """N116: another one of a kind (一期, 80岁) before a figure than its entry has in its name.

    Where none stands between it and the figure before, those of the whole clause count, which may
    be of its other figures.
    """
    ledger, at = given.ledger, 0
    if not any(serials_in(words)):
        return
    of_clause = serials_by_kind(words)
    known = {
        one.covers: serials_by_kind(_names_of(given, [one]))
        for one in here
        if one.covers is not None
    }
    for one in here:
        figure, entry = one.match.figure, ledger.entries[one.covers or 0]
        bracketed = _BRACKETED.search(given.text, max(0, figure.start - _NAMED), figure.start)
        before = serials_by_kind(bracketed[1] if bracketed else words[at : figure.start - start])
        if figure.quantity.kind not in TIME_KINDS:
            at = figure.end - start
        if one.covers is None or entry.fact_id == "document" or not entry.name:
            continue
        for kind, own in known[one.covers].items():
            if kind in _TIMES and figure.quantity.kind in TIME_KINDS:
                continue
            told = before.get(kind) or of_clause.get(kind, {})
            others = [names.get(kind, {}) for names in known.values()]
            explained = own if kind in before else {number for names in others for number in names}
            if told and told.keys().isdisjoint(explained):
                wrong, true = next(iter(told.values())), next(iter(own.values()))[0]
                low = start + (wrong.start() if kind not in before else words.find(wrong[0]))
                yield Violation(
                    "N116",
                    low,
                    low + len(wrong[0]),
                    f"“{ledger.label(entry)}”说的是{true}，这里写的是“{wrong[0]}”{source_note(entry)}",
                    "照事实写",
                    None,
                    (entry.id,),
                )


def _names_of(given: RuleInput, here: Iterable[Verdict]) -> str:
    """What the entries that some figures state are called."""
    entries = (given.ledger.entries[one.covers] for one in here if one.covers is not None)
    return "\n".join(name for entry in entries for name in (entry.label, *entry.aliases))


def _violation(given: RuleInput, one: Borrowed, whose: str, own: str, source: str) -> Violation:
    return Violation(
        "N116",
        one.start,
        one.end,
        f"{whose}，“{one.word}”说的却是“{given.borrowing.called(one)}”{source}",
        "核对说的是谁：改正主语，或换成它自己的数",
        None,
        (own,),
    )
