"""The log: nothing undeclared and nothing personal gets in, by any way."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.log import EVENTS, Value, document, log, unexpected, writer
from kiosk.log.lines import as_json
from kiosk.log.output import AtOnce
from kiosk.log.places import place
from kiosk.log.sinks import StandardError
from kiosk.log.values import is_harmless
from kiosk.log.writer import Outlet, above

ROOT = Path(__file__).parents[2]
PERSONAL = "Nguyễn Thị Hà 079203001234"


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(writer.STRICT, raising=False)


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_the_events_documentation_is_written_from_their_table() -> None:
    assert (ROOT / "docs" / "log-events.md").read_text("utf-8") == document()


def test_every_event_is_declared_in_full() -> None:
    for name, event in EVENTS.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert event.meaning.endswith(".")
        assert event.level in ("debug", "info", "warning", "error")
        assert not event.fields & {"time", "level", "event"}, "these are on every line already"
        assert "|" not in event.meaning, "it would break the documentation's table"


def test_every_event_that_the_program_writes_is_declared() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "kiosk").rglob("*.py"))
    used = set(re.findall(r'\b(?:log|_write)\(\s*"([^"]+)"', sources))
    assert used
    assert used <= EVENTS.keys()


def test_a_line_is_json_with_time_level_and_event_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log("step", name="find", ms=12.5)
    (line,) = written(capsys)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time"))
    assert list(line.items()) == [
        ("level", "info"), ("event", "step"), ("name", "find"), ("ms", 12.5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        "",
        "paper-out",
        "kiosk/checkin/visit.py:88",
        "http-409",
        True,
        0,
        -3,
        1.5,
        ("a:1", "b:2"),
        (),
    ],
)
def test_short_codes_and_small_numbers_are_harmless(value: Value) -> None:
    assert is_harmless(value)


@pytest.mark.parametrize(
    "value",
    [
        "Trần", "two words", "a\nb", "a" * 81, "079203001234", "x-0912345678", "12345678", "a|b",
        12_345_678, -12_345_678, 10**400, 1e300, float("nan"), float("inf"), None, b"a", ["a"],
        ("a", "Hà"), ("a", 1), ("a",) * 33, {"a": 1}, "٠١٢",
    ],
)  # fmt: skip
def test_everything_else_may_be_personal(value: object) -> None:
    assert not is_harmless(value)


@given(st.text())
def test_no_text_brings_control_characters_or_letters_of_a_name(text: str) -> None:
    if is_harmless(text):
        assert text.isascii()
        assert text.isprintable()
        assert " " not in text


def test_in_tests_what_is_undeclared_raises() -> None:
    with pytest.raises(ValueError, match="unspeakable"):
        log(PERSONAL)
    with pytest.raises(ValueError, match="step patient"):
        log("step", patient="x")
    with pytest.raises(ValueError, match="step name") as caught:
        log("step", name=PERSONAL)
    assert PERSONAL not in str(caught.value)


@pytest.mark.usefixtures("production")
def test_in_production_what_is_undeclared_is_left_out_and_noted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log(PERSONAL)
    log("step", name=PERSONAL, ms=3, **{PERSONAL: 1})
    lines = written(capsys)
    told = [{k: v for k, v in line.items() if k not in ("time", "level")} for line in lines]
    assert told == [
        {"event": "log-undeclared", "name": "unspeakable", "field": ""},
        {"event": "log-undeclared", "name": "step", "field": "name"},
        {"event": "log-undeclared", "name": "step", "field": "unspeakable"},
        {"event": "step", "ms": 3},
    ]


def test_an_exception_is_written_without_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    def inner() -> None:
        try:
            int(PERSONAL)
        except ValueError as error:
            raise KeyError(PERSONAL) from error

    with pytest.raises(KeyError) as caught:
        inner()
    unexpected(caught.value)
    (line,) = written(capsys)
    assert line["kind"] == "KeyError"
    assert line["cause"] == "ValueError"
    assert re.search(r"test_log\.py:\d+$", line["where"])
    assert len(line["trace"]) == 2
    assert line["level"] == "error"


def test_of_a_group_each_exception_is_written_up_to_a_bound(
    capsys: pytest.CaptureFixture[str],
) -> None:
    unexpected(ExceptionGroup("a", [ValueError(), ExceptionGroup("b", [KeyError()])]))
    assert [line["kind"] for line in written(capsys)] == ["ValueError", "KeyError"]
    unexpected(ExceptionGroup("a", [ValueError()] * 100))
    assert len(written(capsys)) == 8


def test_endless_recursion_is_written_within_bounds(capsys: pytest.CaptureFixture[str]) -> None:
    def deeper() -> None:
        deeper()

    with pytest.raises(RecursionError) as caught:
        deeper()
    unexpected(caught.value)
    (line,) = written(capsys)
    assert len(line["trace"]) == 24


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("/opt/a b/kiosk/checkin/visit.py", "kiosk/checkin/visit.py:7"),
        ("/home/ha/kiosk/kiosk/app.py", "kiosk/app.py:7"),
        ("/v/lib/python3.11/site-packages/httpx/_client.py", "httpx/_client.py:7"),
        ("/usr/lib/python3.11/asyncio/tasks.py", "asyncio/tasks.py:7"),
        ("<frozen importlib>", "_frozen_importlib_:7"),
        ("/a/079203001234.py", "unspeakable"),
    ],
)
def test_a_place_is_short_and_names_no_folder_of_this_machine(path: str, short: str) -> None:
    assert place(path, 7) == short


def test_less_important_events_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    before = writer.direct(Outlet(above("warning"), AtOnce(StandardError(), as_json)))
    try:
        log("kiosk-stopped")
        log("hospital-error", kind="away", step="find")
    finally:
        writer.direct(before)
    assert [line["event"] for line in written(capsys)] == ["hospital-error"]


PROCESS = """
import asyncio, logging, sys, threading, warnings
from kiosk.log import start
start()
secret = "Nguyễn 079203001234"
logging.getLogger("httpx").info("GET /Patient?identifier=%s", secret)
logging.getLogger("httpx").warning("slow %s", secret)
logging.getLogger("uvicorn.error").error(secret, exc_info=ValueError(secret))
warnings.warn(secret)
def fails(*_):
    raise ValueError(secret)
