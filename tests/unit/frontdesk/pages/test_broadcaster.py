import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest

from kiosk.frontdesk.pages import broadcaster as module
from kiosk.frontdesk.pages.broadcaster import Broadcaster, Full
from kiosk.frontdesk.pages.feeds import ConsoleFeed
from kiosk.frontdesk.pages.topic import Bounds
from tests.unit.frontdesk.pages.noticeboard import NoticeHouse, Notices
from tests.unit.frontdesk.pages.reader import Reader
from tests.unit.frontdesk.pages.sample_views import NOW

FAST = 0.02
"""Seconds between two readings."""


class Scene:
    """A broadcaster, its house and its only kind of page."""

    def __init__(
        self,
        limit: int = 100,
        refresh: float = 30,
        bounds: Bounds | None = None,
        interval: float = FAST,
    ) -> None:
        self.house = NoticeHouse()
        self.feed = Notices(bounds)
        self.broadcaster = Broadcaster(self.house, limit, interval, refresh)
        self.readers: list[Reader] = []

    def open(self, key: str = "a") -> Reader:
        reader = Reader(self.broadcaster.stream(self.feed, key))
        self.readers.append(reader)
        return reader

    def write(self, key: str, text: str, *, urgent: bool = False) -> None:
        self.feed.texts[key] = text
        self.house.changes.tell(urgent=urgent)


def play(scene: Scene, act: Callable[[Scene], Awaitable[None]]) -> None:
    async def run() -> None:
        async with asyncio.timeout(10):
            await act(scene)
            for reader in scene.readers:
                await reader.leave()
            # Nobody listens: nothing goes on.
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0.001)

    asyncio.run(run())


def test_who_comes_gets_the_time_and_the_view() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        assert await reader.views(1) == ["<p>one</p>"]
        assert reader.events[0] == ("beat", f"{NOW.timestamp():.3f}")
        assert reader.got.startswith(b"retry: ")

    play(Scene(), act)


def test_a_change_reaches_those_whose_view_changed() -> None:
    async def act(scene: Scene) -> None:
        first, second = scene.open("a"), scene.open("b")
        await first.views(1)
        await second.views(1)
        scene.write("a", "new")
        assert await first.views(2) == ["<p>one</p>", "<p>new</p>"]
        scene.write("b", "newer")
        assert await second.views(2) == ["<p>two</p>", "<p>newer</p>"]
        assert len(first.shown) == 2

    play(Scene(), act)


def test_one_view_is_rendered_once_for_all() -> None:
    async def act(scene: Scene) -> None:
        readers = [scene.open() for _ in range(5)]
        for reader in readers:
            await reader.views(1)
        assert scene.feed.rendered == 1
        late = scene.open()
        assert await late.views(1) == ["<p>one</p>"]
        assert scene.feed.rendered == 1

    play(Scene(), act)


def test_many_changes_are_one_reading() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)
        for nth in range(1000):
            scene.write("a", str(nth))
        assert (await reader.views(2))[-1] == "<p>999</p>"
        assert scene.house.reads <= 3

    play(Scene(), act)


@pytest.mark.slow
def test_what_takes_long_to_tell_is_told_less_often() -> None:
    async def act(scene: Scene) -> None:
        scene.feed.reading = 0.02
        reader = scene.open()
        await reader.views(1)
        began = time.monotonic()
        for nth in range(4):
            scene.write("a", str(nth))
            await reader.views(nth + 2)
        # Three pauses at least, of four tellings each: many times the usual interval.
        assert time.monotonic() - began >= 3 * 4 * 0.02

    play(Scene(), act)


@pytest.mark.slow
def test_what_people_wait_for_is_told_sooner() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)

        async def told(text: str, *, urgent: bool) -> float:
            began, seen = time.monotonic(), len(reader.shown)
            scene.write("a", text, urgent=urgent)
            await reader.views(seen + 1)
            return time.monotonic() - began

        usual = await told("new", urgent=False)
        soon = await told("newer", urgent=True)
        again = await told("newest", urgent=False)
        assert soon < min(usual, again) - 0.1

    play(Scene(interval=0.4), act)


