"""The commands that know of a model: what is missing, what would be sent, batches, runs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.llm_cases import copied
from zhibi.models.messages import Message

KEY = "sk-secret-of-this-test"
DRAFT = ["draft", "facts.yaml", "-o", "out.md"]
# another order than the program's own sentences have
PROSE = (
    "硬化村组道路{{F3|硬化村组道路}}；"
    "1—10月，税收收入{{F1|税收收入}}，同比增长{{F2|税收收入同比}}。"
)


def _answer(messages: list[dict[str, str]]) -> str:
    asked = messages[-1]["content"]
    if "F3|" in asked:
        return PROSE
    given = asked.partition("基本意思：")[2].strip()
    return given.splitlines()[0] if given else "[1] 坚持项目带动，推动经济发展"


@pytest.fixture
def endpoint() -> Iterator[tuple[str, list[dict]]]:
    """An endpoint on this machine that writes as it is asked; its URL and what it was sent."""
    sent: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            names = ("Authorization", "X-Office")
            sent.append({**body, "headers": [self.headers.get(name) for name in names]})
            delta = {"delta": {"content": _answer(body["messages"])}, "index": 0}
            chunks = [
                {"choices": [delta]},
                {"choices": [{"delta": {}, "index": 0, "finish_reason": "stop"}]},
                {"choices": [], "usage": {"prompt_tokens": 900, "completion_tokens": 60}},
            ]
            lines = [f"data: {json.dumps(chunk)}\n\n" for chunk in chunks] + ["data: [DONE]\n\n"]
            data = "".join(lines).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1", sent
        server.shutdown()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "ZHIBI_MODEL"),
        (["--model", "some-model"], "ZHIBI_BASE_URL"),
        (["--model", "deepseek-chat"], "ZHIBI_API_KEY"),
        (["--model", "m", "--provider", "kimi"], "ZHIBI_API_KEY"),
        (["--model", "m", "--base-url", "127.0.0.1:8000"], "http://"),
    ],
    ids=["nothing", "no address", "no key", "no key for a provider", "no URL"],
)
def test_what_is_missing_for_a_model_is_said(zhibi, here, options: list[str], said: str) -> None:
    ended = zhibi(*DRAFT, "--writer", "llm", *options)
    assert (ended.code, ended.out) == (4, "")
    assert said in ended.err
    assert not (here / "out.md").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--provider", "nobody"], "不认识服务商"),
        (["--header", "X-Office"], "NAME:VALUE"),
        (["--header", "X-Office: 党政办"], "NAME:VALUE"),
    ],
)
def test_options_of_a_model_that_cannot_be(zhibi, here, options: list[str], said: str) -> None:
    ended = zhibi(*DRAFT, *options)
    assert ended.code == 2
    assert said in ended.err


def test_auto_without_a_model_is_offline_and_says_why_where_one_was_half_named(
    zhibi, here, monkeypatch
) -> None:
    assert "模型没有配置完整" not in zhibi(*DRAFT).err
    ended = zhibi(*DRAFT, "--model", "some-model")
    assert ended.code == 0
    assert "模型没有配置完整" in ended.err
    monkeypatch.setenv("ZHIBI_MODEL", "some-model")
    assert "模型没有配置完整" in zhibi(*DRAFT).err


@pytest.mark.loopback
def test_auto_with_a_model_and_an_address_is_the_model(zhibi, here, endpoint, monkeypatch) -> None:
    url, sent = endpoint
    monkeypatch.setenv("ZHIBI_MODEL", "some-model")
    monkeypatch.setenv("ZHIBI_BASE_URL", url)
    monkeypatch.setenv("ZHIBI_API_KEY", KEY)
    ended = zhibi(*DRAFT, "--run", "run", "--header", "X-Office: dangzhengban")
    assert (ended.code, ended.out) == (0, "")
    assert sent
    assert all(request["headers"] == [f"Bearer {KEY}", "dangzhengban"] for request in sent)
    assert "硬化村组道路12公里；1—10月，税收收入3271.6万元" in (here / "out.md").read_text("utf-8")
    assert "用量：请求" in ended.err
    kept = "".join(path.read_text("utf-8") for path in (here / "run").rglob("*") if path.is_file())
    assert "税收收入" in kept
    assert KEY not in kept + ended.err + ended.out


@pytest.mark.loopback
def test_a_second_draft_of_the_same_facts_asks_nothing(zhibi, here, endpoint) -> None:
    url, sent = endpoint
    options = ["--model", "m", "--base-url", url]
    assert zhibi(*DRAFT, *options).code == 0
    asked, first = len(sent), (here / "out.md").read_bytes()
    assert asked
    assert zhibi(*DRAFT, *options).code == 0
    assert len(sent) == asked
    assert (here / "out.md").read_bytes() == first


@pytest.mark.loopback
def test_a_folder_is_drafted_with_a_model_and_asks_nothing_twice(zhibi, here, endpoint) -> None:
    url, sent = endpoint
    (here / "in").mkdir()
    for name, road in (("甲", "12"), ("乙", "15")):
        text = (here / "facts.yaml").read_text("utf-8").replace("12公里", f"{road}公里")
        (here / "in" / f"{name}.yaml").write_text(text, "utf-8")
    command = ["draft", "in", "-o", "out", "--format", "md", "--run", "kept"]
    command += ["--model", "some-model", "--base-url", url, "--summary", "s.json"]
    assert zhibi(*command).code in (0, 1)
    asked = len(sent)
    assert asked
    for name, road in (("甲", "12公里"), ("乙", "15公里")):
        assert road in (here / "out" / f"{name}.md").read_text("utf-8")
        assert (here / "kept" / name).is_dir()
    files = json.loads((here / "s.json").read_text("utf-8"))["files"]
    assert {one["writer"] for one in files} == {"some-model"}
    assert zhibi(*command).out.count("沿用上次结果") == 2
    assert len(sent) == asked


def test_a_folder_without_what_a_model_needs_is_not_begun(zhibi, here) -> None:
    ended = zhibi("draft", ".", "-o", "out", "--writer", "llm")
    assert ended.code == 4
    assert "ZHIBI_MODEL" in ended.err
    assert not (here / "out").exists()


@pytest.mark.loopback
def test_an_output_that_cannot_be_written_costs_no_question(zhibi, here, endpoint) -> None:
    url, sent = endpoint
    ended = zhibi("draft", "facts.yaml", "-o", "none/out.md", "--model", "m", "--base-url", url)
    assert ended.code == 3
    assert sent == []


def test_prompt_prints_what_would_be_sent_and_needs_no_key(zhibi, here) -> None:
    ended = zhibi("prompt", "facts.yaml")
    assert (ended.code, ended.err) == (0, "")
    assert "税收收入" in ended.out
    section = zhibi("prompt", "facts.yaml", "--section", "economy", "--format", "json")
    asked = json.loads(section.out)
    assert [message["role"] for message in asked[0]["messages"]] == ["system", "user"]
    assert "{{F1|税收收入}}" in asked[0]["messages"][-1]["content"]
    assert "3271.6" not in zhibi("prompt", "facts.yaml", "--figures", "blind").out


def test_prompt_of_an_unknown_section(zhibi, here) -> None:
    ended = zhibi("prompt", "facts.yaml", "--section", "none")
    assert ended.code == 2
    assert "economy" in ended.err


def test_a_dry_run_says_what_it_would_take_and_writes_nothing(zhibi, here) -> None:
    ended = zhibi("draft", "facts.yaml", "--dry-run", "--model", "qwen-plus", "-o", "out.md")
    assert (ended.code, ended.err) == (0, "")
    assert "次请求" in ended.out
    assert "元" in ended.out
    assert not (here / "out.md").exists()


def test_a_dry_run_counts_at_the_price_that_is_given(zhibi, here, monkeypatch) -> None:
    asked = ["draft", "facts.yaml", "--dry-run", "--model", "some-model"]
    assert "ZHIBI_PRICE" in zhibi(*asked).out
    monkeypatch.setenv("ZHIBI_PRICE", "1000/1000")
    assert "费用约" in zhibi(*asked).out
    monkeypatch.setenv("ZHIBI_PRICE", "便宜")
    assert zhibi(*asked).code == 4


@pytest.mark.parametrize("proxy", ["http://:::", "sacks://a.invalid:1"])
def test_a_proxy_that_cannot_be_is_no_fault_of_our_own(zhibi, here, monkeypatch, proxy) -> None:
    monkeypatch.setenv("ALL_PROXY", proxy)
    monkeypatch.setenv("ZHIBI_API_KEY", KEY)
    ended = zhibi(*DRAFT, "--model", "m", "--base-url", "https://a.invalid/v1")
    assert ended.code == 4
    assert "ALL_PROXY" in ended.err


def _batch_answers(requests: str) -> list[str]:
    lines = []
    for line in requests.splitlines():
        request = json.loads(line)
        asked = [Message(one["role"], one["content"]) for one in request["body"]["messages"]]
        message = {"role": "assistant", "content": copied(asked)}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        body = {"choices": [choice], "usage": {"prompt_tokens": 1, "completion_tokens": 1}}
        response = {"status_code": 200, "request_id": "r", "body": body}
        answer = {"id": "b", "custom_id": request["custom_id"], "response": response, "error": None}
        lines.append(json.dumps(answer, ensure_ascii=False))
    return lines[::-1]  # they come back in any order


def test_a_batch_goes_out_and_comes_back_as_reports(zhibi, here) -> None:
    (here / "other").mkdir()
    other = (here / "facts.yaml").read_text("utf-8").replace("青山镇", "白水镇")
    (here / "other" / "facts.yaml").write_text(other, "utf-8")
    both = ["facts.yaml", "other/facts.yaml", "--model", "qwen-plus"]
    ended = zhibi("batch", "write", *both, "-o", "requests.jsonl")
    assert (ended.code, ended.out) == (0, "")
    requests = (here / "requests.jsonl").read_text("utf-8")
    records = [json.loads(line) for line in requests.splitlines()]
    assert len({record["custom_id"] for record in records}) == len(records)
    assert {record["url"] for record in records} == {"/v1/chat/completions"}
    assert not any("stream" in record["body"] for record in records)
    assert all("这次只排提纲" in record["body"]["messages"][-1]["content"] for record in records)
    (here / "plans.jsonl").write_text("\n".join(_batch_answers(requests)), "utf-8")
    zhibi("batch", "write", *both, "--answers", "plans.jsonl", "-o", "requests.jsonl")
    requests = (here / "requests.jsonl").read_text("utf-8")
    (here / "answers.jsonl").write_text("\n".join(_batch_answers(requests)), "utf-8")
    answered = ("--answers", "plans.jsonl", "--answers", "answers.jsonl")
    ended = zhibi(
        *("batch", "collect", *both, *answered, "-o", "out"),
        *("--format", "md", "--format", "docx"),
    )
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1].startswith("共 2 份：完成 2，")
    written = [path.suffix for path in (here / "out").glob("*facts*")]
    assert sorted(written) == [".docx", ".docx", ".md", ".md"]
    for path in (here / "out").glob("*.md"):
        text = path.read_text("utf-8")
        assert "硬化村组道路12公里" in text
        assert "3271.6万元" in text
    assert "没有要问的了" in zhibi("batch", "write", *both, *answered, "-o", "more.jsonl").err


def test_what_a_batch_left_unanswered_is_written_from_facts_and_asked_again(zhibi, here) -> None:
    one = ["facts.yaml", "--model", "qwen-plus", "--answers", "plans.jsonl"]
    zhibi("batch", "write", *one[:-2], "-o", "requests.jsonl")
    plans = _batch_answers((here / "requests.jsonl").read_text("utf-8"))
    (here / "plans.jsonl").write_text("\n".join(plans), "utf-8")
    zhibi("batch", "write", *one, "-o", "requests.jsonl")
    answers = [json.loads(line) for line in _batch_answers((here / "requests.jsonl").read_text())]
    failed = {**answers[0], "response": {"status_code": 500, "body": {}}, "error": {"code": "x"}}
    (here / "answers.jsonl").write_text("\n".join(map(json.dumps, [failed, *answers[1:]])), "utf-8")
    ended = zhibi(
        "batch", "collect", *one, "--answers", "answers.jsonl", "-o", ".", "--format", "md"
    )
    assert ended.code == 0
    assert "还有 1 问没有回答" in ended.err
    assert "3271.6万元" in (here / "facts.md").read_text("utf-8")
    zhibi("batch", "write", *one, "--answers", "answers.jsonl", "-o", "again.jsonl")
    again = (here / "again.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["custom_id"] for line in again] == [failed["custom_id"]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (None, "读不了"),
        (b"{}\n", "answers.jsonl:1:1"),
        (b'{"custom_id": "a"}\n{"cust', "answers.jsonl:2:1"),
        (b"\xff\xfe", "UTF-8"),
    ],
    ids=["missing", "no id", "cut off", "not text"],
)
def test_a_bad_file_of_answers(zhibi, here, data: bytes | None, said: str) -> None:
    if data is not None:
        (here / "answers.jsonl").write_bytes(data)
    options = ["--model", "m", "--answers", "answers.jsonl", "-o", "out"]
    ended = zhibi("batch", "collect", "facts.yaml", *options)
    assert ended.code == 3
    assert said in ended.err


def test_a_batch_needs_a_model_s_name(zhibi, here) -> None:
    ended = zhibi("batch", "write", "facts.yaml", "-o", "r.jsonl")
    assert ended.code == 2
    assert "ZHIBI_MODEL" in ended.err


@pytest.mark.loopback
def test_runs_are_listed_and_cleaned(zhibi, here, endpoint, monkeypatch) -> None:
    monkeypatch.setenv("ZHIBI_RUNS", str(here / "runs"))
    assert zhibi("runs").out == ""
    zhibi(*DRAFT, "--model", "some-model", "--base-url", endpoint[0])
    listed = zhibi("runs").out
    assert "some-model" in listed
    assert "已完成" in listed
    assert Path(listed.splitlines()[1].strip()).is_dir()
    assert zhibi("runs", "--clean", "some").code == 2
    assert "已删去 1 份" in zhibi("runs", "--clean", "finished").err
    assert list((here / "runs").iterdir()) == []
