"""What a server does beside answering."""

import asyncio
import socket
from contextlib import suppress

import pytest
import uvicorn

from kiosk.frontdesk import serve
from kiosk.frontdesk.faces.upkeep import Upkeep


class Kept(Upkeep):
    """Says that it runs, and that it ended."""

    def __init__(self) -> None:
        self.runs = asyncio.Event()
        self.has_ended = False

    async def keep_up(self) -> None:
        self.runs.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.has_ended = True


class Server(uvicorn.Server):
    """Serves until the upkeep runs, and then ends, or fails."""

    def __init__(self, kept: Kept, failure: OSError | None) -> None:
        self._kept = kept
        self._failure = failure

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        async with asyncio.timeout(5):
            await self._kept.runs.wait()
        if self._failure is not None:
            raise self._failure


@pytest.mark.parametrize("failure", [None, OSError("no more files")])
def test_what_is_kept_up_runs_as_long_as_it_serves(failure: OSError | None) -> None:
    async def run() -> bool:
        kept = Kept()
        with socket.socket() as listener, suppress(OSError):
            await serve._served(Server(kept, failure), listener, kept)
        return kept.has_ended

    assert asyncio.run(run())
