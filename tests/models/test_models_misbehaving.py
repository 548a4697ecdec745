"""A server that misbehaves: each way ends in a valid draft, or in a message with what to do."""

from __future__ import annotations

import re

import pytest

import zhibi
from tests.support.llm_cases import facts, question_count
from tests.support.misbehaving_server import ODD_BODIES, ODD_EVENTS, Server, serving
from zhibi.models.client import Client
from zhibi.models.settings import endpoint_from
from zhibi.writing.drafting import draft
from zhibi.writing.openai_writer import OpenAIWriter

pytestmark = pytest.mark.loopback
KEY = "sk-do-not-show-me-qzxjvkwpgb"  # no digits: a port in a message could hold four of them
LIMIT = 2.0

# Once, then good: the draft is the model's, and nothing is replaced.
PASSING = """
rate rate_wait rate_date rate_ms 500 503 502_html timeout_status reset silent_close
cut early_end error_event bad_event cut_json gbk gbk_stream
no_choices null_choices null_content empty blank length strange_finish html html_stream
oversized think_open only_thinking english table refused noise
"""
# Good in another form: nothing is asked twice.
GOOD = "good unstreamed gzip comments late_finish thinking_beside think fenced json chatter"
# For ever: the model says nothing usable, and the draft is written from the facts.
USELESS = """
no_choices null_choices null_content empty blank length filtered strange_finish html html_stream
oversized think_open only_thinking english table refused noise too_long filtered_status
"""
QUESTIONS = question_count()
# For ever: there is no model to be had, and the message says so.
DEAD = {
    "rate": "请求太频繁",
    "rate_long": "对方要求等 9000 秒",
    "quota": "额度用完或欠费",
    "arrears": "额度用完或欠费",
    "key": "不认这个密钥",
    "forbidden": "不认这个密钥",
    "no_model": "没有这个模型",
    "500": "一直忙或出错",
    "502_html": "一直忙或出错",
    "reset": "连不上",
    "cut": "一直忙或出错|连不上",
    "early_end": "一直忙或出错",
    "error_event": "一直忙或出错",
    "cut_json": "一直忙或出错",
    "stall": "太慢",
    "drip": "太慢",
    "comments_only": "太慢",
    "header_drip": "太慢",
    "redirect": "要转到另一个地址.*没有跟过去",
    "echoed_key": "不认这个密钥",
}

SILENT = {"stall", "drip", "comments_only", "header_drip"}
"""Ways in which an answer never comes: only these are waited for briefly."""


def _writer(
    server: Server,
    said: list[str],
    limit: float = 120.0,
    jobs: int = 4,
    silence: float = 60.0,
) -> OpenAIWriter:
    """A writer that waits long, so that a busy machine is no dead endpoint."""
    endpoint = endpoint_from("tiny", server.url, KEY, timeout=silence, environ={})
    pauses: list[float] = []
    client = Client(endpoint, limit=limit, notify=said.append, sleep=pauses.append)
    return OpenAIWriter(client=client, provider="generic", jobs=jobs, notify=said.append)


def _is_whole(made: zhibi.Draft) -> bool:
    return made.findings.errors == 0 and made.findings.coverage.missing == ()


@pytest.mark.parametrize("way", PASSING.split())
def test_what_passes_leaves_no_trace(way: str) -> None:
    with serving(way, "good") as server:
        made = draft(facts(), writer=_writer(server, []))
    assert _is_whole(made)
    assert made.replaced == ()
    assert len(server.bodies) == QUESTIONS + 1


def test_a_slow_answer_is_told_as_slow_and_not_asked_for_again() -> None:
    with serving("stall", "good") as server:
        made = draft(facts(), writer=_writer(server, [], silence=3.0))
    assert _is_whole(made)
    assert len(server.bodies) == QUESTIONS
    assert any("太慢" in one.reason for one in made.replaced)


@pytest.mark.parametrize("way", GOOD.split())
def test_other_forms_are_as_good(way: str) -> None:
    with serving(way) as server:
        made = draft(facts(), writer=_writer(server, []))
    assert _is_whole(made)
    assert made.replaced == ()
    assert len(server.bodies) == QUESTIONS


