"""How many planted errors the check catches, and how often it cries wolf.

    python -m benchmarks.mutations [--per-class N] [--seed N] [--show CLASS]

Correct texts (the examples' drafts, and paraphrases written by hand) are broken in one place at a
time, class by class. A mutation counts as caught when the check raises an error that the sound
text does not raise; a baseline counts as catching when its own verdict turns. The baselines are
what other checkers do: is the number anywhere among the facts (value set), with its unit
((value, unit) set). The texts that the rules were not tuned to are reported apart as `kept aside`.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from zhibi.checking.check import check
from zhibi.checking.findings import Findings
from zhibi.facts.load import load_facts
from zhibi.facts.model import Facts
from zhibi.figures.model import Figure
from zhibi.figures.scan import find_figures

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("township-annual", "subdistrict-annual", "subdistrict-half-year")
PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.yaml"

Edit = tuple[int, int, str]


@dataclass(frozen=True)
class Sample:
    """A sound text with its facts; `sections` where it is a part of a report only."""

    name: str
    text: str
    facts: Facts
    aside: bool
    sections: frozenset[str] | None = None


def samples() -> Iterator[Sample]:
    """The drafts of the examples, and the paraphrases."""
    facts_of = {}
    for name in EXAMPLES:
        folder = ROOT / "examples" / name
        facts_of[name] = load_facts(folder / "facts.yaml")
        for draft in sorted(folder.glob("*.md")):
            if draft.stem in ("offline", "llm-slots"):
                recorded = draft.stem != "offline"
                text = draft.read_text("utf-8")
                yield Sample(f"{name}/{draft.stem}", text, facts_of[name], recorded)
    if PARAPHRASES.is_file():
        import yaml

        for row in yaml.load(PARAPHRASES.read_text("utf-8"), Loader=yaml.BaseLoader):
            yield Sample(
                "paraphrases",
                row["text"],
                facts_of[row["example"]],
                row.get("aside", "") == "true",
                frozenset(),
            )


def errors(findings: Findings) -> Counter[tuple[str, str]]:
    """The errors of a check, as far as they can be compared between two texts."""
    return Counter((f.code, f.message) for f in findings.findings if f.severity == "error")


def run(sample: Sample, text: str) -> Findings:
    return check(text, sample.facts, sections=sample.sections)


# --- mutations: each gives an edit of the text for one figure, or None where it does not apply ---

Mutator = Callable[[random.Random, str, Figure, list[Figure]], Edit | None]


def _arabic(figure: Figure) -> re.Match[str] | None:
    return re.search(r"\d+(?:\.\d+)?", figure.text)


def _digits(figure: Figure, new: str) -> Edit | None:
    found = _arabic(figure)
    if found is None or new == found[0]:
        return None
    return figure.start + found.start(), figure.start + found.end(), new


def fabricated(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    found = _arabic(figure)
    if found is None or figure.quantity.kind in ("date", "year", "period", "ordinal"):
        return None
    for _ in range(20):
        new = "".join(
            rng.choice("123456789" if i == 0 else "0123456789") if c != "." else "."
            for i, c in enumerate(found[0])
        )
        if new != found[0] and float(new):
            return _digits(figure, new)
    return None


def transposed(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    found = _arabic(figure)
    if found is None or figure.quantity.kind in ("date", "year", "period", "ordinal"):
        return None
    digits = found[0]
    places = [
        i
        for i in range(len(digits) - 1)
        if digits[i] != digits[i + 1]
        and "." not in digits[i : i + 2]
        and not (i == 0 and digits[1] == "0")
    ]
    if not places:
        return None
    i = rng.choice(places)
    return _digits(figure, digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])


def chinese_fabricated(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    found = re.search(r"[一二两三四五六七八九]", figure.text)
    if found is None or figure.quantity.numerals != "chinese" or figure.quantity.kind != "count":
        return None
    new = rng.choice([c for c in "三四五六七八九" if c != found[0]])
    return figure.start + found.start(), figure.start + found.end(), new


def chinese_for_arabic(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    found = _arabic(figure)
    if found is None or figure.quantity.kind != "count" or not found[0].isdecimal():
        return None
    if not 2 <= int(found[0]) <= 9:
        return None
    new = rng.choice([n for n in range(2, 10) if n != int(found[0])])
    return _digits(figure, "零一两三四五六七八九"[new])


def full_width(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    edit = fabricated(rng, text, figure, others)
    if edit is None:
        return None
    return (
        edit[0],
        edit[1],
        edit[2].translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
    )


def _swap_with(
    rng: random.Random, figure: Figure, others: list[Figure], text: str, scope: str
) -> Figure | None:
    def place(at: int) -> int:
        if scope == "document":
            return 0
        return text.rfind("。" if scope == "sentence" else "\n", 0, at)

    found = [
        other
        for other in others
        if other.quantity.unit == figure.quantity.unit
        and other.quantity.kind == figure.quantity.kind
        and other.text != figure.text
        and other.quantity.value != figure.quantity.value
        and place(other.start) == place(figure.start)
    ]
    return rng.choice(found) if found else None


def swap(scope: str) -> Callable[..., tuple[Edit, Edit] | None]:
    def mutate(
        rng: random.Random, text: str, figure: Figure, others: list[Figure]
    ) -> tuple[Edit, Edit] | None:
        if figure.quantity.kind in ("date", "year", "period"):
            return None
        other = _swap_with(rng, figure, others, text, scope)
        if other is None:
            return None
        return (figure.start, figure.end, other.text), (other.start, other.end, figure.text)

    return mutate


def other_unit_swap(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> tuple[Edit, Edit] | None:
    found = [
        o
        for o in others
        if o.quantity.unit != figure.quantity.unit
        and o.quantity.kind not in ("date", "year", "period")
        and _arabic(o)
        and _arabic(figure)
        and _arabic(o)[0] != _arabic(figure)[0]
    ]
    if not found or figure.quantity.kind in ("date", "year", "period"):
        return None
    other = rng.choice(found)
    first, second = _digits(figure, _arabic(other)[0]), _digits(other, _arabic(figure)[0])
    return (first, second) if first and second else None


def _replace(figure: Figure, old: str, new: str) -> Edit | None:
    at = figure.text.rfind(old)
    if at < 0:
        return None
    return figure.start + at, figure.start + at + len(old), new


def scale(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    if figure.quantity.kind != "money" or "/" in figure.text:
        return None
    for old, new in (("亿元", ["万元"]), ("万元", ["亿元", "元"]), ("元", ["万元"])):
        if figure.text.endswith(old):
            return _replace(figure, old, rng.choice(new))
    return None


def measure_word(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    turns = {
        "人次": "人",
        "户": "人",
        "人": "户",
        "件": "起",
        "起": "件",
        "家": "户",
        "批": "件",
        "处": "家",
        "亩": "平方米",
        "公里": "米",
        "座": "处",
        "份": "本",
        "场": "期",
    }
    unit = figure.quantity.unit
    if unit not in turns or figure.quantity.per:
        return None
    return _replace(figure, unit, turns[unit])


def percent_points(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    if figure.text.endswith("%"):
        return _replace(figure, "%", "个百分点")
    if figure.text.endswith("个百分点"):
        return _replace(figure, "个百分点", "%")
    return None


def hedge_dropped(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    for word in ("余", "多"):
        if word in figure.text:
            return _replace(figure, word, "")
    return None


def hedge_added(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    if figure.quantity.hedge or figure.quantity.kind not in ("count", "money"):
        return None
    if figure.quantity.decimals or figure.quantity.numerals != "arabic":
        return None
    if rng.random() < 0.5:
        found = _arabic(figure)
        at = figure.start + (found.end() if found else 0)
        return (at, at, "余") if found and len(found[0]) > 1 else None
    return figure.start, figure.start, rng.choice(["近", "超", "约"])


def hedge_turned(
    rng: random.Random, text: str, figure: Figure, others: list[Figure]
) -> Edit | None:
    before = text[max(0, figure.start - 1) : figure.start]
    turns = {"近": "超", "超": "近"}
    if before in turns and figure.quantity.hedge == before:
        return figure.start - 1, figure.start, turns[before]
    after = text[figure.end : figure.end + 2]
    if after == "以上":
        return figure.end, figure.end + 2, "以下"
    return None


def direction(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    turns = {"增长": "下降", "下降": "增长", "增至": "减至", "提高到": "下降到", "减少": "增加"}
    before = text[max(0, figure.start - 4) : figure.start]
    for old, new in turns.items():
        if before.endswith(old):
            return figure.start - len(old), figure.start, new
    return None


def status(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    left = text[max(0, figure.start - 14) : figure.start]
    for old, new in (("预计", "已"), ("有望", "已"), ("去年", "今年"), ("正在", "已完成")):
        at = left.rfind(old)
        if at >= 0 and not re.search(r"[。；]", left[at:]):
            start = figure.start - len(left) + at
            return start, start + len(old), new
    found = re.search(r"已(?:完成|建成|实现|发放)|共(?:发放|完成|新建)", left)
    if found and not re.search(r"[。；，]", left[found.start() :]):
        start = figure.start - len(left) + found.start()
        return start, start + len(found[0]), "预计" + found[0][1:]
    return None


def period(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    if figure.quantity.kind not in ("period", "date") or figure.quantity.unit != "月":
        return None
    found = list(re.finditer(r"\d+", figure.text))
    if not found:
        return None
    old = int(found[-1][0])
    new = rng.choice([n for n in range(2, 13) if n != old])
    return figure.start + found[-1].start(), figure.start + found[-1].end(), str(new)


def year(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    found = re.search(r"20\d\d", figure.text)
    if figure.quantity.kind not in ("year", "date", "period") or found is None:
        return None
    return (
        figure.start + found.start(),
        figure.start + found.end(),
        str(int(found[0]) - rng.choice([1, 2])),
    )


def dropped(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    """The figure's whole clause goes."""
    if figure.quantity.kind in ("date", "year", "period"):
        return None
    start = max(text.rfind(mark, 0, figure.start) for mark in "，。；：、\n") + 1
    ends = [at for at in (text.find(mark, figure.end) for mark in "，。；、\n") if at >= 0]
    return start, min(ends, default=len(text)), ""


