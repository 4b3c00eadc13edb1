"""A browser that reads server-sent events, in the same process."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Message, Scope


class Reader:
    """A browser at the other end of a stream."""

    def __init__(self, app: ASGIApp, address: str = "/") -> None:
        self.got = b""
        self.is_ended = False
        self.status = 0
        self.can_take = asyncio.Event()
        self.can_take.set()
        self._news = asyncio.Event()
        self._leaving = asyncio.Event()
        path, _, query = address.partition("?")
        scope = {
            "type": "http",
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"hospital")],
            "client": ("127.0.0.1", 1),
            "server": ("hospital", 80),
        }
        self._work = asyncio.create_task(self._run(app, scope))

    async def _run(self, app: ASGIApp, scope: Scope) -> None:
        await app(scope, self._receive, self._send)

    async def _receive(self) -> Message:
        await self._leaving.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.can_take.wait()
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        self.got += message["body"]
        self.is_ended = not message.get("more_body", False)
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
