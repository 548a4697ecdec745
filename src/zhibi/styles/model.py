"""The model of a style: the genre of one kind of office and one kind of report, as data.

The fields are explained, with examples, in `data/base.yaml`, which every style extends. Every
field comes from a file: there are no defaults here, so that a style can be read in one place.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Annotated, Literal

from zhibi.styles.patterns import (
    Length,
    OfDocument,
    OfItems,
    OfMetadata,
    OfNumber,
    OfSubject,
    OfThings,
    OfTopic,
    OfVerb,
    Positive,
    Texts,
)
from zhibi.styles.sentences import Sentences
from zhibi.typed_data import Before, Between, Record, Size

PartName = Literal["preamble", "summary", "highlights", "problems", "plan", "closing"]
Level = Annotated[int, Between(0, 4)]
FramingLevel = Literal["none", "lean", "usual"]
FramingUse = Literal["section_lead", "item_lead", "link", "purpose"]


class Advice(Record):
    """One piece of guidance for a writer; with `when`, only for facts that have such a word."""

    say: str
    when: Texts = ()


def _advice(given: object) -> object:
    return {"say": given} if isinstance(given, str) else given


Guide = tuple[Annotated[Advice, Before(_advice)], ...]


class Title(Record):
    """The report's title, and what the preamble says that it tells.

    `with_plan` is used where the facts have a plan, `without_plan` where they have none.
    """

    with_plan: OfDocument
    without_plan: OfDocument
    report: OfDocument
    """What is told, in the preamble's last sentence (现将有关情况报告如下), by one with a plan …"""
    report_without_plan: OfDocument
    """… and by one without."""
    tell: str
    """Verb of that sentence."""
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


class ProseLimits(Record):
    """What a paragraph, a sentence and a run of clauses carry at most (W201, W202, W206)."""

    paragraph: Positive
    """Characters of a paragraph."""
    sentence: Positive
    """Characters of a sentence."""
    figures: Positive
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
    each: Positive
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


class OpeningTopics(Record):
    """Which topics are of the place's own matters: the preamble has a figure of each."""

    fields: Texts
    """Fields (`topics`) that every report has …"""
    words: Texts
    """… and words that say nothing of a matter: a topic with more than these is one's own."""
    trades: Texts
    """Fields whose first indicator is told, where none has the topic's words."""
    never: Texts
    """Words in the name of an indicator that is not told there."""


class Highlights(Record):
    """What is no highlight although it was filed as one."""

    ordinary: Texts
    """Short names of matters in `matters` whose facts are the ordinary work of a field …"""
    words: Texts
    """… unless they have one of these words, which tell of an honour or of what others took up."""
    field: str
    """The field (`topics`) that they are of."""
    beside: Texts
    """Fields whose section they stand in where there is none of their own."""


class Lack(Record):
    """One sort of lack that problems tell of, and the deeds that meet it."""

    words: Texts
    met_by: Texts


class Answering(Record):
    """Which measures of a plan answer a problem: they are of its thing, and meet its lack."""

    lacks: Annotated[tuple[Lack, ...], Size(1)]
    adverbs: Texts
    """What may stand before or behind the words of a lack (仍较不足, 停车难突出)."""
    general: Texts
    """Nouns behind a thing's name that say nothing of it (项目, 人员, 能力)."""


class NextSteps(Record):
    """What a plan says of what the summary left unfinished."""

    missed: OfThings
    """Indicators that missed their targets, among the problems of a year's report."""
    steps: Texts
    """Words of steps that a thing is to take (交付, 投用)."""
    going_on: Texts
    """Words of what is done to works that are under way (施工, 装修)."""
    finding: Texts
    """Deeds before what is counted, beside those of the sentences (排查出, 登记)."""
    parts: Texts
    """What is only a part of what is told before it (路面, 设备)."""
    works: Texts
    """What leads to matters that are steps of works, in turn."""
    others: Texts
    """What leads to other matters."""
    both: Texts
    """What leads to a few of both."""
    projects: str
    """Heading of goals that are steps of projects of several fields."""


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
    since_later: OfDocument
    """The same in a report that is dated after its year."""
    length: Length
    title: Title
    enumerators: dict[Level, OfNumber]
    parts: dict[PartName, PartStyle]
    untitled: Annotated[Texts, Size(1)]
    topics: dict[str, Topic]
    verbs: dict[str, Texts]
    """Verbs of headings, each with the last words of the topics that it goes with."""
    plain_verbs: Annotated[Texts, Size(1)]
    """Verbs that go with any topic."""
    display: FigureDisplay
    lead: OfVerb
    matters: dict[str, Texts]
    """Names of what facts may tell of, each with the words that they tell it by."""
    rising_verbs: Texts
    """Verbs that tell of a rise: no heading of what fell has one."""
    spheres: dict[str, Texts]
    """Headings of what several topics (`topics`) are together, for joined items of a plan."""
    plan_items: dict[str, Texts]
    """Headings of items of a plan whose facts are of no field of the summary, with the words that
    tell them: what the cadres themselves are to do."""
    sentences: Sentences
    opening_topics: OpeningTopics
    highlights: Highlights
    answering: Answering
    next_steps: NextSteps
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
