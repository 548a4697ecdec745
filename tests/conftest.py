"""No test reaches the network; those marked `loopback` may talk to this machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator

import pytest

_CONNECT = socket.socket.connect


class NetworkBlockedError(RuntimeError):
    """A test tried to open a connection that it may not open."""


def _is_loopback(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a socket file on this machine
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    allowed = any(request.node.get_closest_marker(name) for name in ("loopback", "browser"))

    def connect(self: socket.socket, address: object) -> object:
        if allowed and _is_loopback(address):
            return _CONNECT(self, address)  # type: ignore[arg-type]
        raise NetworkBlockedError(f"a test may not connect to {address!r}")

    monkeypatch.setattr(socket.socket, "connect", connect)
    for name in ("ZHIBI_MODEL", "ZHIBI_BASE_URL", "ZHIBI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    yield
