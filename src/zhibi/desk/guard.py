"""Who may ask: this machine's browser with the token of the address, from the page itself."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, JSONResponse, Response

from zhibi.desk.pages import refused_page
from zhibi.desk.refusals import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = frozenset({"GET", "HEAD"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Zhibi": "desk",
}


class Tokens:
    """What opens the page: the token of the printed address, and one that opens it once.

    The latter is for the browser that the program starts: other users of the machine can read how
    a program was started. Both only fetch the cookie, whose value is another.
    """

    def __init__(self, address: str | None = None) -> None:
        self.address = address or secrets.token_urlsafe(32)
        self.once = secrets.token_urlsafe(32)
        self.cookie = secrets.token_urlsafe(32)

    def open(self, given: str) -> bool:
        """Whether this token opens the page; the one for one time does so no more."""
        if given and secrets.compare_digest(given.encode(), self.once.encode()):
            self.once = ""
            return True
        return secrets.compare_digest(given.encode(), self.address.encode())

    def is_cookie(self, given: str) -> bool:
        """Whether this is the value of the cookie."""
        return secrets.compare_digest(given.encode(), self.cookie.encode())


class Guard:
    """Refuses other hosts, other origins and requests without the token; sets safe headers.

    The token comes in the address (`/?token=…`); then a cookie of this port takes its place.
    """

    def __init__(self, app: ASGIApp, tokens: Tokens, port: int) -> None:
        self._app = app
        self._tokens = tokens
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self._cookie = f"zhibi-desk-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand the request on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        given = self._is_for_this_host(headers) and self._token_in_address(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                set_headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    set_headers[name] = value
                if given and message["status"] == 200:
                    set_headers.append("Set-Cookie", self._set_cookie())
            await send(message)

        refusal = self._refusal(scope, headers, given)
        if refusal is None:
            await self._app(scope, receive, with_headers)
        else:
            await _answer(scope["path"], refusal)(scope, receive, with_headers)

    def _refusal(self, scope: Scope, headers: Headers, given: bool) -> Refusal | None:
        if not self._is_for_this_host(headers):
            return Refusal(421, "host", "地址不对", "只能用启动时给出的地址打开")
        at_page = scope["path"] == "/" and scope["method"] in _SAFE
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        origins = {f"http://{host}" for host in self._hosts}
        from_elsewhere = (origin is not None and origin not in origins) or (
            not at_page and site not in ("same-origin", "none")
        )
        if from_elsewhere or (origin is None and scope["method"] not in _SAFE):
            return Refusal(403, "origin", "请求不是从这一页发出的", "用启动时给出的地址打开")
        if not given and not self._has_cookie(headers):
            hint = "用启动时给出的完整地址打开（里面有通行码），或在命令行窗口里再看一眼"
            return Refusal(
                401, "token", "缺少通行码，或通行码不对（执笔重新启动过，旧的就失效）", hint
            )
        return None

    def _is_for_this_host(self, headers: Headers) -> bool:
        return headers.getlist("host") in [[host] for host in self._hosts]

    def _token_in_address(self, scope: Scope) -> bool:
        if scope["path"] != "/" or scope["method"] not in _SAFE:
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])
        return self._tokens.open(given[0])

    def _has_cookie(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie("; ".join(headers.getlist("cookie")))
        except CookieError:
            return False
        return self._cookie in cookies and self._tokens.is_cookie(cookies[self._cookie].value)

    def _set_cookie(self) -> str:
        return f"{self._cookie}={self._tokens.cookie}; Path=/; HttpOnly; SameSite=Strict"


def _answer(path: str, refusal: Refusal) -> Response:
    if path.startswith("/api/"):
        return JSONResponse(refusal.data, refusal.status)
    return HTMLResponse(refused_page(refusal), refusal.status)
