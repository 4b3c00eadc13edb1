"""A print server that answers anything: refusals, rubbish, nothing."""

import socket
import struct
import time
from collections.abc import Callable

import pytest

from kiosk.devices.printer import ipp
from tests.contract.printers.peers import network_printer

SUCCESS = b"\x02\x00\x00\x00\x00\x00\x00\x01"


def attribute(tag: int, name: bytes, value: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(value)) + value


def answer_with(connection: socket.socket, content: bytes, status: str = "200 OK") -> None:
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    connection.sendall(head.encode() + content)


def says(content: bytes, status: str = "200 OK") -> Callable[[socket.socket], None]:
    """Reads a request to its end, and answers this."""

    def serve(connection: socket.socket) -> None:
        request = b""
        while not request.endswith(b"\x03"):
            request += connection.recv(65536)
        answer_with(connection, content, status)

    return serve


def ask(serve: Callable[[socket.socket], None], timeout: float = 2) -> ipp.Answer:
    with network_printer(serve) as port:
        server = ipp.IppServer(f"127.0.0.1:{port}")
        return server.ask(ipp.GET_PRINTER_ATTRIBUTES, "ticket", timeout=timeout)


def test_an_answer_is_read_with_all_its_values() -> None:
    answer = ask(
        says(
            SUCCESS
            + b"\x01"
            + attribute(0x47, b"attributes-charset", b"utf-8")
            + b"\x04"
            + attribute(0x23, b"printer-state", b"\x00\x00\x00\x05")
            + attribute(0x44, b"printer-state-reasons", b"media-empty-error")
            + attribute(0x44, b"", b"paused")
            + attribute(0x22, b"printer-is-accepting-jobs", b"\x01")
            + b"\x03"
        )
    )

    assert answer.number("printer-state") == 5
    assert answer.keywords("printer-state-reasons") == ("media-empty-error", "paused")
    assert answer.number("printer-is-accepting-jobs") == 1
    assert answer.number("job-id") is None
    assert answer.keywords("nothing") == ()


def test_the_request_is_what_the_standard_draws() -> None:
    """RFC 8010, section 3.1, byte for byte."""
    requests: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        request = b""
        while not request.endswith(b"%PDF"):
            request += connection.recv(65536)
        requests.append(request)
        answer_with(connection, SUCCESS + b"\x03")

    with network_printer(serve) as port:
        ipp.IppServer(f"127.0.0.1:{port}").ask(
            ipp.SEND_DOCUMENT,
            "tầng 2",
            ((ipp.INTEGER, "copies", 1), (ipp.BOOLEAN, "last-document", True)),
            ((ipp.KEYWORD, "print-scaling", "none"),),
            b"%PDF",
            timeout=2,
        )

    head, _, body = requests[0].partition(b"\r\n\r\n")
    path = b"/printers/t%E1%BA%A7ng%202"
    assert head.startswith(b"POST " + path + b" HTTP/1.1")
    assert b"content-type: application/ipp" in head.lower()
    assert body == (
        b"\x02\x00\x00\x06\x00\x00\x00\x01\x01"
        + attribute(0x47, b"attributes-charset", b"utf-8")
        + attribute(0x48, b"attributes-natural-language", b"en")
        + attribute(0x45, b"printer-uri", b"ipp://localhost" + path)
        + attribute(0x21, b"copies", b"\x00\x00\x00\x01")
        + attribute(0x22, b"last-document", b"\x01")
        + b"\x02"
        + attribute(0x44, b"print-scaling", b"none")
        + b"\x03%PDF"
    )


@pytest.mark.parametrize(
    ("serve", "why"),
    [
        (says(b"", "404 Not Found"), "HTTP 404"),
        (says(b"\x02\x00\x04\x06\x00\x00\x00\x01\x03"), "IPP 0x0406"),
        (says(b""), "not IPP"),
        (says(b"<html>hello</html>"), "refuses|not IPP"),
        (says(SUCCESS), "not IPP"),
        (says(SUCCESS + b"\x04" + attribute(0x44, b"a" * 9, b"b" * 9)[:-1]), "not IPP"),
        (says(SUCCESS + b"\x04\x44\xff\xff"), "not IPP"),
        (says(SUCCESS + b"\x04" + attribute(0x21, b"job-id", b"\x01") + b"\x03"), "not IPP"),
        (says(SUCCESS + b"\x04" + attribute(0x22, b"yes", b"") + b"\x03"), "not IPP"),
        (lambda connection: connection.close(), "no answer"),
    ],
)
def test_what_is_no_success_is_an_error(serve: Callable[[socket.socket], None], why: str) -> None:
    with pytest.raises(ipp.IppError, match=why):
        ask(serve)


def test_silence_ends() -> None:
    began = time.monotonic()
    with pytest.raises(ipp.IppError, match="TimeoutError"):
        ask(lambda connection: time.sleep(0.5), timeout=0.1)

    assert time.monotonic() - began < 2


def test_the_usual_server_can_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUPS_SERVER", "print.hosen.example:1631")
    assert ipp.IppServer.usual().address == "print.hosen.example:1631"

    monkeypatch.delenv("CUPS_SERVER")
    assert ipp.IppServer.usual().address in ("/run/cups/cups.sock", "localhost")
