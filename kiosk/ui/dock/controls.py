"""What a tester can do to the simulated world, as plain values and callables."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from kiosk.devices.camera.base import Image
from kiosk.hospital.link import LinkMode
from kiosk.ui.dock.feed import DockFeed
from kiosk.ui.dock.sights import BadCamera, FacesBefore, FilesBefore
from kiosk.ui.dock.troubles import Cabinet


class Paper(enum.Enum):
    """How the simulated printer stands."""

    PRESENT = "present"
    NEAR_END = "near-end"
    OUT = "out"
    RUNS_OUT = "runs-out"
    """Ends in the middle of the next ticket."""


class HeldUp(Protocol):
    """The simulated camera, as far as the dock steers it."""

    def hold(self, image: Image) -> None: ...

    def put_away(self) -> None: ...


class CardFault(enum.Enum):
    """What can be wrong with a simulated chip card."""

    WRONG_CAN = "wrong-can"
    """The card does not open to the digits of its number."""
    FOREIGN_SIGNER = "foreign-signer"
    """A forgery: signed by somebody else."""
    EXPIRED_SIGNER = "expired-signer"
    CHANGED_DATA = "changed-data"
    """A data group was changed after it was signed."""
    COPIED = "copied"
    """A clone: all files are right, and the chip's own key is not."""
    NO_DG13 = "no-dg13"
    SHORT_BLOCKS = "short-blocks"
    """Reads of more than 160 bytes are refused."""
    NO_MASTER_FILE = "no-master-file"
    SLOW_LINK = "slow-link"


class CardKind(enum.Enum):
    """What a tester lays on the reader."""

    PERSON = "person"
    """The chip card of one of the people."""
    BANK = "bank"
    """A chip card that is no ID card."""
    MUTE = "mute"
    """Something that does not answer, as a card on its wrong side."""


@dataclass(frozen=True, slots=True)
class CardToLay:
    """A simulated card, before it is made."""

    kind: CardKind
    number: str = field(default="", repr=False)
    """The personal number, for a card of a person."""
    faults: frozenset[CardFault] = frozenset()
    pulled_at: int = 0
    """Taken away at this command, counted from 1; 0 is never. Once: put back, it stays."""
    flipped_at: int = 0
    """One bit of the answer to this command is wrong, counted from 1; 0 is never."""


class CardState(enum.Enum):
    """How the simulated reader stands."""

    UNPLUGGED = "unplugged"
    EMPTY = "empty"
    MAKING = "making"
    """A card is being made, and will lie there in a moment."""
    LYING = "lying"


class CardTable(Protocol):
    """The simulated card reader, as far as the dock steers it."""

    @property
    def state(self) -> CardState: ...

    def lay(self, card: CardToLay) -> None:
        """Make this card, and lay it on the reader in place of what is there."""
        ...

    def put_back(self) -> None:
        """Lay the card again that was there last, just as it is."""
        ...

    def take_away(self) -> None: ...

    def plug(self, plugged: bool) -> None:
        """Plug the reader in, or out with whatever lies on it."""
        ...


class Link(Protocol):
    """The simulated way to the hospital, as far as the dock steers it."""

    mode: LinkMode

    @property
    def modes(self) -> tuple[LinkMode, ...]:
        """Those that there are: without TLS no certificate can end."""
        ...


class ShiftedClock(Protocol):
    """The kiosk's clock, as far as the dock steers it."""

    def jump(self, by: timedelta) -> None: ...

    def reset(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DockPerson:
    """An invented patient who may step up to the kiosk."""

    label: str
    """What the tester looks for: name, year, number. In no language."""
    documents: Mapping[str, str | bytes]
    """The content of each code that this person can hold up, by kind: ``cccd``, ``vneid``,
    ``bhyt``, ``appointment``, ``patient-code`` … An unknown kind is shown as it is."""
    appointments: tuple[str, ...] = ()
    """Times of today, such as ``08:00``."""
    chip: str = field(default="", repr=False)
    """The personal number of this person's chip card, ``""`` for none."""
    face: str = field(default="", repr=False)
    """Tells whose face it is; see :class:`~kiosk.ui.dock.sights.FaceToShow`."""
    new: bool = False
    """The hospital has no record of this person."""


@dataclass(frozen=True, slots=True)
class Controls:
    """How the dock reaches the simulators. All are called in Qt's thread and must not block.

    ``None`` is a device that is real here, or missing: its part of the dock is hidden.
    """

    camera: HeldUp | None = None
    paper: Callable[[Paper], None] | None = None
    link: Link | None = None
    clock: ShiftedClock | None = None
    cards: CardTable | None = None
    faces: FacesBefore | None = None
    files: FilesBefore | None = None
    bad_camera: BadCamera | None = None
    cabinet: Cabinet = field(default_factory=Cabinet)


@dataclass(frozen=True, slots=True)
class DockParts:
    """All that the dock is made of. Give it to :func:`kiosk.ui.window.run`."""

    people: Sequence[DockPerson]
    controls: Controls
    feed: DockFeed
    play: bool = False
    """Begin to play by itself at once."""
