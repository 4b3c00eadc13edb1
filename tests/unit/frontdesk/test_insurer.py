from datetime import date

import pytest

from kiosk.frontdesk.insurer import Verdict, verdict
from kiosk.frontdesk.records import Coverage

TODAY = date(2026, 11, 23)


def cover(result: str, valid_to: str = "2026-11-23") -> Coverage:
    return Coverage("c", result, 80, valid_to)


@pytest.mark.parametrize("result", ["000", "001", "002", "003", "004", "130"])
def test_codes_with_which_the_insurer_pays(result: str) -> None:
    assert verdict(cover(result), TODAY) == Verdict("complete", result, "c", True, 80)


@pytest.mark.parametrize("result", ["010", "050", "053", "060", "070", "110", "120", "124"])
def test_codes_with_which_it_does_not(result: str) -> None:
    assert verdict(cover(result), TODAY) == Verdict("complete", result, "c", False, 0)


@pytest.mark.parametrize("result", ["100", "101", "401", "500"])
def test_a_fault_of_the_gateway_says_nothing_about_the_insurance(result: str) -> None:
    assert verdict(cover(result), TODAY) == Verdict("error", result, "", False, 0)


def test_nobody_insured_has_no_code() -> None:
    assert verdict(None, TODAY) == Verdict("complete", "", "", False, 0)


def test_a_card_expires_after_its_last_day() -> None:
    assert verdict(cover("000", "2026-11-22"), TODAY) == Verdict("complete", "010", "c", False, 0)
