"""Where a hospital is and how it is talked to: all that an adapter is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kiosk.errors import SettingsError
from kiosk.hospital.access import OPEN, Access
from kiosk.model.person import IdentifierKind

DEFAULT_SYSTEMS: Mapping[IdentifierKind, str] = MappingProxyType(
    {
        IdentifierKind.PERSONAL_NUMBER: "http://fhir.ehealth.gov.vn/core/sid/cccd",
        IdentifierKind.INSURANCE_NUMBER: "http://fhir.ehealth.gov.vn/core/sid/insurance_number",
        IdentifierKind.PATIENT_CODE: "http://fhir.ehealth.gov.vn/core/sid/patient-internal-id",
    }
)
"""FHIR identifier systems, ``docs/hospital-api``."""


@dataclass(frozen=True, slots=True)
class Site:
    """One hospital, as the kiosk's settings describe it."""

    address: str
    """Base address, ``https://…``."""
    systems: Mapping[IdentifierKind, str] = field(default_factory=lambda: DEFAULT_SYSTEMS)
    """The identifier system of every kind of number; only FHIR has a use for them."""
    deadline: float = 3.5
    """Seconds for one call, with all its requests and repetitions."""
    token: str = field(default="", repr=False)
    """Sent as a bearer token; ``""`` for none."""
    access: Access = OPEN
    """Certificates, and how the kiosk gets tokens of its own."""
    allow_plain_http: bool = False
    """Whether ``http://`` beyond this machine is allowed."""
    options: Mapping[str, str] = field(default_factory=dict)
    """What only this kind of hospital needs, by name. Never a secret: passwords stand in
    files, and the option names the file."""

    def chosen(self, defaults: Mapping[str, str]) -> dict[str, str]:
        """The value of every option of ``defaults``, which are all that the adapter knows.

        Raises :class:`~kiosk.errors.SettingsError` for an option that it does not know, so that
        a typing error is no default.
        """
        unknown = [name for name in self.options if name not in defaults]
        if unknown:
            raise SettingsError(
                f"hospital.options: this kind of hospital has no {_listed(unknown)}; "
                + (f"it has {_listed(defaults)}" if defaults else "it has none")
            )
        return {**defaults, **self.options}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
