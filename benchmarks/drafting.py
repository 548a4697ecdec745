"""What drafting with a model takes: time against the ideal, tokens against one prompt, memory.

    python -m benchmarks.drafting [--latency SECONDS] [--jobs N]

A server on this machine answers every question after a fixed time by copying the facts it was
given. The ideal is `ceil(sections / jobs) × latency`, and one more latency where headings are asked
for first, since the sections need them. One prompt is the same system message, the same rules and
the facts of all sections at once, which is what a chat window would be given.
"""

from __future__ import annotations

import argparse
import math
import resource
import time
from itertools import pairwise
from pathlib import Path

from tests.support.misbehaving_server import serving

from zhibi.facts.model import Facts
from zhibi.intake.load import load_facts
from zhibi.models.client import Client
from zhibi.models.providers import providers
from zhibi.models.settings import endpoint_from
from zhibi.models.tokens import families
from zhibi.styles.model import Style
from zhibi.writing.drafting import draft, style_for
from zhibi.writing.llm.batch import BatchModel
from zhibi.writing.llm.cost import common_prefix
from zhibi.writing.openai_writer import OpenAIWriter
from zhibi.writing.outline.builder import build_outline
from zhibi.writing.outline.model import Outline

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("township-annual", "subdistrict-annual", "subdistrict-half-year")


def timed(facts: Facts, provider: str, jobs: int, latency: float) -> tuple[float, int, bool]:
    """Seconds, questions, and whether headings were asked for first."""
    with serving("good", latency=latency) as server:
        client = Client(endpoint_from("bench", server.url, None, environ={}))
        writer = OpenAIWriter(client=client, provider=provider, jobs=jobs)
        began = time.perf_counter()
        made = draft(facts, writer=writer)
        seconds = time.perf_counter() - began
        assert made.findings.errors == 0
        assert made.replaced == ()
        asked = [body["messages"][-1]["content"] for body in server.bodies]
    return seconds, len(asked), any("这次只拟标题" in text for text in asked)


def sent(facts: Facts, outline: Outline, style: Style) -> tuple[int, int, float]:
    """Tokens sent by sections, tokens of one prompt, and the share that need not be read anew.

    That share is what each question has in common with the one before it, from its beginning on.
    """
    count = families()["deepseek"].count
    writer = OpenAIWriter(client=BatchModel("m", providers()["generic"]))
    asked = [m for label, m in writer.messages_for(outline, facts, style) if label != "outline"]
    texts = ["\n".join(message.content for message in messages) for messages in asked]
    prefix = texts[0]
    for text in texts[1:]:
        prefix = common_prefix(prefix, text)
    total = sum(map(count, texts))
    rules = {text[len(prefix) : text.index("# 这次写")] for text in texts}
    tasks = [text[text.index("# 这次写") :] for text in texts]
    one = count(prefix) + sum(map(count, rules)) + sum(map(count, tasks))
    shared = sum(count(common_prefix(*pair)) for pair in pairwise(texts)) / total
    return total, one, shared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--latency", type=float, default=2.0)
    parser.add_argument("--jobs", type=int, default=4)
    options = parser.parse_args()
    print(f"latency {options.latency} s, {options.jobs} side by side")
    print(f"{'example':22} {'calls':>5} {'seconds':>8} {'ideal':>6} {'ratio':>6} {'warmed':>7}")
    timed(load_facts(ROOT / "examples" / EXAMPLES[-1] / "facts.yaml"), "generic", 32, 0.0)
    known = {name: load_facts(ROOT / "examples" / name / "facts.yaml") for name in EXAMPLES}
    for name, facts in known.items():
        seconds, calls, first = timed(facts, "generic", options.jobs, options.latency)
        ideal = (math.ceil((calls - first) / options.jobs) + first) * options.latency
        warmed, *_ = timed(facts, "deepseek", options.jobs, options.latency)
        print(
            f"{name:22} {calls:5} {seconds:8.2f} {ideal:6.1f} {seconds / ideal:6.2f} {warmed:7.2f}"
        )
    print(
        f"\n{'example':22} {'sections':>9} {'one prompt':>11} {'times':>6} {'shared':>7} {'new':>6}"
    )
    for name, facts in known.items():
        style = style_for(facts)
        total, one, shared = sent(facts, build_outline(facts, style), style)
        fresh = round(total * (1 - shared))
        print(f"{name:22} {total:9} {one:11} {total / one:6.2f} {100 * shared:6.1f}% {fresh:6}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak memory, server included: {peak:.0f} MB")


if __name__ == "__main__":
    main()
