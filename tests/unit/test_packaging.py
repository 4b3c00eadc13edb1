"""The unit that systemd is given: what the code relies on, and what systemd itself says of it."""

import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from kiosk.app.watchdog import Notifier, Watchdog
from kiosk.journal.key import CREDENTIAL

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "packaging" / "kiosk.service"
COMMAND = ROOT / "packaging" / "kiosk"
MOST_EXPOSED = 2.5
"""``systemd-analyze security``: 0 is a service that can do nothing, 10 one that can do all. A
network, devices and other users' names are what a kiosk needs."""


def settings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in UNIT.read_text().splitlines():
        name, is_setting, value = line.partition("=")
        if is_setting and not line.startswith("#"):
            found[name].append(value)
    return found


def test_what_the_code_tells_systemd_is_expected_by_the_unit() -> None:
    unit = settings()
    assert unit["Type"] == ["notify"]
    [seconds] = unit["WatchdogSec"]
    given = {"NOTIFY_SOCKET": "/run/x", "WATCHDOG_USEC": str(int(seconds) * 1_000_000)}
    watchdog = Watchdog(Notifier(given))
    assert watchdog.seconds == int(seconds)
    assert watchdog.period_s <= int(seconds) / 2
    assert unit["LoadCredential"] == [CREDENTIAL]


def test_a_restart_leaves_nothing_of_patients_and_never_loops_without_end() -> None:
    unit = settings()
    assert unit["WatchdogSignal"] == ["SIGKILL"]
    assert unit["LimitCORE"] == ["0"]
    assert unit["Restart"] == ["always"]
    starts, within = int(unit["StartLimitBurst"][0]), int(unit["StartLimitIntervalSec"][0])
    quickest = int(unit["RestartSec"][0])
    assert starts * quickest < within, "one that ends at once is given up"
    hangs = int(unit["WatchdogSec"][0]) + quickest
    assert starts * hangs > within, "one that hangs is not"


def test_commands_beside_the_service_are_its_user_in_its_folders_with_its_key() -> None:
    unit, command = settings(), COMMAND.read_text()
    [user], [state], [cache] = unit["User"], unit["StateDirectory"], unit["CacheDirectory"]
    python = unit["ExecStart"][0].split()[0]
    for expected in (
        f"python={python}\n",
        f"credentials=/run/credentials/{UNIT.name}\n",
        f"runuser -u {user} ",
        f"STATE_DIRECTORY=/var/lib/{state} ",
        f"XDG_CACHE_HOME=/var/cache/{cache} ",
        f"--uid={user} --gid={user} ",
        f"-p StateDirectory={state} ",
        f"-p CacheDirectory={cache} ",
        f"-p LoadCredential={CREDENTIAL} ",
        f"-p UMask={unit['UMask'][0]} ",
    ):
        assert expected in command, expected
    subprocess.run(["sh", "-n", COMMAND], check=True)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_understands_every_line(tmp_path: Path) -> None:
    said = analyzed(tmp_path, "verify", "--man=no")
    assert said.returncode == 0
    assert said.stdout + said.stderr == ""


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_little_is_open_to_it(tmp_path: Path) -> None:
    threshold = f"--threshold={MOST_EXPOSED * 10:g}"
    said = analyzed(tmp_path, "security", "--offline=true", "--no-pager", threshold)
    assert said.returncode == 0, said.stdout[-200:] + said.stderr


def analyzed(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """What systemd says of the unit, with a program that is there on this machine."""
    here = folder / UNIT.name
    program = "/opt/kiosk/.venv/bin/python"
    text = UNIT.read_text()
    assert program in text
    here.write_text(text.replace(program, sys.executable))
    command = ["systemd-analyze", words[0], *words[1:], str(here)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
