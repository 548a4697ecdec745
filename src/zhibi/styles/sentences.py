"""How a style words clauses and sentences of offline drafts, as data."""

from __future__ import annotations

from typing import Annotated

from zhibi.styles.patterns import (
    OfChange,
    OfClause,
    OfDocument,
    OfForecast,
    OfIndicator,
    OfNamedParts,
    OfParts,
    OfPeriod,
    OfPrevious,
    OfProblem,
    OfTarget,
    OfValue,
    OfVerbValue,
    Positive,
    Texts,
)
from zhibi.typed_data import Record, Size


class Change(Record):
    """Patterns of a rise, a fall and no change."""

    up: OfValue
    down: OfValue
    flat: OfValue


class ChangeFrom(Record):
    """Patterns of a rise and a fall from a previous value that is written with it."""

    up: OfPrevious
    down: OfPrevious


class ChangeTo(Record):
    """Patterns of a rise and a fall from a previous value to this one."""

    up: OfChange
    down: OfChange


class Sentences(Record):
    """Patterns of clauses and sentences; slots are in braces."""

    value: OfIndicator
    value_apart: OfIndicator
    rate_endings: Texts
    turned: Texts
    """Verbs that a name may end with and that are put first (占道经营查处 → 查处占道经营)."""
    turned_amounts: Texts
    """The same where the name tells an amount (枸杞鲜果采摘量 → 采摘枸杞鲜果)."""
    in_all: str
    """What stands for the name of a thing that is counted in another unit (共43笔)."""
    share: str
    """What stands for the name of a part's share of its whole, right behind the part."""
    shares: Texts
    """What a part's share of its whole is called (旧厂改造投资占固定资产投资比重)."""
    measure_ends: Texts
    """What is measured of a thing that was just named (航空出口, 航空出口额)."""
    count_endings: Texts
    """Endings of a name that only say what the unit says, and are left out (火灾起数6起)."""
    there_are: str
    is_so: str
    """What stands before the first value of a sentence of nothing but names and values."""
    stock_units: Texts
    """Units of things that there are so many of."""
    verb_first: OfVerbValue
    verb_last: OfVerbValue
    first_verbs: dict[str, Texts]
    """Verbs put before a name that ends with one of the words (实现税收收入2186万元)."""
    last_verbs: dict[str, Texts]
    """Verbs put between a name that ends with one of the words and its value (面积达到3150亩)."""
    done_verbs: Texts
    """Those of the verbs that bring a value about, which one that fell does not get."""
    rising_verbs: Texts
    """Those that only a value that rose gets."""
    falls: Texts
    """What a clause says that tells a fall."""
    row_verbs: Texts
    """Those of the verbs that a statement's bare names and amounts may get."""
    no_deeds: Texts
    """Words of a name whose value was set, planned or is a size: nothing was done (总投资)."""
    pair_endings: Texts
    """Endings of two names that are one thing in two units (监测对象户数, 监测对象人数)."""
    main: Texts
    """Endings of names of the main indicators: they alone are told with a base that may be told."""
    growth: Change
    growth_price: Change
    prices: Texts
    """Endings of names of prices, which rise (上涨)."""
    growth_from: ChangeFrom
    growth_to: ChangeTo
    price_to: ChangeTo
    value_to: ChangeTo
    """How a value and its base are told where no change is given."""
    rate_to: ChangeTo
    """The same of prices and rates."""
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
    forecast_of_target: OfTarget
    """The same of what is expected."""
    completion_endings: Texts
    """Endings of a completion's own name that only say that it is one."""
    of_all: Texts
    wholes: Texts
    """What a statement's share that stands alone may be a share of (占总投资的61.67%)."""
    payments: Texts
    """Verbs right before a sum that need what is paid (发放低保金136.47万元)."""
    reached: Texts
    """What a name has that says itself that something was done."""
    goal: str
    """What a target is called that has no name of its own."""
    goals: Texts
    """What the facts call a target, at the end of its name; their own word is told."""
    named_share: OfIndicator
    share_words: Texts
    previous: OfValue
    parts: OfParts
    parts_alone: OfNamedParts
    """Parts of a whole that is not printed."""
    parts_after: OfParts
    """Parts in a sentence of their own behind that of the whole."""
    parts_between: str
    part_places: Texts
    """Endings of a place whose part of a whole is told by the place alone (其中石桥村620亩)."""
    bodies: Texts
    """Endings of a body that two facts one after the other may be of: its name is said once."""
    kinds: Texts
    """Endings of a kind by which parts are told where all are of kinds (省级1项、市级3项)."""
    measures: Texts
    """Endings of a name that only say what is measured (产量): 牛肉1380吨 of 肉类总产量."""
    continues: Texts
    """What may follow a matter that was just named, without its name, besides `deeds`."""
    never_part: Texts
    """What before a name makes another thing of it, not a part (新增, 非, 人均)."""
    this_year: str
    """Put before a period of the report's year after another year was named."""
    written_later: dict[str, OfDocument]
    """Words for the report's year, and the one before, in a report that is dated after it."""
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
    whole_year: str
    """What the report's own year is called beside parts of it."""
    called_periods: dict[str, str]
    """Periods by their months, each with what it is called at the head of a sentence."""
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
    as_of: Texts
    """What a name begins with that says what was reached by a time: no range of months is put."""
    on_year: str
    on_year_whole: str
    """What `on_year` (同比) is called where the figures are of whole years."""
    answering: Annotated[tuple[OfProblem, ...], Size(1)]
    """What is put before a measure of the plan that answers a problem, in turn."""
    never_parted: Texts
    """What a clause begins with that belongs to the one before it."""
    longest: Positive
    """The most characters of a sentence made of clauses."""
    usual: Positive
    """Clauses are no longer joined once a sentence has this many characters."""
    paragraph: Positive
    """A paragraph of more characters than this is divided, between two facts."""
