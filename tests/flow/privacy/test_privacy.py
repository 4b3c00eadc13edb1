"""No patient is in anything that leaves the kiosk, but for the hospital's wire and the paper."""

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kiosk.checkin.clock import SystemClock
from kiosk.frontdesk.generate import bookings, people
from kiosk.frontdesk.premises import Premises
from kiosk.log import EVENTS
from tests.flow.privacy.left import Kept, leaks
from tests.flow.privacy.search import Finder
from tests.flow.privacy.secrets import secrets_of
from tests.flow.privacy.troubles import FEW, QUOTES

WAITED_FOR = {
    "cards.read", "clock.sleep", "hospital.appointments", "hospital.check_in", "hospital.find",
    "hospital.insurance", "hospital.services", "journal.begin", "journal.sent", "journal.ticketed",
    "journal.printed", "journal.rejected", "page.ChooseService", "page.ConfirmIdentity",
    "page.Done", "page.Problem", "page.Working", "printer.print", "reader.next",
}  # fmt: skip
ABORTED = -6
SEARCHED_S = 30.0
"""Processor time of the search among all patients."""


def finder_of(count: int) -> Finder:
    slips = bookings(Premises.load(), SystemClock().now().date())
    return Finder(
        secret
        for one in people()[:count]
        for secret in secrets_of(one, [slip for slip in slips if slip.patient == one.id])
    )


def day(kept: Kept, count: int, within: float) -> dict[str, Any]:
    """So many patients; the process dies in the visit of one more, and starts once more."""
    status = kept.run(
        "-m", "tests.flow.privacy.process", str(kept.folder), str(count), within=within
    )
    assert status == ABORTED, (kept.left / "0.said").read_text()
    wal = kept.left / "state" / "journal" / "journal.sqlite3-wal"
    assert wal.stat().st_size, "a journal that nobody closed is searched, too"
    summary = json.loads((kept.folder / "summary.json").read_text())
    assert isinstance(summary, dict)
    return summary


def logged(kept: Kept) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (kept.left / "kiosk.log").read_text().splitlines()]


def test_ten_patients_with_whom_ten_things_go_wrong_leave_no_trace(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    summary = day(kept, len(FEW), within=60)
    assert summary["outcomes"].keys() == {"Ticketed", "Failed", "Cancelled", "Left"}
    assert summary["quoted"] == 2
    assert summary["failed"] == sorted(one.fails for one in FEW if one.fails)
    events = {line["event"] for line in logged(kept)}
    assert events >= {"step", "visit-ended", "unexpected-error", "journal-rejected"}
    assert (kept.left / "state" / "crashes" / "now.txt").stat().st_size
    assert leaks(kept, finder_of(len(FEW))) == []


@pytest.mark.slow
def test_no_seeded_patient_leaves_a_trace_whatever_goes_wrong(tmp_path: Path) -> None:
    count = len(people())
    kept = Kept(tmp_path)
    summary = day(kept, count, within=600)
    assert sum(summary["outcomes"].values()) == count
    assert "Broke" not in summary["outcomes"]
    # What visits were seen to wait for has failed, with a patient's data in hands; but for what
    # only some patients come to, or only now and then.
    assert len(summary["called"]) > 40
    assert len(set(summary["called"]) - set(summary["failed"])) < 6
    assert set(summary["failed"]) >= WAITED_FOR
    assert summary["quoted"] >= len(QUOTES)

    began = time.process_time()
    finder = finder_of(count)
    assert leaks(kept, finder) == []
    assert kept.run("-m", "tests.flow.privacy.process", str(kept.folder), "0", within=60) == 0
    _ask_beside_it(kept)
    assert leaks(kept, finder) == []
    lines = logged(kept)
    assert [line["event"] for line in lines].count("native-crash") == 1
    assert not [line for line in lines if line["event"].startswith("log-")]
    assert {line["event"] for line in lines} <= EVENTS.keys()
    # The same search finds them where they may be: in the hospital's records.
    records = (tmp_path / "hospital" / "frontdesk.sqlite3").read_bytes()
    found = Counter(leak.secret.kind for leak in finder.leaks(records))
    assert min(found["name"], found["personal number"], found["patient code"]) >= count
    assert time.process_time() - began < SEARCHED_S


def _ask_beside_it(kept: Kept) -> None:
    """What staff see without asking for a patient's data."""
    settings = str(_settings(kept))
    log = str(kept.left / "kiosk.log")
    assert kept.run("-m", "kiosk", "log", log, within=30) == 0
    for command in ("list", "export"):
        assert kept.run("-m", "kiosk", "journal", command, "--config", settings, within=30) == 0


def _settings(kept: Kept) -> Path:
    """Of the kiosk that ran, for the commands beside it."""
    path = kept.folder / "kiosk.toml"
    path.write_text(f'[journal]\nfolder = "{kept.left / "state" / "journal"}"\n')
    return path


@pytest.mark.parametrize("place", ["name", "content", "encoded", "cipher"])
def test_a_trace_would_be_found(tmp_path: Path, place: str) -> None:
    kept = Kept(tmp_path)
    finder, somebody = finder_of(3), people()[2]
    path = kept.left / "state" / "journal.sqlite3-wal"
    match place:
        case "name":
            (kept.left / "tmp" / f"{somebody.personal_number}.png").touch()
        case "content":
            path.write_text(f"x={somebody.name}")
        case "encoded":
            path.write_text(json.dumps({"x": somebody.name.upper()}))
        case "cipher":
            path.write_bytes(bytes(range(256)) * 40 + somebody.code.encode() + bytes(99))
    assert leaks(kept, finder)


def test_a_trace_in_a_process_is_found_while_it_runs(tmp_path: Path) -> None:
    """In its arguments, the name of a thread, and a file that is there for a moment."""
    kept = Kept(tmp_path)
    finder, somebody = finder_of(3), people()[2]
    text = """
import os, sys, tempfile, threading, time
def work():
    with open("/proc/thread-self/comm", "w") as comm:
        comm.write(os.environ["WHO"])
    time.sleep(0.6)
threading.Thread(target=work).start()
with tempfile.NamedTemporaryFile(prefix=sys.argv[1]):
    time.sleep(0.5)
"""
    path = kept.folder / "program.py"
    path.write_text(text.replace('os.environ["WHO"]', f"{somebody.phone or somebody.code!r}"))
    assert kept.run(str(path), somebody.personal_number, within=20) == 0
    found = leaks(kept, finder)
    assert any(one.startswith("/proc/cmdline: personal number") for one in found)
    assert any(one.startswith("a name: personal number") for one in found)
    assert any(one.startswith("the name of a thread: p") for one in found)
