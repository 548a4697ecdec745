"""Runs the page's server on this machine's own address, until it is told to end."""

from __future__ import annotations

import http.client
import os
import socket
import sys
import threading
import webbrowser
from typing import TYPE_CHECKING

import uvicorn

from zhibi.desk.app import build_app
from zhibi.desk.guard import Tokens
from zhibi.errors import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhibi.desk.choices import Model
    from zhibi.desk.work import Work
    from zhibi.output.report.layout import Layout

HOST = "127.0.0.1"
"""The only address: nobody on the network can reach it."""


def serve(
    work: Work,
    port: int,
    *,
    told: Callable[[str], None],
    open_browser: bool,
    layout: Layout | None,
    model: Model | None,
) -> None:
    """Serve until the page or the keyboard ends it; `told` is called with the page's address.

    Port 0 takes any free one. Raises InputError where the port is taken.
    """
    listening = _listening(port)
    port = listening.getsockname()[1]
    tokens = Tokens()

    def quit_server() -> None:
        server.should_exit = True

    app = build_app(work, tokens, port, layout=layout, model=model, quit_server=quit_server)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            access_log=False,
            log_level="critical",
            server_header=False,
            proxy_headers=False,
            ws="none",
            timeout_graceful_shutdown=5,
        )
    )
    page = f"http://{HOST}:{port}/?token="
    told(f"{page}{tokens.address}")
    if open_browser and _has_windows():
        threading.Thread(
            target=webbrowser.open, args=(f"{page}{tokens.once}",), daemon=True
        ).start()
    with listening:
        server.run(sockets=[listening])


def _has_windows() -> bool:
    """Whether a browser would open in a window, not in the terminal."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _listening(port: int) -> socket.socket:
    """A socket on the port. Raises InputError, which says who has it and what to do."""
    try:
        return socket.create_server((HOST, port), backlog=64)
    except OSError as error:
        if _is_desk(port):
            hint = "用已经打开的那一页；要另开一个，加 --port 换一个端口，如 --port 0 自动挑"
            message = f"端口 {port} 上已经开着一个 zhibi desk"
        else:
            hint = "加 --port 换一个端口，如 --port 0 自动挑一个空的"
            message = f"端口 {port} 用不了：被别的程序占用，或没有权限"
        raise InputError(Problem(message, hint)) from error


def _is_desk(port: int) -> bool:
    """Whether what answers at a port is this program."""
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().headers.get("X-Zhibi") == "desk"
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
