"""The staff page as the settings have it."""

from kiosk.app.kiosk import Kiosk
from kiosk.app.staff_file import StaffFile
from kiosk.app.upkeep import KioskUpkeep
from kiosk.checkin.equipment import Equipment
from kiosk.checkin.staff import Staff
from kiosk.checkin.staff_lock import Gate, TriesInMemory


def staff_of(kiosk: Kiosk, equipment: Equipment) -> Staff | None:
    """What it works with; ``None`` where no PIN is set, and so no such page is."""
    pin_hash = kiosk.settings.staff.pin_hash
    if not pin_hash:
        return None
    kept = TriesInMemory() if kiosk.state is None else StaffFile(kiosk.state)
    return Staff(Gate(pin_hash, kiosk.clock, kept), KioskUpkeep(kiosk, equipment))
