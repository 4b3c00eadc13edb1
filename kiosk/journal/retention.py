"""What has been kept long enough goes, from the journal and from broken ones beside it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk.journal.aside import remove_broken
from kiosk.journal.disk import Disk
from kiosk.journal.patience import Patience
from kiosk.journal.store import Store


class Retention:
    """A disk that cannot do it now is to be asked again."""

    def __init__(
        self, folder: Path, disk: Disk, patience: Patience, on_counted: Callable[[int], None]
    ) -> None:
        """``on_counted`` hears how many entries cannot be read afterwards."""
        self._folder = folder
        self._disk = disk
        self._patience = patience
        self._on_counted = on_counted

    async def erase(self, before: datetime) -> None:
        """Erase what is personal of those that were done with before then."""
        await self._do(lambda store: store.erase(before) if store else None)

    async def erase_waiting(self, before: datetime) -> None:
        """Erase what is personal of those that have waited for staff since before then."""
        await self._do(lambda store: store.erase_waiting(before) if store else None)

    async def delete(self, before: datetime) -> None:
        """Delete those that were done with before then, and journals that broke before."""

        def delete(store: Store | None) -> int | None:
            remove_broken(self._folder, before)
            return store.delete(before) if store else None

        await self._do(delete)

    async def _do(self, job: Callable[[Store | None], int | None]) -> None:
        unreadable = await self._patience.waited(self._disk.run(job))
        if unreadable is not None:
            self._on_counted(unreadable)