@pytest.mark.parametrize("way", USELESS.split())
def test_useless_answers_end_in_a_draft_from_the_facts(way: str) -> None:
    with serving(way) as server:
        made = draft(facts(), writer=_writer(server, []))
    assert _is_whole(made)
    assert made.text == zhibi.draft(facts()).text
    assert {one.section_id for one in made.replaced} >= {"figures", "projects", "people", "next"}
    assert len(server.bodies) <= 4 * QUESTIONS


@pytest.mark.parametrize("way", [*ODD_EVENTS, *ODD_BODIES])
def test_an_answer_of_another_shape_is_no_crash(way: str) -> None:
    with serving(way, "good") as server:
        assert _is_whole(draft(facts(), writer=_writer(server, [])))
    with serving(way) as server:
        try:
            assert _is_whole(draft(facts(), writer=_writer(server, [])))
        except zhibi.ModelError as error:
            assert "回答读不懂" in str(error)


def test_an_error_told_with_escape_sequences_is_printable_and_short() -> None:
    with serving("escapes_in_error") as server, pytest.raises(zhibi.ModelError) as caught:
        draft(facts(), writer=_writer(server, []))
    assert all(char.isprintable() or char == "\n" for char in str(caught.value))
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("way", DEAD)
def test_a_dead_endpoint_is_told_and_nothing_hangs(way: str) -> None:
    patience = (LIMIT, 0.6) if way in SILENT else (120.0, 60.0)
    with serving(way) as server, pytest.raises(zhibi.ModelError) as caught:
        draft(facts(), writer=_writer(server, [], patience[0], silence=patience[1]))
    assert re.search(DEAD[way], str(caught.value))
    assert caught.value.hint
    said = str(caught.value)
    assert not any(KEY[at : at + 4] in said for at in range(len(KEY) - 3))
    assert caught.value.exit_code == 4


@pytest.mark.parametrize("way", ["no_stream_options", "other_cap"])
def test_a_refused_field_is_left_out(way: str) -> None:
    with serving(way) as server:
        made = draft(facts(), writer=_writer(server, []))
    assert _is_whole(made)
    assert made.replaced == ()


def test_invented_figures_never_reach_the_draft() -> None:
    with serving("invented") as server:
        made = draft(facts(), writer=_writer(server, []))
    assert _is_whole(made)
    assert "9999" not in made.text
    assert "88.8" not in made.text


@pytest.mark.parametrize("way", ["quota", "key", "reset", "500"])
def test_what_was_written_before_the_end_is_kept(way: str) -> None:
    said: list[str] = []
    with serving("good", "good", way) as server:
        made = draft(facts(), writer=_writer(server, said, jobs=1))
    assert _is_whole(made)
    assert made.replaced
    assert len({one.section_id for one in made.replaced}) < 6
    assert any("其余各段由程序照事实写成" in line for line in said)


def test_pauses_are_told_and_retry_after_is_obeyed() -> None:
    said: list[str] = []
    pauses: list[float] = []
    with serving("rate_wait", "good") as server:
        endpoint = endpoint_from("tiny", server.url, None, environ={})
        client = Client(endpoint, limit=60, notify=said.append, sleep=pauses.append)
        draft(facts(), writer=OpenAIWriter(client=client, provider="generic", jobs=1))
    assert pauses == [7.0]
    assert any("7 秒后重试（对方要求）" in line for line in said)


def test_the_key_goes_only_into_its_header() -> None:
    with serving("good") as server:
        writer = _writer(server, [])
        draft(facts(), writer=writer)
        assert {one["authorization"] for one in server.headers} == {f"Bearer {KEY}"}
        assert all(KEY.encode() not in raw for raw in server.raw)
    assert KEY not in repr(writer.__dict__)


def test_no_proxy_stands_before_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving("good") as server:
        made = draft(facts(), writer=_writer(server, []))
    assert made.replaced == ()


def test_extra_headers_go_along_and_their_values_stay_secret() -> None:
    with serving("good", "good", "key") as server:
        endpoint = endpoint_from(
            "tiny", server.url, KEY, headers={"X-Office": "pass-4711"}, environ={}
        )
        assert "pass-4711" not in repr(endpoint)
        client = Client(endpoint, limit=LIMIT, sleep=lambda _: None)
        said: list[str] = []
        draft(
            facts(),
            writer=OpenAIWriter(client=client, provider="generic", jobs=1, notify=said.append),
        )
        assert {one["x-office"] for one in server.headers} == {"pass-4711"}
    assert not any("pass-4711" in line or KEY in line for line in said)
