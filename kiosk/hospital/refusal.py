"""What an answer that is no success means, and when it is worth asking again."""

from kiosk.errors import (
    HospitalAway,
    HospitalError,
    HospitalGarbled,
    HospitalRefused,
    NotLetIn,
)
from kiosk.hospital import decode, wire
from kiosk.hospital.answers import is_id

_REFUSALS = "urn:kiosk:refusal"
_INSTEAD = "urn:kiosk:instead"
_REASONS = frozenset(
    {
        "ambiguous", "appointment-not-found", "appointment-not-today", "away", "busy",
        "console-stale", "consent-not-found", "consent-withdrawn", "encounter-not-found",
        "in-progress", "invalid", "key-reused", "lease-lapsed", "lease-not-found", "lease-used",
        "nobody-called", "not-offered",
        "patient-not-found", "room-closed", "room-not-found", "service-closed", "too-often",
    }
)  # fmt: skip
"""All codes that there are (docs/hospital-api/README.md, Errors). They reach the log and the
journal's clear columns: a code of the hospital's own making could be a patient's name."""
_COME_BACK = frozenset({408, 425, 429})
"""Client errors by number that say "later", as a 503 does."""
_LATER = frozenset({429, 503})
"""With a Retry-After they say when (RFC 6585, section 4, and RFC 9110, 15.6.4)."""
NOT_LET_IN = frozenset({401, 403})
"""Said by gateways before a hospital, too, whose bodies are no FHIR."""
_SHORTEST_WAIT = 0.05
_MOST_OFFERS = 8


def failure_of(status: int, body: bytes) -> HospitalError:
    """The exception that an answer is. Raises ``HospitalGarbled`` for a 4xx that says nothing."""
    if status >= 500 or status in _COME_BACK:
        return HospitalAway(f"HTTP {status}")
    if status < 400:
        return HospitalGarbled(f"HTTP {status}")
    if status in NOT_LET_IN:
        return NotLetIn(f"http-{status}")
    outcome = decode.resource(body, wire.OperationOutcome)
    for issue in outcome.issue:
        for coding in issue.details.coding:
            if coding.system == _REFUSALS and coding.code in _REASONS:
                return HospitalRefused(coding.code, instead=_instead(issue))
    return HospitalRefused(f"http-{status}")


def wait_before_again(status: int, retry_after: str, failure: HospitalError) -> float | None:
    """Seconds until the same request is worth sending again; ``None`` if it is not."""
    in_progress = isinstance(failure, HospitalRefused) and failure.reason == "in-progress"
    if retry_after and (in_progress or status in _LATER):
        return _seconds(retry_after)
    return None


def _instead(issue: wire.Issue) -> tuple[str, ...]:
    """The codes of the services that the hospital offers in place of a closed one."""
    codes = (
        part.value_code or ""
        for extension in issue.extension
        if extension.url == _INSTEAD
        for part in extension.extension
        if part.url == "service"
    )
    return tuple(code for code in codes if is_id(code))[:_MOST_OFFERS]


def _seconds(retry_after: str) -> float:
    """``Retry-After`` (RFC 9110, 10.2.3) in seconds; its form as a date counts as one second."""
    if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9:
        return max(_SHORTEST_WAIT, float(retry_after))
    return 1.0
