"""Small requests that would take the server long to read, from anybody: they do not."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from tests.contract.frontdesk.hospital import CCCD, Answer, Hospital

MARKS = "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}" * 40_000


@contextmanager
def quickly() -> Iterator[None]:
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 0.5


@pytest.mark.parametrize("name", ["staff", "__Host-staff"])
def test_a_cookie_of_backslashes(gate: Hospital, name: str) -> None:
    cookie = {"Cookie": f'{name}="' + "\\" * 30_000 + '"'}
    with quickly():
        assert gate.raw("GET", "http://hospital/console", headers=cookie).status_code == 303


def test_the_right_cookie_among_others(gate: Hospital) -> None:
    cookies = [("Cookie", 'a="b; c"; x=__Host-staff=y'), ("Cookie", "__Host-staff=none ;d")]
    assert gate.raw("GET", "http://hospital/console", headers=cookies).status_code == 303


def test_a_name_of_marks(hospital: Hospital) -> None:
    number = {"system": CCCD, "value": "079190012345"}
    patient = {"resourceType": "Patient", "identifier": [number], "birthDate": "1990-01-01"}
    headers = {"If_None_Exist": f"identifier={CCCD}|079190012345"}
    with quickly():
        sent = patient | {"name": [{"text": f"a{MARKS}"}]}
        assert hospital.post("/Patient", sent, **headers).refusal == "invalid"
    # Every letter taken apart, as far as letters go.
    name = "Ệ" * 100
    apart = "E\N{COMBINING DOT BELOW}\N{COMBINING CIRCUMFLEX ACCENT}" * 100
    kept = hospital.post("/Patient", patient | {"name": [{"text": apart}]}, **headers)
    assert kept.body["name"][0]["text"] == name


def test_a_doctor_of_marks(hospital: Hospital) -> None:
    doctor = {"inside": "", "doctor": f"a{MARKS[:38_000]}"}
    with quickly():
        answer = hospital.raw("POST", "http://hospital/console/101/doctor", data=doctor)
    assert answer.status_code == 400


@pytest.mark.parametrize("origin", ["http://[", "http://]", "http://a:b:c", "://"])
def test_an_origin_that_is_none_is_foreign(hospital: Hospital, origin: str) -> None:
    headers = {"Origin": origin}
    assert Answer(hospital.raw("GET", "/HealthcareService", headers=headers)).status == 403
    login: httpx.Response = hospital.raw(
        "POST", "http://hospital/console/login", data={"name": "lan"}, headers=headers
    )
    assert login.status_code == 403
