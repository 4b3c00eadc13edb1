"""Whom the tester's dock offers, and in which order."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.app.dock import dock_people
from kiosk.app.kiosk import Kiosk
from kiosk.config import Settings
from kiosk.ui.dock import DockPerson


@pytest.fixture
def people(tmp_path: Path) -> Iterator[tuple[DockPerson, ...]]:
    kiosk = Kiosk(Settings(), tmp_path)
    yield dock_people(kiosk)
    kiosk.close()


def test_begins_with_an_id_card_and_an_appointment(people: tuple[DockPerson, ...]) -> None:
    first = people[0]
    assert {"cccd", "appointment"} <= first.documents.keys()
    assert first.appointments
    assert all(re.fullmatch(r"[0-2][0-9]:[0-5][0-9]", time) for time in first.appointments)


def test_newcomers_come_before_those_without_an_appointment(
    people: tuple[DockPerson, ...],
) -> None:
    new = [index for index, person in enumerate(people) if person.new]
    assert new
    assert new == list(range(new[0], new[0] + len(new)))
    assert all(person.appointments for person in people[: new[0]])


def test_a_label_is_in_no_language(people: tuple[DockPerson, ...]) -> None:
    for person in people:
        name, *numbers = person.label.split(" · ")
        assert name
        assert all(number.isdigit() for number in numbers)
        assert len(numbers) == (1 if person.new else 2)


def test_nobody_is_there_twice(people: tuple[DockPerson, ...]) -> None:
    assert len({person.label for person in people}) == len(people)


def test_who_has_an_id_card_has_its_chip(people: tuple[DockPerson, ...]) -> None:
    assert any(person.chip for person in people)
    for person in people:
        card = str(person.documents.get("cccd", ""))
        assert person.chip == card.split("|")[0]
