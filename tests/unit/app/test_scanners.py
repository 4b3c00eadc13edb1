import asyncio
import os
import pty
import tty
from pathlib import Path

import pytest

from kiosk.app.scanners import scanner_finding, scanner_of
from kiosk.config import Settings, override
from kiosk.devices.scanner.serial import BAUD, SerialScanner
from kiosk.devices.scanner.wedge import WedgeScanner


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("serial:/dev/ttyACM0", f"/dev/ttyACM0 ({BAUD} Bd)"),
        ("serial:/dev/serial/by-id/usb-A:1.0@115200", "/dev/serial/by-id/usb-A:1.0 (115200 Bd)"),
        ("keyboard", "keyboard"),
        ("none", None),
    ],
)
def test_the_scanner_that_the_settings_name(source: str, name: str | None) -> None:
    scanner = scanner_of(override(Settings(), {"scanner.source": source}))
    assert (scanner and scanner.name) == name


def test_a_scanner_that_can_be_opened_is_well() -> None:
    ends = pty.openpty()
    tty.setraw(ends[1])
    try:
        found = asyncio.run(scanner_finding(SerialScanner(os.ttyname(ends[1]))))
    finally:
        for end in ends:
            os.close(end)
    assert (found.well, found.to_do) == (True, "")


def test_a_scanner_that_is_away_says_what_to_do(tmp_path: Path) -> None:
    found = asyncio.run(scanner_finding(SerialScanner(str(tmp_path / "ttyACM0"))))
    assert not found.well
    assert "cable" in found.to_do


def test_a_keyboard_and_none_are_well() -> None:
    assert asyncio.run(scanner_finding(WedgeScanner())).well
    assert asyncio.run(scanner_finding(None)).well
