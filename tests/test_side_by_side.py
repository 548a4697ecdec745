"""Different facts at the same time: threads, asyncio and processes give what one gives alone."""

from __future__ import annotations

import asyncio
import multiprocessing
import pickle
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

import zhibi
from tests.support.llm_cases import FACTS, Scripted

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
NAMES = ("township-annual", "subdistrict-annual", "subdistrict-half-year")
ROUNDS = 3
OFFICES = [f"{name}山镇" for name in "柳石云桃清竹松梅"]


@cache
def _text(name: str) -> str:
    return (EXAMPLES / name / "facts.yaml").read_text("utf-8")


def _work(name: str) -> tuple[str, str, str]:
    """The draft, its check, and the check of a text of another report against these facts."""
    facts = zhibi.load_facts(EXAMPLES / name / "facts.yaml")
    draft = zhibi.draft(facts)
    other = NAMES[NAMES.index(name) - 1]
    stranger = (EXAMPLES / other / "offline.md").read_text("utf-8")
    found = [zhibi.check(draft.text, facts), zhibi.check(stranger, facts)]
    return draft.text, *(zhibi.to_json(findings) for findings in found)


@cache
def _alone(name: str) -> tuple[str, str, str]:
    return _work(name)


def test_threads_with_different_facts_give_what_each_gives_alone() -> None:
    begin = threading.Barrier(len(NAMES))

    def work(name: str) -> list[tuple[str, str, str]]:
        begin.wait(timeout=60)
        return [_work(name) for _ in range(ROUNDS)]

    with ThreadPoolExecutor(len(NAMES)) as pool:
        results = dict(zip(NAMES, pool.map(work, NAMES), strict=True))
    for name in NAMES:
        assert results[name] == [_alone(name)] * ROUNDS


def test_asyncio_with_different_facts_gives_what_each_gives_alone() -> None:
    async def work() -> list[tuple[str, str, str]]:
        return await asyncio.gather(*(asyncio.to_thread(_work, name) for name in NAMES * 2))

    assert asyncio.run(work()) == [_alone(name) for name in NAMES * 2]


def test_one_facts_object_may_be_shared_by_threads() -> None:
    facts = zhibi.load_facts(EXAMPLES / NAMES[0] / "facts.yaml")
    texts = [zhibi.draft(facts).text, "税收收入2186.4万元，同比下降3%。", "新建停车场77个。"] * 4
    expected = [zhibi.check(text, facts) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: zhibi.check(text, facts), texts)) == expected


def test_processes_begun_anew_give_the_same() -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        assert list(pool.map(_work, NAMES[1:2])) == [_alone(NAMES[1])]


def test_writers_with_different_models_side_by_side_do_not_mix() -> None:
    def work(number: int) -> str:
        text = FACTS.replace("312人", f"{312 + number}人").replace("青山镇", OFFICES[number])
        facts = zhibi.facts_from(_data(text))
        writer = zhibi.OpenAIWriter(client=Scripted(), outline=False)
        draft = zhibi.draft(facts, writer=writer)
        assert not draft.findings.errors
        return draft.text

    with ThreadPoolExecutor(4) as pool:
        texts = list(pool.map(work, range(len(OFFICES))))
    for number, text in enumerate(texts):
        assert f"{312 + number}人" in text
        assert [name for name in OFFICES if name in text] == [OFFICES[number]]


def _data(text: str) -> object:
    import yaml

    return yaml.load(text, yaml.BaseLoader)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_public_can_be_pickled(name: str) -> None:
    facts = zhibi.load_facts(EXAMPLES / name / "facts.yaml")
    draft = zhibi.draft(facts)
    for result in (facts, draft, draft.findings, zhibi.find_figures(draft.text)):
        assert pickle.loads(pickle.dumps(result)) == result
    again = pickle.loads(pickle.dumps(facts))
    assert zhibi.draft(again).text == draft.text
    step = zhibi.Progress("file", 1, 2, name)
    assert pickle.loads(pickle.dumps(step)) == step
    try:
        zhibi.facts_from({"document": {}})
    except zhibi.InputError as error:
        assert pickle.loads(pickle.dumps(error)).problems == error.problems
