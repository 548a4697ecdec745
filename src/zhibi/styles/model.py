"""The model of a style: the genre of one kind of office and one kind of report, as data.

The fields are explained, with examples, in `data/base.yaml`, which every style extends. Every
field comes from a file: there are no defaults here, so that a style can be read in one place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Literal

from zhibi.typed_data import After, Before, Between, Record, Size

PartName = Literal["preamble", "summary", "highlights", "problems", "plan", "closing"]
Level = Annotated[int, Between(0, 4)]
FramingLevel = Literal["none", "lean", "usual"]
FramingUse = Literal["section_lead", "item_lead", "link", "purpose"]

_SLOT = re.compile(r"\{([^{}]*)\}|[{}]")


def _only(*slots: str) -> Callable[[str], str]:
    """A validator that a pattern has no slots but these, and no single brace."""

    def check(pattern: str) -> str:
        for found in _SLOT.finditer(pattern):
            if found[1] not in slots:
                known = " ".join(f"{{{slot}}}" for slot in slots)
                raise ValueError(f"花括号“{found[0]}”不认识；这里可用 {known}")
        return pattern

    return check


def _rising(limits: tuple[int, int]) -> tuple[int, int]:
    if limits[0] > limits[1]:
        raise ValueError("下限大于上限")
    return limits


_Positive = Annotated[int, Between(1)]
Length = Annotated[tuple[_Positive, _Positive], After(_rising)]
_DOCUMENT = ("year", "next_year", "period", "organisation", "self", "superior")
_METADATA = (
    *_DOCUMENT,
    "since",
    "guiding",
    "topics",
    "deeds",
    "steps",
    "stance",
    "report",
    "tell",
    "statements",
    "indicators",
)
OfDocument = Annotated[str, After(_only(*_DOCUMENT))]
OfMetadata = Annotated[str, After(_only(*_METADATA))]
OfTopic = Annotated[str, After(_only("topic", "lead", "items"))]
OfVerb = Annotated[str, After(_only("verb", "topic"))]
OfProblem = Annotated[str, After(_only("problem"))]
OfNumber = Annotated[str, After(_only("n", "digit"))]
OfIndicator = Annotated[str, After(_only("name", "value"))]
OfValue = Annotated[str, After(_only("value"))]
OfPeriod = Annotated[str, After(_only("period"))]
OfForecast = Annotated[str, After(_only("period", "value"))]
OfClause = Annotated[str, After(_only("clause"))]
OfPrevious = Annotated[str, After(_only("previous", "value"))]
OfTarget = Annotated[str, After(_only("target", "value"))]
OfVerbValue = Annotated[str, After(_only("verb", "name", "value"))]
OfParts = Annotated[str, After(_only("parts"))]
OfItems = Annotated[str, After(_only("subject", "items", "self", "year"))]
OfSubject = Annotated[str, After(_only("subject", "self", "year"))]
OfNamedParts = Annotated[str, After(_only("name", "parts"))]
Texts = tuple[str, ...]


class Advice(Record):
    """One piece of guidance for a writer; with `when`, only for facts that have such a word."""

    say: str
    when: Texts = ()


def _advice(given: object) -> object:
    return {"say": given} if isinstance(given, str) else given


Guide = tuple[Annotated[Advice, Before(_advice)], ...]


class Title(Record):
    """The report's title and its name in the preamble.

    `with_plan` is used where the facts have a plan, `without_plan` where they have none.
    """

    with_plan: OfDocument
    without_plan: OfDocument
    report: OfDocument
    report_without_plan: OfDocument
    report_of_given: OfDocument
    """Name in the preamble of a report whose title the facts give."""
    tell: str
    """Verb of the preamble's last sentence (现将……报告如下)."""
    tell_by_title: dict[str, str]
    """Other verbs, each with the word of the given title that asks for it."""


