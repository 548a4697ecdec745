"""How fast figures are read and a draft is checked, as ratios taken in one run.

    python -m benchmarks.speed [--rounds N]

The text is an example's draft of some 5,600 characters. The measure is a bare scan for digits; the
peers are what can be installed from PyPI (`pip install cn2an recognizers-text-suite "emoji<2"`) and
are left out where they are not. Below the ratios: what `zhibi check` takes as a whole process, in
processor time with bytecode cached, against a bare interpreter; what facts take to load against
PyYAML's loader in C; how the time grows with the length, up to 100 times the text, and with
the facts, up to 2,000 of a county that share names; and what a text
of a million characters takes in time and memory.
"""

from __future__ import annotations

import argparse
import importlib
import math
import os
import re
import resource
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from benchmarks.county import county
from zhibi.checking.check import Checker, check
from zhibi.facts.load import facts_from_text
from zhibi.figures.scan import find_figures
from zhibi.intake.load import load_facts

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "township-annual"
LENGTH = 5600
BARE = re.compile(r"\d+(?:\.\d+)?%?")
# What a checker of ten lines does: digits or Chinese numerals before one of the common units.
GATED = re.compile(
    r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百千万亿两]+)[余多]?[万亿]?[余多]?"
    r"(?:元|人次|人|户|个|名|家|次|件|处|场|座|条|份|起|亩|公里|米|平方米|吨|年|月|日|%)"
)
MODELS = (
    ("recognizers_number", "recognize_number"),
    ("recognizers_number", "recognize_ordinal"),
    ("recognizers_number", "recognize_percentage"),
    ("recognizers_number_with_unit", "recognize_age"),
    ("recognizers_number_with_unit", "recognize_currency"),
    ("recognizers_number_with_unit", "recognize_dimension"),
    ("recognizers_date_time", "recognize_datetime"),
)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The least processor time of some rounds of doing the work once."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def peers(text: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """The libraries that are installed here; each is called once to load what it needs."""
    try:
        cn2an = importlib.import_module("cn2an")
        cn2an.transform("三户", "cn2an")
        yield "cn2an.transform", lambda: cn2an.transform(text, "cn2an")
    except ImportError:
        print("cn2an is not installed; left out")
    try:
        readers = [getattr(importlib.import_module(module), name) for module, name in MODELS]
        for read in readers:
            read("三户", "zh-cn")
        yield "Recognizers-Text, 7 models", lambda: [read(text, "zh-cn") for read in readers]
    except ImportError:
        print("Recognizers-Text is not installed; left out")


def ratios(text: str, rounds: int) -> None:
    facts = load_facts(EXAMPLE / "facts.yaml")
    find_figures(text)
    check(text, facts)
    checker = Checker(facts)
    bare = seconds(lambda: [m.group() for m in BARE.finditer(text)], rounds * 20)
    print(f"{len(text)} characters, {len(find_figures(text))} figures\n")
    print(f"{'':28}{'ms':>10}{'chars/s':>14}{'× bare scan':>14}")
    rows: list[tuple[str, Callable[[], object], int]] = [
        ("bare scan for digits", lambda: [m.group() for m in BARE.finditer(text)], rounds * 20),
        ("scan gated by measure words", lambda: GATED.findall(text), rounds * 5),
        ("zhibi: figures", lambda: find_figures(text), rounds * 5),
        ("zhibi: check", lambda: check(text, facts), rounds),
        ("zhibi: check, facts read", lambda: checker.check(text), rounds),
        *((name, work, 2) for name, work in peers(text)),
    ]
    for name, work, times in rows:
        took = seconds(work, times)
        print(f"{name:28}{took * 1e3:10.3f}{len(text) / took:14,.0f}{took / bare:14.1f}")


def process_seconds(arguments: list[str], rounds: int) -> float:
    """The least processor time of a Python process with these arguments, over some rounds."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    best = float("inf")
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(
            [sys.executable, *arguments], check=True, capture_output=True, env=environment
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
        best = min(best, spent)
    return best


def processes(rounds: int) -> None:
    draft, facts = str(EXAMPLE / "offline.md"), str(EXAMPLE / "facts.yaml")
    libraries = "import typer, yaml; from pydantic import BaseModel"
    rows: list[tuple[str, list[str]]] = [
        ("bare interpreter", ["-c", "pass"]),
        ("typer, pydantic, yaml", ["-c", libraries]),
        ("zhibi --version", ["-m", "zhibi", "--version"]),
        ("zhibi figures", ["-m", "zhibi", "figures", draft]),
        ("zhibi facts", ["-m", "zhibi", "facts", facts]),
        ("zhibi check", ["-m", "zhibi", "check", draft, "--facts", facts]),
    ]
    print(f"\n{'process':28}{'ms':>10}{'× bare':>14}")
    bare = process_seconds(rows[0][1], rounds * 4)
    for name, arguments in rows:
        took = process_seconds(arguments, rounds * 2)
        print(f"{name:28}{took * 1e3:10.1f}{took / bare:14.1f}")


def loading(rounds: int) -> None:
    text = (EXAMPLE / "facts.yaml").read_text("utf-8")
    c_loader = seconds(lambda: yaml.load(text, yaml.CSafeLoader), rounds * 5)
    facts = seconds(lambda: facts_from_text(text), rounds * 5)
    print(f"\n{'facts of the example':28}{'ms':>10}{'× C loader':>14}")
    for name, took in (("yaml.CSafeLoader", c_loader), ("zhibi: load", facts)):
        print(f"{name:28}{took * 1e3:10.1f}{took / c_loader:14.1f}")


def growth(text: str) -> None:
    facts = load_facts(EXAMPLE / "facts.yaml")
    print(f"\n{'length':>10}{'figures s':>12}{'per 1×':>9}{'check s':>12}{'per 1×':>9}")
    first: tuple[float, float] | None = None
    for times in (1, 10, 100):
        longer = text * times
        took = (
            seconds(lambda longer=longer: find_figures(longer), 2),
            seconds(lambda longer=longer: check(longer, facts), 1),
        )
        first = first or took
        cells = "".join(f"{t:12.3f}{t / f / times:9.2f}" for t, f in zip(took, first, strict=True))
        print(f"{times:>9}×{cells}")


def counties() -> None:
    """The time of a check as the facts grow that share names, and the exponent of its growth."""
    print(f"\n{'facts of a county':>20}{'check s':>12}{'exponent':>12}")
    before: tuple[int, float] | None = None
    first: tuple[int, float] | None = None
    for count in (250, 500, 1000, 2000):
        source, text = county(count)
        facts = facts_from_text(source)
        took = seconds(lambda text=text, facts=facts: check(text, facts), 1)
        rise = math.log(took / before[1]) / math.log(count / before[0]) if before else 0.0
        print(f"{count:20}{took:12.2f}{rise:12.2f}")
        before = count, took
        first = first or before
    if first and before:
        whole = math.log(before[1] / first[1]) / math.log(before[0] / first[0])
        print(f"{'in all':>20}{'':12}{whole:12.2f}")


def million(text: str) -> None:
    print(f"\n{'a million characters of':28}{'s':>8}{'MB':>8}")
    for name, piece in (("the draft", text), ("1", "1"), ("一", "一"), ("万", "万"), ("（", "（")):
        long = piece * (1_000_000 // len(piece))
        took = seconds(lambda long=long: find_figures(long), 1)
        tracemalloc.start()
        find_figures(long)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{name:28}{took:8.2f}{peak / 1e6:8.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5, help="how often each is timed")
    rounds = parser.parse_args().rounds
    text = (EXAMPLE / "offline.md").read_text("utf-8")[:LENGTH]
    ratios(text, rounds)
    processes(rounds)
    loading(rounds)
    growth(text)
    counties()
    million(text)


if __name__ == "__main__":
    main()
