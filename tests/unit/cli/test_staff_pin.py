"""``kiosk staff-pin``."""

import asyncio
import tomllib

import pytest
from click.testing import CliRunner

from kiosk.checkin.staff_pin import fits
from kiosk.cli.staff_pin import staff_pin
from kiosk.config import Settings, override

PIN = "246813"


def test_it_prints_the_line_of_the_settings() -> None:
    done = CliRunner().invoke(staff_pin, input=f"{PIN}\n{PIN}\n")
    assert done.exit_code == 0
    assert PIN not in done.output
    made = tomllib.loads(done.stdout)["pin_hash"]
    assert asyncio.run(fits(made, PIN))
    assert override(Settings(), {"staff.pin_hash": made}).staff.pin_hash == made


@pytest.mark.parametrize(
    "typed", [f"{PIN}\n246814\n", f"{PIN}\n", "12345\n12345\n", "", "1" * 9999]
)
def test_it_prints_nothing_for_what_cannot_be(typed: str) -> None:
    done = CliRunner().invoke(staff_pin, input=typed)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert PIN not in done.output


def test_it_takes_no_argument() -> None:
    assert CliRunner().invoke(staff_pin, [PIN]).exit_code == 2
