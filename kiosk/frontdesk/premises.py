"""The hand-made part of the hospital: services, rooms, doctors, opening hours."""

import tomllib
from pathlib import Path
from typing import Self

import msgspec

from kiosk.errors import SettingsError
from kiosk.frontdesk.hours import Span, parse_hours
from kiosk.paths import SEEDS


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


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hospital: _Hospital
    service: tuple[Service, ...]
    room: tuple[Room, ...]


class Premises:
    """A hospital's services and rooms, cross-checked, with quick look-up."""

    def __init__(self, file: _File) -> None:
        self.name = file.hospital.name
        self.facility = file.hospital.facility
        """The insurer's number of this hospital: province, hyphen, three digits."""
        self.services = {service.code: service for service in file.service}
        """By code, in the order in which a patient should see them."""
        self.rooms = {room.number: room for room in file.room}
        self.hours: dict[str, tuple[Span, ...]] = {
            room.number: parse_hours(room.hours or file.hospital.hours) for room in file.room
        }
        self._check(file)

    def _check(self, file: _File) -> None:
        if len(self.services) < len(file.service) or len(self.rooms) < len(file.room):
            raise ValueError("a service code or a room number is there twice")
        if len({service.letter for service in file.service}) < len(file.service):
            raise ValueError("two services share a letter")
        for service in file.service:
            if not (len(service.letter) == 1 and service.letter.isascii()):
                raise ValueError(f"service {service.code}: the letter is not one ASCII letter")
            if not self.rooms_of(service.code):
                raise ValueError(f"service {service.code} has no room")
        for room in file.room:
            if room.service not in self.services:
                raise ValueError(f"room {room.number}: no service {room.service}")
            if room.pace <= 0:
                raise ValueError(f"room {room.number}: the pace is not above 0")

    def rooms_of(self, service: str) -> tuple[Room, ...]:
        return tuple(room for room in self.rooms.values() if room.service == service)

    @classmethod
    def load(cls, path: Path = SEEDS / "hospital.toml") -> Self:
        """Read the file. Raises :class:`~kiosk.errors.SettingsError` with path and reason."""
        try:
            return cls(msgspec.convert(tomllib.loads(path.read_text("utf-8")), _File))
        except (OSError, ValueError) as error:
            # msgspec.ValidationError and tomllib.TOMLDecodeError are ValueErrors.
            raise SettingsError(f"{path}: {error}") from error
