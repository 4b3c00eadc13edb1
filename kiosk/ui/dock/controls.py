"""What a tester can do to the simulated world, as plain values and callables."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from kiosk.devices.camera.base import Image
from kiosk.hospital.link import LinkMode
from kiosk.ui.dock.feed import DockFeed


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


class Link(Protocol):
    """The simulated way to the hospital, as far as the dock steers it."""

    mode: LinkMode


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


@dataclass(frozen=True, slots=True)
class DockParts:
    """All that the dock is made of. Give it to :func:`kiosk.ui.window.run`."""

    people: Sequence[DockPerson]
    controls: Controls
    feed: DockFeed
    play: bool = False
    """Begin to play by itself at once."""
