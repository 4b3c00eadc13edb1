"""Every no of this server, as a value: HTTP status, code for programs, sentence for staff."""

from kiosk.errors import KioskError


class Refusal(KioskError):
    """A request that cannot be done. ``text`` is for staff and never holds personal data."""

    def __init__(self, status: int, reason: str, issue: str, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.reason = reason
        """Code of ``urn:kiosk:refusal``, or ``""``."""
        self.issue = issue
        """FHIR IssueType."""
        self.text = text


def invalid(text: str) -> Refusal:
    """The request itself is wrong: repeating it changes nothing."""
    return Refusal(400, "invalid", "invalid", text)


def wrong_type(expected: str) -> Refusal:
    return Refusal(415, "invalid", "not-supported", f"the body is not {expected}")


def too_large(limit: int) -> Refusal:
    return Refusal(413, "invalid", "too-long", f"the body is longer than {limit} bytes")


def too_slow() -> Refusal:
    return Refusal(408, "invalid", "timeout", "the body did not come in time")


def patient_not_found() -> Refusal:
    return Refusal(404, "patient-not-found", "not-found", "no patient has this id")


def encounter_not_found() -> Refusal:
    return Refusal(404, "encounter-not-found", "not-found", "no encounter has this id")


def appointment_not_found(text: str) -> Refusal:
    return Refusal(404, "appointment-not-found", "not-found", text)


def appointment_not_today() -> Refusal:
    return Refusal(
        409, "appointment-not-today", "business-rule", "the appointment is for another day"
    )


def service_closed() -> Refusal:
    return Refusal(
        409, "service-closed", "business-rule", "no room of this service takes patients now"
    )


def ambiguous() -> Refusal:
    return Refusal(
        412, "ambiguous", "multiple-matches", "these identifiers belong to several patients"
    )


def key_reused() -> Refusal:
    return Refusal(422, "key-reused", "business-rule", "this key came with another request before")


def in_progress() -> Refusal:
    return Refusal(409, "in-progress", "transient", "this check-in is being worked on")


def fault() -> Refusal:
    return Refusal(500, "", "exception", "an unexpected error, see the server's log")


def busy() -> Refusal:
    return Refusal(503, "", "transient", "the records are locked for a moment")
