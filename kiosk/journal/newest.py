"""The newest check-ins, for whoever looks through them while the kiosk serves."""

from collections.abc import Callable, Mapping

from kiosk.journal.disk import Disk
from kiosk.journal.entry import Entry
from kiosk.journal.patience import Patience


class Newest:
    """Of one journal. ``live`` are its entries in memory, by their keys."""

    def __init__(self, disk: Disk, patience: Patience, live: Mapping[str, Entry]) -> None:
        self._disk = disk
        self._patience = patience
        self._live = live

    async def newest(self, wanted: Callable[[Entry], bool], most: int) -> tuple[Entry, ...]:
        """So many of those that are wanted, the newest first, also settled ones; they may lack
        their details. Where the disk cannot be read now, of those in memory.

        ``wanted`` is called in any thread.
        """
        found = await self._patience.waited(self._disk.newest(wanted, most))
        if found is None:
            # A UUIDv7 begins with its time, so keys are ordered as check-ins began.
            held = (self._live[key] for key in sorted(self._live, reverse=True))
            found = [entry for entry in held if wanted(entry)][:most]
        return tuple(found)

    async def sharing(self, *, encounter: str = "", holder: bytes = b"") -> tuple[Entry, ...]:
        """All check-ins that have this place of the hospital's, and all of this holder; the newest
        first, also settled ones, which may lack their details. ``""`` and ``b""`` are nobody's.
        Where the disk cannot be read now, of those in memory."""
        found = {one.key: one for one in await self._shared(encounter, holder)}
        held = found | dict(self._live)
        return tuple(
            entry
            for _, entry in sorted(held.items(), reverse=True)
            if (encounter and entry.encounter == encounter) or (holder and entry.holder == holder)
        )

    async def _shared(self, encounter: str, holder: bytes) -> list[Entry]:
        return await self._patience.waited(self._disk.sharing(encounter, holder)) or []
