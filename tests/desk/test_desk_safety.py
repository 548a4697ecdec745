"""Who may ask, how much is taken, what is kept, and that nothing is lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import zhibi.desk.intake as intake_module
from tests.desk.conftest import ORIGIN, PORT, TOKEN, Desk
from tests.desk.test_desk_way import FACTS
from zhibi.desk import submitted
from zhibi.desk.app import build_app
from zhibi.desk.guard import Tokens
from zhibi.desk.limits import MAX_FILE, MAX_FILES
from zhibi.desk.submitted import Submitted, clean_name
from zhibi.desk.work import Work


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(TOKEN)


@pytest.fixture
def stranger(tokens: Tokens) -> TestClient:
    """A client that has no cookie."""
    return TestClient(build_app(Work(), tokens, PORT), base_url=ORIGIN)


def test_the_token_is_in_the_address_once_and_then_in_a_cookie(stranger: TestClient) -> None:
    assert stranger.get("/api/state").status_code == 401
    page = stranger.get("/", params={"token": TOKEN})
    assert page.status_code == 200
    cookie = page.headers["set-cookie"]
    assert cookie.startswith(f"zhibi-desk-{PORT}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert stranger.get("/api/state").status_code == 200
    assert stranger.get("/static/app.js").status_code == 200


def test_the_cookie_is_not_the_token(stranger: TestClient) -> None:
    assert TOKEN not in stranger.get("/", params={"token": TOKEN}).headers["set-cookie"]
    stranger.cookies.clear()
    stranger.cookies.set(f"zhibi-desk-{PORT}", TOKEN)
    assert stranger.get("/api/state").status_code == 401


def test_the_token_given_to_a_started_browser_opens_the_page_once(
    stranger: TestClient, tokens: Tokens
) -> None:
    once = tokens.once
    assert stranger.get("/", params={"token": once}, headers={"Host": "evil"}).status_code == 421
    assert stranger.get("/", params={"token": once}).status_code == 200
    assert stranger.get("/api/state").status_code == 200
    stranger.cookies.clear()
    assert stranger.get("/", params={"token": once}).status_code == 401
    assert stranger.get("/", params={"token": ""}).status_code == 401
    assert stranger.get("/", params={"token": TOKEN}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/?token=", "/?token=wrong", "/static/app.js"])
def test_without_the_token_a_page_says_what_to_do(stranger: TestClient, path: str) -> None:
    refused = stranger.get(path)
    assert refused.status_code == 401
    assert "缺少通行码，或通行码不对" in refused.text
    assert "set-cookie" not in refused.headers


def test_the_token_counts_at_the_page_alone(stranger: TestClient) -> None:
    assert stranger.get("/api/state", params={"token": TOKEN}).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": f"127.0.0.1:{PORT + 1}"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"http://127.0.0.1:{PORT + 1}"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_other_hosts_and_origins_are_refused(
    desk: Desk, headers: dict[str, str], status: int
) -> None:
    assert desk.client.get("/api/state", headers=headers).status_code == status
    assert desk.client.post("/api/reset", json={}, headers=headers).status_code == status


def test_a_change_without_an_origin_is_refused(desk: Desk) -> None:
    del desk.client.headers["origin"]
    assert desk.client.get("/api/state").status_code == 200
    assert desk.client.post("/api/reset", json={}).status_code == 403


def test_every_answer_has_the_strict_headers(desk: Desk, stranger: TestClient) -> None:
    answers = [
        desk.client.get("/"),
        desk.client.get("/static/app.js"),
        desk.client.get("/api/state"),
        desk.client.get("/api/nothing"),
        stranger.get("/"),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_page_loads_nothing_from_elsewhere_and_has_no_script_of_its_own(desk: Desk) -> None:
    page = desk.client.get("/").text
    assert "http" not in page.replace("http-equiv", "")
    assert "<style" not in page
    assert page.count("<script") == 1
    folder = Path(submitted.__file__).parent / "static"
    for file in folder.iterdir():
        text = file.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert "//" not in text.replace("// ", "") or "http" not in text
        for word in ("innerHTML", "insertAdjacentHTML", "document.write", "eval(", "localStorage"):
            assert word not in text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\表\\一.xlsx", "一.xlsx"),
        ("a\x00b\n.csv", "ab.csv"),
        ("..", "未命名"),
        ("<img src=x onerror=alert(1)>.xlsx", "<img src=x onerror=alert(1)>.xlsx"),
        ("长" * 300 + ".xlsx", "长" * 75 + ".xlsx"),
    ],
)
def test_names_have_no_folders_and_no_control_characters(given: str, kept: str) -> None:
    assert clean_name(given) == kept


def test_files_of_one_name_are_replaced_or_kept_beside(desk: Desk) -> None:
    assert desk.hand_in("表.csv", b"a").json()["name"] == "表.csv"
    assert desk.hand_in("表.csv", b"b").json()["name"] == "表.csv"
    assert desk.hand_in("表.csv", b"c", beside="1").json()["name"] == "表（2）.csv"
    assert len(desk.work.submitted) == 2


def test_names_cut_to_one_are_kept_beside(desk: Desk) -> None:
    for end in "甲乙":
        desk.hand_in("长" * 200 + end + ".csv", "指标,数值\n税收,1万元\n".encode())
    assert len(desk.work.submitted) == 2
    assert desk.send("read")["status"] == 200


def test_a_file_too_large_is_refused_and_the_others_are_still_there(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    refused = desk.hand_in("大.xlsx", b"x" * (MAX_FILE + 1))
    assert refused.status_code == 413
    assert refused.json()["problems"][0]["message"] == "“大.xlsx”过大，最多 16 MB"
    assert [one["name"] for one in desk.get("state")["files"]] == ["事实.yaml"]


def test_a_body_without_a_length_is_counted_as_it_comes(desk: Desk) -> None:
    def parts() -> Any:
        for _ in range(20):
            yield b"x" * (1 << 20)

    params = {"name": "a.csv", "session": desk.state["session"]}
    assert desk.client.post("/api/files", params=params, content=parts()).status_code == 413


def test_the_number_of_files_is_limited(desk: Desk) -> None:
    for number in range(MAX_FILES):
        desk.work.submitted.add(f"{number}.csv", b"a")
    assert desk.hand_in("多.csv", b"a").status_code == 413
    assert desk.hand_in("7.csv", b"b").status_code == 200


def test_an_empty_file_is_refused(desk: Desk) -> None:
    assert "空文件" in desk.hand_in("空.xlsx", b"").text


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"nonsense", b"[" * 100_000, b'{"session": 1, "version": "x"}']
)
def test_a_request_of_another_form_is_refused(desk: Desk, body: bytes) -> None:
    for path in ("read", "facts/set", "draft", "earlier", "work", "keep"):
        answer = desk.client.post(f"/api/{path}", content=body)
        assert answer.status_code == 400
        assert answer.json()["error"] == "form"


def test_temporary_files_are_for_their_owner_alone_and_are_removed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, int] = {}
    merge = intake_module.merge

    def watching(paths: list[str], *arguments: Any, **options: Any) -> Any:
        for path in (*paths, *(str(Path(one).parent) for one in paths)):
            seen[path] = stat.S_IMODE(Path(path).stat().st_mode)
        return merge(paths, *arguments, **options)

    monkeypatch.setattr(intake_module, "merge", watching)
    desk.read(("事实.yaml", FACTS), ("坏.xlsx", b"no"))
    if os.name == "posix":
        assert sorted(set(seen.values())) == [0o600, 0o700]
    assert len(seen) == 3
    assert not any(Path(path).exists() for path in seen)


def test_a_name_that_the_system_refuses_is_told() -> None:
    files = Submitted()
    files.add("好.csv", b"a")
    files._files["坏\x00.csv"] = b"a"
    with pytest.raises(Exception, match="存不了"), files.on_disk():
        pass


def test_two_windows_on_one_draft(example: Desk) -> None:
    """The second window is told that the first has changed the text; both texts are kept."""
    example.send("draft")
    other = Desk.__new__(Desk)
    other.work, other.client, other.state = example.work, example.client, dict(example.state)
    first = example.state["text"].replace("青山镇", "青山镇甲", 1)
    second = example.state["text"].replace("青山镇", "青山镇乙", 1)
    assert example.send("text", "PUT", text=first)["status"] == 200
    refused = other.send("text", "PUT", text=second)
    assert refused["status"] == 409
    assert refused["error"] == "stale"
    assert refused["text"] == first
    assert other.send("facts/undo")["status"] == 409
    other.send("keep", text=second)
    assert other.get("state")["text"] == first
    number = len(other.state["earlier"]) - 1
    other.state = other.get("state")
    other.send("earlier", number=number)
    assert other.state["text"] == second
    assert any(one.text == first for one in example.work.earlier)


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_left_alone_too_long_is_forgotten_and_can_be_taken_up_again() -> None:
    clock = Clock()
    desk = Desk(Work(idle_hours=12, clock=clock))
    desk.read(("事实.yaml", FACTS))
    desk.send("facts/set", id="tax", fields={"value": "2187.50万元"})
    desk.send("draft")
    page = desk.state
    clock.now = 11 * 3600
    desk.get("version")  # the page asks by itself, which does not count
    clock.now = 12 * 3600 + 60
    assert desk.work.forget_if_idle()
    assert desk.get("state")["files"] == []
    assert desk.get("state")["text"] is None
    refused = desk.send("text", "PUT", text=page["text"])
    assert refused["status"] == 410
    assert "放得太久" in refused["problems"][0]["message"]
    state = desk.send("work", facts=page["facts_text"], text=page["text"], writer="offline")
    assert state["status"] == 200
    assert state["text"] == page["text"]
    assert state["check"]["ok"]
    assert desk.fact("税收收入")["value"] == "2187.50万元"
    assert desk.fact("税收收入")["source"] == "财政所 表1 B2"


def test_work_that_cannot_be_taken_up_changes_nothing(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")
    refused = desk.send("work", facts="document: {", text="稿")
    assert refused["status"] == 422
    assert desk.get("state")["text"] == desk.state["text"]


def test_what_takes_the_place_of_a_text_keeps_it(desk: Desk) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")
    text = desk.state["text"]
    desk.send("work", facts=FACTS, text="# 另一篇\n")
    assert desk.work.earlier[0].text == text


def test_everything_is_forgotten_when_asked(example: Desk) -> None:
    example.send("draft")
    state = example.send("reset")
    assert state["files"] == []
    assert state["facts"] is None
    assert state["text"] is None
    assert example.client.get("/api/download/docx").status_code == 422


def test_a_fault_of_the_program_is_told_and_the_work_is_still_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.read(("事实.yaml", FACTS))
    desk.send("draft")

    def fail(*_: object) -> None:
        raise RuntimeError("坏了")

    with monkeypatch.context() as patch:
        patch.setattr(desk.work, "put_text", fail)
        refused = desk.send("text", "PUT", text="稿")
    assert refused["status"] == 500
    assert "RuntimeError：坏了" in refused["problems"][0]["message"]
    assert desk.get("state")["text"] == desk.state["text"]
    assert desk.send("text", "PUT", text="# 稿\n")["status"] == 200


def test_an_address_that_is_none(desk: Desk) -> None:
    assert desk.client.get("/api/nothing").status_code == 404
    assert desk.client.get("/static/..%2fwork.py").status_code == 404
    assert desk.client.get("/api/download/nothing").status_code == 404
