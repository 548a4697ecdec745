"""How the check reads what people write: paraphrases of facts, and with one thing made false.

    python -m benchmarks.clauses [--data FOLDER] [--show CLASS|false]
    python -m benchmarks.clauses --statements [--reader MODEL [--base-url URL] [--run DIR]]

The passages (`data/clauses/*.jsonl`; `--data` for those that no rule was made with yet) restate
facts correctly in other words; they and their mutations were written by hand from the facts alone,
without knowledge of the check. A mutation is caught when the check raises an error that the sound
passage does not raise. False errors are the errors on sound passages; N111 (a figure worked out in
the text, its formula given) is counted apart, since the facts of these sets forbid computed figures
and the passages contain true ones.
With `--statements`, sentences with and without an unsupported statement (`data/statements`) are
put to the check, and the warnings W101, W104, W105 on either are counted; with `--reader`, those of
a second reader too (W301), which reads the sentences that the rules leave open.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhibi.checking.check import Checker
from zhibi.checking.findings import Finding, Findings
from zhibi.facts.model import Facts
from zhibi.intake.load import load_facts

if TYPE_CHECKING:
    from zhibi.second_reader.reader import SecondReader

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(__file__).parent / "data"
WARNED = ("W101", "W104", "W105", "W301")


@cache
def facts_of(name: str) -> Facts:
    """The facts of an example or of a set of `data/sets`."""
    example = ROOT / "examples" / name / "facts.yaml"
    return load_facts(example if example.is_file() else DATA / "sets" / f"{name}.yaml")


def rows(folder: Path) -> Iterator[dict[str, Any]]:
    """The passages or statements of all files of a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)


@cache
def checker_of(name: str) -> Checker:
    """The check against the facts of an example or set."""
    return Checker(facts_of(name))


def run(name: str, text: str) -> Findings:
    """The check of a passage by itself: nothing need be covered."""
    return checker_of(name).check(text, sections=frozenset())


def errors(findings: Findings) -> list[Finding]:
    """The errors, those on computed figures left out."""
    return [f for f in findings.findings if f.severity == "error" and f.code != "N111"]


def _keys(found: list[Finding]) -> Counter[tuple[str, str]]:
    return Counter((f.code, f.message) for f in found)


def measure_passages(folder: Path, show: str) -> None:
    """Print false errors and, by class, how many mutations are caught."""
    figures = false = computed = passages = 0
    tried: dict[str, int] = defaultdict(int)
    caught: dict[str, int] = defaultdict(int)
    for row in rows(folder):
        base = run(row["set"], row["text"])
        wrong = errors(base)
        passages += 1
        figures += sum(one.figure.claim for one in base.figures)
        false += len(wrong)
        computed += sum(f.code == "N111" for f in base.findings)
        if show == "false" and wrong:
            print(f"{row['id']} {row['text']}")
            for finding in wrong:
                words = row["text"][finding.start : finding.end]
                print(f"    {finding.code} {words}: {finding.message}")
        for mutation in row["mutations"]:
            label = mutation["class"]
            tried[label] += 1
            hit = bool(_keys(errors(run(row["set"], mutation["text"]))) - _keys(wrong))
            caught[label] += hit
            if show == label and not hit:
                print(
                    f"missed {row['id']} [{mutation['was']} → {mutation['now']}] {mutation['text']}"
                )
    print(f"{passages} passages, {figures} figures, {false} false errors")
    print(f"  {100 * false / figures:.1f} per 100 figures; {computed} computed figures (N111)")
    for label in sorted(tried):
        share = caught[label] / tried[label]
        print(f"  {label:10} {caught[label]:4} of {tried[label]:4}  {share:6.1%}")
    print(f"  {'all':10} {sum(caught.values()):4} of {sum(tried.values()):4}")


def doubts(row: dict[str, Any], reader: SecondReader | None = None) -> list[Finding]:
    """What speaks against a sentence: errors, warnings on what it states, a reader's doubts."""
    checker = checker_of(row["set"])
    findings = checker.check(row["text"], sections=frozenset())
    if reader is not None:
        findings = reader.read(checker, row["text"], findings, row["id"]).findings
    return [f for f in findings.findings if f.code in WARNED or f in errors(findings)]


def measure_statements(folder: Path, show: str, reader: SecondReader | None) -> None:
    """Print how many unsupported statements are seen, and how many true sentences are doubted."""
    seen: Counter[bool] = Counter()
    total: Counter[bool] = Counter()
    for row in rows(folder):
        unsupported = bool(row["unsupported"])
        total[unsupported] += 1
        found = doubts(row, reader)
        seen[unsupported] += bool(found)
        if show in {"statements", "false"} and bool(found) != unsupported:
            print(
                f"{'missed' if unsupported else 'doubted'} {row['id']} {row['kind']}: {row['text']}"
            )
            for finding in found:
                print(f"    {finding.code} {finding.message}")
    print(f"unsupported statements seen: {seen[True]} of {total[True]}")
    print(f"true sentences doubted: {seen[False]} of {total[False]}")


def reader_of(options: argparse.Namespace) -> SecondReader | None:
    """The second reader that is asked for; the key comes from the environment."""
    if options.reader is None:
        return None
    from zhibi.second_reader.reader import SecondReader
    from zhibi.writing.llm.options import ModelOptions

    return SecondReader(
        ModelOptions(options.reader, options.base_url, run=options.run, notify=print)
    )


def main() -> None:
    """Measure the passages or the statements of a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--show", default="")
    parser.add_argument("--statements", action="store_true")
    parser.add_argument("--reader")
    parser.add_argument("--base-url")
    parser.add_argument("--run")
    options = parser.parse_args()
    if options.statements:
        measure_statements(options.data / "statements", options.show, reader_of(options))
    else:
        measure_passages(options.data / "clauses", options.show)


if __name__ == "__main__":
    main()
