"""What kiosks ask of the queues, as values."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from kiosk.frontdesk.records import DOCUMENT


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A check-in as asked. Exactly one of ``service`` and ``appointment`` is not empty."""

    key: str
    kiosk: str
    patient: str
    service: str
    appointment: str
    coverage: str
    """May be empty."""
    reasons: frozenset[str]
    """The law's priority groups that the patient stated."""
    identity: str = DOCUMENT
    """How the kiosk saw that the patient is who the document names."""
    provisional: str = ""
    """The number that the kiosk gave while this server was away; ``""`` for none."""
    leased: str = ""
    """The number that it gave from a block which it had ahead; ``""`` for none."""
    begun: datetime | None = None
    """When it gave that; aware, ``None`` for none."""

    def digest(self) -> bytes:
        """Of all but the key and the provisional number: tells a repeated request from another
        one. A kiosk that heard no answer gives such a number, and asks the same once more."""
        told = (
            self.kiosk,
            self.patient,
            self.service,
            self.appointment,
            self.coverage,
            *sorted(self.reasons),
        )
        # What proved nothing was not told once, and a request from then may come again.
        told += () if self.identity == DOCUMENT else (f"identity {self.identity}",)
        told += (f"leased {self.leased}",) if self.leased else ()
        return hashlib.sha256(json.dumps(told).encode()).digest()


@dataclass(frozen=True, slots=True)
class LeaseAsked:
    """Numbers that a kiosk wants to have ahead."""

    key: str
    kiosk: str
    wanted: tuple[tuple[str, int], ...]
    """Codes of services, and how many more of each."""
    held: tuple[str, ...]
    """Numbers of today that it has and has given to nobody."""

    def digest(self) -> bytes:
        """Of what is wanted: tells a repeated request from another one. What is held changes while
        a kiosk waits for its answer."""
        told = (self.kiosk, *(f"{service} {count}" for service, count in sorted(self.wanted)))
        return hashlib.sha256(json.dumps(told).encode()).digest()
