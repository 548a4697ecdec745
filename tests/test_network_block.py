"""The network block of the test run, itself tested."""

from __future__ import annotations

import socket
import threading

import pytest

OUTSIDE = ("192.0.2.1", 9)  # an address kept for documentation


def _server() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


@pytest.mark.parametrize(
    "reach",
    [
        lambda: socket.create_connection(OUTSIDE, timeout=1),
        lambda: socket.socket().connect_ex(OUTSIDE),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", OUTSIDE),
        lambda: socket.getaddrinfo("zhibi.example", 80),
    ],
    ids=["connect", "connect_ex", "sendto", "look up"],
)
def test_nothing_outside_is_reached(reach) -> None:
    with pytest.raises(RuntimeError, match="may not reach"):
        reach()


def test_this_machine_is_not_reached_without_the_mark() -> None:
    with _server() as server, pytest.raises(RuntimeError, match="may not reach"):
        socket.create_connection(server.getsockname(), timeout=1)


@pytest.mark.loopback
def test_this_machine_is_reached_with_the_mark() -> None:
    with _server() as server:
        threading.Thread(target=lambda: server.accept()[0].sendall(b"hello"), daemon=True).start()
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            assert client.recv(5) == b"hello"


@pytest.mark.loopback
def test_nothing_outside_is_reached_with_the_mark() -> None:
    with pytest.raises(RuntimeError, match="may not reach"):
        socket.create_connection(OUTSIDE, timeout=1)
