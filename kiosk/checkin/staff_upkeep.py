"""Looking after the kiosk's parts, as the staff page needs it."""

from typing import Protocol

from kiosk.checkin.staff_screens import Deed, Part, Said, Standing


class Upkeep(Protocol):
    """The parts of one kiosk. Belongs to the visits' event loop."""

    async def standings(self) -> tuple[Standing, ...]:
        """How all parts are now; within some seconds, and never raises for a device."""
        ...

    async def do(self, part: Part, deed: Deed) -> Said:
        """Do it, to its end. Never raises for a device or the hospital."""
        ...
