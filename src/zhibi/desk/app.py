"""The page's addresses: each reads a request, calls the work, and answers with the new state."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zhibi.desk.choices import Model, choices
from zhibi.desk.corrections import Correction
from zhibi.desk.document import document_changes
from zhibi.desk.downloads import download
from zhibi.desk.guard import Guard
from zhibi.desk.limits import MAX_BODY, MAX_FILE
from zhibi.desk.pages import static_files
from zhibi.desk.refusals import Refusal, refusal_of, too_large
from zhibi.desk.views import check_state, state
from zhibi.desk.work import Work
from zhibi.errors import ZhibiError

if TYPE_CHECKING:
    from starlette.requests import Request

    from zhibi.output.report.layout import Layout

Endpoint = Callable[["Request"], Awaitable[Response]]
_MINUTE = 60


def build_app(
    work: Work,
    token: str,
    port: int,
    *,
    layout: Layout | None = None,
    model: Model | None = None,
    quit_server: Callable[[], None] = lambda: None,
) -> Starlette:
    """The application for one piece of work; `quit_server` ends the server that runs it."""
    desk = _Desk(work, layout, model, quit_server)
    routes = [
        Route("/", _static("index.html")),
        *(Route(f"/static/{name}", _static(name)) for name in static_files()),
        *(
            Route(f"/api/{path}", _answering(work, endpoint), methods=[method])
            for method, path, endpoint in desk.endpoints()
        ),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=token, port=port)],
        lifespan=_forgetting(work),
        exception_handlers={HTTPException: _not_found, Exception: _own_fault},
    )


def _forgetting(work: Work) -> Callable[[Starlette], Any]:
    """Look every minute whether the work has been left alone for too long."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async def watch() -> None:
            while True:
                await asyncio.sleep(_MINUTE)
                work.forget_if_idle()

        watching = asyncio.create_task(watch())
        yield
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching

    return lifespan


def _static(name: str) -> Endpoint:
    async def answer(_: Request) -> Response:
        content, media_type = static_files()[name]
        return Response(content, media_type=media_type)

    return answer


def _answering(work: Work, endpoint: Endpoint) -> Endpoint:
    """The endpoint with refusals and errors as answers."""

    async def answer(request: Request) -> Response:
        try:
            if request.url.path != "/api/version":  # the page asks by itself
                work.touch()
            return await endpoint(request)
        except Refusal as refusal:
            told = refusal
        except ZhibiError as error:
            told = refusal_of(error)
        return JSONResponse(told.data, told.status)

    return answer


