"""Who holds a connection without asking anything is left, whatever they do with it."""

import socket
import time
from contextlib import ExitStack, closing, suppress
from typing import Any

import pytest

from kiosk.frontdesk import serve

METADATA = b"GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\n"
HOLDS = (
    (METADATA + b"Content-Length: 1000\r\n\r\n", b"x"),
    (METADATA + b"\r\n", b"\r\n"),
    (METADATA + b"\r\n", b"GET /fhir"),
)
"""What is answered, and what comes after the answer."""


@pytest.mark.slow
def test_a_byte_after_the_answer_holds_no_connection(frontdesk: Any) -> None:
    with ExitStack() as open_ones:
        holders = [
            open_ones.enter_context(
                closing(socket.create_connection(("127.0.0.1", frontdesk.port), timeout=14))
            )
            for _ in HOLDS
        ]
        for holder, (begin, _) in zip(holders, HOLDS, strict=True):
            holder.sendall(begin)
            assert holder.recv(65536).startswith(b"HTTP/1.1 200 ")
        time.sleep(0.5)
        for holder, (_, more) in zip(holders, HOLDS, strict=True):
            holder.sendall(more)
        for holder in holders:
            while holder.recv(65536):
                pass


def test_who_asks_ahead_gets_some_answers_and_no_more(frontdesk: Any) -> None:
    """Each request that waits takes memory, and nobody needs to read the answers."""
    address = ("127.0.0.1", frontdesk.port)
    with closing(socket.create_connection(address, timeout=5)) as asker:
        asker.sendall((METADATA + b"\r\n") * 9)
        answers = b""
        while answers.count(b"HTTP/1.1 200 ") < 9:
            answers += asker.recv(65536)
    with closing(socket.create_connection(address, timeout=5)) as asker, suppress(ConnectionError):
        asker.sendall((METADATA + b"\r\n") * 1000)
        answers = b""
        while more := asker.recv(65536):
            answers += more
        assert answers.count(b"HTTP/1.1 200 ") < 100


def test_who_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "_STALL_MILLISECONDS", 100)
    with ExitStack() as open_ones:
        listener = open_ones.enter_context(
            closing(serve._listen(serve.Settings("sqlite:///unused")))
        )
        reader = open_ones.enter_context(closing(socket.socket()))
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(listener.getsockname())
        accepted, _ = listener.accept()
        open_ones.enter_context(closing(accepted))
        accepted.settimeout(10)
        began = time.monotonic()
        with pytest.raises(TimeoutError, match="Connection timed out"):
            accepted.sendall(bytes(64 << 20))
        assert time.monotonic() - began < 5
