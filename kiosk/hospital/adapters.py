"""The kinds of hospitals that this kiosk can talk to, found by name.

A hospital with other software installs a package beside the kiosk that declares an entry point
(https://packaging.python.org/specifications/entry-points/) of the group :data:`GROUP`; nothing
of the kiosk is changed for it. ``docs/adapters.md`` shows how one is written.
"""

import pkgutil
from collections.abc import Callable, Mapping
from importlib import metadata
from types import MappingProxyType

from kiosk.errors import SettingsError
from kiosk.hospital.base import Hospital
from kiosk.hospital.site import Site

GROUP = "kiosk.hospitals"

Adapter = Callable[[Site], Hospital]
"""Makes the client of one hospital. It does no I/O but reading the files that options name, and
raises :class:`~kiosk.errors.SettingsError` for a site that it cannot use."""

BUILT_IN: Mapping[str, str] = MappingProxyType(
    {
        "fhir": "kiosk.hospital.fhir:FhirHospital.at",
        "plain-fhir": "kiosk.hospital.plain_fhir.adapter:PlainFhirHospital.at",
        "gnuhealth": "kiosk.hospital.gnuhealth.adapter:GnuHealthHospital.at",
    }
)
"""The same as the entry points in ``pyproject.toml``: a kiosk that runs from its source tree is
not installed, and has none."""


def adapter(kind: str) -> Adapter:
    """The adapter of this name. Ours come first: an installed package cannot take their place.

    Raises :class:`~kiosk.errors.SettingsError` where there is none, where several packages claim
    the name, and where it cannot be imported.
    """
    where = BUILT_IN.get(kind) or _installed(kind)
    try:
        found: Adapter = pkgutil.resolve_name(where)
    except (ImportError, AttributeError, SyntaxError, ValueError) as error:
        raise SettingsError(
            f"hospital.kind: {kind} cannot be loaded: {type(error).__name__}"
        ) from error
    return found


def kinds() -> tuple[str, ...]:
    """All names, ours first."""
    installed = {point.name for point in metadata.entry_points(group=GROUP)}
    return (*BUILT_IN, *sorted(installed - BUILT_IN.keys()))


def _installed(kind: str) -> str:
    places = {point.value for point in metadata.entry_points(group=GROUP, name=kind)}
    if not places:
        raise SettingsError(f"hospital.kind: there is no {kind}, only {', '.join(kinds())}")
    if len(places) > 1:
        raise SettingsError(f"hospital.kind: several packages call themselves {kind}")
    return places.pop()