async def _not_found(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return JSONResponse(Refusal(status, "address", "没有这个地址").data, status)


async def _own_fault(_: Request, error: Exception) -> Response:
    message = f"程序内部出错（{type(error).__name__}）"
    refusal = Refusal(500, "fault", message, "稿子还在；把刚才做了什么告诉维护者")
    return JSONResponse(refusal.data, 500)


async def _body(request: Request, limit: int, what: str) -> bytes:
    """The body of a request. Raises Refusal as soon as it is longer than the limit."""
    most = f"{limit >> 20} MB"
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise too_large(what, most)
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > limit:
            raise too_large(what, most)
    return bytes(read)


async def _json(request: Request, limit: int = MAX_BODY) -> _Sent:
    raw = await _body(request, limit, "这一次交来的内容")
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        raise Refusal(400, "form", "请求的格式不对", "刷新页面再试")
    return _Sent(data)


class _Sent:
    """The fields of a request, each of the type that is asked for."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def text(self, key: str, default: str | None = None) -> str:
        """A text. Raises Refusal where there is none and no default."""
        value = self._data.get(key, default)
        if not isinstance(value, str):
            raise self._wrong(key)
        return value

    def number(self, key: str) -> int:
        """A whole number."""
        value = self._data.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self._wrong(key)
        return value

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self._wrong(key)
        return value

    def fields(self, key: str) -> dict[str, str]:
        """Texts by name."""
        value = self._data.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
            raise self._wrong(key)
        return value

    @property
    def seen(self) -> tuple[str, int]:
        """The session and version that the page has seen."""
        return self.text("session"), self.number("version")

    @staticmethod
    def _wrong(key: str) -> Refusal:
        return Refusal(400, "form", f"请求里的“{key}”不对", "刷新页面再试")


class _Desk:
    """The endpoints of one piece of work."""

    def __init__(
        self,
        work: Work,
        layout: Layout | None,
        model: Model | None,
        quit_server: Callable[[], None],
    ) -> None:
        self._work = work
        self._layout = layout
        self._model = model
        self._quit = quit_server

    def endpoints(self) -> list[tuple[str, str, Endpoint]]:
        """Method, path and function of each."""
        return [
            ("GET", "choices", self.get_choices),
            ("GET", "state", self.get_state),
            ("GET", "version", self.get_version),
            ("POST", "files", self.add_file),
            ("POST", "files/remove", self.remove_file),
            ("POST", "read", self.read),
            ("GET", "facts/fields", self.get_fields),
            ("POST", "facts/set", self.set_fact),
            ("POST", "facts/add", self.add_fact),
            ("POST", "facts/remove", self.remove_fact),
            ("POST", "facts/undo", self.undo),
            ("POST", "document", self.set_document),
            ("POST", "draft", self.write_draft),
            ("PUT", "text", self.put_text),
            ("POST", "earlier", self.take_back),
            ("POST", "keep", self.keep),
            ("POST", "work", self.take_up),
            ("POST", "reset", self.reset),
            ("POST", "quit", self.quit),
            ("GET", "download/{what}", self.download),
        ]

    async def _state(self) -> Response:
        def seen() -> dict[str, Any]:
            with self._work.reading():
                return state(self._work)

        return JSONResponse(await run_in_threadpool(seen))

    async def _changed(self, sent: _Sent, change: Callable[[], object]) -> Response:
        """Make a change that the page bases on what it has seen, and answer with the new state."""

        def run() -> None:
            with self._work.changing(*sent.seen):
                change()

        await run_in_threadpool(run)
        return await self._state()

    async def get_choices(self, _: Request) -> Response:
        return JSONResponse(choices(self._work, self._model))

    async def get_state(self, _: Request) -> Response:
        return await self._state()

    async def get_version(self, _: Request) -> Response:
        work = self._work
        return JSONResponse(
            {"session": work.session, "version": work.version, "progress": work.progress}
        )

    async def add_file(self, request: Request) -> Response:
        """Keep one file: its name in the address, its bytes as the body; nothing is read yet."""
        name = request.query_params.get("name", "")
        beside = request.query_params.get("beside") == "1"
        session = request.query_params.get("session", "")
        data = await _body(request, MAX_FILE, f"“{name[:60]}”")

        def add() -> str:
            with self._work.changing(session, None):
                return self._work.submitted.add(name, data, beside=beside)

        kept = await run_in_threadpool(add)
        return JSONResponse({"name": kept, "version": self._work.version})

    async def remove_file(self, request: Request) -> Response:
        sent = await _json(request)

        def change() -> None:
            self._work.submitted.remove(sent.text("name"))
            self._work.take_in()

        return await self._changed(sent, change)

    async def read(self, request: Request) -> Response:
        """Merge all files again, with offices to prefer and what no file states."""
        sent = await _json(request)
        stated = document_changes(sent.fields("document"), {})

        def change() -> None:
            self._work.take_in(prefer=sent.texts("prefer"), **stated)

        return await self._changed(sent, change)

    async def get_fields(self, request: Request) -> Response:
        fact_id = request.query_params.get("id", "")

        def find() -> Any:
            with self._work.reading():
                return self._work.fields(fact_id)

        return JSONResponse({"fields": await run_in_threadpool(find)})

    async def set_fact(self, request: Request) -> Response:
        sent = await _json(request)
        fact_id, given = sent.text("id"), sent.fields("fields")

        def change() -> None:
            known = self._values(fact_id)
            if set(given) - set(known):
                raise Refusal(422, "input", "这条事实没有这些栏", "刷新页面再试")
            after = {path: value.strip() for path, value in given.items()}
            after = {path: value for path, value in after.items() if value != known[path]}
            if after:
                before = {path: known[path] for path in after}
                label = f"改“{self._called(fact_id)}”"
                self._work.correct(Correction("set", fact_id, after, before, label))

        return await self._changed(sent, change)

    async def add_fact(self, request: Request) -> Response:
        sent = await _json(request)
        fields = {key: value.strip() for key, value in sent.fields("fields").items()}
        after = {key: value for key, value in fields.items() if value}
        called = after.get("name") or after.get("text", "")[:20]
        one = Correction("add", sent.text("section"), after, {}, f"补充“{called}”")
        return await self._changed(sent, lambda: self._work.correct(one))

    async def remove_fact(self, request: Request) -> Response:
        sent = await _json(request)
        fact_id = sent.text("id")

        def change() -> None:
            label = f"删去“{self._called(fact_id)}”"
            self._work.correct(Correction("remove", fact_id, {}, {}, label))

        return await self._changed(sent, change)

    def _called(self, fact_id: str) -> str:
        fields = self._values(fact_id)
        return fields.get("name") or fields.get("text", "")[:20]

    def _values(self, fact_id: str) -> dict[str, str]:
        return {one["path"]: one["value"] for one in self._work.fields(fact_id)}

    async def undo(self, request: Request) -> Response:
        return await self._changed(await _json(request), self._work.undo)

    async def set_document(self, request: Request) -> Response:
        sent = await _json(request)

        def change() -> None:
            if self._work.merged is None:
                self._work.take_in(**document_changes(sent.fields("fields"), {}))
                return
            now = self._work.merged.data.get("document") or {}
            after = document_changes(sent.fields("fields"), now)
            if after:
                before = {key: now.get(key) for key in after}
                one = Correction("document", "", after, before, "改报告的基本信息")
                self._work.correct(one)

        return await self._changed(sent, change)

    async def write_draft(self, request: Request) -> Response:
        sent = await _json(request)
        await run_in_threadpool(self._work.write, *sent.seen, sent.text("writer", "offline"))
        return await self._state()

    async def put_text(self, request: Request) -> Response:
        """The text as it is being changed; the answer has its check alone."""
        sent = await _json(request)
        work = self._work

        def run() -> dict[str, Any]:
            with work.changing(*sent.seen):
                work.put_text(sent.text("text"))
            with work.reading():
                return {"version": work.version, "check": check_state(work)}

        return JSONResponse(await run_in_threadpool(run))

    async def take_back(self, request: Request) -> Response:
        sent = await _json(request)
        return await self._changed(sent, lambda: self._work.take_back(sent.number("number")))

    async def keep(self, request: Request) -> Response:
        """Keep a page's own text beside the one that is here, whatever version it has seen."""
        sent = await _json(request)

        def keep() -> None:
            with self._work.changing(sent.text("session"), None):
                self._work.keep("另一个窗口里的稿子", sent.text("text"))

        await run_in_threadpool(keep)
        return await self._state()

    async def take_up(self, request: Request) -> Response:
        """Work that a page or a file has kept takes the place of what is here."""
        sent = await _json(request, MAX_FILE)
        text = sent.text("text", "")
        work = self._work

        def run() -> None:
            with work.reading():
                work.take_up(sent.text("facts"), text or None, sent.text("writer", ""))

        await run_in_threadpool(run)
        return await self._state()

    async def reset(self, request: Request) -> Response:
        return await self._changed(await _json(request), self._work.reset)

    async def quit(self, request: Request) -> Response:
        await _json(request)
        self._quit()
        return JSONResponse({"closed": True})

    async def download(self, request: Request) -> Response:
        what = request.path_params["what"]

        def make() -> Response:
            with self._work.reading():
                made = download(self._work, what, self._layout)
            name = quote(made.name, safe="")
            headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
            return Response(made.data, media_type=made.media_type, headers=headers)

        return await run_in_threadpool(make)
