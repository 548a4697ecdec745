"""Structure-aware fuzzing: texts, facts files, a model's answers, prompt templates, packages.

    python -m benchmarks.fuzz {texts,facts,answers,templates,packages} [--seconds N] [--seed N]

Inputs are built from the pieces that each reader knows, and from what is odd for it, so that most
of them get past the first check. An input fails if it raises anything but zhibi's own errors, if
it takes more than five seconds, or if a draft made from fuzzed answers has an error. The seed of a
failing input is printed; the same seed makes the same input. At the end: inputs, how many were
refused, the slowest, and the peak of memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from tests.support.llm_cases import FACTS, Scripted, facts

import zhibi
from benchmarks.fuzz_packages import fuzz_packages
from zhibi.facts.load import facts_from_text
from zhibi.facts.model import Facts
from zhibi.intake.load import load_facts
from zhibi.models.messages import Request
from zhibi.writing.openai_writer import OpenAIWriter

ROOT = Path(__file__).resolve().parent.parent
LIMIT_SECONDS = 5
NUMERALS = "0123456789０１９〇零一二三十百千万亿两半壹拾卅Ⅷ⑨㊈٩९𝟗⁹₉⅔〩"
UNITS = """
元 万元 亿元 户 人 人次 家 个 处 % ‰ 个百分点 公里 平方米 亩 次 年 月 日 号 倍 成 番 件 期
""".split()
WORDS = """
税收收入 规上企业 同比增长 同比下降 其中 分别为 前者 后者 由 增加到 上年同期 1—11月 预计
计划 已完成 正在推进
第 届 约 余 近 超 百分之 之 以上 全镇 我镇 一是 （一） 一、 1. # ## 《 》 “ ” 二十大 三会一课
""".split()
ODD = [
    "\n", "\n\n", "\t", "　", " ", "\u200b", "\ufeff", "\u202e", "\x00", "\x1b", "\r", "\u2028",
    "&sup2;", "<b>", "{{F1}}", "{{F1|税收收入}}", "{{", "}}", "[1]", "[", "(1)", "|", "`", "```",
    "---", "*", "**", "- ", "> ",
    "http://a.invalid", "a@b.invalid", "e9", "-", "—", "–", "～", "~", "/",
    "．", ".", "，", "。", "；", "：", "、", "%", "\ud800", "𠀀", "é", "́",
]  # fmt: skip


def piece(rng: random.Random) -> str:
    """One piece of a text: a word, a figure, an odd character, now and then very many of one."""
    kind = rng.random()
    if kind < 0.35:
        return rng.choice(WORDS)
    if kind < 0.7:
        digits = "".join(rng.choice(NUMERALS) for _ in range(rng.choice([1, 1, 2, 4, 9])))
        return digits + rng.choice([*UNITS, "", ".5", ",000"])
    if kind < 0.97:
        return rng.choice(ODD)
    return rng.choice([*ODD, *NUMERALS, *WORDS, *UNITS]) * rng.choice([30, 500, 4_301, 20_000])


def text_of(rng: random.Random, most: int = 60) -> str:
    """A text of up to `most` pieces."""
    return "".join(piece(rng) for _ in range(rng.randrange(1, most)))


def fuzz_texts(rng: random.Random, state: dict[str, Any]) -> None:
    """Read a text, and check it against an example's facts."""
    known: Facts = state.setdefault(
        "facts", load_facts(ROOT / "examples" / "subdistrict-half-year" / "facts.yaml")
    )
    text = text_of(rng)
    for figure in zhibi.find_figures(text):
        assert text[figure.start : figure.end] == figure.text
    for finding in zhibi.check(text, known).findings:
        assert 0 <= finding.start <= finding.end <= len(text)


def _mutated(rng: random.Random, node: Any, odd: float) -> Any:
    if isinstance(node, dict):
        made = {}
        for key, value in node.items():
            if rng.random() < odd / 2:
                continue
            name = rng.choice([key, text_of(rng, 3)]) if rng.random() < odd / 2 else key
            made[name] = _mutated(rng, value, odd)
        return made
    if isinstance(node, list):
        made_list = [_mutated(rng, value, odd) for value in node]
        if made_list and rng.random() < odd:
            made_list.append(rng.choice(made_list))
        return made_list
    if rng.random() < odd:
        choices = [text_of(rng, 6), None, [], {}, [node], {"value": node}, "1e99999999", "9" * 5000]
        return rng.choice([*choices, "2024-13-45", "true", "-0", "12.30%", "NaN", "一亿亿亿元"])
    return node


