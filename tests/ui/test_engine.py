"""The engine thread: starts, ends with everything in it, and loses no error."""

import asyncio
import gc
import threading
import time

import pytest
from pytestqt.qtbot import QtBot

from kiosk.app.kiosk import FINISH_S
from kiosk.ui.engine import STOP_S, EngineStuck, EngineThread


@pytest.fixture
def engine(qtbot: QtBot) -> EngineThread:
    return EngineThread()


def test_runs_a_coroutine_in_a_thread_of_its_own(engine: EngineThread) -> None:
    async def where() -> str:
        return threading.current_thread().name

    engine.start()
    try:
        assert engine.submit(where()).result(2) == "engine"
    finally:
        engine.stop()


def test_stop_leaves_no_task_and_waits_for_its_cleanup(engine: EngineThread) -> None:
    ended: list[str] = []
    running = threading.Event()

    async def child() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.02)
            ended.append("child")

    async def parent() -> None:
        child_task = asyncio.create_task(child())
        await asyncio.sleep(0)
        running.set()
        try:
            await asyncio.sleep(60)
        finally:
            assert not child_task.cancelling()
            ended.append("parent")

    engine.start()
    future = engine.submit(parent())
    assert running.wait(2)
    engine.stop()
    assert ended == ["parent", "child"]
    assert future.cancelled()
    assert not engine.running
    assert "engine" not in [thread.name for thread in threading.enumerate()]


def test_work_that_a_cleanup_waits_for_ends_by_itself(engine: EngineThread) -> None:
    """As when a place is given back, or paper is confirmed, while the kiosk is told to stop."""
    ended: list[str] = []
    running = threading.Event()

    async def give_back() -> None:
        try:
            await asyncio.sleep(0.15)
            ended.append("given back")
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def visits() -> None:
        work = asyncio.create_task(give_back())
        await asyncio.sleep(0)
        running.set()
        try:
            await asyncio.sleep(60)
        finally:
            await work

    engine.start()
    future = engine.submit(visits())
    assert running.wait(2)
    engine.stop()
    assert ended == ["given back"]
    assert future.cancelled()


def test_stop_waits_for_longer_than_the_visits_last_work_may_take() -> None:
    assert STOP_S >= FINISH_S + 1


def test_an_error_arrives_in_the_main_thread(engine: EngineThread, qtbot: QtBot) -> None:
    async def breaks() -> None:
        raise LookupError("planned")

    arrived: list[tuple[BaseException, bool]] = []
    engine.failed.connect(
        lambda error: arrived.append((error, threading.current_thread() is threading.main_thread()))
    )
    engine.start()
    try:
        engine.submit(breaks())
        qtbot.waitUntil(lambda: bool(arrived), timeout=2000)
    finally:
        engine.stop()
    [(error, in_main)] = arrived
    assert isinstance(error, LookupError)
    assert in_main


def test_an_error_of_a_task_that_nobody_awaits_is_not_lost(
    engine: EngineThread, qtbot: QtBot
) -> None:
    async def breaks() -> None:
        raise LookupError("planned")

    async def careless() -> None:
        task = asyncio.create_task(breaks())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        del task

    engine.start()
    try:
        with qtbot.waitSignal(engine.stray, timeout=2000) as blocker:
            engine.submit(careless()).result(2)
        assert isinstance(blocker.args[0], LookupError)
    finally:
        engine.stop()


def test_being_cancelled_is_no_error(engine: EngineThread, qtbot: QtBot) -> None:
    failed: list[BaseException] = []
    engine.failed.connect(failed.append)
    engine.start()
    engine.submit(asyncio.sleep(60))
    engine.stop()
    qtbot.wait(20)
    assert failed == []


def test_refuses_work_before_the_start_and_after_the_end(engine: EngineThread) -> None:
    with pytest.raises(RuntimeError, match="does not run"):
        engine.submit(asyncio.sleep(0))
    engine.stop()
    engine.start()
    engine.stop()
    engine.stop()
    with pytest.raises(RuntimeError, match="does not run"):
        engine.submit(asyncio.sleep(0))
    with pytest.raises(RuntimeError, match="once"):
        engine.start()


def test_says_so_when_something_will_not_be_cancelled(engine: EngineThread) -> None:
    release = threading.Event()

    async def stubborn() -> None:
        while not release.is_set():
            try:
                await asyncio.sleep(0.02)
            except asyncio.CancelledError:
                continue

    engine.start()
    engine.submit(stubborn())
    started = time.monotonic()
    with pytest.raises(EngineStuck):
        engine.stop(timeout=0.15)
    assert time.monotonic() - started < 2
    release.set()
    engine.stop()


class Cyclic:
    """Garbage that only the cycle collector finds, and that tells who found it."""

    def __init__(self, ends: list[str]) -> None:
        self.itself = self
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(threading.current_thread().name)


def test_garbage_is_collected_in_the_main_thread_only(engine: EngineThread, qtbot: QtBot) -> None:
    ends: list[str] = []

    async def allocate() -> None:
        for _ in range(50_000):
            waste: list[object] = []
            waste.append(waste)

    engine.start()
    try:
        # The first beat sets aside all that is there already.
        engine._collector._collect()
        Cyclic(ends)
        engine.submit(allocate()).result(5)
        assert ends == []
        engine._collector._timer.setInterval(5)
        qtbot.waitUntil(lambda: bool(ends), timeout=2000)
        assert ends == [threading.main_thread().name]
    finally:
        engine.stop()
    assert gc.isenabled()
