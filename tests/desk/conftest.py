"""A desk with the test client of its framework, and the offices' files of an example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette")
from starlette.testclient import TestClient

from zhibi.desk.app import build_app
from zhibi.desk.guard import Tokens
from zhibi.desk.work import Work

PORT = 8737
TOKEN = "t" * 43
ORIGIN = f"http://127.0.0.1:{PORT}"
OFFICES = Path(__file__).resolve().parents[2] / "examples" / "township-annual" / "offices"


class Desk:
    """A page's side of the desk: it remembers the session and version that it has seen."""

    def __init__(self, work: Work, **options: Any) -> None:
        self.work = work
        self.client = TestClient(
            build_app(work, Tokens(TOKEN), PORT, **options),
            base_url=ORIGIN,
            headers={"Origin": ORIGIN},
        )
        assert self.client.get("/", params={"token": TOKEN}).status_code == 200
        self.state = self.get("state")

    def get(self, path: str, **params: str) -> Any:
        return self.client.get(f"/api/{path}", params=params).json()

    def send(self, path: str, method: str = "POST", **body: Any) -> Any:
        """Ask for a change based on what was seen; the answer, with its status."""
        seen = {"session": self.state["session"], "version": self.state["version"]}
        answer = self.client.request(method, f"/api/{path}", json={**seen, **body})
        data = answer.json()
        if answer.status_code == 200:
            self.state = {**self.state, **data}
        return {"status": answer.status_code, **data}

    def hand_in(self, name: str, data: bytes, beside: str = "0") -> Any:
        answer = self.client.post(
            "/api/files",
            params={"name": name, "session": self.state["session"], "beside": beside},
            content=data,
        )
        if answer.status_code == 200:
            self.state["version"] = answer.json()["version"]
        return answer

    def read(self, *files: tuple[str, str | bytes], **asked: Any) -> Any:
        """Hand in files and have them read."""
        for name, data in files:
            assert self.hand_in(name, data.encode() if isinstance(data, str) else data).is_success
        return self.send("read", **asked)

    def fact(self, name: str) -> dict[str, Any]:
        """The row of a fact by its name or the beginning of its text."""
        rows = [row for one in self.state["facts"]["sections"] for row in one["facts"]]
        return next(row for row in rows if row["name"].startswith(name))


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk(Work())
    with made.client:
        yield made


@pytest.fixture
def example(desk: Desk) -> Desk:
    """A desk that has read the offices' files of the example."""
    files = [(path.name, path.read_bytes()) for path in sorted(OFFICES.iterdir())]
    assert desk.read(*files)["status"] == 200
    return desk
