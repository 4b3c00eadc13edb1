from PIL import Image

from kiosk.devices.printer.encode import job
from tests.contract.printers.firmware import Firmware


def fed(width: int) -> Firmware:
    firmware = Firmware()
    firmware.feed(job(Image.new("1", (width, 1000))))
    return firmware


def test_wide_paper_is_cut_where_the_printer_has_its_cutter() -> None:
    assert fed(576).feeds == []
    assert len(fed(576).papers) == 1


def test_narrow_paper_is_fed_past_the_tear_bar() -> None:
    assert fed(384).feeds == [6]
    assert len(fed(384).papers) == 1
