"""What systemd is told, heard by a socket that stands in for it."""

import os
import socket
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.watchdog import Notifier


@pytest.fixture(params=["path", "abstract"])
def listening(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[str, socket.socket]]:
    """As ``$NOTIFY_SOCKET`` names it, and the socket."""
    named = str(tmp_path / "notify") if request.param == "path" else f"@kiosk-{uuid.uuid4()}"
    bound = named.replace("@", "\0", 1) if request.param == "abstract" else named
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as here:
        here.bind(bound)
        here.settimeout(5)
        yield named, here


def test_each_word_is_one_datagram(listening: tuple[str, socket.socket]) -> None:
    named, systemd = listening
    notifier = Notifier({"NOTIFY_SOCKET": named})
    assert notifier.tell("READY=1", "STATUS=phục vụ")
    assert notifier.tell("WATCHDOG=1")
    assert systemd.recv(1000).decode() == "READY=1\nSTATUS=phục vụ"
    assert systemd.recv(1000) == b"WATCHDOG=1"


def test_children_do_not_inherit_the_words() -> None:
    environment = {"NOTIFY_SOCKET": "/x", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "1", "HOME": "/"}
    Notifier(environment)
    assert environment == {"HOME": "/"}


@pytest.mark.parametrize(
    ("usec", "pid", "seconds"),
    [
        ("30000000", str(os.getpid()), 30.0),
        ("30000000", "", 30.0),
        ("30000000", "1", 0.0),
        ("", "", 0.0),
        ("-5", "", 0.0),
        ("much", "", 0.0),
    ],
    ids=["mine", "anybody's", "another's", "none", "negative", "no number"],
)
def test_the_time_is_that_of_this_process_alone(usec: str, pid: str, seconds: float) -> None:
    given = {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": usec, "WATCHDOG_PID": pid}
    assert Notifier({name: value for name, value in given.items() if value}).watchdog_s == seconds


@pytest.mark.parametrize("named", ["", "relative", "vsock:2:1", "/nobody/listens/here"])
def test_without_systemd_nothing_is_told_and_nothing_fails(named: str) -> None:
    assert not Notifier({"NOTIFY_SOCKET": named}).tell("READY=1")


def test_a_systemd_that_does_not_read_holds_up_nothing(
    listening: tuple[str, socket.socket],
) -> None:
    named, _ = listening
    notifier = Notifier({"NOTIFY_SOCKET": named})
    told = [notifier.tell("WATCHDOG=1", "x" * 1000) for _ in range(3000)]
    assert told[0]
    assert not told[-1], "its queue is full, and nobody waited for it"
