"""What the insurer's gateway answers about a coverage. Pure."""

from dataclasses import dataclass
from datetime import date

from kiosk.frontdesk.records import Coverage

_IN_FORCE = frozenset({"000", "001", "002", "003", "004", "130"})
"""Result codes with which the insurer pays, be it after a look at the papers."""
_FAULTS = frozenset({"100", "101", "401", "500"})
"""The gateway itself failed: nothing is known about the insurance."""
_EXPIRED = "010"


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: str
    """FHIR RemittanceOutcome: ``complete`` or ``error``."""
    result: str
    """The gateway's result code, ``""`` if nobody is insured."""
    coverage: str
    """Id of the coverage, ``""`` if there is none or nothing is known."""
    in_force: bool
    percent: int


def verdict(coverage: Coverage | None, today: date) -> Verdict:
    """Look a coverage up, as of ``today``."""
    if coverage is None:
        return Verdict("complete", "", "", False, 0)
    if coverage.result in _FAULTS:
        return Verdict("error", coverage.result, "", False, 0)
    in_force = coverage.result in _IN_FORCE
    if in_force and date.fromisoformat(coverage.valid_to) < today:
        return Verdict("complete", _EXPIRED, coverage.id, False, 0)
    percent = coverage.percent if in_force else 0
    return Verdict("complete", coverage.result, coverage.id, in_force, percent)
