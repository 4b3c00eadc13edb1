"""The staff page's part about check-ins: lists of them, and what is done with one."""

import asyncio

from kiosk.checkin.attended import AttendedFront
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.screens import Back
from kiosk.checkin.staff_journal import (
    dealt_with,
    deeds_of,
    give_up,
    listed,
    retry,
    without_person,
)
from kiosk.checkin.staff_printing import print_again
from kiosk.checkin.staff_screens import (
    SURE,
    EntryDeed,
    Listed,
    Said,
    StaffBusy,
    StaffEntry,
    StaffJournal,
    StaffSure,
)
from kiosk.errors import JournalError
from kiosk.log import log


class StaffEntries:
    """Of one conversation with staff."""

    def __init__(self, front: AttendedFront, equipment: Equipment) -> None:
        self._front = front
        self._equipment = equipment

    async def look_through(self) -> None:
        """Until staff go back."""
        which = await self._first_list()
        while True:
            entries = await listed(self._equipment, which)
            answer = await self._front.ask(StaffJournal(which, entries))
            match answer:
                case Back():
                    return
                case Listed():
                    which = answer
                case _:
                    await self._look_at(answer)

    async def _first_list(self) -> Listed:
        """What staff must look at comes first."""
        refused = await listed(self._equipment, Listed.REJECTED)
        return Listed.REJECTED if refused else Listed.WAITING

    async def _look_at(self, key: str) -> None:
        name: str | None = None
        said: Said | None = None
        why = ""
        while True:
            try:
                entry = await self._equipment.journal.find(key)
            except JournalError:
                return  # it was deleted meanwhile
            deeds = tuple(
                deed
                for deed in deeds_of(self._equipment, entry)
                if deed is not EntryDeed.SHOW or name is None
            )
            page = StaffEntry(without_person(entry), deeds, name, said, why)
            answer = await self._front.ask(page)
            if isinstance(answer, Back):
                return
            if answer is EntryDeed.SHOW:
                name = entry.details.short_name if entry.details else ""
                _log(answer, key, Said.DONE)
                continue
            if answer in SURE:
                sure = await self._front.ask(StaffSure(without_person(entry), answer))
                if isinstance(sure, Back):
                    continue
            self._front.show(StaffBusy())
            # To its end, also if the page closes meanwhile.
            doing = self._equipment.afterwards.start(self._do(answer, key))
            said, why = await asyncio.shield(doing)

    async def _do(self, deed: EntryDeed, key: str) -> tuple[Said, str]:
        equipment, why = self._equipment, ""
        match deed:
            case EntryDeed.RETRY:
                said, why = await retry(equipment, key)
            case EntryDeed.GIVE_UP:
                said, why = await give_up(equipment, key)
            case EntryDeed.PRINT:
                said = await print_again(equipment, key, self._front.language)
            case _:
                said = await dealt_with(equipment, key)
        _log(deed, key, said)
        return said, why


def _log(deed: EntryDeed, key: str, said: Said) -> None:
    log("staff-page", what=deed.value, about=key[-6:], result=said.value)
