import json
import socket
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from click.testing import CliRunner, Result

from kiosk.cli.print_test import print_test
from tests.contract.printers.pages import picture


def run(*words: str) -> Result:
    return CliRunner().invoke(print_test, words)


def test_a_sample_ticket_comes_out_in_the_language_and_width_asked_for(tmp_path: Path) -> None:
    seen = set()
    for paper, width in (("80", 576), ("58", 384)):
        for language in ("vi", "en"):
            path = tmp_path / "ticket.png"
            done = run("--printer", f"png:{path}", "--paper", paper, "--language", language)
            assert done.exit_code == 0, done.output
            ticket = picture(path.read_bytes())
            assert ticket.width == width
            seen.add(ticket.tobytes())
            (code,) = zxingcpp.read_barcodes(np.asarray(ticket.convert("L")))
            assert ".example/" in code.text, "nobody's address"
    assert len(seen) == 4


def test_it_says_for_machines_how_it_went(tmp_path: Path) -> None:
    done = run("--printer", f"pdf:{tmp_path}/", "--json")
    told = json.loads(done.output)

    assert told.pop("ms") >= 0
    assert told == {
        "printer": f"pdf:{tmp_path}",
        "paper_mm": 80,
        "printed": True,
        "state": "ready",
        "detail": "",
    }


def test_a_ticket_that_is_not_printed_is_exit_status_3(tmp_path: Path) -> None:
    done = run("--printer", f"png:{tmp_path}/missing/ticket.png")

    assert done.exit_code == 3
    assert "not printed; fault (cannot write" in done.output
    assert "Look at the printer" in done.output


def test_what_to_do_names_what_named_the_printer(tmp_path: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        target = f"tcp:127.0.0.1:{held.getsockname()[1]}"
        settings = tmp_path / "kiosk.toml"
        settings.write_text(f'[printer]\ntarget = "{target}"\n')
        assert "its cable and --printer." in run("--printer", target).output
        assert "its cable and printer.target." in run("--config", str(settings)).output
        assert "cable" not in run("--printer", target, "--json").output


def test_the_settings_name_the_printer_where_nothing_else_does(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[printer]\ntarget = "png:{tmp_path}/ticket.png"\npaper_mm = 58\n')

    assert run("--config", str(settings)).exit_code == 0
    assert picture((tmp_path / "ticket.png").read_bytes()).width == 384


@pytest.mark.parametrize("target", ["lpt:1", ""])
def test_a_bad_printer_is_named(target: str) -> None:
    done = run("--printer", target)

    assert done.exit_code == 2
    assert "--printer: a printer is simulated, file:PATH" in done.output