class PartStyle(Record):
    """The format of one part of the report: headings, levels, share of the length, opening."""

    heading: OfDocument
    """Heading of the whole part at level 1; empty if its sections are at level 1 themselves."""
    titles: Texts = ()
    """Other names of the whole part: a topic that only repeats one makes no heading."""
    level: Level
    """Level of its top-level sections; 0 for text that has no heading."""
    run_in: tuple[Level, ...]
    """Levels whose headings run into their paragraph (题文连排)."""
    items: Literal["none", "lines", "run"]
    """Facts as 一是 … 二是 …: not at all, each on a line of its own, or in one paragraph."""
    share: Annotated[Decimal, Between(0, 1)]
    """Share of the report's length if all parts are present."""
    without_facts: Literal["no", "yes", "with-plan"]
    """Whether it is written from the document's fields alone (a pledge needs a plan)."""
    pattern: Annotated[tuple[OfTopic, ...], Size(1)]
    """Headings, in turn, of top-level sections whose topic has none in `topics`.

    {lead} is the topic with a verb that goes with it."""
    introduction: OfDocument
    """Sentence before the items of a part, where there are several; may be empty."""
    opening: tuple[tuple[OfMetadata, ...], ...]
    """Sentences made of clauses; a clause whose slots are unknown is left out."""
    opening_beside: tuple[tuple[OfMetadata, ...], ...]
    """The same, for parts with statements among their facts."""
    guide: Guide
    """Guidance on writing this part, one item a line, for prompts and for people."""


class Topic(Record):
    """A field of work: the words that identify it, and its heading in each part.

    A heading may give two ways, ` | ` between them: the first for a topic that is the field
    itself, the second, with {topic} or {lead}, for one that only belongs to it.
    """

    words: Texts
    headings: dict[PartName, OfTopic]
    deed: str = ""
    """What opening and closing say of it in three or four letters (保平安); may be empty."""


class Change(Record):
    """Patterns of a rise, a fall and no change."""

    up: OfValue
    down: OfValue
    flat: OfValue


class ChangeFrom(Record):
    """Patterns of a rise and a fall from a previous value that is written with it."""

    up: OfPrevious
    down: OfPrevious


