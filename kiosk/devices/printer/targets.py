"""From the name of a printer in the settings to its driver."""

import re

from kiosk.devices.printer.answered import Answered
from kiosk.devices.printer.base import Printer
from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.file import file_line
from kiosk.devices.printer.line import OpenLine
from kiosk.devices.printer.picture import PicturePrinter
from kiosk.devices.printer.simulator import SimulatedPrinter
from kiosk.devices.printer.tcp import tcp_line
from kiosk.devices.printer.usb import usb_line

KINDS = (
    "simulated, file:PATH, png:PATH, pdf:PATH, tcp:HOST:PORT, usb:VID:PID, "
    "serial:/dev/NAME[@RATE[,FLOW]] or cups:QUEUE"
)

_HOST = re.compile(r"(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]):(?P<port>[0-9]{1,5})")
_USB = re.compile(r"(?P<vendor>[0-9A-Fa-f]{4}):(?P<product>[0-9A-Fa-f]{4})")


def open_printer(target: str, width: int, answered: Answered | None = None) -> Printer:
    """The driver for ``target``, one of :data:`KINDS`; ``width`` is in dots (576 or 384).

    ``answered`` is what is known of a receipt printer from before, and what is told of it.

    Nothing is opened yet: a printer that is switched off now may be there for the first
    patient. ``ValueError`` names what is wrong with a target.
    """
    kind, _, rest = target.partition(":")
    if target == "simulated":
        return SimulatedPrinter(width)
    if kind in ("png", "pdf") and rest:
        return PicturePrinter(kind, rest, width)
    if kind == "cups" and rest:
        return CupsPrinter(rest, width)
    if kind in ("file", "tcp", "usb", "serial") and rest:
        return _escpos(kind, rest, width, answered)
    raise ValueError(f"a printer is {KINDS}, not {target!r}")


def _escpos(kind: str, rest: str, width: int, answered: Answered | None) -> Printer:
    # python-escpos takes 0.3 s to import, which the other printers need not pay.
    from kiosk.devices.printer.escpos import EscposPrinter

    if kind == "serial":
        from kiosk.devices.printer.serial import SerialPort, serial_line

        port = SerialPort.of(rest)
        return EscposPrinter(
            f"serial:{rest}", width, serial_line(port), port.bytes_per_second, answered
        )
    lines = {"file": file_line, "tcp": _tcp, "usb": _usb}
    return EscposPrinter(f"{kind}:{rest}", width, lines[kind](rest), answered=answered)


def _tcp(rest: str) -> OpenLine:
    found = _HOST.fullmatch(rest)
    port = int(found["port"]) if found else 0
    if not found or not 0 < port < 65536:
        raise ValueError(f"a network printer is tcp:HOST:PORT, not tcp:{rest}")
    return tcp_line(found["host"].strip("[]"), port)


def _usb(rest: str) -> OpenLine:
    found = _USB.fullmatch(rest)
    if not found:
        raise ValueError(f"a USB printer is usb:VID:PID in hexadecimal digits, not usb:{rest}")
    return usb_line(int(found["vendor"], 16), int(found["product"], 16))
