"""Tells every open page what changed: one reading for all, one rendering for each distinct view.

Events of a stream: ``view`` (the page's new HTML fragment); ``beat`` (the server's time in
seconds since 1970, at the start and then every 15 s: it keeps proxies from closing a quiet line,
and tells the page that the line is alive and what time it is, for which comments of the format
would not do, as scripts never see them); ``away`` in the place of ``beat`` while the records
cannot be read; ``over`` when a page will not change any more.
"""

import asyncio
import itertools
import random
import sys
from collections.abc import Hashable, Iterable, Mapping
from functools import cache, partial
from typing import Any

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House
from kiosk.frontdesk.pages.stream import Stream, event
from kiosk.frontdesk.pages.topic import AnyFeed, Topic
from kiosk.frontdesk.store.database import StoreAway
from kiosk.frontdesk.wire.fault import fault_line

INTERVAL_SECONDS = 0.5
"""Between the beginnings of two readings, at least; half of it where staff did something."""
_LONGEST_SECONDS = 0.8
_LONGEST_URGENT_SECONDS = 0.5
_SHARE = 1 / 8
_URGENT_SHARE = 2 / 3
"""Where many look on or wait, and the kiosks are busy too, pages are told less often, up to those
intervals, so that it takes no more of the time than these shares. Whatever changes still reaches
everybody within a second, and a call sooner."""
REFRESH_SECONDS = 30.0
"""After so long, what changes by itself (minutes waited, expected time) is shown anew."""
BEAT_SECONDS = 15
"""Between two signs of life on a stream: each second another fifteenth of the streams."""
LANE_SECONDS = 1.0
_BATCH = 64
"""Streams that are told in one go; then the server answers others."""
_COMPARED = 512
"""Pages that are compared in one go."""
_RETRY_MILLISECONDS = (1000, 5000)
"""When browsers come again after a lost line: not all of them in the same instant."""


class Full(Exception):
    """No more streams can be opened."""


