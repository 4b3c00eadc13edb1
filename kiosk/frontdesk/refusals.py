"""Every no of this server, as a value: HTTP status, code for programs, sentence for staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.errors import KioskError
from kiosk.frontdesk.premises import Room, Service


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hospital has instead: a service that takes patients now, and its room."""

    service: Service
    room: Room
    wait: int
    """Minutes."""


class Refusal(KioskError):
    """A request that cannot be done. ``text`` is for staff and never holds personal data."""

    def __init__(
        self, status: int, reason: str, issue: str, text: str, instead: Iterable[Offer] = ()
    ) -> None:
        super().__init__(text)
        self.status = status
        self.reason = reason
        """Code of ``urn:kiosk:refusal``, or ``""``."""
        self.issue = issue
        """FHIR IssueType."""
        self.text = text
        self.instead = tuple(instead)
        """In the order in which a patient should see them."""


def invalid(text: str) -> Refusal:
    """The request itself is wrong: repeating it changes nothing."""
    return Refusal(400, "invalid", "invalid", text)


def wrong_type(expected: str) -> Refusal:
    return Refusal(415, "invalid", "not-supported", f"the body is not {expected}")


def too_large(limit: int) -> Refusal:
    return Refusal(413, "invalid", "too-long", f"the body is longer than {limit} bytes")


def too_slow() -> Refusal:
    return Refusal(408, "invalid", "timeout", "the body did not come in time")


def head_too_long(limit: int) -> Refusal:
    text = f"the request's line and headers are longer than {limit} bytes"
    return Refusal(431, "invalid", "too-long", text)


def head_too_slow() -> Refusal:
    return Refusal(408, "invalid", "timeout", "the request's headers did not come in time")


def misdirected() -> Refusal:
    text = "this server is not asked by this name: say --public-address, or --guarded"
    return Refusal(421, "", "forbidden", text)


def foreign() -> Refusal:
    return Refusal(403, "", "forbidden", "another site's page asks in a browser's name")


def patient_not_found() -> Refusal:
    return Refusal(404, "patient-not-found", "not-found", "no patient has this id")


def encounter_not_found() -> Refusal:
    return Refusal(404, "encounter-not-found", "not-found", "no encounter has this id")


def operation_not_found() -> Refusal:
    return Refusal(404, "", "not-found", "no operation has this id")


def appointment_not_found(text: str) -> Refusal:
    return Refusal(404, "appointment-not-found", "not-found", text)


def appointment_not_today() -> Refusal:
    return Refusal(
        409, "appointment-not-today", "business-rule", "the appointment is for another day"
    )


def service_closed(instead: Iterable[Offer] = ()) -> Refusal:
    text = "no room of this service takes patients now"
    return Refusal(409, "service-closed", "business-rule", text, instead)


def room_not_found() -> Refusal:
    return Refusal(404, "room-not-found", "not-found", "no room has this number")


def room_closed() -> Refusal:
    return Refusal(409, "room-closed", "business-rule", "the room is closed")


def nobody_called() -> Refusal:
    return Refusal(409, "nobody-called", "business-rule", "nobody was called to this room")


def console_stale() -> Refusal:
    text = "the console showed somebody else as called: look again"
    return Refusal(409, "console-stale", "conflict", text)


def ambiguous() -> Refusal:
    return Refusal(
        412, "ambiguous", "multiple-matches", "these identifiers belong to several patients"
    )


def key_reused() -> Refusal:
    return Refusal(422, "key-reused", "business-rule", "this key came with another request before")


def not_offered() -> Refusal:
    text = "this hospital knows nobody by their face: its premises do not say faces = true"
    return Refusal(404, "not-offered", "not-supported", text)


def no_leases() -> Refusal:
    text = "this hospital gives kiosks no numbers ahead: its premises do not say leased_numbers"
    return Refusal(404, "not-offered", "not-supported", text)


def lease_not_found() -> Refusal:
    text = "this kiosk has no such number ahead for this service"
    return Refusal(404, "lease-not-found", "not-found", text)


def lease_used() -> Refusal:
    text = "another check-in was told with this number"
    return Refusal(409, "lease-used", "conflict", text)


def lease_lapsed() -> Refusal:
    text = "the number was given back, or given or told of when it held no more"
    return Refusal(409, "lease-lapsed", "business-rule", text)


def too_often() -> Refusal:
    text = "faces are asked for more often than patients come: wait"
    return Refusal(429, "too-often", "throttled", text)


def consent_not_found() -> Refusal:
    return Refusal(404, "consent-not-found", "not-found", "no consent has this id")


def consent_withdrawn() -> Refusal:
    text = "the patient has taken this consent back since"
    return Refusal(409, "consent-withdrawn", "business-rule", text)


def fault() -> Refusal:
    return Refusal(500, "", "exception", "an unexpected error, see the server's log")


def busy() -> Refusal:
    return Refusal(503, "busy", "transient", "the records are locked for a moment")


def away() -> Refusal:
    return Refusal(503, "away", "no-store", "the records cannot be reached, or their disk is full")
