"""What the harness of power cuts reads off the paper."""

from datetime import UTC, datetime

import numpy as np
import pytest
from PIL import Image

from kiosk.bench.power_cuts_numbers import NumberReader, Read
from kiosk.bench.power_cuts_paper import sheets
from kiosk.devices.printer.encode import job
from kiosk.model.text import local
from kiosk.ticket import Slip, render

HOSPITAL = local("Bệnh viện Đa khoa Hồ Sen", "Ho Sen General Hospital")
KNOWN = ("A-001", "A-007", "K1-007", "K1-100")


def ticket(number: str, *, provisional: bool = False, copy: bool = False) -> Image.Image:
    return render(
        Slip(
            hospital=HOSPITAL,
            number=number,
            room="205",
            floor="2",
            direction=local("Rẽ trái.", "Turn left."),
            service=local("Tim mạch", "Cardiology"),
            people_ahead=3,
            wait_minutes=20,
            name="T. T. T. Hà",
            patient_code="12345678",
            issued_at=datetime(2026, 11, 23, 1, 0, tzinfo=UTC),
            insurance=local("", ""),
            follow_up="" if provisional else "https://hosen.example/t/kJ3n0aQbX2v8mYtL5w9RzA",
            priority=not copy,
            provisional=provisional,
            reprint=copy,
        ),
        576,
    )


@pytest.fixture(scope="module")
def reader() -> NumberReader:
    return NumberReader(HOSPITAL, KNOWN)


def test_a_roll_has_the_sheets_that_were_printed() -> None:
    first, second = sheets(job(ticket("A-001")) + job(ticket("A-007")))
    assert first.whole
    assert second.whole
    assert np.array_equal(first.dots, ~np.asarray(ticket("A-001")))
    assert first.code == "https://hosen.example/t/kJ3n0aQbX2v8mYtL5w9RzA"


@pytest.mark.parametrize("number", KNOWN)
@pytest.mark.parametrize("provisional", [False, True])
@pytest.mark.parametrize("copy", [False, True])
def test_the_number_is_read_and_whether_it_is_a_copy(
    reader: NumberReader, number: str, provisional: bool, copy: bool
) -> None:
    [sheet] = sheets(job(ticket(number, provisional=provisional, copy=copy)))
    assert reader.read(sheet.dots) == Read(number, provisional, copy)


def test_a_number_that_nobody_gave_is_not_taken_for_another(reader: NumberReader) -> None:
    [sheet] = sheets(job(ticket("A-008")))
    assert reader.read(sheet.dots) is None


def test_a_scrap_has_its_number_once_all_of_it_is_out(reader: NumberReader) -> None:
    """Torn off anywhere: never another number, and the right one from some byte on."""
    whole = job(ticket("A-007"))
    read = [
        [reader.read(sheet.dots) for sheet in sheets(whole[:end])]
        for end in range(0, len(whole), 997)
    ]
    assert read[0] == []
    assert read[-1] == [Read("A-007", provisional=False, copy=False)]
    assert not any(sheet.whole for end in (10, 5000) for sheet in sheets(whole[:end]))
    numbers = [one[0].number if one and one[0] else "" for one in read]
    assert numbers == sorted(numbers)
    assert set(numbers) == {"", "A-007"}


def test_what_is_no_ticket_is_refused() -> None:
    with pytest.raises(ValueError, match="no command"):
        sheets(b"\x1b@" + b"anything else")
