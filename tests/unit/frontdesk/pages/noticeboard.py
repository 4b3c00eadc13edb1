"""A hospital that consists of a few notices, for what carries views to browsers."""

import time
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime
from typing import TypeVar, cast

from kiosk.frontdesk.changes import Changes
from kiosk.frontdesk.clock import Clock
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.pages.topic import Bounds
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.overview import Lines
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
        self.reading = 0.0

    def read(self, _desk: Desk, keys: Iterable[str], _lines: Callable[[], Lines]) -> dict[str, str]:
        time.sleep(self.reading)
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
