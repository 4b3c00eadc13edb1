"""The queue before the log's disk: nobody waits, nothing grows, what is missing is counted."""

import json
import threading
import time
from collections.abc import Sequence
from typing import Any

import pytest

from kiosk.log import output
from kiosk.log.flood import BURST
from kiosk.log.lines import as_json
from kiosk.log.output import MOST_WAITING, Queued
from kiosk.log.record import Record


class Disk:
    """Takes lines; may hang, or be full."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.free = threading.Event()
        self.free.set()
        self.full = False
        self.asked = threading.Event()

    def write(self, lines: Sequence[str]) -> int:
        self.asked.set()
        assert self.free.wait(10), "the test forgot to let go"
        if self.full:
            return 0
        self.lines += [json.loads(line) for line in lines]
        return len(lines)

    def close(self) -> None: ...

    def of(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == event]


def put(queued: Queued, ms: int = 1, where: str = "") -> None:
    fields: dict[str, str | int] = {"name": "find", "ms": ms}
    queued.put(Record(time.time(), "step", fields | ({"where": where} if where else {})))


def settle(queued: Queued, disk: Disk) -> None:
    """Wait until the thread has written what was put before."""
    deadline = time.monotonic() + 5
    while not queued._waiting.empty() or not disk.asked.is_set():
        assert time.monotonic() < deadline
        time.sleep(0.001)
    disk.asked.clear()


def test_lines_come_in_order_and_all_of_them_by_the_end() -> None:
    disk = Disk()
    queued = Queued(disk, as_json)
    for number in range(BURST):
        put(queued, number)
    queued.end()
    assert [line["ms"] for line in disk.lines] == list(range(BURST))


def test_a_disk_that_hangs_holds_nobody_up_and_takes_no_memory() -> None:
    disk = Disk()
    disk.free.clear()
    queued = Queued(disk, as_json)
    began = time.monotonic()
    for number in range(3 * MOST_WAITING):
        put(queued, where=f"kiosk/a.py:{number % 100}")
    assert time.monotonic() - began < 2
    assert queued._waiting.qsize() <= MOST_WAITING
    disk.free.set()
    queued.end()
    [dropped] = disk.of("log-dropped")
    assert dropped["why"] == "queue"
    assert dropped["lines"] + len(disk.of("step")) == 3 * MOST_WAITING
    assert dropped["lines"] >= MOST_WAITING - output.AT_ONCE


def test_the_end_does_not_wait_for_a_disk_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "END_S", 0.05)
    disk = Disk()
    disk.free.clear()
    queued = Queued(disk, as_json)
    put(queued)
    began = time.monotonic()
    queued.end()
    assert time.monotonic() - began < 1
    disk.free.set()
    queued._thread.join(5)


def test_a_full_disk_is_told_on_standard_error_and_once_it_takes_lines_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    disk = Disk()
    queued = Queued(disk, as_json)
    disk.full = True
    for number in range(3):
        put(queued, number)
        settle(queued, disk)
    disk.full = False
    put(queued, 99)
    queued.end()
    assert [line["event"] for line in disk.lines] == ["log-dropped", "step"]
    assert disk.lines[0]["why"] == "disk"
    assert disk.lines[0]["lines"] == 3
    assert disk.lines[1]["ms"] == 99
    [told] = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (told["event"], told["why"]) == ("log-dropped", "disk")


def test_a_flood_while_the_disk_is_full_is_told_once_it_takes_lines_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(output, "TELL_S", 0.01)
    disk = Disk()
    disk.full = True
    queued = Queued(disk, as_json)
    for _ in range(BURST + 20):
        put(queued, where="kiosk/a.py:1")
    settle(queued, disk)
    time.sleep(0.05)  # some times to tell pass
    disk.full = False
    put(queued)
    queued.end()
    [dropped] = disk.of("log-dropped")
    assert (dropped["why"], dropped["lines"]) == ("disk", BURST)
    assert sum(line["lines"] for line in disk.of("log-left-out")) == 20


def test_a_flood_is_told_by_its_number_and_place() -> None:
    disk = Disk()
    queued = Queued(disk, as_json)
    for _ in range(BURST + 20):
        put(queued, where="kiosk/a.py:1")
    put(queued, where="kiosk/b.py:2")
    queued.end()
    [told] = disk.of("log-left-out")
    assert (told["name"], told["where"], told["lines"]) == ("step", "kiosk/a.py:1", 20)
    assert [line["where"] for line in disk.of("step")][-1] == "kiosk/b.py:2"


def test_what_was_left_out_is_told_while_nothing_else_happens(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(output, "TELL_S", 0.05)
    disk = Disk()
    queued = Queued(disk, as_json)
    for _ in range(BURST + 20):
        put(queued)
    deadline = time.monotonic() + 5
    while sum(line["lines"] for line in disk.of("log-left-out")) < 20:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    queued.end()


def test_many_threads_lose_nothing() -> None:
    disk = Disk()
    queued = Queued(disk, as_json)

    def work(name: int) -> None:
        for number in range(100):
            put(queued, number, where=f"kiosk/a.py:{name}")

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    queued.end()
    assert len(disk.of("step")) == 800
