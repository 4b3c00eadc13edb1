"""The number that a kiosk gave while the hospital was away: kept, found again, shown to staff."""

from typing import Any

import pytest

from kiosk.frontdesk.pages.console import console_fragment
from tests.contract.frontdesk.hospital import Answer, Hospital, check_in, new_key

SERVICE = "TIM-MACH"
PROVISIONAL = "urn:kiosk:provisional-ticket"


def checked_in(hospital: Hospital, patient: str, number: str, key: str = "") -> Answer:
    body = check_in(patient, service=SERVICE, key=key)
    body["parameter"].append({"name": "provisional", "valueString": number})
    return hospital.post("/$check-in", body)


def kept(encounter: dict[str, Any]) -> list[str]:
    return [one["value"] for one in encounter["identifier"] if one["system"] == PROVISIONAL]


def test_a_check_in_without_one_has_none(hospital: Hospital) -> None:
    answer = hospital.check_in(hospital.adult().id, service=SERVICE)
    assert kept(answer.parts["encounter"]) == []


def test_it_is_kept_and_shown_on_the_console(hospital: Hospital) -> None:
    answer = checked_in(hospital, hospital.adult().id, "K1-007")
    assert answer.status == 201
    assert kept(answer.parts["encounter"]) == ["K1-007"]
    room = answer.parts["room"]
    fragment = console_fragment(hospital.read(lambda desk: desk.views.console(room)))
    assert "Phiếu tạm K1-007" in fragment


def test_the_same_request_once_more_may_bring_it_with_it(hospital: Hospital) -> None:
    """The first answer was never heard, so the kiosk gave a number of its own meanwhile."""
    person, key = hospital.adult(), new_key()
    first = hospital.check_in(person.id, service=SERVICE, key=key)
    again = checked_in(hospital, person.id, "K1-008", key)
    assert again.status == 200
    assert again.parts["number"] == first.parts["number"]
    assert again.parts["reissued"] is False
    assert kept(again.parts["encounter"]) == ["K1-008"]


def test_who_has_a_ticket_already_gets_it_with_the_number(hospital: Hospital) -> None:
    person = hospital.adult()
    first = hospital.check_in(person.id, service=SERVICE)
    again = checked_in(hospital, person.id, "K2-001")
    assert again.parts["number"] == first.parts["number"]
    assert again.parts["reissued"] is True
    assert kept(again.parts["encounter"]) == ["K2-001"]


def test_who_came_again_meanwhile_is_found_by_each_of_their_numbers(hospital: Hospital) -> None:
    person = hospital.adult()
    for number in ("K1-144", "K1-155", "K1-144"):
        again = checked_in(hospital, person.id, number)
    assert kept(again.parts["encounter"]) == ["K1-144", "K1-155"]
    fragment = console_fragment(hospital.read(lambda desk: desk.views.console(again.parts["room"])))
    assert "Phiếu tạm K1-144, K1-155" in fragment


def test_so_many_numbers_are_kept_and_no_more(hospital: Hospital) -> None:
    person = hospital.adult()
    for number in range(20):
        again = checked_in(hospital, person.id, f"K1-{number:03d}")
    assert kept(again.parts["encounter"]) == [f"K1-{number:03d}" for number in range(12, 20)]


@pytest.mark.parametrize("number", ["", "7", "k1-007", "K1-7", "K1-0000007", "K1-007\n", "<b>-007"])
def test_what_is_no_such_number_is_refused(hospital: Hospital, number: str) -> None:
    answer = checked_in(hospital, hospital.adult().id, number)
    assert answer.status in (400, 422)
