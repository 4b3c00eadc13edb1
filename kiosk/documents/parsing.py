"""From the payload of a code to the document that it is on."""

import re
from datetime import date

from kiosk.documents.bhyt import looks_like_bhyt, parse_bhyt
from kiosk.documents.cccd import looks_like_cccd, parse_cccd
from kiosk.documents.fields import hospital_day, without_controls
from kiosk.documents.patterns import LONGEST_MATCHED, Patterns
from kiosk.documents.text import to_text
from kiosk.documents.vneid import parse_vneid
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind

LONGEST_PAYLOAD = 2953
"""Bytes that the largest QR code holds (ISO/IEC 18004, version 40-L)."""

FEWEST_SEPARATORS = 4
"""Bytes that are no text but hold so many ``|`` are a damaged card; with fewer, anything."""


def parse(payload: bytes | str, patterns: Patterns, *, today: date | None = None) -> Document:
    """The document that this payload is, whole; never a part of one.

    ``payload`` is hostile: bytes as they were in the code, or text that some decoder or
    scanner made of them. The hospital's own patterns are tried first, then the identity card
    and the insurance card. ``today`` is the day in Vietnam unless handed in.

    Raises :class:`NotADocument`, and nothing else: reason ``not-a-document`` for what has
    no form of a document; ``too-long``, ``encoding`` and ``control-characters``; else a
    reason that begins with the document's name, as the parsers of each document list them.
    """
    if len(payload) > LONGEST_PAYLOAD:
        raise NotADocument("too-long", "the code holds more than a QR code can")
    try:
        text = to_text(payload)
    except NotADocument:
        if _separators(payload) < FEWEST_SEPARATORS:
            raise _no_document() from None
        raise
    today = today or hospital_day()
    document = _by_pattern(text, patterns, today) or _by_fields(text, today)
    if document is None:
        raise _no_document()
    return document


def _no_document() -> NotADocument:
    return NotADocument("not-a-document", "the code has the form of no document")


def _separators(payload: bytes | str) -> int:
    return payload.count(b"|") if isinstance(payload, bytes) else payload.count("|")


def _by_pattern(text: str, patterns: Patterns, today: date) -> Document | None:
    if len(text) > LONGEST_MATCHED:
        return None
    if patterns.vneid and (found := patterns.vneid.fullmatch(text)):
        without_controls(text)
        return parse_vneid(found, today)
    if found := patterns.appointment.fullmatch(text):
        without_controls(text)
        return _appointment(found)
    if found := patterns.patient_code.fullmatch(text):
        without_controls(text)
        return _patient_code(found)
    return None


def _appointment(found: re.Match[str]) -> Document | None:
    """An appointment by its id, with the patient's code where the slip holds it too."""
    groups = found.groupdict()
    if not groups["appointment"]:
        return None
    code = groups.get("code")
    return Document(
        DocumentKind.APPOINTMENT,
        (Identifier(IdentifierKind.PATIENT_CODE, code),) if code else (),
        appointment=groups["appointment"],
    )


def _patient_code(found: re.Match[str]) -> Document | None:
    if not found["code"]:
        return None
    return Document(
        DocumentKind.PATIENT_CODE, (Identifier(IdentifierKind.PATIENT_CODE, found["code"]),)
    )


def _by_fields(text: str, today: date) -> Document | None:
    if "|" not in text:
        return None
    parts = [part.strip() for part in text.split("|")]
    for looks, reads in ((looks_like_bhyt, parse_bhyt), (looks_like_cccd, parse_cccd)):
        if looks(parts):
            without_controls(text)
            return reads(parts, today)
    return None
