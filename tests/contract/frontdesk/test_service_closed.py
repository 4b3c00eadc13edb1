"""A service that takes nobody any more: the refusal says what does."""

from typing import Any

import httpx
import pytest
from msgspec.structs import replace

from kiosk.errors import HospitalRefused
from kiosk.frontdesk.api import Options
from kiosk.frontdesk.server import create_app
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.checkin import CheckIn
from tests.contract.frontdesk.hospital import PUBLIC, Hospital, new_key

SERVICES = 3
"""So many are offered at most."""


def offers(issue: dict[str, Any]) -> list[dict[str, Any]]:
    """Each offered service: the value of each part by its name."""
    found = []
    for extension in issue.get("extension", []):
        assert extension["url"] == "urn:kiosk:instead"
        parts = {}
        for part in extension["extension"]:
            [value] = [one for name, one in part.items() if name.startswith("value")]
            parts[part["url"]] = value
        found.append(parts)
    return found


def close(hospital: Hospital, room: str) -> None:
    hospital.write(lambda desk: desk.rooms.close(room))


def refused(hospital: Hospital, service: str) -> list[dict[str, Any]]:
    answer = hospital.check_in(hospital.adult().id, service=service)
    assert (answer.status, answer.refusal) == (409, "service-closed")
    [issue] = answer.body["issue"]
    return offers(issue)


def test_what_is_open_is_offered_in_the_hospital_s_order(hospital: Hospital) -> None:
    hospital.clock.time = hospital.clock.time.replace(hour=16, minute=58)
    rooms = hospital.premises.rooms
    open_services = [
        service.code
        for service in hospital.premises.public()
        if hospital.check_in(hospital.adult().id, service=service.code).status == 201
    ]
    for service in hospital.premises.public():
        if service.code not in open_services:
            offered = refused(hospital, service.code)
            assert [one["service"] for one in offered] == open_services[:SERVICES]
            for one in offered:
                assert rooms[one["room"]].service == one["service"]
                assert rooms[one["room"]].floor == one["floor"]
                assert one["name"] == hospital.premises.services[one["service"]].name.vi
                assert one["estimated-wait"]["unit"] == "min"


def test_rooms_that_staff_closed_are_not_offered(hospital: Hospital) -> None:
    first, second, third, *_ = hospital.premises.public()
    for room in hospital.premises.rooms_of(first.code):
        close(hospital, room.number)
    offered = refused(hospital, first.code)
    assert [one["service"] for one in offered][:2] == [second.code, third.code]
    assert len(offered) == SERVICES
    taken = hospital.check_in(hospital.adult().id, service=offered[0]["service"])
    assert (taken.status, taken.parts["room"]) == (201, offered[0]["room"])


def test_what_the_hospital_names_stands_in_and_nothing_else(hospital: Hospital) -> None:
    first, second, third, fourth, *_ = hospital.premises.public()
    services = hospital.premises.services
    services[first.code] = replace(first, instead=(fourth.code, third.code, second.code))
    services[second.code] = replace(second, instead=())
    for service in (first, second, third):
        for room in hospital.premises.rooms_of(service.code):
            close(hospital, room.number)
    assert [one["service"] for one in refused(hospital, first.code)] == [fourth.code]
    assert refused(hospital, second.code) == []
    assert len(refused(hospital, third.code)) == SERVICES


def test_the_kiosk_hears_of_it(hospital: Hospital) -> None:
    first, second, third, fourth, *_ = hospital.premises.public()
    for room in hospital.premises.rooms_of(first.code):
        close(hospital, room.number)
    transport = httpx.ASGITransport(create_app(hospital.house, Options(PUBLIC)))
    wish = CheckIn(new_key(), "k1", hospital.adult().id, service=first.code)

    async def ask() -> None:
        async with FhirHospital("http://127.0.0.1/fhir", transport=transport) as adapter:
            await adapter.check_in(wish)

    with pytest.raises(HospitalRefused, match="service-closed") as caught:
        hospital.run(ask())
    assert caught.value.instead == (second.code, third.code, fourth.code)


def test_at_night_nothing_is_offered(hospital: Hospital) -> None:
    hospital.clock.time = hospital.clock.time.replace(hour=23)
    assert refused(hospital, "MAT") == []
