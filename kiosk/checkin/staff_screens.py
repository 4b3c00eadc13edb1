"""The pages of the staff page as values: what they show, and what staff may answer.

They follow the rules of :mod:`kiosk.checkin.screens`. Who a patient is, is on none of them until
staff ask for it (:attr:`StaffEntry.name`).
"""

import enum
from dataclasses import dataclass, field

from kiosk.checkin.screens import Back, Screen
from kiosk.journal.entry import Entry


class Leave(enum.Enum):
    """Back to the patients' pages."""

    LEAVE = "leave"


class Part(enum.Enum):
    """What a kiosk is made of, as far as staff look after it."""

    PRINTER = "printer"
    SPARE_PRINTER = "spare-printer"
    CAMERA = "camera"
    CARD_READER = "card-reader"
    SCANNER = "scanner"
    HOSPITAL = "hospital"
    JOURNAL = "journal"


class Deed(enum.Enum):
    """What staff can do with a part."""

    TEST_PRINT = "test-print"
    NEW_ROLL = "new-roll"
    """A new roll was put in: its paper is counted from the beginning."""
    RESTART_CAMERA = "restart-camera"
    TEST_CALL = "test-call"
    """Call a member of staff, to see whether the call arrives."""


class EntryDeed(enum.Enum):
    """What staff can do with a check-in."""

    SHOW = "show"
    """Say whose it is, in the private form."""
    RETRY = "retry"
    """Tell the hospital now, also what it refused before."""
    PRINT = "print-again"
    GIVE_UP = "give-up"
    """Nobody will come: the hospital takes its number back."""
    DEALT_WITH = "dealt-with"
    """Staff have done by hand what was to be done."""


SURE = frozenset({EntryDeed.GIVE_UP, EntryDeed.DEALT_WITH})
"""Asked once more before they are done: they cannot be undone."""


class Said(enum.Enum):
    """How a deed ended."""

    DONE = "done"
    PRINTED = "printed"
    NOT_PRINTED = "not-printed"
    ON_ITS_WAY = "on-its-way"
    """Begun; what comes of it is seen on the page."""
    TOLD = "told"
    """The hospital took it."""
    REFUSED = "refused"
    NO_ANSWER = "no-answer"
    """The hospital does not answer: it is told as soon as it does."""
    GARBLED = "garbled"
    NOT_OFFERED = "not-offered"
    """The hospital's software has no place for it."""
    CHANGED = "changed"
    """The check-in is another by now: nothing was done."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one part is."""

    part: Part
    state: str
    """A code of the part's own closed list, as ``paper-out`` of ``PrinterState``;
    :mod:`kiosk.checkin.staff_states` has the words of all of them."""
    well: bool = True
    name: str = ""
    """Of the device, for staff: ``tcp:10.0.0.7:9100``."""
    detail: str = ""
    """What a driver says of it, in English, for the IT department; never about a patient."""
    tickets_left: int | None = None
    """A printer's, as far as it is known."""
    owed: int = 0
    """The journal's: check-ins of which the hospital must be told."""
    rejected: int = 0
    """The journal's: those that wait for staff."""
    deeds: tuple[Deed, ...] = ()
    cause: str = ""
    """Why, as a code of ``PrinterReason`` or ``CameraReason``, where more is known than the state
    says; :mod:`kiosk.checkin.staff_causes` has the words of all of them."""


@dataclass(frozen=True, slots=True)
class StaffPin(Screen[str | Leave]):
    """The PIN, which is never shown. Without an answer but to leave while it is locked."""

    wrong: bool = False
    locked_s: int = 0
    """So many seconds no PIN is taken."""


@dataclass(frozen=True, slots=True)
class StaffBusy(Screen[None]):
    """Something is being done; it takes a moment."""


@dataclass(frozen=True, slots=True)
class StaffHome(Screen[Part | Leave]):
    """All parts, and how they are."""

    parts: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class StaffPart(Screen[Deed | Back]):
    """One part: how it is, what to do about it, and what can be done here."""

    standing: Standing
    said: Said | None = None
    """How the last deed ended."""


class Listed(enum.Enum):
    """Which check-ins are listed."""

    WAITING = "waiting"
    """The hospital must be told of them."""
    REJECTED = "rejected"
    PROVISIONAL = "provisional"
    """With a number of the kiosk's own, of today."""
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class StaffJournal(Screen[str | Listed | Back]):
    """Check-ins by number, time and state; answered by the key of one, or by another list."""

    listed: Listed
    entries: tuple[Entry, ...]
    """The newest first, without their details."""


@dataclass(frozen=True, slots=True)
class StaffEntry(Screen[EntryDeed | Back]):
    """One check-in."""

    entry: Entry
    """Without its details."""
    deeds: tuple[EntryDeed, ...]
    name: str | None = field(default=None, repr=False)
    """Whose it is, in the private form, once staff asked for it; ``""`` if it is not known."""
    said: Said | None = None
    why: str = ""
    """The code with which the hospital refused, where :attr:`said` is so."""


class Sure(enum.Enum):
    YES = "yes"


@dataclass(frozen=True, slots=True)
class StaffSure(Screen[Sure | Back]):
    """Really? Of a deed that cannot be undone."""

    entry: Entry
    deed: EntryDeed