class Broadcaster:
    """One for each server process; belongs to its event loop. Works while somebody listens."""

    def __init__(
        self,
        house: House,
        limit: int,
        interval: float = INTERVAL_SECONDS,
        refresh: float = REFRESH_SECONDS,
    ) -> None:
        """At most ``limit`` streams are open at once."""
        self._house = house
        self._limit = limit
        self._interval = interval
        self._refresh = refresh
        self._topics: dict[AnyFeed, dict[Hashable, Topic[Any, Any]]] = {}
        self._open = 0
        self._lanes: tuple[set[Stream], ...] = tuple(set() for _ in range(BEAT_SECONDS))
        self._next_lane = itertools.cycle(self._lanes)
        self._stir = asyncio.Event()
        self._urgent = asyncio.Event()
        self._work: asyncio.Task[None] | None = None
        self._is_away = False
        self._is_closed = False

    def stream(self, feed: AnyFeed, key: Hashable) -> Stream:
        """A stream of the view that ``feed`` has for ``key``.

        Raises :class:`Full`, also when the server is about to end.
        """
        if self._is_closed or not self._has_room(feed, key):
            raise Full
        lane = next(self._next_lane)
        retry = f"retry: {random.randint(*_RETRY_MILLISECONDS)}\n".encode()
        return Stream(
            retry + self._beat(),
            partial(self._enter, feed, key, lane),
            partial(self._leave, feed, key, lane),
            feed.bounds.seconds // BEAT_SECONDS,
        )

    def _has_room(self, feed: AnyFeed, key: Hashable) -> bool:
        bounds, topics = feed.bounds, self._topics.get(feed, {})
        topic = topics.get(key)
        return self._open < self._limit * bounds.share and (
            len(topics) < bounds.pages if topic is None else len(topic.streams) < bounds.readers
        )

    def close(self) -> None:
        """End all streams and open no more: the server is about to end."""
        self._is_closed = True
        self._end_all()

    def _enter(self, feed: AnyFeed, key: Hashable, lane: set[Stream], stream: Stream) -> None:
        topics = self._topics.setdefault(feed, {})
        topic = topics.get(key)
        if topic is None:
            topic = topics[key] = Topic(feed, self._refresh)
        topic.join(stream)
        lane.add(stream)
        self._open += 1
        if not topic.is_shown:
            self._stir.set()
        if self._work is None:
            self._work = asyncio.create_task(self._run())
            self._work.add_done_callback(self._ended)

    def _leave(self, feed: AnyFeed, key: Hashable, lane: set[Stream], stream: Stream) -> None:
        topics = self._topics[feed]
        topics[key].leave(stream)
        if not topics[key].streams:
            del topics[key]
        lane.discard(stream)
        self._open -= 1
        if self._open == 0 and self._work is not None:
            self._work.cancel()
            self._work = None

    def _end_all(self) -> None:
        for lane in self._lanes:
            for stream in lane:
                stream.end()

    def _ended(self, work: "asyncio.Task[None]") -> None:
        if work.cancelled():
            return
        # Browsers come again when their streams end, and with the first the work begins anew.
        self._work = None
        self._end_all()
        error = work.exception()
        if error is not None:
            sys.stderr.write(fault_line(error))

    async def _run(self) -> None:
        watching = asyncio.create_task(self._watch(self._house.changes.revision))
        beating = asyncio.create_task(self._beat_all())
        try:
            await self._tell_all()
        finally:
            watching.cancel()
            beating.cancel()

    async def _watch(self, revision: int) -> None:
        changes = self._house.changes
        while True:
            known, revision = revision, await changes.wait(revision)
            self._stir.set()
            if changes.urgent > known:
                self._urgent.set()

    async def _beat_all(self) -> None:
        for lane in itertools.cycle(self._lanes):
            await asyncio.sleep(LANE_SECONDS)
            beat = self._beat()
            for stream in lane:
                stream.offer(beat)
                stream.beats_left -= 1
                if stream.beats_left <= 0:
                    stream.end()

    def _beat(self) -> bytes:
        if self._is_away:
            return event("away", "")
        return event("beat", f"{self._house.now().timestamp():.3f}")

    async def _tell_all(self) -> None:
        """Tell of changes as they come, and of the time that passes."""
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            self._stir.clear()
            self._urgent.clear()
            was_away = self._is_away
            try:
                await self._tell()
                self._is_away = False
            except StoreAway:
                self._is_away = True
            if self._is_away != was_away:
                self._offer_all(self._beat())
            took = loop.time() - began
            soon = max(self._interval / 2, min(took / _URGENT_SHARE, _LONGEST_URGENT_SECONDS))
            usual = max(self._interval, min(took / _SHARE, _LONGEST_SECONDS))
            # Records that were away may be back any moment, and nobody tells.
            longest = self._interval if self._is_away else self._refresh
            await asyncio.sleep(began + soon - loop.time())
            if not await _comes(self._urgent, began + usual):
                await _comes(self._stir, began + longest)

    def _offer_all(self, data: bytes) -> None:
        for lane in self._lanes:
            for stream in lane:
                stream.offer(data)

    async def _tell(self) -> None:
        """Read what somebody looks at, and show it to who does not see it yet."""
        asked = {feed: tuple(topics) for feed, topics in self._topics.items() if topics}
        found = await self._house.read(partial(_read, asked))
        for feed, keys in asked.items():
            await self._show(self._topics[feed], keys, found[feed])

    async def _show(
        self,
        topics: Mapping[Hashable, Topic[Any, Any]],
        keys: Iterable[Hashable],
        found: Mapping[Hashable, Any],
    ) -> None:
        now = self._house.now()
        told = 0
        for nth, key in enumerate(keys, 1):
            topic = topics.get(key)
            if topic is not None:  # Else the last who looked at it left meanwhile.
                told += topic.show(found.get(key), now)
            if told >= _BATCH or nth % _COMPARED == 0:
                told = 0
                await asyncio.sleep(0)


async def _comes(event: asyncio.Event, until: float) -> bool:
    """Whether it is set before that time of the loop."""
    try:
        async with asyncio.timeout_at(until):
            return await event.wait()
    except TimeoutError:
        return False


def _read(
    asked: Mapping[AnyFeed, Iterable[Hashable]], desk: Desk
) -> dict[AnyFeed, dict[Hashable, Any]]:
    lines = cache(lambda: desk.views.lines())
    return {feed: feed.read(desk, keys, lines) for feed, keys in asked.items()}
