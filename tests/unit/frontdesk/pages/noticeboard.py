"""A hospital that consists of a few notices, for what carries views to browsers."""

import asyncio
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import Any, TypeVar, cast

from starlette.types import Message

from kiosk.frontdesk.changes import Changes
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.pages.stream import Stream
from kiosk.frontdesk.pages.topic import Bounds
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store.database import StoreAway
from tests.unit.frontdesk.pages.sample_views import NOW

T = TypeVar("T")


class NoticeHouse:
    """A house whose desk is never looked at."""

    premises: Premises

    def __init__(self) -> None:
        self.changes = Changes()
        self.now: Clock = lambda: NOW
        self.is_away = False
        self.reads = 0

    async def read(self, work: Callable[[Desk], T]) -> T:
        self.reads += 1
        if self.is_away:
            raise StoreAway("the records are away")
        return work(cast("Desk", None))

    async def write(self, _who: str, work: Callable[[Desk], T]) -> T:
        return await self.read(work)

    def close(self) -> None:
        raise AssertionError("pages do not close the house")


class Notices:
    """A feed of texts; what follows a ``~`` is not news."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds(share=1.0, pages=10, readers=10)
        self.texts: dict[str, str] = {"a": "one", "b": "two"}
        self.rendered = 0
        self.broken = False

    def read(self, _desk: Desk, keys: Iterable[str]) -> dict[str, str]:
        if self.broken:
            raise RuntimeError("Trần Thị Thu Hà")
        return {key: self.texts[key] for key in keys if key in self.texts}

    def news(self, view: str) -> Hashable:
        return view.partition("~")[0]

    def is_over(self, view: str) -> bool:
        return view == "over"

    def fragment(self, view: str, _now: datetime) -> str:
        self.rendered += 1
        return f"<p>{view}</p>"

    def farewell(self) -> str:
        return "<p>gone</p>"


class Reader:
    """A browser at the other end of a stream."""

    def __init__(self, stream: Stream) -> None:
        self.got = b""
        self.is_ended = False
        self.status = 0
        self.can_take = asyncio.Event()
        self.can_take.set()
        self._news = asyncio.Event()
        self._leaving = asyncio.Event()
        self._work = asyncio.create_task(stream({}, self._receive, self._send))

    async def _receive(self) -> Message:
        await self._leaving.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.can_take.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.got += message["body"]
        self.is_ended = not message["more_body"]
        self._news.set()

    async def until(self, wanted: Callable[["Reader"], bool], seconds: float = 2) -> None:
        async with asyncio.timeout(seconds):
            while not wanted(self):
                self._news.clear()
                await self._news.wait()

    async def views(self, count: int) -> list[str]:
        """All views, as soon as there are so many."""
        await self.until(lambda reader: len(reader.shown) >= count)
        return self.shown

    @property
    def shown(self) -> list[str]:
        return [data for name, data in self.events if name == "view"]

    @property
    def events(self) -> list[tuple[str, str]]:
        """Name and data of each that came whole."""
        found = []
        for block in self.got.decode().split("\n\n")[:-1]:
            fields = [line.partition(": ") for line in block.split("\n")]
            name = next(value for key, _, value in fields if key == "event")
            data = "\n".join(value for key, _, value in fields if key == "data")
            found.append((name, data))
        return found

    async def leave(self) -> None:
        self._leaving.set()
        self.can_take.set()
        async with asyncio.timeout(2):
            await self._work