class Sentences(Record):
    """Patterns of clauses and sentences; slots are in braces."""

    value: OfIndicator
    rate: OfIndicator
    rate_below_zero: OfIndicator
    value_apart: OfIndicator
    rate_endings: Texts
    stock: Texts
    """Endings of names of what is there at a time and may be had (志愿者, 床位): 现有……."""
    never_had: Texts
    """What in a name keeps 有 from standing before it: it tells a deed or another time."""
    turned: Texts
    """Verbs that a name may end with and that are put first (占道经营查处 → 查处占道经营)."""
    in_all: str
    """What stands for the name of a thing that is counted in another unit (共43笔)."""
    share: str
    """What stands for the name of a part's share of its whole, right behind the part."""
    count_endings: Texts
    """Endings of a name that only say what the unit says, and are left out (火灾起数6起)."""
    scopes: Texts
    """What a name may begin with and 有 stands behind: 全镇有渔业合作社8家."""
    flow_units: Texts
    """Units of what was done so many times; such a count gets no 有."""
    places: Texts
    """Endings of a place at the beginning of a name, behind which 有 stands."""
    unlike_had: Texts
    """Beginnings of names that would be read as another word behind 有."""
    has: OfClause
    had: OfClause
    """What only names and counts things, with a verb."""
    verb_first: OfVerbValue
    verb_last: OfVerbValue
    first_verbs: dict[str, Texts]
    """Verbs put before a name that ends with one of the words (实现税收收入2186万元)."""
    last_verbs: dict[str, Texts]
    """Verbs put between a name that ends with one of the words and its value (面积达到3150亩)."""
    rising_verbs: Texts
    """Those of the verbs that praise a value, which one that fell does not get."""
    falls: Texts
    """What a clause says that tells a fall."""
    row_verbs: Texts
    """Those of the verbs that a statement's bare names and amounts may get."""
    no_deeds: Texts
    """Words of a name whose value was set, planned or is a size: nothing was done (总投资)."""
    pair_endings: Texts
    """Endings of two names that are one thing in two units (监测对象户数, 监测对象人数)."""
    growth: Change
    growth_from: ChangeFrom
    points: Change
    part_growth: Change
    growth_endings: Texts
    """Endings of a growth's own name that the pattern of change replaces."""
    forecast: OfForecast
    forecast_rate: OfForecast
    completion: OfValue
    completion_of_forecast: OfValue
    completion_of_target: OfTarget
    share_of_target: OfTarget
    """The same after a clause with the verb that `completion_of_target` begins with."""
    named_share: OfIndicator
    share_words: Texts
    target: OfValue
    previous: OfValue
    parts: OfParts
    parts_alone: OfNamedParts
    """Parts of a whole that is not printed."""
    parts_after: OfParts
    """Parts in a sentence of their own behind that of the whole."""
    parts_between: str
    part_places: Texts
    """Endings of a place whose part of a whole is told by the place alone (其中石桥村620亩)."""
    measures: Texts
    """Endings of a name that only say what is measured (产量): 牛肉1380吨 of 肉类总产量."""
    continues: Texts
    """What may follow a matter that was just named, without its name, besides `deeds`."""
    never_part: Texts
    """What before a name makes another thing of it, not a part (新增, 非, 人均)."""
    this_year: str
    """Put before a period of the report's year after another year was named."""
    last_year: str
    last_year_words: Texts
    expected: OfClause
    expected_words: Texts
    ongoing_deed: OfClause
    ongoing_thing: OfClause
    ongoing_words: Texts
    ongoing_so_far: OfClause
    """What an ongoing thing has reached, with its verb; `ongoing_end` closes the clause."""
    ongoing_end: str
    aim_deed: OfClause
    aim_thing: OfClause
    aim_planned: OfClause
    """The same in a plan, which need not say that it is one."""
    aim_held: OfClause
    """The same before a state of `held_states`."""
    aim_value: OfIndicator
    aim_words: Texts
    states: Texts
    """Verbs of a state to be reached, before whose subject a verb is put in a plan."""
    held_states: Texts
    """Those of them that tell what is brought to a level or held at one (提高到)."""
    deeds: Texts
    """Verbs: a name that begins with one is an action, not a thing."""
    period: OfPeriod
    close_periods: Texts
    """Periods behind which no comma stands."""
    month_end: OfPeriod
    whole_before: tuple[tuple[str, str], ...]
    """Units of two figures of one name: the first is written before the second (户 before 人)."""
    between_long: str
    between_short: str
    between_statements: str
    never_joined: Texts
    begins_anew: Texts
    """What a clause begins with that can be a sentence of its own, besides `deeds` …"""
    results: Texts
    """… those of which tell what came of the clause before, and stay with it."""
    formal: dict[str, str]
    """Words of notes and speech with those that a report writes for them."""
    formal_not_after: Texts
    """Characters behind which such a word is part of another."""
    last_year_whole: str
    """What 上年同期 is called where the figures are of whole years."""
    same_period: str
    answering: Annotated[tuple[OfProblem, ...], Size(1)]
    """What is put before a measure of the plan that answers a problem, in turn."""
    closing_words: Texts
    """What a plan's last fact says where it closes the report itself."""
    never_parted: Texts
    """What a clause begins with that belongs to the one before it."""
    longest: _Positive
    """The most characters of a sentence made of clauses."""
    usual: _Positive
    """Clauses are no longer joined once a sentence has this many characters."""
    paragraph: _Positive
    """A paragraph of more characters than this is divided, between two facts."""


class ProseLimits(Record):
    """What a paragraph, a sentence and a run of clauses carry at most (W201, W202, W206)."""

    paragraph: _Positive
    """Characters of a paragraph."""
    sentence: _Positive
    """Characters of a sentence."""
    figures: _Positive
    """Figures of a sentence, times of day and year not counted."""
    verb_run: Annotated[int, Between(2)]
    """Clauses in a row that open with one verb: so many are told."""


