"""The words of SMART 2 for what may be done."""

import pytest

from kiosk.frontdesk.access.scopes import (
    KIOSK,
    LONGEST,
    NEEDED,
    OPEN,
    granted,
    permissions,
    written,
)
from kiosk.frontdesk.api import Api
from kiosk.frontdesk.faces.api import ConsentApi, FaceApi
from kiosk.frontdesk.lease_api import LeaseApi


def test_every_interaction_has_been_decided_about() -> None:
    apis = (
        Api.__new__(Api),
        FaceApi.__new__(FaceApi),
        ConsentApi.__new__(ConsentApi),
        LeaseApi.__new__(LeaseApi),
    )
    paths = {(method, path) for api in apis for method, path, _ in api.routes()}
    assert paths == set(NEEDED) | OPEN


def test_a_kiosk_may_do_all_there_is() -> None:
    assert set(NEEDED.values()) <= (permissions(KIOSK) or set())


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("system/Patient.rs", "system/Patient.rs"),
        ("system/Patient.r system/Patient.s", "system/Patient.rs"),
        ("system/Patient.cruds", "system/Patient.crs"),
        ("system/*.s", "system/Patient.s system/Appointment.s system/HealthcareService.s "
                       "system/Encounter.s system/Basic.s"),
    ],
)  # fmt: skip
def test_words_and_what_they_give(asked: str, got: str) -> None:
    assert granted(asked, KIOSK) == got


@pytest.mark.parametrize(
    "asked",
    [
        "patient/Patient.rs", "user/Patient.rs", "system/Observation.rs", "system/Patient.sr",
        "system/Patient.", "system/Patient.read", "system/Patient", "launch", "openid",
        "system/Patient.rs?_id=1", "system/Patient.rs,system/Encounter.c", "x" * (LONGEST + 1),
    ],
)  # fmt: skip
def test_words_of_others_are_refused(asked: str) -> None:
    assert permissions(asked) is None
    assert granted(asked, KIOSK) is None


def test_nobody_gets_more_than_they_may() -> None:
    assert granted(KIOSK, "system/Patient.r") == "system/Patient.r"
    assert granted("system/Encounter.c", "system/Patient.r") is None
    assert granted("", KIOSK) is None


def test_what_is_written_says_the_same() -> None:
    given = permissions(KIOSK)
    assert given is not None
    assert written(given) == KIOSK
