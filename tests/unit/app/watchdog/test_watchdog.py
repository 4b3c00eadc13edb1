"""What is told of the rounds, and how often."""

import json
import socket
import uuid
from collections.abc import Iterator

import pytest

from kiosk.app.watchdog import JournalPart, Notifier, Watchdog
from kiosk.checkin.clock import SystemClock
from kiosk.checkin.journal import MemoryJournal


class Here:
    """A watchdog whose systemd is listened to, and whose clock is set."""

    def __init__(self, systemd: socket.socket, named: str, usec: str = "30000000") -> None:
        self._systemd = systemd
        self.now = 100.0
        notifier = Notifier({"NOTIFY_SOCKET": named, "WATCHDOG_USEC": usec})
        self.dog = Watchdog(notifier, lambda: self.now)

    def heard(self) -> list[str]:
        words = []
        while True:
            try:
                words.append(self._systemd.recv(1000).decode())
            except BlockingIOError:
                return words


@pytest.fixture
def here() -> Iterator[Here]:
    named = f"kiosk-{uuid.uuid4()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + named)
        systemd.setblocking(False)
        yield Here(systemd, "@" + named)


def events(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    lines = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    return [(line["event"], line["part"]) for line in lines if "part" in line]


def test_the_life_of_a_kiosk(here: Here) -> None:
    here.dog.status("serving")
    here.dog.ready()
    here.dog.beat()
    here.dog.status("serving")
    here.dog.status("out of order:\nnothing-holds")
    here.dog.stopping()
    assert here.heard() == [
        "STATUS=serving",
        "READY=1\nSTATUS=serving",
        "WATCHDOG=1",
        "STATUS=out of order: nothing-holds",
        "STOPPING=1",
    ]


def test_a_status_is_one_short_line(here: Here) -> None:
    here.dog.status("x" * 1000)
    [line] = here.heard()
    assert len(line) < 150


def test_a_silent_part_is_written_down_once_a_minute(
    here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(13):
        here.dog.silent("engine")
        here.now += 5
    assert events(capsys) == [("watchdog-silent", "engine")] * 2
    assert here.dog.silences == {"engine": 13}
    assert here.heard() == []
    here.dog.beat()
    assert events(capsys) == [("watchdog-answers", "engine")]
    here.dog.beat()
    assert events(capsys) == []
    assert here.dog.beats == 2


def test_that_qt_makes_no_rounds_is_seen_from_another_thread(
    here: Here, capsys: pytest.CaptureFixture[str]
) -> None:
    here.dog.began()
    here.now += 2 * here.dog.period_s
    here.dog.look()
    assert events(capsys) == []
    here.now += 0.1
    here.dog.look()
    assert events(capsys) == [("watchdog-silent", "ui")]
    here.dog.stopping()
    here.now += 100
    here.dog.look()
    assert events(capsys) == [], "at the end there are no rounds"


@pytest.mark.parametrize(("usec", "period"), [("30000000", 5.0), ("4000000", 2.0), ("", 5.0)])
def test_rounds_come_at_least_twice_in_the_time_that_systemd_gives(
    usec: str, period: float
) -> None:
    notifier = Notifier({"NOTIFY_SOCKET": "/run/x"} | ({"WATCHDOG_USEC": usec} if usec else {}))
    assert Watchdog(notifier).period_s == period


def test_a_journal_in_memory_always_answers() -> None:
    part, answers = JournalPart(), list[int]()
    part.ask(lambda: answers.append(1))
    with part.of(MemoryJournal(SystemClock())):
        part.ask(lambda: answers.append(2))
    assert answers == [1, 2]