def fuzz_facts(rng: random.Random, state: dict[str, Any]) -> None:
    """Load a facts file with values, keys and shapes changed; draft and check what loads."""
    from zhibi.facts.lint import lint

    tree = state.setdefault("tree", yaml.load(FACTS, Loader=yaml.BaseLoader))
    source = yaml.safe_dump(
        _mutated(rng, tree, rng.choice([0.01, 0.03, 0.1])), allow_unicode=True, sort_keys=False
    )
    known = facts_from_text(source)
    lint(known)
    made = zhibi.draft(known)
    zhibi.check(made.text, known)


def fuzz_answers(rng: random.Random, state: dict[str, Any]) -> None:
    """Draft with a model whose answers are cut, doubled, reordered or odd."""
    known: Facts = state.setdefault("facts", facts())
    drawn = rng.getrandbits(64)

    def edit(request: Request, answer: str) -> str:
        # Threads ask in any order: what a question gets depends on the seed and the question alone.
        rng = random.Random(f"{drawn} {request.messages!r} {request.attempt}")
        for _ in range(rng.choice([0, 1, 3])):
            at, end = sorted(rng.randrange(len(answer) + 1) for _ in range(2))
            answer = rng.choice(
                [
                    answer[:at] + text_of(rng, 8) + answer[at:],
                    answer[:at] + answer[end:],
                    answer[:end] + answer[at:],
                    answer[at:],
                    answer[end:] + answer[:at],
                    text_of(rng),
                    f'["{answer}"]',
                    "[" * rng.choice([1, 50, 5_000]) + answer,
                ]
            )
        return answer

    mode = rng.choice(["slots", "plain", "blind"])
    made = zhibi.draft(known, writer=OpenAIWriter(client=Scripted(edit), figures=mode))
    errors = [f for f in made.findings.findings if f.severity == "error"]
    assert not errors, errors[:3]


def fuzz_templates(rng: random.Random, state: dict[str, Any]) -> None:
    """Render a prompt whose template is made of the language's pieces."""
    from zhibi.styles.load import load_style
    from zhibi.writing.outline.builder import build_outline

    known: Facts = state.setdefault("facts", facts())
    style = load_style(known.document.style, known.document.kind)
    folder = Path(state.setdefault("folder", tempfile.mkdtemp()))
    source = "".join(rng.choice([*TEMPLATE_PIECES, "字\n"]) for _ in range(rng.randrange(1, 12)))
    (folder / "section.md").write_text(source, "utf-8")
    writer = OpenAIWriter(client=Scripted(), prompts=folder)
    writer.messages_for(build_outline(known, style), known, style)


TEMPLATE_PIECES = """
{{ unit }}
{{ nobody }}
{{ unit.nodes }}
{{ unit['x'] }}
{{ document.title|trim }}
{{ 'a' * 9 }}
{{ 1/0 }}
{% if unit %}
{% endif %}
{% else %}
{% for a in unit.nodes %}
{% endfor %}
{% set a = 1 %}
{% include 'task.md' %}
{% include 'section.md' %}
{% include '../x' %}
{% raw %}
{% endraw %}
{# #}
{#
{% macro m() %}
{% endmacro %}
{{ loop.index }}
{{ range(9) }}
{{ unit.__class__ }}
%}
}}
{{
""".strip().split("\n")


TARGETS: dict[str, Callable[[random.Random, dict[str, Any]], None]] = {
    "texts": fuzz_texts,
    "facts": fuzz_facts,
    "answers": fuzz_answers,
    "templates": fuzz_templates,
    "packages": fuzz_packages,
}


def _too_slow(*_: object) -> None:
    raise TimeoutError(f"far more than {LIMIT_SECONDS} s")


def main() -> int:
    """Fuzz one target for a time; the exit code is 1 if an input failed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, _too_slow)
    signal.signal(signal.SIGALRM, _too_slow)
    began, seed, refused, failed, slowest = time.monotonic(), options.seed, 0, 0, (0.0, 0)
    state: dict[str, Any] = {}
    while time.monotonic() - began < options.seconds:
        start = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, LIMIT_SECONDS * 4)  # the machine may be shared
        signal.alarm(LIMIT_SECONDS * 60)  # waiting without work
        try:
            TARGETS[options.target](random.Random(seed), state)
        except zhibi.ZhibiError:
            refused += 1
        except Exception:
            failed += 1
            print(f"seed {seed}:", file=sys.stderr)
            traceback.print_exc(limit=-4)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.alarm(0)
        took = time.process_time() - start
        if took > LIMIT_SECONDS:
            failed += 1
            print(f"seed {seed}: {took:.1f} s", file=sys.stderr)
        slowest = max(slowest, (took, seed))
        seed += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{options.target}: {seed - options.seed} inputs in {time.monotonic() - began:.0f} s, "
        f"{refused} refused, {failed} failed; slowest {slowest[0]:.2f} s (seed {slowest[1]}), "
        f"peak {peak} MB"
    )
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
