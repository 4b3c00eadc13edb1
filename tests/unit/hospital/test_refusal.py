"""What may stand in the log as a hospital's reason."""

import json
import re
from pathlib import Path

import pytest

from kiosk.errors import HospitalRefused
from kiosk.frontdesk import refusals
from kiosk.hospital.refusal import failure_of

API = Path(__file__).parents[3] / "docs" / "hospital-api" / "README.md"


def refused(code: str, system: str = "urn:kiosk:refusal") -> str:
    """The reason that a kiosk keeps of a 409 with this code."""
    coding = {"system": system, "code": code, "display": code}
    issue = {
        "severity": "error",
        "code": "business-rule",
        "diagnostics": code,
        "details": {"text": code, "coding": [coding]},
    }
    body = {"resourceType": "OperationOutcome", "id": code, "issue": [issue]}
    failure = failure_of(409, json.dumps(body).encode())
    assert isinstance(failure, HospitalRefused)
    assert str(failure) == failure.reason
    return failure.reason


def codes() -> set[str]:
    """All that the description of the wire names."""
    errors = API.read_text("utf-8").partition("## Errors")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[a-z-]+`[^|]*)\|", errors, re.M)
    return {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}


def test_every_code_of_the_wire_is_understood() -> None:
    assert len(codes()) > 15
    for code in codes():
        assert refused(code) == code


def test_every_refusal_of_our_server_is_understood() -> None:
    source = Path(refusals.__file__).read_text("utf-8")
    told = set(re.findall(r'Refusal\(\s*\d{3},\s*"([a-z-]+)"', source))
    assert len(told) > 15
    for code in told:
        assert refused(code) == code


@pytest.mark.parametrize(
    "code",
    [
        "TRAN-THI-THU-HA",
        "tran-thi-thu-ha",
        "1952-03-15",
        "079-152",
        "service-closed-Ha",
        "",
        "Ambiguous",
    ],
)
def test_what_a_hospital_makes_up_is_the_status_alone(code: str) -> None:
    """It may be a name, or a date of birth."""
    assert refused(code) == "http-409"


def test_a_code_of_another_system_is_the_status_alone() -> None:
    assert refused("ambiguous", "urn:other") == "http-409"
