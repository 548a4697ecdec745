"""What facts told near a comparison have against it as it is worded: N104 and N113.

The reverse word in a fact (高于 for 低于), what is lacking told as too many, and comparisons with
a time that no fact near has.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhibi.checking.comparing.forms import Said, signs
from zhibi.checking.comparing.sentence_sides import SentenceSides
from zhibi.checking.comparing.sides import comparing
from zhibi.checking.verdicts import Verdict
from zhibi.checking.violations import Violation

_PREFIX = 3  # characters by which what is compared with is found in a fact
_OPPOSITE = {
    "高": "低",
    "低": "高",
    "多": "少",
    "少": "多",
    "大": "小",
    "小": "大",
    "好": "差",
    "差": "好",
}


def of_other_time(sentence: SentenceSides, said: Said, amount: Verdict | None) -> Violation | None:
    """N113: a comparison with last month, or the year before last, of which no fact speaks."""
    told = comparing("other_time").match(said.other)
    if told is None or (amount is not None and amount.covers is not None):
        return None
    own = [
        sentence.ledger.entries[number]
        for one in sentence.near
        for number in (one.covers, *(one.computation.entries if one.computation else ()))
        if number is not None and number >= 0
    ]
    words = "，".join(sentence.ledger.fact_words.get(entry.fact_id, "") for entry in own)
    if not own or comparing("other_time_known").search(words):
        return None
    return Violation(
        "N113",
        told.start() + said.other_start,
        told.end() + said.other_start,
        f"旁边的事实没有{told[0]}的数，这里写的是和{told[0]}比",
        "改为“上年同期”，或照事实写和什么比",
        None,
        tuple(dict.fromkeys(entry.id for entry in own))[:2],
    )


def on_other_base(sentence: SentenceSides, amount: Verdict) -> Iterator[Violation]:
    """N113: the change since last year that a text works out, told as since last month."""
    base, computation = amount.match.reading.base, amount.computation
    if base is None or computation is None or base.value not in ("环比", "比前年"):
        return
    entries = [sentence.ledger.entries[n] for n in computation.entries if n >= 0]
    same = len({entry.fact_id for entry in entries}) == 1 and len(entries) > 1
    if same and any("earlier" in sentence.ledger.known_as(n) for n in computation.entries):
        yield Violation(
            "N113",
            base.start,
            base.end,
            f"{computation.how}是和上年同期比，这里写的是“{base.words}”",
            "改为“同比”",
            None,
            amount.facts,
        )


def contradicted(sentence: SentenceSides, said: Said, amount: Verdict | None) -> Violation | None:
    """The same comparison with the reverse word in a fact that the sentence tells."""
    other = said.other[:_PREFIX]
    opposite = _OPPOSITE.get(said.word)
    if amount is not None and amount.covers is not None and comparing("earlier").match(other):
        way = sentence.ledger.reading(amount.covers).way
        told = {"more": 1, "less": -1}.get(signs()[said.word], 0)
        if sentence.ledger.entries[amount.covers].role == "growth" and way * told < 0:
            true = "增长" if way > 0 else "下降"
            return sentence.violation(said.start, said.end, f"事实里是{true}", said.word)
    if opposite is None or len(other) < _PREFIX or comparing("earlier").match(other):
        return None
    if amount is not None and amount.covers is not None:
        way = sentence.ledger.reading(amount.covers).way
        words = sentence.ledger.entries[amount.covers].text
        told = 1 if signs()[said.word] in ("more", "better") else -1
        if way and way != told and other in words and said.word + "于" not in words:
            return sentence.violation(said.start, said.end, f"事实里是“{words}”", said.word)
        return None
    for verdict in sentence.near:
        if verdict.covers is None:
            continue
        words = sentence.ledger.fact_words.get(sentence.ledger.entries[verdict.covers].fact_id, "")
        if f"{opposite}于{other}" in words and f"{said.word}于{other}" not in words:
            return sentence.violation(
                said.start, said.end, f"事实里是“{opposite}于{other}”", said.word
            )
    return None
