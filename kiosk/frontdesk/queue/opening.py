"""Whether a room is open: its hours, unless staff said otherwise today."""

from collections.abc import Mapping
from datetime import datetime

from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.store.kept_lines import RoomDay
from kiosk.frontdesk.store.rooms import RoomRecords


class Opening:
    """What staff say holds until midnight: closed until they open again, open until the hours
    would close the room the next time (so a room that was opened in the morning closes in the
    evening, and one that was opened after hours stays open)."""

    def __init__(self, records: RoomRecords, premises: Premises) -> None:
        self._records = records
        self._premises = premises

    def said(self, now: datetime) -> Mapping[str, RoomDay]:
        """What staff said of rooms today, by room."""
        return self._records.said(now.date().isoformat())

    def open_for(self, room: str, now: datetime) -> float:
        """Minutes until a room closes: 0 if it is closed, infinite if nobody knows when."""
        return self.minutes(room, now, self.said(now))

    def minutes(self, room: str, now: datetime, said: Mapping[str, RoomDay]) -> float:
        """The same, for who asks for several rooms; ``said`` is :meth:`said`."""
        told = said.get(room)
        if told is None or told.is_open is None:
            return self._premises.open_for(room, now)
        if not told.is_open:
            return 0.0
        since = datetime.fromisoformat(told.changed)
        return self._premises.open_on_request(room, since, now)

    def shut(self, room: str, now: datetime) -> bool:
        """Whether staff closed it, which is more than being outside its hours: a doctor may call
        before and after those, but not in a room that is closed."""
        told = self.said(now).get(room)
        return told is not None and told.is_open == 0

    def opens_yet(self, room: str, now: datetime) -> bool:
        """Whether a room is open now or opens later today; ``False`` if there is no such room."""
        if room not in self._premises.rooms or self.shut(room, now):
            return False
        return self._premises.opens_yet(room, now) or self.open_for(room, now) > 0
