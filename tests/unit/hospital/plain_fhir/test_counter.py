"""The count of one queue: what it holds, and what it does not take for a count."""

from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from kiosk.errors import HospitalGarbled
from kiosk.hospital.plain_fhir.counter import CLAIMS_KEPT, Claim, Count, count_of, written
from kiosk.hospital.plain_fhir.server import Record, encode

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=timezone(timedelta(hours=7)))
LETTER = {"url": "urn:kiosk:queue-letter", "valueString": "A"}


def record(*extension: dict[str, Any]) -> Record:
    body = {"resourceType": "Basic", "id": "q", "extension": list(extension)}
    return Record("Basic", "q", 'W/"1"', "", body)


def claim(number: int, patient: str = "p") -> Claim:
    return Claim(TODAY, number, f"key-{number}", f"{patient}-{number}", "room", NOW)


def counted(until: int) -> Count:
    count = Count(TODAY)
    for number in range(1, until + 1):
        count = count.taken(claim(number))
    return count


def test_it_comes_back_as_it_was_written() -> None:
    count = counted(3).without("key-2", TODAY, void=2)
    body = written(record(LETTER), count)
    assert body["extension"][0] == LETTER
    assert count_of(Record("Basic", "q", 'W/"2"', "", body)) == count
    assert count.void == (2,)
    assert [one.number for one in count.claims] == [1, 3]


def test_a_queue_before_its_first_day() -> None:
    assert count_of(record(LETTER)) == Count()
    assert Count().on(TODAY) == Count(TODAY)


def test_a_day_begins_with_nothing_and_never_goes_back() -> None:
    count = counted(3).without("key-1", TODAY, void=1)
    assert count.on(TODAY) is count
    assert count.on(TODAY + timedelta(days=1)) == Count(TODAY + timedelta(days=1))
    assert count.on(TODAY - timedelta(days=1)) is count
    assert count.without("key-3", TODAY - timedelta(days=1)) is count


def test_the_record_stays_small() -> None:
    """Every check-in writes it whole, in a hospital's busiest queue too."""
    count = counted(2000)
    for number in range(1, 1000):
        count = count.without(f"key-{number}", TODAY, void=number)
    assert len(count.claims) == CLAIMS_KEPT
    assert count.last == 2000
    long = [claim(number, "p" * 58) for number in range(CLAIMS_KEPT)]
    count = Count(TODAY, 2000, tuple(long), count.void)
    assert len(encode(written(record(LETTER), count))) < 24_000


@pytest.mark.parametrize(
    "line",
    [
        "",
        "1 key p",
        "one key p room 2026-11-23T08:00:00+07:00",
        "1 k p r today",
        "1 k p r 2026-11-23T08:00",
    ],
)
def test_what_the_kiosk_did_not_write_is_no_count(line: str) -> None:
    day = {"url": "urn:kiosk:queue-day", "valueDate": "2026-11-23"}
    number = {"url": "urn:kiosk:queue-number", "valueInteger": 1}
    with pytest.raises(HospitalGarbled) as garbled:
        count_of(record(day, number, {"url": "urn:kiosk:queue-claim", "valueString": line}))
    assert not line or line not in str(garbled.value)
