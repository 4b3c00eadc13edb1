"""The staff page's pages with invented check-ins, for the gallery and for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from kiosk.checkin.screens import Screen
from kiosk.checkin.staff_screens import (
    Deed,
    EntryDeed,
    Listed,
    Part,
    Said,
    StaffBusy,
    StaffEntry,
    StaffHome,
    StaffJournal,
    StaffPart,
    StaffPin,
    StaffSure,
    Standing,
)
from kiosk.journal.entry import Debt, Entry, State

_BEGAN = datetime(2026, 11, 23, 0, 31, tzinfo=UTC)
_PRINTER = (Deed.TEST_PRINT, Deed.NEW_ROLL)

WELL = (
    Standing(Part.PRINTER, "ready", name="tcp:10.20.30.40:9100", tickets_left=512, deeds=_PRINTER),
    Standing(Part.CAMERA, "seeing", name="/dev/video0 (1280×720)", deeds=(Deed.RESTART_CAMERA,)),
    Standing(Part.CARD_READER, "ready", name="ACS ACR1252 Dual Reader [ACR1252 Dual PICC] 00 00"),
    Standing(Part.HOSPITAL, "up", deeds=(Deed.TEST_CALL,)),
    Standing(Part.JOURNAL, "ok"),
)
ILL = (
    Standing(
        Part.PRINTER, "cutter", False, "tcp:10.20.30.40:9100", tickets_left=7, deeds=_PRINTER
    ),
    Standing(
        Part.SPARE_PRINTER, "offline", False, "tcp:10.20.30.41:9100", "No route to host",
        tickets_left=22, deeds=_PRINTER, cause="unreachable",
    ),
    Standing(
        Part.CAMERA, "failed", False, "/dev/video0",
        "camera and codes failed 3 times in a row (hung) and are left alone for 3 minutes",
        deeds=(Deed.RESTART_CAMERA,), cause="process-ended",
    ),
    Standing(Part.CARD_READER, "mute", False, "ACS ACR1252 Dual Reader 00 00"),
    Standing(Part.SCANNER, "away", False, "/dev/ttyACM0 (9600 Bd)"),
    Standing(Part.HOSPITAL, "away", False, deeds=(Deed.TEST_CALL,)),
    Standing(Part.JOURNAL, "read-only", False, owed=138, rejected=4),
)  # fmt: skip


def _entry(number: int, printed: str, state: State, debt: Debt, **more: Any) -> Entry:
    began = _BEGAN - timedelta(minutes=7 * number)
    key = f"019aaaaa-0000-7000-8000-{number:012x}"
    return Entry(
        key, "kiosk-1", began, began, state, debt, number=printed, service="TIM-MACH", **more
    )


REFUSED = _entry(
    1, "K12-007", State.REJECTED, Debt.CHECK_IN, provisional=True, paper=True,
    reason="service-closed",
)  # fmt: skip
WITHOUT_PAPER = _entry(2, "B-042", State.REJECTED, Debt.NONE, encounter="e-2", reason="no-paper")
STRANGE = _entry(3, "", State.REJECTED, Debt.CHECK_IN, reason="mpi-merge-pending-at-registry")
WAITING = _entry(4, "K12-009", State.PRINTED, Debt.CHECK_IN, provisional=True, paper=True)
HELD = _entry(5, "C-118", State.TICKETED, Debt.NONE, encounter="e-5")
CONFIRMED = _entry(6, "A-001", State.CONFIRMED, Debt.NONE, encounter="e-6", paper=True)
GIVEN_BACK = _entry(7, "D-77", State.ABANDONED, Debt.CANCEL, encounter="e-7")

STAFF: tuple[tuple[str, Screen[Any]], ...] = (
    ("StaffPin", StaffPin()),
    ("StaffPin-wrong", StaffPin(wrong=True)),
    ("StaffPin-locked", StaffPin(wrong=True, locked_s=874)),
    ("StaffBusy", StaffBusy()),
    ("StaffHome", StaffHome(WELL)),
    ("StaffHome-ill", StaffHome(ILL)),
    ("StaffPart", StaffPart(WELL[0])),
    ("StaffPart-said", StaffPart(WELL[0], Said.PRINTED)),
    *((f"StaffPart-ill-{one.part.value}", StaffPart(one)) for one in ILL),
    ("StaffPart-failed", StaffPart(ILL[0], Said.NOT_PRINTED)),
    ("StaffPart-call", StaffPart(ILL[5], Said.NOT_OFFERED)),
    ("StaffJournal", StaffJournal(Listed.REJECTED, (REFUSED, WITHOUT_PAPER, STRANGE))),
    (
        "StaffJournal-many",
        StaffJournal(Listed.LATEST, (REFUSED, WAITING, HELD, CONFIRMED, GIVEN_BACK, STRANGE)),
    ),
    ("StaffJournal-none", StaffJournal(Listed.WAITING, ())),
    (
        "StaffEntry",
        StaffEntry(
            REFUSED,
            (EntryDeed.SHOW, EntryDeed.RETRY, EntryDeed.PRINT, EntryDeed.DEALT_WITH),
        ),
    ),
    (
        "StaffEntry-shown",
        StaffEntry(
            WITHOUT_PAPER,
            (EntryDeed.PRINT, EntryDeed.GIVE_UP, EntryDeed.DEALT_WITH),
            name="N. H. P. N. Khương",
        ),
    ),
    (
        "StaffEntry-refused",
        StaffEntry(
            STRANGE,
            (EntryDeed.SHOW, EntryDeed.RETRY, EntryDeed.DEALT_WITH),
            said=Said.REFUSED,
            why="mpi-merge-pending-at-registry",
        ),
    ),
    ("StaffEntry-told", StaffEntry(CONFIRMED, (EntryDeed.PRINT,), said=Said.TOLD)),
    (
        "StaffEntry-all",
        StaffEntry(WITHOUT_PAPER, tuple(EntryDeed), said=Said.NO_ANSWER),
    ),
    ("StaffSure-give-up", StaffSure(WITHOUT_PAPER, EntryDeed.GIVE_UP)),
    ("StaffSure-dealt-with", StaffSure(REFUSED, EntryDeed.DEALT_WITH)),
)