def moved(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    """Another figure of the unit takes this one's place: its own value is gone."""
    if figure.quantity.kind in ("date", "year", "period"):
        return None
    other = _swap_with(rng, figure, others, text, "document")
    return (figure.start, figure.end, other.text) if other else None


def honour(rng: random.Random, text: str, figure: Figure, others: list[Figure]) -> Edit | None:
    end = text.find("。", figure.end)
    return (end, end, "，荣获全省乡村治理先进集体称号") if end >= 0 else None


CLASSES: dict[str, Callable[..., object]] = {
    "fabricated": fabricated,
    "transposed": transposed,
    "swap in sentence": swap("sentence"),
    "swap in paragraph": swap("paragraph"),
    "swap in document": swap("document"),
    "other-unit swap": other_unit_swap,
    "scale 万/亿/元": scale,
    "measure word": measure_word,
    "% / 百分点": percent_points,
    "Chinese numeral": chinese_fabricated,
    "Chinese for Arabic": chinese_for_arabic,
    "full-width": full_width,
    "hedge dropped": hedge_dropped,
    "hedge added": hedge_added,
    "hedge turned": hedge_turned,
    "direction": direction,
    "status": status,
    "period": period,
    "year": year,
    "dropped": dropped,
    "repeated elsewhere": moved,
    "honour (W101)": honour,
}


def apply(text: str, edits: object) -> str:
    """The text with one edit or several made."""
    listed = [edits] if isinstance(edits[0], int) else list(edits)  # type: ignore[index,arg-type]
    for start, end, new in sorted(listed, reverse=True):
        text = text[:start] + new + text[end:]
    return text


class Baseline:
    """Whether each number of a text is anywhere among the facts: by value, by value and unit."""

    def __init__(self, facts: Facts) -> None:
        quantities = [entry.quantity for entry in facts.entries()]
        self.values = {str(q.value / q.scale) for q in quantities}
        self.pairs = {(q.value, q.unit) for q in quantities}

    def bad(self, text: str) -> tuple[int, int]:
        figures = [f.quantity for f in find_figures(text) if f.claim]
        numbers = re.findall(r"\d+(?:\.\d+)?", text)
        by_value = sum(number not in self.values for number in numbers)
        return by_value, sum((q.value, q.unit) not in self.pairs for q in figures)


@dataclass
class Tally:
    """Counts of one class: tried, caught by the check, and by each baseline."""

    tried: int = 0
    caught: int = 0
    value_set: int = 0
    pair_set: int = 0


def measure(sample: Sample, per_class: int, seed: int, show: str) -> dict[str, Tally]:
    """Mutate one text in each class and count."""
    base = run(sample, sample.text)
    sound, names = errors(base), _names(base)
    baseline = Baseline(sample.facts)
    plain = baseline.bad(sample.text)
    figures = [c.figure for c in base.figures if c.figure.claim]
    tallies: dict[str, Tally] = defaultdict(Tally)
    for label, mutate in CLASSES.items():
        rng = random.Random(f"{seed}{sample.name}{label}")
        edits = [e for e in (mutate(rng, sample.text, f, figures) for f in figures) if e]
        rng.shuffle(edits)
        for edit in edits[:per_class]:
            text = apply(sample.text, edit)
            found = run(sample, text)
            caught = bool(errors(found) - sound)
            if label.startswith("honour"):
                caught = _names(found) > names
            tally = tallies[label]
            tally.tried += 1
            tally.caught += caught
            by_value, by_pair = baseline.bad(text)
            tally.value_set += by_value > plain[0]
            tally.pair_set += by_pair > plain[1]
            if show == label and not caught:
                print(f"  missed in {sample.name}: {edit}  …{_around(text, edit)}…")
    return tallies


def _names(findings: Findings) -> int:
    return sum(f.code == "W101" for f in findings.findings)


def _around(text: str, edit: object) -> str:
    first = edit if isinstance(edit[0], int) else edit[0]  # type: ignore[index]
    return text[max(0, first[0] - 28) : first[0] + 16].replace("\n", " ")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--per-class", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", default="")
    options = parser.parse_args()
    totals: dict[bool, dict[str, Tally]] = {False: defaultdict(Tally), True: defaultdict(Tally)}
    figures, false_errors = Counter[bool](), Counter[bool]()
    for sample in samples():
        base = run(sample, sample.text)
        figures[sample.aside] += sum(c.figure.claim for c in base.figures)
        false_errors[sample.aside] += base.errors
        per_class = options.per_class if sample.sections is None else 2
        for label, tally in measure(sample, per_class, options.seed, options.show).items():
            total = totals[sample.aside][label]
            for name in ("tried", "caught", "value_set", "pair_set"):
                setattr(total, name, getattr(total, name) + getattr(tally, name))
    for aside in (False, True):
        _print(aside, totals[aside], figures[aside], false_errors[aside])


def _print(aside: bool, table: dict[str, Tally], figures: int, false_errors: int) -> None:
    if not figures:
        return
    print(
        f"\n{'kept aside' if aside else 'tuned on'}: {figures} figures, {false_errors} false errors"
        f" ({100 * false_errors / figures:.2f} per 100 figures)"
    )
    print(f"{'class':20} {'tried':>6} {'zhibi':>8} {'value set':>10} {'value+unit':>11}")
    for label, t in table.items():
        shares = [100 * n / t.tried for n in (t.caught, t.value_set, t.pair_set)]
        print(f"{label:20} {t.tried:6} {shares[0]:7.1f}% {shares[1]:9.1f}% {shares[2]:10.1f}%")


if __name__ == "__main__":
    main()
