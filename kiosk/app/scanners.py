"""The scanner that the settings name, for visits and for the checkup."""

import asyncio
from contextlib import aclosing

from kiosk.app.finding import Finding
from kiosk.checkin.scanning import ScannerState
from kiosk.config import Settings
from kiosk.devices.scanner.base import Scanner
from kiosk.errors import DeviceError
from kiosk.log import log

_OPENS_S = 3.0


def scanner_of(settings: Settings) -> Scanner | None:
    """``None`` for a kiosk without a scanner."""
    source, _, rest = settings.scanner.source.partition(":")
    if source == "none":
        return None
    if source == "keyboard":
        from kiosk.devices.scanner.wedge import WedgeScanner

        return WedgeScanner()
    from kiosk.devices.scanner.serial import BAUD, SerialScanner

    port, _, baud = rest.partition("@")
    return SerialScanner(port, int(baud or BAUD))


def on_state(state: ScannerState) -> None:
    log("device-state", device="scanner", state=state.value)


async def scanner_finding(scanner: Scanner | None) -> Finding:
    """Whether it can be opened; a scanner says nothing until it reads a code."""
    if scanner is None:
        return Finding("scanner", True, "none")
    opened = asyncio.Event()
    async with aclosing(scanner.scans(opened.set)) as scans:
        first = asyncio.ensure_future(anext(scans))
        waiting = asyncio.ensure_future(opened.wait())
        await asyncio.wait({first, waiting}, timeout=_OPENS_S, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        first.cancel()
        [ended] = await asyncio.gather(first, return_exceptions=True)
    if isinstance(ended, DeviceError):
        return Finding("scanner", False, "away", str(ended))
    if not opened.is_set():
        return Finding("scanner", False, f"{scanner.name}: does not open", "Plug it in again.")
    return Finding("scanner", True, scanner.name)
