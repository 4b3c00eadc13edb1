"""A print server that takes a ticket and answers late, or not while it matters."""

import asyncio
import http.server
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PIL import Image

from kiosk.devices.printer import cups, cups_jobs
from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.ipp import IppServer

WIDTH = 576
TICKET = Image.new("1", (WIDTH, 80))
LOOK, CREATE, SEND, CANCEL, STATE = 0x000B, 0x0005, 0x0006, 0x0008, 0x0009
PENDING, CANCELLED, COMPLETED = 3, 7, 9
FORBIDDEN, NOT_POSSIBLE, NOT_FOUND, BUSY = 0x0401, 0x0404, 0x0406, 0x0507


@dataclass
class Server:
    """Its printer prints what it has when told to: :meth:`prints`."""

    late: dict[int, threading.Event] = field(default_factory=dict)
    """By operation: it is done, and answered after this."""
    refuses: dict[int, int] = field(default_factory=dict)
    """By operation: nothing is done, and this is answered."""
    deaf: set[int] = field(default_factory=set)
    """Operations that are neither done nor answered."""
    states: dict[int, int] = field(default_factory=dict)
    documents: set[int] = field(default_factory=set)
    purged: list[int] = field(default_factory=list)
    papers: int = 0
    asked: list[int] = field(default_factory=list)
    prints_at_once: bool = False

    def prints(self) -> None:
        for job, state in self.states.items():
            if state == PENDING and job in self.documents:
                self.states[job] = COMPLETED
                self.papers += 1

    def answer(self, operation: int, body: bytes) -> bytes:
        self.asked.append(operation)
        if operation in self.refuses:
            return _answer(self.refuses[operation])
        told = self._done(operation, _job(body), b"purge-job" in body)
        if operation in self.late:
            assert self.late[operation].wait(20)
        return told

    def _done(self, operation: int, job: int, purge: bool) -> bytes:
        if operation == LOOK:
            accepting = _attribute(0x22, "printer-is-accepting-jobs", b"\x01")
            return _answer(0, _number(0x23, "printer-state", 3) + accepting)
        if operation == CREATE:
            self.states[len(self.states) + 1] = PENDING
            return _answer(0, _number(0x21, "job-id", len(self.states)))
        if job not in self.states or job in self.purged:
            return _answer(NOT_FOUND)
        if operation == SEND:
            if self.states[job] != PENDING:
                return _answer(NOT_POSSIBLE)
            self.documents.add(job)
            if self.prints_at_once:
                self.prints()
        elif operation == CANCEL and purge:
            self.purged.append(job)
        elif operation == CANCEL and self.states[job] != PENDING:
            return _answer(NOT_POSSIBLE)
        elif operation == CANCEL:
            self.states[job] = CANCELLED
        return _answer(0, _number(0x23, "job-state", self.states[job]))


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    key = name.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(value)) + value


def _number(tag: int, name: str, value: int) -> bytes:
    return _attribute(tag, name, struct.pack(">i", value))


def _answer(status: int, attributes: bytes = b"") -> bytes:
    return struct.pack(">BBHI", 2, 0, status, 1) + b"\x02" + attributes + b"\x03"


def _job(body: bytes) -> int:
    at = body.find(b"job-id\x00\x04")
    found: int = struct.unpack_from(">i", body, at + 8)[0] if at >= 0 else 0
    return found


@contextmanager
def printing(server: Server) -> Iterator[CupsPrinter]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            operation = struct.unpack_from(">H", body, 2)[0]
            if operation in server.deaf:
                return
            content = server.answer(operation, body)
            try:
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                return  # whoever asked has gone

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield CupsPrinter("ticket", WIDTH, IppServer(f"127.0.0.1:{listening.server_port}"))
        finally:
            for held in server.late.values():
                held.set()
            listening.shutdown()
            thread.join(20)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cups_jobs, "_SEND_SECONDS", 0.5)
    monkeypatch.setattr(cups_jobs, "_ASK_SECONDS", 0.5)
    monkeypatch.setattr(cups, "_CANCEL_SECONDS", 0.2)


def print_on(printer: CupsPrinter) -> PrinterStatus:
    return asyncio.run(printer.print(TICKET))


@pytest.mark.slow
def test_a_ticket_that_is_taken_and_not_answered_for_is_taken_back() -> None:
    """The disk of its spool is slow. The patient is told that there is no paper, so there is to be
    none later."""
    server = Server(late={SEND: threading.Event()})
    with printing(server) as printer:
        assert print_on(printer).state is PrinterState.OFFLINE
        assert server.documents == {1}, "it has the ticket"
        server.late[SEND].set()
        server.prints()

    assert (server.states, server.papers) == ({1: CANCELLED}, 0)
    assert server.purged == [1]


@pytest.mark.slow
def test_a_ticket_that_came_out_before_it_could_be_taken_back_is_printed() -> None:
    server = Server(late={SEND: threading.Event()}, prints_at_once=True)
    with printing(server) as printer:
        assert print_on(printer).state is PrinterState.READY

    assert (server.papers, server.purged) == (1, [1])


@pytest.mark.slow
def test_a_job_of_which_no_number_was_told_has_nothing_to_print() -> None:
    server = Server(late={CREATE: threading.Event()})
    with printing(server) as printer:
        assert print_on(printer).state is PrinterState.OFFLINE
        server.prints()

    assert (len(server.states), server.documents, server.papers) == (1, set(), 0)


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["gone", "busy"])
def test_what_could_not_be_taken_back_is_as_soon_as_the_server_can(fault: str) -> None:
    server = Server(late={SEND: threading.Event()})
    if fault == "gone":
        server.deaf.add(CANCEL)
    else:
        server.refuses[CANCEL] = BUSY
    with printing(server) as printer:
        assert print_on(printer).state is PrinterState.OFFLINE
        assert (server.states, server.documents) == ({1: PENDING}, {1})
        server.deaf.clear()
        server.refuses.clear()

        for _ in range(2):  # cancelled, and when that is over, erased
            assert asyncio.run(printer.status()).state is PrinterState.READY
        server.prints()
    assert (server.states, server.papers, server.purged) == ({1: CANCELLED}, 0, [1])


def test_a_server_that_erases_nothing_is_told_of_once(capsys: pytest.CaptureFixture[str]) -> None:
    server = Server(prints_at_once=True, refuses={CANCEL: FORBIDDEN})
    with printing(server) as printer:
        for _ in range(3):
            assert print_on(printer).state is PrinterState.READY
        asked = server.asked.count(CANCEL)
        assert asyncio.run(printer.status()).state is PrinterState.READY

    assert asked == server.asked.count(CANCEL) == 3, "once for each ticket"
    assert capsys.readouterr().err.count("print-job-kept") == 1
