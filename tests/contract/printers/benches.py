"""Every printer, set up so that a test can see what it put on paper."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import usb.backend.libusb1
from PIL.Image import Image

from kiosk.devices.printer.base import Printer
from kiosk.devices.printer.cups import CupsPrinter
from kiosk.devices.printer.ipp import IppServer
from kiosk.devices.printer.simulator import SimulatedPrinter
from kiosk.devices.printer.targets import open_printer
from tests.contract.printers.cups_daemon import cups_server
from tests.contract.printers.firmware import Firmware
from tests.contract.printers.pages import picture, pictures
from tests.contract.printers.peers import network_printer, serial_printer, speaks
from tests.contract.printers.usb_printer import PRODUCT, VENDOR, UsbPrinter


@dataclass
class Bench:
    printer: Printer
    papers: Callable[[], list[Image]]
    """What came out whole, oldest first."""
    firmware: Firmware = field(default_factory=Firmware)
    """Of receipt printers."""
    unplug: Callable[[], None] = lambda: None
    """Of USB printers: the cable is pulled."""
    block: Callable[[], None] = lambda: None
    """Of USB printers: no more data is taken."""


@contextmanager
def simulated(width: int, folder: Path) -> Iterator[Bench]:
    printer = SimulatedPrinter(width, seconds=0.02)
    yield Bench(printer, lambda: list(printer.tickets))


@contextmanager
def png(width: int, folder: Path) -> Iterator[Bench]:
    yield Bench(open_printer(f"png:{folder}", width), lambda: pictures(folder))


@contextmanager
def pdf(width: int, folder: Path) -> Iterator[Bench]:
    yield Bench(open_printer(f"pdf:{folder}/", width), lambda: pictures(folder))


@contextmanager
def file(width: int, folder: Path) -> Iterator[Bench]:
    path = folder / "tickets.escpos"

    def papers() -> list[Image]:
        firmware = Firmware()
        firmware.feed(path.read_bytes() if path.exists() else b"")
        return firmware.papers

    yield Bench(open_printer(f"file:{path}", width), papers)


@contextmanager
def tcp(width: int, folder: Path) -> Iterator[Bench]:
    firmware = Firmware()
    with network_printer(speaks(firmware)) as port:
        printer = open_printer(f"tcp:127.0.0.1:{port}", width)
        yield Bench(printer, lambda: firmware.papers, firmware)


@contextmanager
def device_file(width: int, folder: Path) -> Iterator[Bench]:
    firmware = Firmware()
    with serial_printer(firmware) as path:
        yield Bench(open_printer(f"file:{path}", width), lambda: firmware.papers, firmware)


@contextmanager
def serial(width: int, folder: Path) -> Iterator[Bench]:
    firmware = Firmware()
    with serial_printer(firmware) as path:
        yield Bench(open_printer(f"serial:{path}@38400", width), lambda: firmware.papers, firmware)


@contextmanager
def usb_cable(width: int, folder: Path) -> Iterator[Bench]:
    device = UsbPrinter(Firmware())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(usb.backend.libusb1, "get_backend", lambda **_: device)
        printer = open_printer(f"usb:{VENDOR:04x}:{PRODUCT:04x}", width)
        papers = device.firmware.papers
        yield Bench(printer, lambda: papers, device.firmware, device.unplug, device.block)


@contextmanager
def cups(width: int, folder: Path) -> Iterator[Bench]:
    """A raw queue to a socket: what arrives is the page itself."""
    documents: list[bytes] = []

    def keep(connection: socket.socket) -> None:
        document = bytearray()
        while data := connection.recv(65536):
            document += data
        documents.append(bytes(document))

    with network_printer(keep) as port:
        queue = f"socket://127.0.0.1:{port}/?waiteof=false\nState Idle\nAccepting Yes"
        with cups_server({"ticket": queue}) as server:
            yield Bench(
                CupsPrinter("ticket", width, IppServer(server)),
                lambda: [picture(document) for document in documents],
            )
