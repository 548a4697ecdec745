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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutators import CLASSES, apply
from zhibi.checking.check import check
from zhibi.checking.findings import Findings
from zhibi.facts.model import Facts
from zhibi.figures.scan import find_figures
from zhibi.intake.load import load_facts

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("township-annual", "subdistrict-annual", "subdistrict-half-year")
PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.yaml"


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
        if label == "dropped" and sample.sections is not None:
            continue  # a sentence by itself need not report every fact
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
    totals: dict[str, dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))
    figures, false_errors = Counter[str](), Counter[str]()
    for sample in samples():
        group = "sentences" if sample.sections is not None else "whole drafts"
        group += ", kept aside" if sample.aside else ", tuned on"
        base = run(sample, sample.text)
        figures[group] += sum(c.figure.claim for c in base.figures)
        false_errors[group] += base.errors
        per_class = options.per_class if sample.sections is None else 2
        for label, tally in measure(sample, per_class, options.seed, options.show).items():
            total = totals[group][label]
            for name in ("tried", "caught", "value_set", "pair_set"):
                setattr(total, name, getattr(total, name) + getattr(tally, name))
    for group, table in totals.items():
        _print(group, table, figures[group], false_errors[group])


def _print(group: str, table: dict[str, Tally], figures: int, false_errors: int) -> None:
    print(
        f"\n{group}: {figures} figures, {false_errors} false errors"
        f" ({100 * false_errors / figures:.2f} per 100 figures)"
    )
    print(f"{'class':20} {'tried':>6} {'zhibi':>8} {'value set':>10} {'value+unit':>11}")
    for label, t in table.items():
        shares = [100 * n / t.tried for n in (t.caught, t.value_set, t.pair_set)]
        print(f"{label:20} {t.tried:6} {shares[0]:7.1f}% {shares[1]:9.1f}% {shares[2]:10.1f}%")


if __name__ == "__main__":
    main()