thread = threading.Thread(target=fails)
thread.start()
thread.join()
class Leaves:
    __del__ = fails
Leaves()
async def lost():
    task = asyncio.create_task(asyncio.to_thread(fails))
    while not task.done():
        await asyncio.sleep(0.001)
asyncio.run(lost())
fails()
"""


def test_a_process_says_nothing_of_its_own_once_the_log_has_started() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROCESS], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "079203001234" not in done.stderr
    assert "Nguy" not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line.get("library") or line["kind"] for line in lines] == [
        "httpx",
        "uvicorn.error", "ValueError",
        "py.warnings",
        "ValueError",  # the thread
        "ValueError",  # __del__
        "asyncio", "ValueError",
        "ValueError",  # at the top
    ]  # fmt: skip


def test_interrupting_a_process_is_no_fault() -> None:
    text = "from kiosk.log import start; start(); raise KeyboardInterrupt"
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert "KeyboardInterrupt" in done.stderr
    assert "unexpected-error" not in done.stderr


def test_a_person_at_a_terminal_reads_columns() -> None:
    ours, theirs = os.openpty()
    text = "from kiosk.log import log, start; start(); log('kiosk-stopped', kiosk='hall-2')"
    subprocess.run([sys.executable, "-c", text], cwd=ROOT, stderr=theirs, timeout=30, check=True)
    os.close(theirs)
    told = re.sub(r"\x1b\[[0-9;]*m", "", os.read(ours, 10_000).decode())
    os.close(ours)
    assert re.search(r"Z \[info +\] kiosk-stopped +kiosk=hall-2\s*$", told)


def test_a_closed_standard_error_fails_nobody() -> None:
    text = "import os; from kiosk.log import log; os.close(2); log('kiosk-stopped'); print('on')"
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, timeout=30
    )
    assert done.stdout == "on\n"