class FramingAllowance(Record):
    """How much framing a level allows: its share of the text, and what it is used for."""

    share: Annotated[Decimal, Between(0, 1)]
    uses: tuple[FramingUse, ...]


class Framing(Record):
    """What may be said that states nothing by itself: leads, links, purpose clauses.

    `words`, `links`, `particles` and the fixed words of the patterns are the licensed vocabulary:
    a clause made of it and of its own section's words is framing (see `styles.framing`).
    """

    level: FramingLevel
    levels: dict[FramingLevel, FramingAllowance]
    each: _Positive
    """At most one link or purpose clause for this many facts."""
    section_lead: tuple[OfItems, ...]
    """Sentences that open a section; {items} are the topics of the items below it."""
    item_lead: tuple[OfSubject, ...]
    """Clauses before an item's first fact, with the mark that they end in."""
    link: Texts
    """What joins a sentence to the one before it, with the mark that it ends in."""
    purpose: tuple[OfSubject, ...]
    """Clauses that say what an item's deeds are for, with the mark that they end in."""
    words: Texts
    particles: Texts
    """Single characters that hold licensed words together."""
    never: Texts
    shortfalls: Texts
    """What a problem's lead may say of its field: that it is short of something."""
    """What no framing may contain: outcomes, praise, scope, rank, process."""


class FigureDisplay(Record):
    """How figures of indicators are printed, whatever digits the facts have them in.

    `whole_percents`: 12.00% is written 12%. `wan_from`: amounts in 元 from this one on are
    written in 万元 where two decimals hold them; 0 for never. `dash` stands between months.
    """

    whole_percents: bool
    wan_from: Annotated[int, Between(0)]
    dash: Annotated[str, Size(1, 2)]


class Style(Record):
    """A complete style for one kind of report, with the styles it extends merged in."""

    key: str
    """File stem (township), or the path of a user's own file."""
    kind: str
    name: str
    aliases: Texts
    about: str
    self_name: str
    foreign_self_names: Texts
    superior: str
    since: OfDocument
    length: Length
    title: Title
    enumerators: dict[Level, OfNumber]
    parts: dict[PartName, PartStyle]
    untitled: Annotated[Texts, Size(1)]
    topics: dict[str, Topic]
    verbs: dict[str, Texts]
    plain_verbs: Annotated[Texts, Size(1)]
    overall_verb: str
    """Verb for a plan's heading that would else end like one of the summary."""
    wide_verbs: Annotated[Texts, Size(1)]
    display: FigureDisplay
    lead: OfVerb
    leads: dict[str, Texts]
    """Headings of small items, each with the words that identify its facts or its topic."""
    warrants: dict[str, Texts]
    """Words of `leads` that claim a deed or a state, each with the words of facts that say so."""
    rising_verbs: Texts
    """Verbs of `leads` that tell of a rise: `steady_verb` stands instead where figures fell."""
    steady_verb: str
    spheres: dict[str, Texts]
    """Headings of what several topics (`topics`) are together, for joined items of a plan."""
    kin: dict[str, Texts]
    """Headings of kinds of matters, each with the short names of its matters in `leads`."""
    endings: dict[str, Texts]
    """What is put behind a topic that ends with one of the words (茶叶 → 茶叶产业)."""
    sentences: Sentences
    framing: Framing
    prose: ProseLimits
    tone: str
    guide: Guide
    use: Texts
    avoid: dict[str, str]
    stock_phrases: Texts

    def as_json(self) -> str:
        """The whole style in one line of JSON."""
        return json.dumps(self.plain(), ensure_ascii=False, separators=(",", ":"))

    @property
    def plans_next_year(self) -> bool:
        """Whether the plan of such a report is next year's: its title or its heading says so."""
        headings = (self.title.with_plan, self.parts["plan"].heading)
        return any("{next_year}" in heading for heading in headings)

    def part(self, name: PartName) -> PartStyle:
        """The format of one part."""
        return self.parts[name]
