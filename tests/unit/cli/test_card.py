"""``kiosk card serve``, against a listener that plays vpcd."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.card import card
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import cccd_qr

PERSON = next(person for person in people() if person.card_issued is not None)
READ = bytes.fromhex("00b09c0000")


@contextmanager
def vpcd(*commands: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Takes a card for each command, sends it that, and hangs up when it has answered."""
    answers: list[bytes] = []

    def listen(server: socket.socket) -> None:
        for command in commands:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(5)
                connection.sendall(len(command).to_bytes(2) + command)
                answers.append(connection.recv(1000))

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)
        thread = threading.Thread(target=listen, args=[server])
        thread.start()
        yield server.getsockname()[1], answers
        thread.join(10)


def serve(trust: Path, port: int, *options: str, number: str = PERSON.personal_number) -> Result:
    words = ["serve", number, "--port", str(port), "--trust", str(trust), *options]
    return CliRunner().invoke(card, words)


def test_it_says_what_a_test_needs_and_serves_the_card(tmp_path: Path) -> None:
    with vpcd(b"\x04") as (port, answers):
        done = serve(tmp_path, port, "--json")
    assert done.exit_code == 1
    assert "vpcd has ended" in done.stderr
    assert json.loads(done.stdout) == {
        "trust": str(tmp_path),
        "can": PERSON.personal_number[-6:],
        "qr": cccd_qr(PERSON),
    }
    assert (tmp_path / "csca.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    assert [answer[2:3] for answer in answers] == [b"\x3b"]


def test_a_card_that_is_pulled_is_laid_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.cli.card._PUT_BACK_SECONDS", 0.05)
    with vpcd(READ, READ) as (port, answers):
        done = serve(tmp_path, port, "--pulled-at-apdu", "1")
    assert done.stderr.count("laid back") == 1
    assert (answers[0], answers[1][-2:]) == (b"", b"\x90\x00")


def test_an_interrupt_ends_it_well(tmp_path: Path) -> None:
    handlers = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def interrupt() -> None:
            """Once it is ready for that: before, the signal would end the tests themselves."""
            end = time.monotonic() + 20
            while signal.getsignal(signal.SIGTERM) is handlers[1] and time.monotonic() < end:
                time.sleep(0.01)
            if signal.getsignal(signal.SIGTERM) is handlers[1]:
                server.close()  # it ends as one whose reader is gone
            else:
                os.kill(os.getpid(), signal.SIGTERM)

        thread = threading.Thread(target=interrupt)
        thread.start()
        done = serve(tmp_path, server.getsockname()[1])
        thread.join()
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1] == f"can    {PERSON.personal_number[-6:]}"
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == handlers


def test_a_number_that_nobody_has(tmp_path: Path) -> None:
    done = serve(tmp_path, 1, number="079190012345")
    assert (done.exit_code, done.stdout) == (2, "")


def test_no_vpcd(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = serve(tmp_path, port)
    assert done.exit_code == 1
    assert "install vsmartcard-vpcd" in done.stderr


def test_a_trust_folder_that_holds_something_else(tmp_path: Path) -> None:
    (tmp_path / "csca.key").write_text("a shopping list")
    done = serve(tmp_path, 1)
    assert done.exit_code == 1
    assert "Traceback" not in done.output


def test_every_fault_is_an_option() -> None:
    told = CliRunner().invoke(card, ["serve", "--help"]).stdout
    assert [
        one.name for one in fields(Faults) if f"--{one.name.replace('_', '-')}" not in told
    ] == []
