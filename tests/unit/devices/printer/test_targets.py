from pathlib import Path

import pytest

from kiosk.devices.printer.targets import open_printer


@pytest.mark.parametrize(
    "target",
    [
        "simulated",
        "file:/dev/usb/lp0",
        "png:/var/tickets/",
        "pdf:/var/tickets/ticket.pdf",
        "tcp:10.0.0.7:9100",
        "tcp:printer-3.hosen.example:9100",
        "tcp:[fd00::7]:9100",
        "usb:04b8:0e15",
        "serial:/dev/ttyUSB0",
        "serial:/dev/serial/by-id/usb-FTDI_FT232R-if00-port0@19200",
        "serial:/dev/ttyS1@9600,rtscts",
        "serial:/dev/ttyS1@9600,xonxoff",
        "cups:tầng-2",
    ],
)
@pytest.mark.parametrize("width", [576, 384])
def test_a_printer_is_opened_without_touching_it(target: str, width: int) -> None:
    printer = open_printer(target, width)

    assert printer.name.rstrip("/") == target.rstrip("/")
    assert printer.width == width


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("", "a printer is simulated, file:PATH"),
        ("printer", "not 'printer'"),
        ("simulated:2", "not 'simulated:2'"),
        ("file:", "a printer is"),
        ("png:", "a printer is"),
        ("cups:", "a printer is"),
        ("cups:a b", "named"),
        ("cups:../admin", "named"),
        ("tcp:", "a printer is"),
        ("tcp:10.0.0.7", "tcp:HOST:PORT"),
        ("tcp:[fd00::7]", "tcp:HOST:PORT"),
        ("tcp::9100", "tcp:HOST:PORT"),
        ("tcp:10.0.0.7:0", "tcp:HOST:PORT"),
        ("tcp:10.0.0.7:65536", "tcp:HOST:PORT"),
        ("tcp:10.0.0.7:x", "tcp:HOST:PORT"),
        ("usb:04b8", "usb:VID:PID"),
        ("usb:04b8:xyz1", "usb:VID:PID"),
        ("serial:", "a printer is"),
        ("serial:COM1", "a serial printer is serial:/dev/NAME"),
        ("serial:/dev/ttyS0@0", "a serial printer is"),
        ("serial:/dev/ttyS0@12345678", "a serial printer is"),
        ("serial:/dev/ttyS0@9600,dtrdsr", "a serial printer is"),
        ("serial:/dev/ttyS0,rtscts", "a serial printer is"),
        ("serial:/dev/a b", "a serial printer is"),
        ("lpt:1", "a printer is"),
    ],
)
def test_a_bad_target_is_named(target: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        open_printer(target, 576)


def test_nothing_is_made_before_the_first_ticket(tmp_path: Path) -> None:
    for kind in ("file", "png", "pdf"):
        open_printer(f"{kind}:{tmp_path}/new", 576)
        open_printer(f"{kind}:{tmp_path}/folder/", 576)

    assert list(tmp_path.iterdir()) == []
