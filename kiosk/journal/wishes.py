"""What staff asked of a running kiosk by a command beside it."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime
from typing import Protocol

from kiosk.errors import JournalError
from kiosk.journal.rows import from_ms
from kiosk.journal.store import Asked
from kiosk.log import unexpected

RETRY = "retry"
GIVE_BACK = "give-back"
DEALT_WITH = "dealt-with"
ERASE = "erase"
DELETE = "delete"


class _Obeys(Protocol):
    async def retry(self, key: str) -> None: ...
    async def give_back(self, key: str) -> None: ...
    async def dealt_with(self, key: str) -> None: ...
    async def erase(self, before: datetime) -> None: ...
    async def delete(self, before: datetime) -> None: ...


class Wishes:
    """Done one after the other, in the order in which they were asked."""

    def __init__(self, journal: _Obeys, on_retry: Callable[[], None]) -> None:
        self._journal = journal
        self._on_retry = on_retry
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    def obey(self, asked: Iterable[Asked]) -> None:
        task = asyncio.get_running_loop().create_task(self._obey(tuple(asked)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Those that were begun."""
        await asyncio.gather(*self._tasks)

    async def _obey(self, asked: tuple[Asked, ...]) -> None:
        async with self._turn:
            for one in asked:
                try:
                    if (wish := self._wish(one)) is not None:
                        await wish
                except JournalError:
                    continue  # it was settled or deleted since: nothing is left to do
                except Exception as error:  # one bad wish keeps nobody from the others
                    unexpected(error)

    def _wish(self, asked: Asked) -> Coroutine[None, None, None] | None:
        if asked.what == RETRY:
            return self._retry(asked.about)
        if asked.what == GIVE_BACK:
            return self._journal.give_back(asked.about)
        if asked.what == DEALT_WITH:
            return self._journal.dealt_with(asked.about)
        if asked.what in (ERASE, DELETE) and asked.about.isdecimal() and len(asked.about) < 15:
            before = from_ms(int(asked.about))
            return (self._journal.erase if asked.what == ERASE else self._journal.delete)(before)
        return None  # of a newer program's command

    async def _retry(self, key: str) -> None:
        await self._journal.retry(key)
        self._on_retry()
