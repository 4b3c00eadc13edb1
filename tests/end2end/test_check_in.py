"""``kiosk check-in`` as a tester types it: real processes, real pixels, a real server."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from click.testing import CliRunner
from numpy.typing import NDArray
from PIL import Image

from kiosk.app.embedded import EmbeddedHospital
from kiosk.cli.commands import main
from kiosk.frontdesk.generate import bookings, newcomers, people
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.hospital.link import HOST

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "seeds" / "samples"


def kiosk(*words: str, seconds: float = 60) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kiosk", *words],
        cwd=ROOT,
        env=os.environ | {"KIOSK_LOG_STRICT": "1"},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def check_in(*words: str, status: int = 0) -> dict[str, Any]:
    done = kiosk("check-in", "--json", *words)
    assert done.returncode == status, done.stderr
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = EmbeddedHospital(tmp_path_factory.mktemp("hospital"))
    yield server.address()
    server.stop()


def walking_in(number: int) -> str:
    """What the card of a patient without an appointment says."""
    booked = {b.patient for b in bookings(Premises.load(), day())}
    return [cccd_qr(p) for p in people() if p.card_issued and p.id not in booked][number]


def day() -> Any:
    from kiosk.checkin.clock import SystemClock

    return SystemClock().now().date()


@pytest.mark.alone  # a picture is looked at for five seconds, whatever else goes on
def test_a_picture_of_a_card_becomes_a_ticket_on_paper(hospital: str, tmp_path: Path) -> None:
    paper = tmp_path / "ticket.png"
    answer = check_in(
        "--image", str(SAMPLES / "cccd-with-appointment.png"),
        "--hospital", hospital, "--printer", f"png:{paper}",
    )  # fmt: skip
    assert answer["outcome"] == "ticketed"
    assert answer["printed"] is True
    assert answer["number"] and answer["room"] and answer["patient"]
    assert set(answer["timings_ms"]) >= {"scan", "find", "offer", "check-in", "render", "print"}
    with Image.open(paper) as ticket:
        assert ticket.width == 576
        codes = zxingcpp.read_barcodes(ticket.convert("L"))
    assert codes[0].text.startswith("http://127.0.0.1:")


@pytest.mark.slow
def test_the_embedded_hospital_keeps_its_data_where_it_is_told(tmp_path: Path) -> None:
    words = ("--document", walking_in(0), "--hospital", "embedded", "--data", str(tmp_path))
    paper = ("--printer", f"png:{tmp_path / 'paper.png'}", "--service", "TIM-MACH")
    first, again = check_in(*words, *paper), check_in(*words, *paper)
    assert first["number"] == again["number"]
    assert (first["reissued"], again["reissued"]) == (False, True)


@pytest.mark.slow
def test_a_newcomer_is_registered_once(hospital: str, tmp_path: Path) -> None:
    newcomer = next(p for p in newcomers() if p.card_issued)
    words = ("--document", cccd_qr(newcomer), "--hospital", hospital)
    paper = ("--printer", f"png:{tmp_path / 'paper.png'}", "--phone", "+84900000001")
    first, again = check_in(*words, *paper), check_in(*words, *paper)
    assert "register" in first["timings_ms"]
    assert "register" not in again["timings_ms"]
    assert first["patient"] == again["patient"]


@pytest.mark.slow
def test_a_service_that_the_hospital_does_not_have_is_said(hospital: str) -> None:
    words = ("--document", walking_in(3), "--hospital", hospital, "--service", "NONE-SUCH")
    answer = check_in(*words, status=3)
    assert answer["code"] == "offer-service-not-offered"
    assert answer["sentence"] == "Bệnh viện không có dịch vụ này."


@pytest.mark.slow
def test_an_embedded_hospital_that_does_not_start_is_said(tmp_path: Path) -> None:
    words = ("--document", walking_in(3), "--hospital", "embedded", "--data", str(tmp_path))
    failed = {
        "outcome": "failed",
        "code": "hospital-not-started",
        "reason": "the embedded hospital ended before it was ready",
        "timings_ms": {},
    }
    with (tmp_path / "frontdesk.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert check_in(*words, status=3) == failed

    (tmp_path / "frontdesk.sqlite3").write_bytes(b"no database" * 100)
    assert check_in(*words, status=3) == failed
    told = kiosk("check-in", *words)
    assert (told.returncode, told.stdout) == (
        3,
        "No ticket: hospital-not-started (the embedded hospital ended before it was ready)\n",
    )
    assert "file is not a database" in told.stderr


@pytest.mark.slow
def test_two_people_at_two_kiosks_at_the_same_instant(hospital: str, tmp_path: Path) -> None:
    def go(number: int) -> dict[str, Any]:
        paper = f"png:{tmp_path / f'{number}.png'}"
        return check_in(
            "--document", walking_in(10 + number), "--hospital", hospital,
            "--printer", paper, "--service", "MAT",
        )  # fmt: skip

    with ThreadPoolExecutor(4) as both:
        numbers = [answer["number"] for answer in both.map(go, range(4))]
    assert len(set(numbers)) == 4


REFUSED = [
    ("https://example.org/menu", "scan-not-a-document", "not-a-document"),
    ("\x00\xff\x1b[31m", "scan-not-a-document", "not-a-document"),
    ("079190012345|025123456|Trần Thị Thu Hà|15031990|Nữ|12 Đường Số 3", "", "field-count"),
    ("079190012345||Trần Thị Thu Hà|31021990|Nữ|12 Đường Số 3|20042022", "", "birth-date"),
    ("079190012345||Trần Thị Thu Hà|15031990|Nam|12 Đường Số 3|20042022", "", "sex"),
]


@pytest.mark.parametrize(
    ("document", "code", "reason"),
    # Each is a process: the quick run starts one, and tests parsing by itself.
    [case if case[2] == "sex" else pytest.param(*case, marks=pytest.mark.slow) for case in REFUSED],
)
def test_what_is_no_document_is_refused_with_its_reason(
    document: str, code: str, reason: str
) -> None:
    if "\x00" in document:
        document = document.replace("\x00", "\x01")  # no argument can hold a NUL
    answer = check_in("--document", document, "--hospital", f"http://{HOST}:9", status=3)
    assert answer["outcome"] == "failed"
    assert answer["code"] == (code or "scan-document-damaged")
    assert reason in answer["reason"]
    assert answer["sentence"]


@pytest.mark.slow  # looks at it for five seconds
def test_a_picture_without_a_code_says_so(tmp_path: Path) -> None:
    grey = tmp_path / "grey.png"
    cv2.imwrite(str(grey), np.full((480, 640, 3), 128, np.uint8))
    answer = check_in("--image", str(grey), "--hospital", f"http://{HOST}:9", status=3)
    assert answer["code"] == "scan-no-code"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["LICENSE", "license.png"])
def test_a_file_that_is_no_picture_has_no_code(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes((ROOT / "LICENSE").read_bytes())
    done = kiosk(
        "check-in", "--json", "--image", str(file), "--hospital", f"http://{HOST}:9", seconds=20
    )
    assert done.returncode == 3
    assert json.loads(done.stdout)["code"] == "scan-no-code"
    assert events(done.stderr).count(("visit-ended", "scan-no-code")) == 1


def test_a_refused_code_is_one_visit_in_the_log() -> None:
    done = kiosk("check-in", "--document", "https://example.org", "--hospital", f"http://{HOST}:9")
    ended = [event for event in events(done.stderr) if event[0] == "visit-ended"]
    assert ended == [("visit-ended", "scan-not-a-document")]


def events(log: str) -> list[tuple[str, str]]:
    lines = [json.loads(line) for line in log.splitlines()]
    return [(line["event"], line.get("code", "")) for line in lines]


@pytest.mark.slow
@pytest.mark.alone
def test_of_two_codes_in_view_the_document_counts(
    hospital: str, tmp_path: Path, qr_picture: Callable[[str], NDArray[np.uint8]]
) -> None:
    shop, card = qr_picture("https://example.org/menu"), qr_picture(walking_in(30))
    view = np.full((max(shop.shape[0], card.shape[0]) + 80, 1600, 3), 200, np.uint8)
    view[40 : 40 + shop.shape[0], 40 : 40 + shop.shape[1]] = shop
    left = 1600 - 40 - card.shape[1]
    view[40 : 40 + card.shape[0], left : left + card.shape[1]] = card
    cv2.imwrite(str(tmp_path / "both.png"), view)
    answer = check_in(
        "--image", str(tmp_path / "both.png"), "--hospital", hospital,
        "--printer", f"png:{tmp_path / 'paper.png'}",
    )  # fmt: skip
    assert answer["outcome"] == "ticketed"


def test_a_hospital_that_is_away_is_said_within_four_seconds() -> None:
    answer = check_in("--document", walking_in(1), "--hospital", f"http://{HOST}:9", status=3)
    assert answer["code"] == "find-hospital-away"
    assert sum(answer["timings_ms"].values()) < 4000


@pytest.mark.slow
def test_without_a_printer_the_number_is_still_given(hospital: str) -> None:
    answer = check_in(
        "--document", walking_in(2), "--hospital", hospital, "--printer", f"tcp:{HOST}:9"
    )
    assert answer["number"]
    assert answer["printed"] is False


WRONG_WORDS = [
    (),
    ("--document", "x", "--image", str(SAMPLES / "patient-code.png")),
    ("--image", "no-such-file.png"),
    ("--document", "x", "--printer", "fax:12"),
    ("--document", "x", "--hospital", "not an address"),
    ("--document", "x", "--colour", "blue"),
    ("--document", "x", "--phone", "0900-000-001"),
    ("--document", "x", "--phone", "+8490000"),
    ("--document", "x", "--data", str(ROOT / "LICENSE")),
    ("--document", "x", "--data", str(ROOT / "LICENSE" / "below")),
]


@pytest.mark.parametrize("words", WRONG_WORDS)
def test_bad_usage_starts_nothing(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(main, ["check-in", "--json", *words])
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error: " in done.stderr
    assert "unexpected-error" not in done.stderr


@pytest.mark.parametrize(
    "words",
    # As a process of its own, once in the quick run: the way out is the same for all.
    [WRONG_WORDS[0], *(pytest.param(words, marks=pytest.mark.slow) for words in WRONG_WORDS[1:])],
)
def test_bad_usage_is_exit_status_two_and_nothing_on_standard_output(
    words: tuple[str, ...],
) -> None:
    done = kiosk("check-in", "--json", *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr
    assert "unexpected-error" not in done.stderr


@pytest.mark.slow
def test_a_typing_error_in_the_settings_starts_nothing(tmp_path: Path) -> None:
    settings = tmp_path / "kiosk.toml"
    settings.write_text('[printer]\ntarget = "simulated"\npaper = 80\n')
    for command in (["run"], ["doctor"], ["check-in", "--document", "x"]):
        done = kiosk(*command, "--config", str(settings))
        assert done.returncode == 2
        assert f"{settings}:3" in done.stderr
        assert "printer.paper" in done.stderr


def test_no_patient_is_in_the_logs(hospital: str, tmp_path: Path) -> None:
    person = next(p for p in people() if p.card_issued)
    done = kiosk(
        "check-in", "--json", "--document", cccd_qr(person), "--hospital", hospital,
        "--printer", f"png:{tmp_path / 'paper.png'}",
    )  # fmt: skip
    assert "visit-ended" in done.stderr
    for secret in (person.name, person.personal_number, person.code, str(person.born.year)):
        assert secret not in done.stderr.replace('"time": "' + str(day().year), "")
