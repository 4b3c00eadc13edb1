"""Bad settings are told in the same way by every command that reads any."""

from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

COMMANDS = {
    "run": (),
    "check_in": ("--document", "x"),
    "scan": ("picture.png",),
    "print_test": (),
    "doctor": (),
    "settings": ("--check",),
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[printer]\npaper = 80\n", ":2: printer.paper: no such setting"),
        (
            "[documents]\npatient_code = '(?P<code>(a+)+)'\n",
            ":2: documents.patient_code: the pattern repeats",
        ),
    ],
)
def test_bad_settings_are_exit_status_two(tmp_path: Path, name: str, text: str, says: str) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text(text)
    command = getattr(import_module(f"kiosk.cli.{name}"), name)
    done = CliRunner().invoke(command, [*COMMANDS[name], "--config", str(file)])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert f"Error: {file}{says}" in done.stderr
