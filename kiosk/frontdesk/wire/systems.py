"""URIs of identifier systems. They are settings of both sides; these are the defaults."""

from dataclasses import dataclass

from kiosk.frontdesk.records import CODE, INSURANCE, PERSONAL, Identifier

URI = "urn:ietf:rfc:3986"
"""Of identifiers that are URIs (FHIR R4, 4.1.1.2)."""
CONSENT = "urn:kiosk:consent"
"""Of what consents are to."""
WORDING = "urn:kiosk:consent-text:"
"""Begins the URI of the text that was read."""
KIOSK = "urn:kiosk:kiosk"
"""The extension that names the kiosk where it was."""
PROVISIONAL = "urn:kiosk:provisional-ticket"
"""Of numbers that kiosks gave by themselves."""
_MINISTRY = "http://fhir.ehealth.gov.vn/core/sid"


@dataclass(frozen=True, slots=True)
class Systems:
    personal: str = f"{_MINISTRY}/cccd"
    insurance: str = f"{_MINISTRY}/insurance_number"
    code: str = f"{_MINISTRY}/patient-internal-id"
    ticket: str = "urn:kiosk:ticket"
    key: str = "urn:kiosk:check-in-key"

    def identifier(self, system: str, value: str) -> Identifier | None:
        """A patient's identifier from its wire form; ``None`` if the system is unknown."""
        kinds = {self.personal: PERSONAL, self.insurance: INSURANCE, self.code: CODE}
        kind = kinds.get(system)
        return Identifier(kind, value) if kind else None

    def uri(self, kind: str) -> str:
        """The system of a kind of identifier."""
        return {PERSONAL: self.personal, INSURANCE: self.insurance, CODE: self.code}[kind]