def test_what_passes_by_itself_waits_for_its_time() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)
        scene.write("a", "one~ 1 minute")
        await asyncio.sleep(5 * FAST)
        assert len(reader.shown) == 1
        # The time of the first view is over by now.
        assert await reader.views(2) == ["<p>one</p>", "<p>one~ 1 minute</p>"]

    play(Scene(refresh=0.4), act)


def test_a_view_that_is_over_ends_the_stream() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)
        scene.write("a", "over")
        await reader.until(lambda r: r.is_ended)
        assert reader.events[-2:] == [("view", "<p>over</p>"), ("over", "")]

    play(Scene(), act)


def test_a_view_that_is_gone_says_farewell() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)
        del scene.feed.texts["a"]
        scene.house.changes.tell(urgent=False)
        await reader.until(lambda r: r.is_ended)
        assert reader.events[-2:] == [("view", "<p>gone</p>"), ("over", "")]

    play(Scene(), act)


def test_records_that_are_away_are_told_and_come_back() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)
        scene.house.is_away = True
        scene.write("a", "unseen")
        await reader.until(lambda r: r.events[-1] == ("away", ""))
        scene.house.is_away = False
        assert (await reader.views(2))[-1] == "<p>unseen</p>"

    play(Scene(), act)


def test_records_that_come_back_unchanged_are_told_too() -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)
        scene.house.is_away = True
        scene.house.changes.tell(urgent=False)
        await reader.until(lambda r: r.events[-1][0] == "away")
        scene.house.is_away = False
        await reader.until(lambda r: r.events[-1][0] == "beat")

    play(Scene(), act)


def test_there_are_bounds_on_streams_pages_and_readers() -> None:
    async def act(scene: Scene) -> None:
        for key in ("a", "a", "b"):
            await scene.open(key).views(1)
        with pytest.raises(Full):
            scene.open("a")  # Two readers.
        with pytest.raises(Full):
            scene.open("c")  # Two pages.
        await scene.open("b").views(1)
        scene.feed.bounds = Bounds(share=0.5, pages=9, readers=9)
        with pytest.raises(Full):
            scene.open("b")  # Four of eight streams.
        await scene.readers.pop().leave()
        await scene.open("b").views(1)

    play(Scene(limit=8, bounds=Bounds(share=1.0, pages=2, readers=2)), act)


def test_closing_ends_all_streams_and_opens_no_more() -> None:
    async def act(scene: Scene) -> None:
        readers = [scene.open("a"), scene.open("b")]
        for reader in readers:
            await reader.views(1)
        scene.broadcaster.close()
        for reader in readers:
            await reader.until(lambda r: r.is_ended)
        with pytest.raises(Full):
            scene.open()

    play(Scene(), act)


def test_a_fault_ends_the_streams_and_the_next_one_begins_anew(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.views(1)
        scene.feed.broken = True
        scene.house.changes.tell(urgent=False)
        await reader.until(lambda r: r.is_ended)
        scene.feed.broken = False
        await scene.open().views(1)

    play(Scene(), act)
    said = capsys.readouterr().err
    assert "unexpected RuntimeError" in said
    assert "Thu Hà" not in said


def test_a_quiet_stream_gets_signs_of_life_and_ends_after_its_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "LANE_SECONDS", 0.002)

    async def act(scene: Scene) -> None:
        reader = scene.open()
        await reader.until(lambda r: r.is_ended)
        beats = [name for name, _ in reader.events if name == "beat"]
        assert len(beats) == 1 + 3

    bounds = Bounds(share=1.0, pages=1, readers=1, seconds=3 * module.BEAT_SECONDS)
    play(Scene(bounds=bounds), act)


def test_who_is_no_longer_staff_sees_a_room_for_some_minutes_at_most() -> None:
    assert ConsoleFeed.bounds.seconds <= 300
