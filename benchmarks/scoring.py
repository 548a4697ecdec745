"""What each number of the scoring table decides: one is varied at a time, and mistakes counted.

    python -m benchmarks.scoring [--per-class N] [--seed N] [--field NAME]

The texts and mutations are those of `benchmarks.mutations`. Each number is halved and raised by
half; a line says how many mutations are caught then, how many sound figures are raised falsely,
and in which classes more or fewer are caught than with the table as it is.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from benchmarks.mutations import Sample, errors, samples
from benchmarks.mutators import CLASSES, apply
from zhibi.checking.check import Checker
from zhibi.checking.scoring import SCORING, Scoring

_FACTORS = (0.5, 1.5)


@dataclass(frozen=True)
class Case:
    """A sound text and its mutations, each with the label of its class."""

    sample: Sample
    mutations: tuple[tuple[str, str], ...]


def cases(per_class: int, seed: int) -> Iterator[Case]:
    """The same mutations for every variation: chosen once, from the figures of the sound text."""
    for sample in samples():
        found = Checker(sample.facts).check(sample.text, sections=sample.sections)
        figures = [c.figure for c in found.figures if c.figure.claim]
        mutations: list[tuple[str, str]] = []
        for label, mutate in CLASSES.items():
            if label.startswith(("dropped", "honour")):
                continue  # neither is decided by a score
            rng = random.Random(f"{seed}{sample.name}{label}")
            edits = [e for e in (mutate(rng, sample.text, f, figures) for f in figures) if e]
            rng.shuffle(edits)
            chosen = edits[: per_class if sample.sections is None else 1]
            mutations += [(label, apply(sample.text, edit)) for edit in chosen]
        yield Case(sample, tuple(mutations))


def measure(chosen: list[Case], scoring: Scoring) -> tuple[Counter[str], int]:
    """Mutations caught by class, and errors raised on sound texts."""
    caught, false_errors = Counter[str](), 0
    checkers: dict[int, Checker] = {}
    for case in chosen:
        sample = case.sample
        checker = checkers.setdefault(id(sample.facts), Checker(sample.facts, scoring=scoring))
        base = checker.check(sample.text, sections=sample.sections)
        false_errors += base.errors
        sound = errors(base)
        for label, text in case.mutations:
            found = checker.check(text, sections=sample.sections)
            caught[label] += bool(errors(found) - sound)
    return caught, false_errors


def numbers() -> Iterator[tuple[str, float]]:
    """The numbers of the table by name; those of a field as `fields.NAME`."""
    for field in fields(SCORING):
        value = getattr(SCORING, field.name)
        if field.name == "fields":
            yield from ((f"fields.{name}", number) for name, number in value.items())
        else:
            yield field.name, value


def varied(name: str, value: float) -> Scoring:
    """The table with one number changed."""
    table, dot, field = name.partition(".")
    if dot:
        return replace(SCORING, fields={**SCORING.fields, field: value})
    return replace(SCORING, **{table: value})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--per-class", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--field", default="", help="vary this number only")
    options = parser.parse_args()
    chosen = list(cases(options.per_class, options.seed))
    tried = sum(len(case.mutations) for case in chosen)
    usual, false_errors = measure(chosen, SCORING)
    print(f"{'as it is':32} {usual.total()} of {tried} caught, {false_errors} false errors")
    for name, usual_value in numbers():
        if options.field not in ("", name):
            continue
        for factor in _FACTORS:
            value = round(usual_value * factor, 3)
            caught, wrong = measure(chosen, varied(name, value))
            changes = ", ".join(
                f"{label} {caught[label] - usual[label]:+}"
                for label in CLASSES
                if caught[label] != usual[label]
            )
            line = f"{name} = {value}"
            print(f"{line:32} {caught.total():5} {wrong:5}  {changes}", flush=True)


if __name__ == "__main__":
    main()
