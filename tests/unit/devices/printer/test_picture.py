import asyncio
import os
import stat
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.printer.picture import PicturePrinter
from tests.contract.printers.pages import page_millimetres, picture

TICKET = Image.new("1", (576, 800))


def print_on(printer: PicturePrinter, ticket: Image.Image = TICKET) -> None:
    assert asyncio.run(printer.print(ticket)).state.prints


def test_a_file_is_replaced_by_each_ticket(tmp_path: Path) -> None:
    printer = PicturePrinter("png", str(tmp_path / "ticket.png"), 576)
    print_on(printer)
    print_on(printer, Image.new("1", (576, 8), 1))

    assert [path.name for path in tmp_path.iterdir()] == ["ticket.png"]
    assert picture((tmp_path / "ticket.png").read_bytes()).height == 8


def test_a_folder_gets_numbered_files_and_none_is_ever_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "tickets"
    first = PicturePrinter("pdf", f"{folder}/", 576)
    second = PicturePrinter("pdf", f"{folder}/", 576)
    print_on(first)
    print_on(second)
    (folder / "ticket-000007.pdf").write_bytes(b"another's")
    print_on(first)

    names = sorted(path.name for path in folder.iterdir())
    assert names == [f"ticket-{number:06}.pdf" for number in (1, 2, 7, 8)]
    assert (folder / "ticket-000007.pdf").read_bytes() == b"another's"


def test_pages_have_the_size_of_the_paper(tmp_path: Path) -> None:
    print_on(PicturePrinter("pdf", str(tmp_path / "ticket.pdf"), 576))

    assert page_millimetres((tmp_path / "ticket.pdf").read_bytes()) == pytest.approx(
        (72, 100), 0.01
    )


def test_pictures_know_their_resolution(tmp_path: Path) -> None:
    print_on(PicturePrinter("png", str(tmp_path / "ticket.png"), 576))

    with Image.open(tmp_path / "ticket.png") as image:
        assert image.info["dpi"] == pytest.approx((203.2, 203.2), 0.01)


def test_a_write_that_fails_leaves_the_old_ticket_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = PicturePrinter("png", str(tmp_path / "ticket.png"), 576)
    print_on(printer)
    before = (tmp_path / "ticket.png").read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    status = asyncio.run(printer.print(Image.new("1", (576, 8))))

    assert not status.state.prints
    assert status.detail == "cannot write: No space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["ticket.png"]
    assert (tmp_path / "ticket.png").read_bytes() == before


def test_what_is_no_regular_file_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    folder = PicturePrinter("png", str(tmp_path / "later"), 576)
    (tmp_path / "later").mkdir()
    there = sorted(tmp_path.iterdir())

    for printer, why in (
        (PicturePrinter("png", str(pipe), 576), "is not a regular file"),
        (PicturePrinter("png", str(tmp_path / "link"), 576), "is not a regular file"),
        (PicturePrinter("png", str(tmp_path / "loop"), 576), "symbolic links"),
        (folder, "is not a regular file"),
    ):
        for status in (asyncio.run(printer.status()), asyncio.run(printer.print(TICKET))):
            assert not status.state.prints
            assert why in status.detail

    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(tmp_path.iterdir()) == there
    assert (tmp_path / "link").is_symlink()


def test_a_link_stays_and_the_file_behind_it_gets_the_ticket(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    link = tmp_path / "ticket.png"
    link.symlink_to("archive/real.png")
    printer = PicturePrinter("png", str(link), 576)

    for height in (16, 8):
        print_on(printer, Image.new("1", (576, height)))
        assert picture((tmp_path / "archive" / "real.png").read_bytes()).height == height

    assert link.is_symlink()
    assert [path.name for path in (tmp_path / "archive").iterdir()] == ["real.png"]


def test_a_file_in_the_place_of_the_folder_is_told_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "tickets"
    file.write_text("mine")
    file.chmod(0o755)
    printer = PicturePrinter("png", f"{file}/", 576)

    assert not asyncio.run(printer.status()).state.prints
    assert not asyncio.run(printer.print(TICKET)).state.prints
    assert file.read_text() == "mine"


def test_other_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="png or pdf, not gif"):
        PicturePrinter("gif", "ticket.gif", 576)
