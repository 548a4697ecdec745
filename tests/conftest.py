"""No test reaches the network; those marked `loopback` may talk to this machine.

The block stands from the start of the run, so that it also holds while tests are collected and
in fixtures that outlive a test. Programs that a test starts (a browser, LibreOffice) are their own.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("busy", deadline=None)  # no test counts seconds
settings.load_profile("busy")

_LOCAL_MARKS = ("loopback", "browser", "llama")
_GUARDED = ("connect", "connect_ex", "sendto")
_ORIGINALS = {name: getattr(socket.socket, name) for name in _GUARDED}
_LOOKUP = socket.getaddrinfo
_loopback_allowed = False


class NetworkBlockedError(RuntimeError):
    """A test tried to reach what it may not reach."""


def _permit(host: object) -> None:
    if _loopback_allowed and _is_loopback(host):
        return
    raise NetworkBlockedError(f"a test may not reach {host!r}")


def _is_loopback(host: object) -> bool:
    if host in ("localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback  # type: ignore[arg-type]
    except ValueError:
        return False


def _guarded(name: str) -> Any:
    def call(self: socket.socket, *arguments: Any) -> Any:
        address = arguments[-1]
        if isinstance(address, tuple):  # else a socket file on this machine
            _permit(address[0])
        return _ORIGINALS[name](self, *arguments)

    return call


def _guarded_lookup(host: object, *arguments: Any, **options: Any) -> Any:
    if host is not None:
        _permit(host)
    return _LOOKUP(host, *arguments, **options)  # type: ignore[arg-type]


def pytest_configure() -> None:
    """Block the network."""
    for name in _GUARDED:
        setattr(socket.socket, name, _guarded(name))
    socket.getaddrinfo = _guarded_lookup


def pytest_unconfigure() -> None:
    """Leave everything as it was."""
    for name in _GUARDED:
        delattr(socket.socket, name)
    socket.getaddrinfo = _LOOKUP


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    """Open the way to this machine for a marked test and its fixtures."""
    global _loopback_allowed  # noqa: PLW0603
    _loopback_allowed = any(item.get_closest_marker(name) for name in _LOCAL_MARKS)
    try:
        return (yield)
    finally:
        _loopback_allowed = False


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name in list(os.environ):
        if name.startswith(("ZHIBI_", "OPENAI_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ZHIBI_RUNS", str(tmp_path_factory.getbasetemp() / "runs"))
