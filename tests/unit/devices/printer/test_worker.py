import asyncio
import threading
import time

import pytest

from kiosk.devices.printer.worker import Worker


def test_it_answers_with_the_result_or_the_error() -> None:
    worker = Worker("test")

    def fails() -> None:
        raise KeyError("paper")

    async def run() -> int:
        with pytest.raises(KeyError):
            await worker.run(fails, 1)
        return await worker.run(lambda: 7, 1)

    assert asyncio.run(run()) == 7
    assert not worker.busy


def test_work_runs_one_at_a_time_beside_the_loop() -> None:
    worker, running, most = Worker("test"), 0, 0
    threads = set()

    def work() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        threads.add(threading.current_thread().daemon)
        time.sleep(0.01)
        running -= 1

    async def run() -> None:
        await asyncio.gather(*(worker.run(work, 2) for _ in range(5)))

    asyncio.run(run())
    assert most == 1
    assert threads == {True}, "a hung printer must not keep the kiosk from ending"


def test_a_hung_printer_is_given_up_and_what_waits_behind_it_never_begins() -> None:
    worker, go_on = Worker("test"), threading.Event()
    began: list[str] = []

    async def run() -> None:
        with pytest.raises(TimeoutError):
            await worker.run(lambda: go_on.wait(5), 0.05)
        assert worker.busy
        with pytest.raises(TimeoutError):
            await worker.run(lambda: began.append("late"), 0.05)
        go_on.set()
        await worker.run(lambda: began.append("next"), 2)

    asyncio.run(run())
    assert began == ["next"]


def test_who_is_cancelled_while_waiting_prints_nothing() -> None:
    worker, go_on = Worker("test"), threading.Event()
    began: list[str] = []

    async def run() -> None:
        first = asyncio.create_task(worker.run(lambda: go_on.wait(5), 5))
        await asyncio.sleep(0.02)
        second = asyncio.create_task(worker.run(lambda: began.append("cancelled"), 5))
        await asyncio.sleep(0.02)
        second.cancel()
        with pytest.raises(asyncio.CancelledError):
            await second
        go_on.set()
        await first
        await worker.run(lambda: began.append("next"), 2)

    asyncio.run(run())
    assert began == ["next"]


class SlowToOpen:
    """A lock whose holder is held up for a moment before it lets go."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.acquire, self.locked = self._lock.acquire, self._lock.locked

    def release(self) -> None:
        time.sleep(0.05)
        self._lock.release()


def test_whoever_has_the_result_finds_it_free(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        worker = Worker("test")
        monkeypatch.setattr(worker, "_free", SlowToOpen())
        await worker.run(lambda: None, 5)
        assert not worker.busy

    asyncio.run(run())
