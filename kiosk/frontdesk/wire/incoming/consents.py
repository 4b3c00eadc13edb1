"""Consents, and the faces that they are about."""

import math
import re
import struct
from typing import Literal

from kiosk.frontdesk import refusals
from kiosk.frontdesk.records import IDENTIFICATION, VERIFICATION, Consent
from kiosk.frontdesk.wire.incoming import values
from kiosk.frontdesk.wire.incoming.message import MOST, Identifier, Part, Reference, read
from kiosk.frontdesk.wire.systems import CONSENT, KIOSK, URI, WORDING

_PURPOSES = frozenset({VERIFICATION, IDENTIFICATION})
_WORDING = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,63}", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
_DESCRIPTOR = struct.Struct("<128f")
_LENGTHS = 0.1, 10.0
"""Of a descriptor as a vector; those of faces are from 1 to 2."""


class _Coding(Part):
    system: str = ""
    code: str = ""


class _Concept(Part):
    coding: tuple[_Coding, ...] = ()


class _Policy(Part):
    uri: str = ""


class _Extension(Part):
    url: str = ""
    value_string: str = ""


class _Consent(Part, tag_field="resourceType", tag="Consent"):
    status: Literal["active"]
    identifier: tuple[Identifier, ...]
    category: tuple[_Concept, ...]
    patient: Reference
    date_time: str
    policy: tuple[_Policy, ...]
    language: str
    extension: tuple[_Extension, ...]


class _Parameter(Part):
    name: str
    value_base64_binary: bytes | None = None
    resource: _Consent | None = None


class _Parameters(Part, tag_field="resourceType", tag="Parameters"):
    parameter: list[_Parameter]


def read_consent(body: bytes) -> Consent:
    """What is to be kept; its id is still to be given."""
    return _consent(read(body, _Consent))


def read_face(body: bytes) -> bytes:
    """The descriptor that ``$face-match`` asks about."""
    return _descriptor(read(body, _Parameters))


def read_enrolment(body: bytes, patient: str) -> tuple[Consent, bytes]:
    """The consent and the descriptor of ``Patient/{id}/$face-enroll``."""
    sent = read(body, _Parameters)
    consents = [one.resource for one in sent.parameter if one.name == "consent"]
    if len(consents) != 1 or consents[0] is None:
        raise refusals.invalid("there is not just one consent")
    consent = _consent(consents[0])
    if consent.patient != patient:
        raise refusals.invalid("the consent is another patient's")
    return consent, _descriptor(sent)


def _consent(sent: _Consent) -> Consent:
    if max(map(len, (sent.identifier, sent.category, sent.policy, sent.extension))) > MOST:
        raise refusals.invalid("the consent has too many parts")
    keys = [one.value for one in sent.identifier if one.system == URI]
    purposes = [
        coding.code
        for concept in sent.category
        for coding in concept.coding[:MOST]
        if coding.system == CONSENT
    ]
    wordings = [
        policy.uri.removeprefix(WORDING) for policy in sent.policy if policy.uri.startswith(WORDING)
    ]
    kiosks = [one.value_string for one in sent.extension if one.url == KIOSK]
    if not len(keys) == len(purposes) == len(wordings) == len(kiosks) == 1:
        raise refusals.invalid("the consent has not just one key, purpose, wording and kiosk")
    if purposes[0] not in _PURPOSES:
        raise refusals.invalid("the consent is to something that is not asked here")
    if not _WORDING.fullmatch(wordings[0]) or not _LANGUAGE.fullmatch(sent.language):
        raise refusals.invalid("the consent's wording or language has the wrong form")
    return Consent(
        id="",
        key=values.key(keys[0]),
        patient=values.reference(sent.patient.reference, "Patient"),
        purpose=purposes[0],
        wording=wordings[0],
        language=sent.language,
        given=values.moment(sent.date_time),
        kiosk=values.line(kiosks[0], "kiosk", 64),
    )


def _descriptor(sent: _Parameters) -> bytes:
    found = [one.value_base64_binary for one in sent.parameter if one.name == "descriptor"]
    if len(found) != 1 or found[0] is None or len(found[0]) != _DESCRIPTOR.size:
        raise refusals.invalid(f"there is not just one descriptor of {_DESCRIPTOR.size} bytes")
    numbers = _DESCRIPTOR.unpack(found[0])
    least, most = _LENGTHS
    # A number that is none makes the whole length none, which is in no range.
    if not least <= math.hypot(*numbers) <= most:
        raise refusals.invalid("the descriptor is not one of a face")
    return found[0]
