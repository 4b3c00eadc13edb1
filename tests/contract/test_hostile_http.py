"""What no HTTP client sends: a real server stays small, answers, and serves the next one."""

import re
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

MEGABYTE = 1 << 20
CHECK_IN = (
    b"POST /fhir/$check-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/fhir+json\r\n"
)
METADATA = b"GET /fhir/metadata HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def port(frontdesk: Any) -> int:
    return int(frontdesk.port)


@pytest.fixture
def memory(frontdesk: Any) -> Iterator[None]:
    """The server's memory after the test is what it was before, but for a few megabytes."""
    before = _resident(frontdesk.pid)
    yield
    assert _resident(frontdesk.pid) - before < 16 * MEGABYTE


def _resident(pid: int) -> int:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found is not None
    return int(found[1]) * 1024


def send(port: int, begin: bytes, more: bytes, total: int) -> tuple[bytes, int]:
    """Send until there is an answer or an end; the answer's beginning, and how much was sent."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=5)) as connection:
        sent = 0
        try:
            connection.sendall(begin)
            while sent < total:
                connection.sendall(more)
                sent += len(more)
                connection.setblocking(False)
                try:
                    return connection.recv(4096), sent
                except BlockingIOError:
                    connection.settimeout(5)
            return connection.recv(4096), sent
        except ConnectionError:
            return b"", sent


ENDLESS = {
    "one header": (METADATA + b"X: ", b"a" * 65536),
    "many headers": (METADATA, b"X-A: b\r\n" * 8192),
    "an address": (b"GET /fhir/", b"a" * 65536),
    "a method": (b"GET", b"T" * 65536),
    "trailers": (
        CHECK_IN + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n",
        b"X-A: b\r\n" * 8192,
    ),
}


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("what", ENDLESS)
def test_what_has_no_end_is_ended(port: int, what: str) -> None:
    answer, sent = send(port, *ENDLESS[what], total=50 * MEGABYTE)
    assert sent < 16 * MEGABYTE, "it went on reading"
    assert answer[:13] in (b"HTTP/1.1 431 ", b"HTTP/1.1 400 ", b""), answer
    assert httpx.get(f"http://127.0.0.1:{port}/fhir/metadata").status_code == 200


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (CHECK_IN + b"Content-Length: %d\r\n\r\n" % (50 * MEGABYTE), b" " * 65536),
        (
            CHECK_IN + b"Transfer-Encoding: chunked\r\n\r\n",
            b"10000\r\n" + b" " * 65536 + b"\r\n",
        ),
    ],
    ids=["announced", "chunked"],
)
def test_a_body_of_fifty_megabytes_is_refused_before_it_is_there(
    port: int, begin: bytes, more: bytes
) -> None:
    answer, sent = send(port, begin, more, total=50 * MEGABYTE)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert sent < 16 * MEGABYTE


@pytest.mark.usefixtures("memory")
def test_who_sends_it_all_the_same_hears_why(port: int) -> None:
    """httpx, as the kiosk uses it, reads the answer when all is sent."""
    answer = httpx.post(
        f"http://127.0.0.1:{port}/fhir/$check-in",
        content=(b" " * MEGABYTE for _ in range(50)),
        headers={"Content-Type": "application/fhir+json"},
    )
    assert answer.status_code == 413
    assert answer.json()["issue"][0]["details"]["coding"][0]["code"] == "invalid"


def test_headers_of_usual_size_pass(port: int) -> None:
    headers = {f"X-{n}": "a" * 1000 for n in range(28)}
    address = f"http://127.0.0.1:{port}/fhir/metadata"
    with httpx.Client() as client:
        for _ in range(3):
            assert client.get(address, headers=headers).status_code == 200
        too_much = client.get(address, headers={**headers, "Y": "a" * 8000})
    assert too_much.status_code == 431
    assert too_much.json()["resourceType"] == "OperationOutcome"


@pytest.mark.slow
def test_who_is_silent_is_left(port: int) -> None:
    began = time.monotonic()
    begins = (b"", METADATA, CHECK_IN + b"Content-Length: 9\r\n\r\n{")
    with ExitStack() as open_ones:
        silent = [
            open_ones.enter_context(
                closing(socket.create_connection(("127.0.0.1", port), timeout=20))
            )
            for _ in begins
        ]
        for connection, begin in zip(silent, begins, strict=True):
            connection.sendall(begin)
        for connection in silent:
            # To the connection's end: the socket's own limit is longer than the server's.
            answer = b"".join(iter(partial(connection.recv, 4096), b""))
            assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - began > 8


@pytest.mark.parametrize(
    "sent",
    [b"\x00" * 64, b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01", b"GET \xff\r\n\r\n"],
)
def test_what_is_no_http_is_refused(port: int, sent: bytes) -> None:
    answer, _ = send(port, sent, b"", total=1)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")
