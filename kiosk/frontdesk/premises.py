"""The hand-made part of the hospital: services, rooms, doctors, opening hours."""

import tomllib
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Self

import msgspec

from kiosk.errors import SettingsError
from kiosk.frontdesk.hours import (
    Span,
    minutes_left,
    minutes_on_request,
    opens_yet,
    parse_hours,
)
from kiosk.frontdesk.queue.rules import STREAK
from kiosk.paths import SEEDS

MOST_LEASED = 20
"""Numbers of a service that a kiosk may have ahead: its printer takes some minutes for them."""
PREMISES = SEEDS / "hospital.toml"
"""The demonstration hospital's."""


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One text in the languages that the hospital's own signs have."""

    vi: str
    en: str


class Doctor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str


class Service(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of care with its own queue."""

    code: str
    letter: str
    """Starts each ticket number of the service."""
    name: Text
    plain: Text
    """In a patient's words."""
    internal: bool = False
    """Doctors send patients there; nobody chooses it at a kiosk."""
    instead: tuple[str, ...] | None = None
    """Codes of the services that may stand in when this one has closed, the best first; empty:
    none may. ``None``: any, in the hospital's order."""


class Room(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: str
    floor: str
    service: str
    doctor: Doctor
    pace: float
    """Minutes that one patient usually takes."""
    way: Text
    """How to walk there from the kiosks at the entrance."""
    hours: tuple[str, ...] = ()
    """Empty: the hospital's hours."""


class _Hospital(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Text
    facility: str
    hours: tuple[str, ...]
    priority_streak: int = STREAK
    """So many priority patients are called before one of the others."""
    faces: bool = False
    """Whether patients who agree are known again by their faces."""
    leased_numbers: int = 0
    """So many numbers of each service a kiosk may have ahead, to give them while the hospital
    cannot be reached; 0: none."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hospital: _Hospital
    service: tuple[Service, ...]
    room: tuple[Room, ...]


_ASK = Text("Mời hỏi quầy hướng dẫn.", "Please ask at the information desk.")


class Premises:
    """A hospital's services, rooms and hours, cross-checked, with quick look-up."""

    def __init__(
        self, file: _File, always_open: bool = False, faces: bool = False, leased_numbers: int = 0
    ) -> None:
        self.always_open = always_open
        self.faces = file.hospital.faces or faces
        """Whether patients who agree are known again by their faces."""
        self.leased_numbers = leased_numbers or file.hospital.leased_numbers
        """So many numbers of each service a kiosk may have ahead; 0: none."""
        self.name = file.hospital.name
        self.facility = file.hospital.facility
        """The insurer's number of this hospital: province, hyphen, three digits."""
        self.streak = file.hospital.priority_streak
        self.services = {service.code: service for service in file.service}
        """By code, in the order in which a patient should see them."""
        self.rooms = {room.number: room for room in file.room}
        self._hours: dict[str, tuple[Span, ...]] = {
            room.number: parse_hours(room.hours or file.hospital.hours) for room in file.room
        }
        self._rooms_of = {
            service.code: tuple(room for room in file.room if room.service == service.code)
            for service in file.service
        }
        self._check(file)

    def _check(self, file: _File) -> None:
        if len(self.services) < len(file.service) or len(self.rooms) < len(file.room):
            raise ValueError("a service code or a room number is there twice")
        if len({service.letter for service in file.service}) < len(file.service):
            raise ValueError("two services share a letter")
        if not 1 <= self.streak <= 99:
            raise ValueError("the priority streak is not 1 to 99")
        if not 0 <= self.leased_numbers <= MOST_LEASED:
            raise ValueError(f"leased_numbers is not 0 to {MOST_LEASED}")
        for service in file.service:
            if not (len(service.letter) == 1 and service.letter.isascii()):
                raise ValueError(f"service {service.code}: the letter is not one ASCII letter")
            if not self.rooms_of(service.code):
                raise ValueError(f"service {service.code} has no room")
            self._check_instead(service)
        for room in file.room:
            # Numbers are in the consoles' addresses.
            if not room.number or "/" in room.number:
                raise ValueError(f"room {room.number}: the number is empty or has a slash")
            if room.service not in self.services:
                raise ValueError(f"room {room.number}: no service {room.service}")
            if room.pace <= 0:
                raise ValueError(f"room {room.number}: the pace is not above 0")

    def _check_instead(self, service: Service) -> None:
        others = {one.code for one in self.public()} - {service.code}
        named = service.instead or ()
        for code in named:
            if code not in others:
                raise ValueError(
                    f"service {service.code}: instead names {code}, which patients cannot choose"
                    " in its place"
                )
        if len(set(named)) < len(named):
            raise ValueError(f"service {service.code}: instead names a service twice")

    def public(self) -> tuple[Service, ...]:
        """What patients choose from, in the order in which they should see it."""
        return tuple(service for service in self.services.values() if not service.internal)

    def in_place_of(self, service: str) -> tuple[str, ...]:
        """Codes of what patients may be offered when this service has closed, the best first."""
        named = self.service_of(service).instead
        return tuple(one.code for one in self.public()) if named is None else named

    def rooms_of(self, service: str) -> tuple[Room, ...]:
        return self._rooms_of.get(service, ())

    def service_of(self, code: str) -> Service:
        """The service; a plain stand-in for one that old tickets name and the file no more."""
        gone = Service(code, "", Text(code, code), Text(code, code))
        return self.services.get(code, gone)

    def room_of(self, number: str) -> Room:
        """The room; a plain stand-in for one that old tickets name and the file no more."""
        return self.rooms.get(number, Room(number, "–", "", Doctor("", ""), 0, _ASK))

    def open_for(self, room: str, now: datetime) -> float:
        """Minutes until a room closes: 0 if it is closed, infinite if it never does."""
        return inf if self.always_open else minutes_left(self._hours[room], now)

    def open_on_request(self, room: str, since: datetime, now: datetime) -> float:
        """Minutes until a room closes that staff opened today at ``since``, at whatever hour."""
        if self.always_open:
            return inf
        return minutes_on_request(self._hours[room], since, now)

    def opens_yet(self, room: str, now: datetime) -> bool:
        """Whether a room is open now or opens later today; ``False`` if there is no such room."""
        return room in self.rooms and (self.always_open or opens_yet(self._hours[room], now))

    @classmethod
    def load(
        cls,
        path: Path = PREMISES,
        always_open: bool = False,
        faces: bool = False,
        leased_numbers: int = 0,
    ) -> Self:
        """Read the file. With ``always_open`` no room ever closes: a demonstration at night. With
        ``faces`` patients are known by their faces whatever the file says: the same; and with
        ``leased_numbers`` kiosks have so many ahead.

        Raises :class:`~kiosk.errors.SettingsError` with path and reason.
        """
        try:
            file = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File)
            return cls(file, always_open, faces, leased_numbers)
        except (OSError, ValueError) as error:
            # msgspec.ValidationError and tomllib.TOMLDecodeError are ValueErrors.
            raise SettingsError(f"{path}: {error}") from error
