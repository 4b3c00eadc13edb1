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
ERASE_WAITING = "erase-waiting"
DELETE = "delete"


class _Obeys(Protocol):
    async def retry(self, key: str) -> None: ...
    async def give_back(self, key: str) -> None: ...
    async def dealt_with(self, key: str) -> None: ...
    async def erase(self, before: datetime) -> None: ...
    async def erase_waiting(self, before: datetime) -> None: ...
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
        journal, about = self._journal, asked.about
        decided = {
            RETRY: self._retry,
            GIVE_BACK: journal.give_back,
            DEALT_WITH: journal.dealt_with,
        }
        if asked.what in decided:
            return decided[asked.what](about)
        kept = {
            ERASE: journal.erase,
            ERASE_WAITING: journal.erase_waiting,
            DELETE: journal.delete,
        }
        if asked.what in kept and about.isdecimal() and len(about) < 15:
            return kept[asked.what](from_ms(int(about)))
        return None  # of a newer program's command

    async def _retry(self, key: str) -> None:
        await self._journal.retry(key)
        self._on_retry()
