"""The other commands, as processes."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def kiosk(
    *words: str, seconds: float = 60, **environment: str
) -> "subprocess.CompletedProcess[str]":
    plain = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        cwd=ROOT,
        env=plain | environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


@pytest.mark.slow
def test_every_command_has_help() -> None:
    listing = kiosk("--help")
    assert listing.returncode == 0
    commands = [
        line.split()[0] for line in listing.stdout.partition("Commands:")[2].splitlines() if line
    ]
    assert {"run", "demo", "check-in", "scan", "print-test", "doctor", "bench"} <= set(commands)
    for command in commands:
        assert kiosk(command, "--help").returncode == 0, command


@pytest.mark.alone  # the camera has its time to give a picture
def test_doctor_finds_the_simulated_kiosk_well(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[status]\nlisten = ""\n')  # another kiosk may serve on this machine
    done = kiosk("doctor", "--config", str(settings), "--json")
    report = json.loads(done.stdout)
    assert [part["part"] for part in report["parts"]] == [
        "camera", "scanner", "code reading", "card reader", "card trust", "hospital", "fonts",
        "printer", "journal", "speech", "status",
    ]  # fmt: skip
    assert report["well"] is all(part["well"] for part in report["parts"])
    assert done.returncode == (0 if report["well"] else 3)
    assert report["well"], done.stdout
    [voice] = [part for part in report["parts"] if part["part"] == "speech"]
    assert voice["state"].startswith("none: ") is bool(voice["to_do"])


@pytest.mark.slow
@pytest.mark.alone
def test_doctor_says_what_to_do(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(
        '[camera]\nsource = "/dev/video97"\n[printer]\ntarget = "tcp:127.0.0.1:9"\n'
        '[card_reader]\nsource = "pcsc"\ntrust = "/not/on/this/machine"\n'
        '[hospital]\naddress = "http://127.0.0.1:9/fhir"\n[status]\nlisten = ""\n'
    )
    done = kiosk("doctor", "--config", str(settings), "--json")
    assert done.returncode == 3
    parts = json.loads(done.stdout)["parts"]
    ill = {part["part"]: part["to_do"] for part in parts if not part["well"]}
    assert set(ill) == {"camera", "card reader", "card trust", "hospital", "printer"}
    assert all(ill.values())
    assert parts[0]["state"] == "away (not-found)"


@pytest.mark.slow
def test_demo_without_a_display_plays_a_visit(tmp_path: Path) -> None:
    done = kiosk("demo", "--folder", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "no display" in done.stdout
    assert str(tmp_path) in done.stdout
    names = sorted(file.name for file in tmp_path.iterdir())
    assert "ticket.png" in names
    pages = {name.partition("-")[2] for name in names}
    assert {"Welcome.png", "ConfirmIdentity.png", "ChooseService.png", "Done.png"} <= pages
    assert all(file.stat().st_size > 5_000 for file in tmp_path.glob("*.png"))


@pytest.mark.slow
def test_a_folder_that_cannot_be_made_is_named_and_nothing_starts(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for command, folder in (
        (("run",), tmp_path / "file" / "kiosk" / "hospital"),
        (("demo", "--folder", str(tmp_path / "file" / "below")), tmp_path / "file" / "below"),
    ):
        done = kiosk(*command, XDG_STATE_HOME=str(tmp_path / "file"), QT_QPA_PLATFORM="offscreen")
        assert done.returncode == 2
        assert done.stderr == f"Error: {folder}: the folder cannot be made: Not a directory\n"


@pytest.mark.parametrize(
    "stop", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)]
)
def test_run_starts_and_ends_in_order(tmp_path: Path, stop: signal.Signals) -> None:
    log = tmp_path / "log"
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[log]\nfile = "{log}"\n[display]\nwindow = "480x800"\n')
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--config", str(settings)],
        cwd=ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(log, "camera")
        process.send_signal(stop)
        _, written = process.communicate(timeout=15)
    finally:
        process.kill()
    assert process.returncode == 0, written
    events = [json.loads(line)["event"] for line in log.read_text().splitlines()]
    assert "kiosk-started" in events
    assert events[-1] == "kiosk-stopped"
    assert "unexpected-error" not in events
    assert written == ""


def wait_for(log: Path, event: str) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        if log.exists() and f'"{event}"' in log.read_text():
            return
        time.sleep(0.02)
    raise AssertionError(f"{event} was not logged")
