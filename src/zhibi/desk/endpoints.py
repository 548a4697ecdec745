"""What the page asks for: each endpoint reads a request, calls the work, answers with its state."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from zhibi.desk.choices import Model, choices, own_style
from zhibi.desk.corrections import Correction
from zhibi.desk.document import document_changes
from zhibi.desk.downloads import download
from zhibi.desk.limits import MAX_DIGITS, MAX_FILE
from zhibi.desk.refusals import Refusal
from zhibi.desk.requests import Sent, read_body, read_json
from zhibi.desk.views import check_state, state

if TYPE_CHECKING:
    from starlette.requests import Request

    from zhibi.desk.work import Work
    from zhibi.output.report.layout import Layout

Endpoint = Callable[["Request"], Awaitable[Response]]


class Endpoints:
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
        self._quit_server = quit_server

    def listed(self) -> list[tuple[str, str, Endpoint]]:
        """Method, path and function of each."""
        return [
            ("GET", "choices", self._get_choices),
            ("GET", "state", self._get_state),
            ("GET", "version", self._get_version),
            ("POST", "files", self._add_file),
            ("POST", "files/remove", self._remove_file),
            ("POST", "read", self._read),
            ("GET", "facts/fields", self._get_fields),
            ("POST", "facts/set", self._set_fact),
            ("POST", "facts/add", self._add_fact),
            ("POST", "facts/remove", self._remove_fact),
            ("POST", "facts/undo", self._undo),
            ("POST", "document", self._set_document),
            ("GET", "length", self._get_length),
            ("POST", "draft", self._write_draft),
            ("PUT", "text", self._put_text),
            ("POST", "text/file", self._take_text),
            ("POST", "earlier", self._take_back),
            ("POST", "keep", self._keep),
            ("POST", "work", self._take_up),
            ("POST", "reset", self._reset),
            ("POST", "quit", self._quit),
            ("GET", "download/{what}", self._download),
        ]

    async def _state(self) -> Response:
        def seen() -> dict[str, Any]:
            with self._work.reading():
                return state(self._work)

        return JSONResponse(await run_in_threadpool(seen))

    async def _changed(self, sent: Sent, change: Callable[[], object]) -> Response:
        """Make a change that the page bases on what it has seen, and answer with the new state."""

        def run() -> None:
            with self._work.changing(*sent.seen):
                change()

        await run_in_threadpool(run)
        return await self._state()

    async def _get_choices(self, _: Request) -> Response:
        return JSONResponse(choices(self._work, self._model))

    async def _get_state(self, _: Request) -> Response:
        return await self._state()

    async def _get_version(self, _: Request) -> Response:
        work = self._work
        return JSONResponse(
            {"session": work.session, "version": work.version, "progress": work.progress}
        )

    async def _add_file(self, request: Request) -> Response:
        """Keep one file: its name in the address, its bytes as the body; nothing is read yet."""
        name = request.query_params.get("name", "")
        beside = request.query_params.get("beside") == "1"
        session = request.query_params.get("session", "")
        data = await read_body(request, MAX_FILE, f"“{name[:60]}”")

        def add() -> str:
            with self._work.changing(session, None):
                return self._work.submitted.add(name, data, beside=beside)

        kept = await run_in_threadpool(add)
        return JSONResponse({"name": kept, "version": self._work.version})

    async def _remove_file(self, request: Request) -> Response:
        sent = await read_json(request)

        def change() -> None:
            self._work.submitted.remove(sent.text("name"))
            self._work.take_in()

        return await self._changed(sent, change)

    async def _read(self, request: Request) -> Response:
        """Merge all files again, with offices to prefer and what no file states."""
        sent = await read_json(request)
        stated = document_changes(sent.fields("document"), {})

        def change() -> None:
            self._work.take_in(prefer=sent.texts("prefer"), **stated)

        return await self._changed(sent, change)

    async def _get_fields(self, request: Request) -> Response:
        fact_id = request.query_params.get("id", "")

        def find() -> Any:
            with self._work.reading():
                return self._work.fields(fact_id)

        return JSONResponse({"fields": await run_in_threadpool(find)})

    async def _set_fact(self, request: Request) -> Response:
        sent = await read_json(request)
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

    async def _add_fact(self, request: Request) -> Response:
        sent = await read_json(request)
        given = {key: value.strip() for key, value in sent.fields("fields").items()}
        filled = {key: value for key, value in given.items() if value}
        section = sent.text("section")

        def change() -> None:
            after = {"id": self._work.free_id(), **filled}
            label = f"补充“{filled.get('name') or filled.get('text', '')[:20]}”"
            self._work.correct(Correction("add", section, after, {}, label))

        return await self._changed(sent, change)

    async def _remove_fact(self, request: Request) -> Response:
        sent = await read_json(request)
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

    async def _undo(self, request: Request) -> Response:
        return await self._changed(await read_json(request), self._work.undo)

    async def _set_document(self, request: Request) -> Response:
        sent = await read_json(request)

        def change() -> None:
            given = dict(sent.fields("fields"))
            own = own_style(self._work.style)
            if own is not None:
                given["style"] = own  # the kinds are this style's: facts of another know them not
            if self._work.merged is None:
                self._work.take_in(**document_changes(given, {}))
                return
            now = self._work.merged.data.get("document") or {}
            after = document_changes(given, now)
            if after:
                before = {key: now.get(key) for key in after}
                one = Correction("document", "", after, before, "改报告的基本信息")
                self._work.correct(one)

        return await self._changed(sent, change)

    async def _get_length(self, _: Request) -> Response:
        return JSONResponse({"told": await run_in_threadpool(self._work.length)})

    async def _write_draft(self, request: Request) -> Response:
        sent = await read_json(request)
        await run_in_threadpool(self._work.write, *sent.seen, sent.text("writer", "offline"))
        return await self._state()

    async def _put_text(self, request: Request) -> Response:
        """The text as it is being changed; the answer has its check alone."""
        sent = await read_json(request)
        work = self._work

        def run() -> dict[str, Any]:
            with work.changing(*sent.seen):
                work.put_text(sent.text("text"))
            with work.reading():
                return {"version": work.version, "check": check_state(work)}

        return JSONResponse(await run_in_threadpool(run))

    async def _take_text(self, request: Request) -> Response:
        """A draft as a file: its name and what the page has seen in the address."""
        given = request.query_params
        name, version = given.get("name", ""), given.get("version", "")
        data = await read_body(request, MAX_FILE, f"“{name[:60]}”")

        def run() -> None:
            seen = int(version) if version.isdecimal() and len(version) <= MAX_DIGITS else -1
            with self._work.changing(given.get("session", ""), seen):
                self._work.take_text(name, data)

        await run_in_threadpool(run)
        return await self._state()

    async def _take_back(self, request: Request) -> Response:
        sent = await read_json(request)
        return await self._changed(sent, lambda: self._work.take_back(sent.number("number")))

    async def _keep(self, request: Request) -> Response:
        """Keep a page's own text beside the one that is here, whatever version it has seen."""
        sent = await read_json(request)

        def keep() -> None:
            with self._work.changing(sent.text("session"), None):
                self._work.keep("另一个窗口里的稿子", sent.text("text"))

        await run_in_threadpool(keep)
        return await self._state()

    async def _take_up(self, request: Request) -> Response:
        """Work that a page or a file has kept takes the place of what is here."""
        sent = await read_json(request, MAX_FILE)
        text = sent.text("text", "")
        work = self._work

        def run() -> None:
            with work.reading():
                work.take_up(sent.text("facts"), text or None, sent.text("writer", ""))

        await run_in_threadpool(run)
        return await self._state()

    async def _reset(self, request: Request) -> Response:
        return await self._changed(await read_json(request), self._work.reset)

    async def _quit(self, request: Request) -> Response:
        await read_json(request)
        self._quit_server()
        return JSONResponse({"closed": True})

    async def _download(self, request: Request) -> Response:
        what = request.path_params["what"]

        def make() -> Response:
            with self._work.reading():
                made = download(self._work, what, self._layout)
            name = quote(made.name, safe="")
            headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
            return Response(made.data, media_type=made.media_type, headers=headers)

        return await run_in_threadpool(make)
