"""What one page shows, and the streams of all who have it open."""

import time
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.pages.stream import Stream, event
from kiosk.frontdesk.queue.overview import Lines

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of the server one kind of page may take up."""

    share: float
    """Of all streams."""
    pages: int
    """Different ones that are open at once."""
    readers: int
    """Of one page."""
    seconds: int = 3600
    """Then a stream ends, and the browser opens another if it still may."""


class Feed(Protocol[K, V]):
    """What one kind of page shows; ``K`` says which page of the kind."""

    bounds: Bounds

    def read(self, desk: Desk, keys: Iterable[K], lines: Callable[[], Lines]) -> dict[K, V]:
        """The views of those keys that there are. ``lines`` are read when first asked for, once
        for all kinds of pages."""
        ...

    def news(self, view: V) -> Hashable:
        """What of a view is shown at once; the rest of it changes by itself."""
        ...

    def is_over(self, view: V) -> bool:
        """Whether this view will not change any more."""
        ...

    def fragment(self, view: V, now: datetime) -> str:
        """The view as HTML."""
        ...

    def farewell(self) -> str:
        """The HTML in place of a view that is no more."""
        ...


AnyFeed = Feed[Any, Any]


class Topic(Generic[K, V]):
    """Renders a view once for all its streams, and only when it says something new."""

    def __init__(self, feed: Feed[K, V], refresh: float) -> None:
        """What changes by itself is shown anew after ``refresh`` seconds."""
        self._feed = feed
        self._refresh = refresh
        self.streams: set[Stream] = set()
        self._unserved: set[Stream] = set()
        self._view: V | None = None
        self._news: Hashable = None
        self._html = ""
        self._event = b""
        self._rendered = float("-inf")

    @property
    def is_shown(self) -> bool:
        """Whether who comes now is told something at once."""
        return bool(self._event)

    def join(self, stream: Stream) -> None:
        """Take a stream in; it is told what the others know, if they know anything yet."""
        self.streams.add(stream)
        if self._event:
            stream.put(self._event)
        else:
            self._unserved.add(stream)

    def leave(self, stream: Stream) -> None:
        self.streams.discard(stream)
        self._unserved.discard(stream)

    def show(self, view: V | None, now: datetime) -> int:
        """Tell the streams that do not see this view yet; answers how many those were.

        ``None``: there is no such view any more. Then, and when the view is over, the streams
        end.
        """
        if view is None or self._feed.is_over(view):
            return self._end(self._feed.fragment(view, now) if view else self._feed.farewell())
        told = self.streams if self._changes(view, now) else self._unserved
        for stream in told:
            stream.put(self._event)
        self._unserved.clear()
        return len(told)

    def _end(self, html: str) -> int:
        last = event("view", html) + event("over", "")
        for stream in self.streams:
            stream.put(last)
            stream.end()
        return len(self.streams)

    def _changes(self, view: V, now: datetime) -> bool:
        """Render the view if that is due; whether it looks different from before."""
        is_due = time.monotonic() - self._rendered >= self._refresh
        if not is_due and view == self._view:
            return False
        self._view = view
        news = self._feed.news(view)
        if not is_due and news == self._news:
            return False
        self._news = news
        self._rendered = time.monotonic()
        html = self._feed.fragment(view, now)
        if html == self._html:
            return False
        self._html = html
        self._event = event("view", html)
        return True
