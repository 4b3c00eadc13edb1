"""How the end of a process is noticed, with one that is played by a thread."""

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Callable

import pytest

from kiosk.vision.life import End, Life, Patience, Why
from kiosk.vision.plan import VisionPlan
from kiosk.vision.wire.framing import Channel, KioskGone
from kiosk.vision.wire.messages import Broke, Loading, Ping, Pong

PATIENCE = Patience(ping_s=0.05, hung_s=0.4, begin_s=1.6)
Play = Callable[[Channel, socket.socket], None]


def pong(number: int, busy: float = 0.0, memory: int = 1000) -> Pong:
    return Pong(number, busy, memory, "played", 1280, 720, 30.0, 0.5)


def answers(channel: Channel, seconds: float, busy: float = 0.0, memory: int = 1000) -> None:
    """Every ping, for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        order = channel.order()
        if order is None:
            raise KioskGone
        if isinstance(order, Ping):
            channel.tell(pong(order.number, busy, memory))


def lived(monkeypatch: pytest.MonkeyPatch, play: Play) -> tuple[End, float]:
    """The end of a process that does this, and after how many seconds."""
    threads: list[threading.Thread] = []

    def served(link: socket.socket) -> None:
        with link:
            try:
                play(Channel(link), link)
            except (KioskGone, OSError):
                return

    def spawn(self: Life, link: socket.socket) -> subprocess.Popen[bytes]:
        threads.append(threading.Thread(target=served, args=(link.dup(),)))
        threads[0].start()
        return subprocess.Popen(["sleep", "60"])

    monkeypatch.setattr(Life, "_spawn", spawn)

    async def work() -> End:
        async with asyncio.timeout(20):
            life = Life(VisionPlan("simulated"), -1, lambda told: None, PATIENCE)
            return await life.run(lambda: None)

    began = time.monotonic()
    end = asyncio.run(work())
    took = time.monotonic() - began
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()
    return end, took


def silent(channel: Channel, seconds: float) -> None:
    time.sleep(seconds)


@pytest.mark.slow
def test_one_that_says_that_it_loads_is_given_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def play(channel: Channel, link: socket.socket) -> None:
        answers(channel, 0.3)
        for _ in range(2):
            channel.tell(Loading(True))
            silent(channel, 2.5 * PATIENCE.hung_s)
            channel.tell(Loading(False))
            answers(channel, 2 * PATIENCE.hung_s)

    end, _ = lived(monkeypatch, play)
    assert end == End(Why.ENDED), "it was left alone until it ended by itself"


@pytest.mark.slow
def test_a_loading_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def play(channel: Channel, link: socket.socket) -> None:
        answers(channel, 0.2)
        channel.tell(Loading(True))
        silent(channel, 2 * PATIENCE.begin_s)

    end, took = lived(monkeypatch, play)
    assert end == End(Why.HUNG)
    assert took >= PATIENCE.begin_s


@pytest.mark.parametrize("loads", [False, True])
def test_one_that_is_silent_after_it_has_begun_or_loaded_is_ended(
    monkeypatch: pytest.MonkeyPatch, loads: bool
) -> None:
    def play(channel: Channel, link: socket.socket) -> None:
        answers(channel, 0.2)
        if loads:
            channel.tell(Loading(True))
            channel.tell(Loading(False))
        silent(channel, 2.0)

    end, took = lived(monkeypatch, play)
    assert end == End(Why.HUNG)
    assert took < PATIENCE.begin_s


@pytest.mark.slow
def test_one_that_never_answers_is_ended_when_it_should_have_begun(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end, took = lived(monkeypatch, lambda channel, link: silent(channel, 2 * PATIENCE.begin_s))
    assert end == End(Why.HUNG)
    assert took >= PATIENCE.begin_s


@pytest.mark.parametrize(
    ("busy", "memory", "why"),
    [(0.5, 1000, Why.HUNG), (0.3, 1000, Why.ENDED), (0.0, 10**9, Why.MEMORY)],
)
def test_one_that_answers_is_ended_for_one_look_that_hangs_and_for_what_it_holds(
    monkeypatch: pytest.MonkeyPatch, busy: float, memory: int, why: Why
) -> None:
    end, _ = lived(monkeypatch, lambda channel, link: answers(channel, 0.3, busy, memory))
    assert end == End(why)


def test_last_words_are_how_it_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def play(channel: Channel, link: socket.socket) -> None:
        channel.tell(Broke("ValueError", "kiosk/vision/process/main.py:80"))
        answers(channel, 5.0)

    end, _ = lived(monkeypatch, play)
    assert end == End(Why.BROKE, "ValueError", "kiosk/vision/process/main.py:80")


@pytest.mark.parametrize(
    "said", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x02\xc1\xc1"], ids=["too long", "no message"]
)
def test_one_that_says_what_it_never_says_is_ended(
    monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    def play(channel: Channel, link: socket.socket) -> None:
        link.sendall(said)
        answers(channel, 5.0)

    end, _ = lived(monkeypatch, play)
    assert end == End(Why.GARBLED)
