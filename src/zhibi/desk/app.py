"""The application: addresses, refusals as answers, and the watch over work left alone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from zhibi.desk.endpoints import Endpoints
from zhibi.desk.guard import Guard, Tokens
from zhibi.desk.pages import static_files
from zhibi.desk.refusals import Refusal, refusal_of
from zhibi.errors import ZhibiError

if TYPE_CHECKING:
    from starlette.requests import Request

    from zhibi.desk.choices import Model
    from zhibi.desk.endpoints import Endpoint
    from zhibi.desk.work import Work
    from zhibi.output.report.layout import Layout

_LOG = logging.getLogger(__name__)
_MINUTE = 60


def build_app(
    work: Work,
    tokens: Tokens,
    port: int,
    *,
    layout: Layout | None = None,
    model: Model | None = None,
    quit_server: Callable[[], None] = lambda: None,
) -> Starlette:
    """The application for one piece of work; `quit_server` ends the server that runs it."""
    endpoints = Endpoints(work, layout, model, quit_server)
    routes = [
        Route("/", _static("index.html")),
        *(Route(f"/static/{name}", _static(name)) for name in static_files()),
        *(
            Route(f"/api/{path}", _answering(work, endpoint), methods=[method])
            for method, path, endpoint in endpoints.listed()
        ),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, tokens=tokens, port=port)],
        lifespan=_forgetting(work),
        exception_handlers={HTTPException: _not_found},
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
        except Exception as error:
            _LOG.debug("a fault of the program", exc_info=True)
            message = f"程序内部出错（{type(error).__name__}：{error}）"
            told = Refusal(500, "fault", message, "稿子还在；把显示的内容报告给维护者")
        return JSONResponse(told.data, told.status)

    return answer


async def _not_found(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return JSONResponse(Refusal(status, "address", "没有这个地址").data, status)
