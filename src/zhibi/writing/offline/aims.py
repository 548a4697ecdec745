"""Sentences of a plan as deeds: what only says a state to be reached gets a verb before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from zhibi.checking.rules.prose.words import any_of, prose_words
from zhibi.writing.offline.naming import says

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhibi.styles.model import Style

WHEN = (
    r"(?:(?:\d{4}年(?:[上下]半年|[一二三四]季度)?|明年|今年|[上下]半年|全年|年内|到?年底前?"
    r"|[一二三四]季度|\d{1,2}月(?:底前|底|前|中旬|上旬|下旬)?)，?)?"
)
"""The time that a sentence or clause of a plan may begin with."""
STEPS = (
    r"开工|动工|试?投产|试生产|投用|投入使用|完工|竣工|交付|通车|建成通车|建成|开业|开馆|开学|开园"
    r"|验收|贯通|入驻|交房|铺通|通水|通气|并网|开街|开放"
)
"""The steps of a build that a plan sets a time for."""
_AIMED = r"(?:力争|计划|争取)?"
_ANEW = r"(?:再|新|继续|在[^，。；]{2,6}|为[^，。；]{2,8})?"
_SENTENCE = re.compile(r"[^。]+。?")
_TIME = WHEN.removesuffix("?").removesuffix("，?)") + ")"
_STEP = re.compile(
    rf"(?:(?P<first>{_TIME})，?)?(?P<thing>(?![底末前]|全线|全部|正式|按期|跟踪|紧盯|协调|配合|确保|做好|抓好)[^，；。、\d“”]{{3,16}}?)(?P<last>{_TIME})?"
    rf"(?P<whole>全线|全部|正式|按期|建成)?(?P<step>(?:{STEPS})(?:使用|完毕)?)(?P<mark>[，；。])"
)
_STEPPED = re.compile(rf"(?:{STEPS})(?:使用|完毕)?，$")
_CLAUSE = re.compile(r"[^，；。]+[，；。]?")


def measures(style: Style) -> re.Pattern[str]:
    """What the clauses of a plan begin with that say what is done, not what is to be reached."""
    words = prose_words()
    begins = any_of([*style.sentences.deeds, *words["verbs"], *words["opening_verbs"], "推动"])
    return re.compile(f"{WHEN}{_AIMED}{_ANEW}(?:{begins})")


def aimed(texts: Sequence[str], style: Style) -> tuple[str, ...]:
    """The paragraphs of an item of the plan, levels to be held and steps led by a verb.

    收缴率提高到82% → 将收缴率提高到82%, 4月加工厂投产 → 推动加工厂4月投产: as firm as the fact, no
    softer. What only says how much something is to come to stays as it is, and so do sentences that
    have a word of aiming or of expecting already, and those that begin with a deed.
    """
    told = ("".join(_aimed(one, style) for one in _SENTENCE.findall(text)) for text in texts)
    return tuple(_listed(_stepped(text, style), style) for text in told)


def _listed(text: str, style: Style) -> str:
    """The text with steps of one build that follow each other in one sentence.

    推动新校区8月建成；推动住院楼6月投用 → 推动新校区8月建成，住院楼6月投用.
    """
    verb = re.escape(style.sentences.aim_planned.format(clause=""))
    step = rf"[^，；。]*(?:{STEPS})(?:使用|完毕)?"
    return re.sub(
        rf"(?:(?<=^)|(?<=[，；。]))({verb}{step})[；。]{verb}(?={step}[，；。])", r"\1，", text
    )


def _stepped(text: str, style: Style) -> str:
    """The text with a verb before steps that only have their time: 4月加工厂投产，8月底学校交付.

    Steps one after the other have one verb: 推动加工厂4月投产、学校8月底交付. So have those behind
    one that has the verb already.
    """
    measure, written, open_ = measures(style), "", False
    verb, led = style.sentences.aim_planned.format(clause=""), False
    for clause in _CLAUSE.findall(text):
        step = _STEP.fullmatch(clause)
        if (
            step is None
            or not (step["first"] or step["last"] or step["whole"])
            or measure.match(step["thing"])
            or says(clause, [*style.sentences.aim_words, *style.sentences.expected_words])
        ):
            written, open_ = written + clause, False
            led = clause.startswith(verb) and _STEPPED.search(clause) is not None
            continue
        if led:
            written, led = written + clause, clause.endswith("，")
            continue
        told = f"{step['thing']}{step['first'] or ''}{step['last'] or ''}"
        told += f"{step['whole'] or ''}{step['step']}"
        if open_:
            written = f"{written[:-1]}、{told}{step['mark']}"
        else:
            written += style.sentences.aim_planned.format(clause=told) + step["mark"]
        open_ = step["mark"] == "，"
    return written


def _aimed(sentence: str, style: Style) -> str:
    """The sentence with a verb before the first clause that tells a state to be reached."""
    words = style.sentences
    state = re.match(
        rf"({WHEN}(?:[^，。；\d]{{4,10}}，)?)(?!{any_of(words.deeds)})"
        rf"[^，。；\d“”]{{2,14}}(?:{any_of(words.held_states)})[约近超]?\d",
        sentence,
    )
    if state is None or any(word in sentence for word in words.aim_words):
        return sentence
    led = words.aim_held.format(clause=sentence[state.end(1) :])
    return sentence[: state.end(1)] + led
