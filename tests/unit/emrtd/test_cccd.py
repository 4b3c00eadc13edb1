"""What opens a Vietnamese card follows from its QR code."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.cccd import MOST_KEYS, access_keys
from kiosk.emrtd.passwords import AccessKeys, Can

NUMBER = "079190012345"
BORN = date(1990, 3, 15)


def _expiries(birth: date, issued: date) -> list[str]:
    return [key.expiry for key in access_keys(NUMBER, birth, issued).mrz]


def test_the_keys_of_a_card() -> None:
    keys = access_keys(NUMBER, BORN, date(2022, 4, 20))
    assert keys.can == Can("012345")
    assert [key.information() for key in keys.mrz] == [b"190012345790031523003150"]


@pytest.mark.parametrize(
    ("birth", "issued", "expiry"),
    [
        (date(2018, 6, 1), date(2024, 8, 1), "320601"),  # a child: to 14
        (date(2011, 2, 1), date(2024, 8, 1), "360201"),  # 13, within two years of 14: to 25
        (date(2004, 6, 1), date(2021, 4, 1), "290601"),  # 16: to 25
        (date(1998, 1, 1), date(2022, 1, 2), "380101"),  # 24: to 40
        (BORN, date(2022, 4, 20), "300315"),  # 32: to 40
        (date(1982, 6, 1), date(2021, 6, 1), "420601"),  # 39: to 60
        (date(1970, 6, 1), date(2022, 4, 20), "300601"),  # 51: to 60
        (date(1963, 1, 1), date(2022, 4, 20), "991231"),  # 59: for ever
        (date(1950, 1, 1), date(2022, 4, 20), "991231"),  # 72: for ever
    ],
)
def test_the_law_s_ages_come_first(birth: date, issued: date, expiry: str) -> None:
    assert _expiries(birth, issued)[0] == expiry


def test_the_day_two_years_before_an_age_belongs_to_the_next() -> None:
    assert _expiries(BORN, date(2028, 3, 14)) == ["300315", "500315"]
    assert _expiries(BORN, date(2028, 3, 15)) == ["500315", "300315"]


def test_from_58_on_never_is_tried_as_it_may_be_written() -> None:
    assert _expiries(date(1964, 4, 20), date(2022, 4, 20)) == [
        "991231",
        "<<<<<<",
        "000000",
        "240420",
    ]
    assert _expiries(date(1964, 4, 20), date(2022, 4, 19)) == ["240420", "991231"]


def test_the_29th_of_february_is_missing_in_three_ways() -> None:
    assert _expiries(date(1992, 2, 29), date(2014, 6, 1)) == ["170228", "170301", "170229"]
    assert _expiries(date(1992, 2, 29), date(2020, 6, 1)) == ["320229"]


@given(st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.dates(date(2016, 1, 1), date(2040, 1, 1)))
def test_the_candidates_are_few_and_differ(birth: date, issued: date) -> None:
    expiries = _expiries(birth, issued)
    assert 1 <= len(expiries) <= MOST_KEYS
    assert len(set(expiries)) == len(expiries)


def test_without_a_whole_birth_date_or_issue_date_there_is_the_can() -> None:
    expected = AccessKeys(Can("012345"))
    assert access_keys(NUMBER, None, date(2022, 4, 20)) == expected
    assert access_keys(NUMBER, BORN, None) == expected


@pytest.mark.parametrize("number", ["", "07919001234", "0791900123456", "07919001234X", "٠" * 12])
def test_a_personal_number_is_12_digits(number: str) -> None:
    with pytest.raises(ValueError, match="12 digits") as caught:
        access_keys(number, BORN, date(2022, 4, 20))
    assert not number or number not in str(caught.value)


@pytest.mark.parametrize("value", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦"])
def test_a_can_is_six_digits(value: str) -> None:
    with pytest.raises(ValueError, match="six digits") as caught:
        Can(value)
    assert not value or value not in str(caught.value)


def test_passwords_are_not_shown() -> None:
    keys = access_keys(NUMBER, BORN, date(2022, 4, 20))
    for shown in (repr(keys), str(keys), repr(keys.can)):
        assert not any(part in shown for part in ("012345", "900315", "300315"))
    assert keys.can is not None
    assert keys.can.secret() == b"012345"
