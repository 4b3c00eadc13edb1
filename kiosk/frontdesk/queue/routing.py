"""Which room a patient gets: the least expected wait. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.frontdesk.queue.rules import people_ahead
from kiosk.frontdesk.records import Waiting


@dataclass(frozen=True, slots=True)
class RoomLoad:
    """A room as the choice sees it."""

    number: str
    waiting: Waiting
    pace: float
    """Minutes that one patient takes there."""
    open_for: float
    """Minutes until it closes: 0 if it is closed, infinite if it never does."""

    def wait(self, priority: bool) -> float:
        """Expected minutes until somebody who comes now is called."""
        return people_ahead(priority, self.waiting, self.waiting) * self.pace

    def takes(self, priority: bool) -> bool:
        """Whether it is open long enough to see somebody who comes now."""
        return self.open_for > 0 and self.wait(priority) + self.pace <= self.open_for


def choose_room(rooms: Iterable[RoomLoad], priority: bool) -> RoomLoad | None:
    """The room with the least expected wait among those that are open long enough.

    Equal waits: the one where fewer wait, then the first. ``None`` if no room takes patients.
    """
    return min(
        (room for room in rooms if room.takes(priority)),
        key=lambda room: (room.wait(priority), room.waiting.all),
        default=None,
    )
