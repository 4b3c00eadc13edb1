"""Reading a log back, and the command that does it."""

import json
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from kiosk.cli.log import log as command
from kiosk.log.lines import as_json
from kiosk.log.reading import Wanted, files_of, held
from kiosk.log.record import Record
from kiosk.log.sinks import RotatedFile

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Thirty steps, a second apart, over three files, then a warning and an error."""
    path = tmp_path / "kiosk.log"
    file = RotatedFile(path, 1400, 12)
    for number in range(30):
        file.write([as_json(Record(NOON + number, "step", {"name": "find", "ms": number}))])
    file.write([as_json(Record(NOON + 30, "hospital-error", {"kind": "away", "step": "find"}))])
    trace = ("kiosk/a.py:1", "kiosk/b.py:2")
    file.write(
        [as_json(Record(NOON + 31, "unexpected-error", {"kind": "KeyError", "trace": trace}))]
    )
    file.close()
    return path


def said(*arguments: str) -> list[str]:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 0, done.output
    return done.stdout.splitlines()


def test_files_come_in_the_order_in_which_they_were_written(tmp_path: Path) -> None:
    for name in ("kiosk.log", "kiosk.log.1", "kiosk.log.2", "kiosk.log.10", "kiosk.log.gz"):
        (tmp_path / name).touch()
    names = [file.name for file in files_of(tmp_path / "kiosk.log")]
    assert names == ["kiosk.log.10", "kiosk.log.2", "kiosk.log.1", "kiosk.log"]


def test_all_that_is_kept_the_oldest_first(path: Path) -> None:
    assert len(list(path.parent.iterdir())) > 2
    lines = [json.loads(line) for line in said(str(path), "--json")]
    assert [line["ms"] for line in lines if line["event"] == "step"] == list(range(30))
    assert [line["event"] for line in lines][-2:] == ["hospital-error", "unexpected-error"]


def test_columns_for_a_person(path: Path) -> None:
    assert said(str(path))[-2:] == [
        "2026-11-23T12:00:30.000Z  warning  hospital-error      kind=away step=find",
        "2026-11-23T12:00:31.000Z  error    unexpected-error    "
        "kind=KeyError trace=[ kiosk/a.py:1 kiosk/b.py:2 ]",
    ]


@pytest.mark.parametrize(
    ("options", "count"),
    [
        (["--level", "warning"], 2),
        (["--level", "error"], 1),
        (["--event", "hospital-error"], 1),
        (["--event", "hospital-error", "--event", "step"], 31),
        (["--event", "step", "--level", "error"], 0),
        (["--since", "2026-11-23T12:00:20Z"], 12),
        (["--since", "2026-11-23T19:00:31+07:00"], 1),
        (["--since", "1s"], 0),
        (["--since", "9999d"], 32),
    ],
)
def test_only_what_is_wanted(path: Path, options: list[str], count: int) -> None:
    assert len(said(str(path), *options)) == count


@pytest.mark.parametrize(
    "options",
    [
        ["--event", "no-such"],
        ["--since", "yesterday"],
        ["--since", "0001-01-01"],
        ["--level", "loud"],
    ],
)
def test_what_cannot_be_meant_is_refused(path: Path, options: list[str]) -> None:
    assert CliRunner().invoke(command, [str(path), *options]).exit_code == 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path / "absent")])
    assert done.exit_code == 1
    assert "absent: cannot be read" in done.stderr


def test_without_a_file_in_the_settings_it_is_said_who_keeps_the_log(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text("")
    done = CliRunner().invoke(command, ["--config", str(settings)])
    assert done.exit_code == 1
    assert "journalctl" in done.stderr


def test_the_file_of_the_settings(path: Path, tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text(f'[log]\nfile = "{path}"\n')
    assert len(said("--config", str(settings))) == 32


def test_standard_input(path: Path) -> None:
    done = CliRunner().invoke(command, ["-", "--level", "error"], input=path.read_bytes())
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.parametrize(
    "junk",
    [
        b"half a li", b"[1, 2]\n", b"\xff\xfe\n", b"[" * 10_000 + b"\n", b"{}\n", b"\x00" * 9_000,
        b'{"level": "error", "event": 7, "time": {}}\n',
    ],
)  # fmt: skip
def test_what_is_no_line_is_passed_over(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "kiosk.log"
    good = as_json(Record(NOON, "step", {"name": "find", "ms": 1})).encode() + b"\n"
    path.write_bytes(good + junk + b"\n" + good)
    found = list(held(path, Wanted(since=datetime.fromtimestamp(NOON, UTC))))
    assert len(found) == 2


def test_what_somebody_wrote_into_the_file_moves_no_cursor(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.log"
    line = {"time": "\x1b[2J", "level": "info", "event": "\x07", "\x1b]0;x\x07": "a\nb\u202e"}
    path.write_text(json.dumps(line) + "\n")
    [shown] = said(str(path))
    assert shown.isascii()
    assert shown.isprintable()


def test_following_misses_nothing_through_rotations(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.log"
    file = RotatedFile(path, 1000, 9)
    reading = iter(held(path, Wanted(), follow=True))
    for turn in range(3):
        numbers = range(20 * turn, 20 * turn + 20)  # over two or three files
        for number in numbers:
            file.write([as_json(Record(NOON, "step", {"name": "find", "ms": number}))])
        assert [next(reading)["ms"] for _ in numbers] == list(numbers)
    file.close()
    assert len(list(tmp_path.iterdir())) > 5


def test_the_command_follows_until_it_is_interrupted(path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "log", str(path), "-f", "--event", "kiosk-stopped"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        # Whoever starts the tests in the background lets them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        assert process.stdout is not None
        with path.open("a") as file:
            file.write(as_json(Record(NOON, "kiosk-stopped", {"kiosk": "hall-2"})) + "\n")
        timer = threading.Timer(20, process.kill)  # else a fault would wait for ever
        timer.start()
        assert "kiosk=hall-2" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in (0, 1)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
        timer.cancel()
