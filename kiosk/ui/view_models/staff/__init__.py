"""The pages of the staff page, as the other view models: one pure function a screen."""

from kiosk.checkin.staff_screens import (
    StaffBusy,
    StaffEntry,
    StaffHome,
    StaffJournal,
    StaffPart,
    StaffPin,
    StaffSure,
)
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.staff.entry import staff_entry, staff_sure
from kiosk.ui.view_models.staff.journal import staff_journal
from kiosk.ui.view_models.staff.parts import staff_home, staff_part
from kiosk.ui.view_models.staff.pin import staff_busy, staff_pin
from kiosk.ui.view_models.value import ViewModel

StaffScreen = StaffPin | StaffBusy | StaffHome | StaffPart | StaffJournal | StaffEntry | StaffSure


def staff_view_model(screen: StaffScreen, reader: Reader) -> ViewModel:
    """The values of ``screen``'s page; ``spoken`` is always there."""
    match screen:
        case StaffPin():
            return staff_pin(screen, reader)
        case StaffBusy():
            return staff_busy(reader)
        case StaffHome():
            return staff_home(screen, reader)
        case StaffPart():
            return staff_part(screen, reader)
        case StaffJournal():
            return staff_journal(screen, reader)
        case StaffEntry():
            return staff_entry(screen, reader)
        case StaffSure():
            return staff_sure(screen, reader)
