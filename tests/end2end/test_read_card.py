"""``kiosk read-card`` as a process: on a simulated reader, and on a real PC/SC daemon."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kiosk.bench.pcscd import MISSING, SOCKET_VARIABLE, WHY_MISSING, Pcscd, private_pcscd
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import cccd_qr
from tests.end2end.test_commands import ROOT, kiosk

PERSON = next(person for person in people() if person.card_issued)
NUMBER = PERSON.personal_number


def read(*words: str, status: int = 0) -> dict[str, Any]:
    done = kiosk("read-card", "--json", *words)
    assert done.returncode == status, done.stdout + done.stderr
    for secret in (NUMBER, PERSON.name):
        assert secret not in done.stderr
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_the_card_of_a_patient_is_read_and_verified() -> None:
    answer = read("--reader", f"simulated:{NUMBER}", "--no-face")
    assert answer["person"]["name"] == PERSON.name
    assert answer["person"]["birth"] == PERSON.born.isoformat()
    assert answer["number"] == NUMBER
    assert answer["access"].startswith("PACE-")
    assert {verdict["state"] for verdict in answer["verdicts"].values()} == {"verified"}
    assert answer["problems"] == []
    assert answer["apdus"] == 18
    assert answer["bytes_received"] > 1000
    assert set(answer["ms"]) == {"access", "person", "genuine"}
    assert "face" not in answer


@pytest.mark.slow
def test_the_face_comes_too_unless_it_is_not_wanted() -> None:
    answer = read("--reader", f"simulated:{NUMBER}", "--qr", cccd_qr(PERSON))
    assert answer["face"]["format"] == "jpeg2000"
    assert 10_000 < answer["face"]["bytes"] < 20_000
    assert answer["face"]["verdict"]["state"] == "verified"
    assert answer["ms"]["face"] > 0


@pytest.mark.slow
def test_a_wrong_can_is_said_with_its_code() -> None:
    answer = read("--reader", f"simulated:{NUMBER}", "--can", "000000", status=3)
    assert answer["error"] == "access-denied"
    assert "2 tries left" in answer["message"]
    assert "verdicts" not in answer
    assert answer["ms"]["access"] > 0


@pytest.mark.slow
def test_what_no_visit_needs_is_read_on_demand() -> None:
    answer = read("--reader", f"simulated:{NUMBER}", "--no-face", "--all")
    assert answer["com"] == {"lds_version": "0107", "groups": [1, 2, 3, 13, 14]}
    assert "details" not in answer, "the card has no DG11, and is not asked for it"
    assert answer["problems"] == []


@pytest.mark.slow
def test_whom_nobody_trusts_gets_no_tick(tmp_path: Path) -> None:
    answer = read("--reader", f"simulated:{NUMBER}", "--no-face", "--trust", str(tmp_path))
    assert answer["verdicts"]["overall"] == {"state": "not-verified", "reason": "no-trust-anchor"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--reader", f"simulated:{NUMBER}", "--can", "12345"), "six digits"),
        (("--reader", f"simulated:{NUMBER}", "--can", "1", "--mrz", "X"), "one of --qr"),
        (("--reader", f"simulated:{NUMBER}", "--mrz", "IDVNM"), "--mrz"),
        (("--reader", f"simulated:{NUMBER}", "--qr", "https://shop.example"), "--qr"),
        (("--reader", "simulated:000000000000"), "no invented patient"),
        (("--reader", "nobody's"), "one of --qr"),
    ],
)
def test_bad_options_are_refused_without_repeating_them(words: tuple[str, ...], told: str) -> None:
    done = kiosk("read-card", *words)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


@pytest.fixture(scope="module")
def pcscd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pcscd]:
    if MISSING:
        pytest.skip(WHY_MISSING)
    folder = tmp_path_factory.mktemp("read-card")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOCKET_VARIABLE, str(folder / "pcscd.comm"))
        with private_pcscd(folder) as daemon:
            yield daemon


@contextmanager
def served(pcscd: Pcscd, *faults: str) -> Iterator[dict[str, str]]:
    """``kiosk card serve`` on the daemon's first virtual reader, with what it says of the card."""
    words = ("card", "serve", NUMBER, "--port", str(pcscd.reader.port), "--json", *faults)
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(10)


@pytest.mark.slow
def test_a_served_card_is_read_through_a_real_daemon(pcscd: Pcscd) -> None:
    with served(pcscd) as told:
        answer = read("--reader", "Virtual", "--qr", told["qr"], "--trust", told["trust"])
    assert answer["reader"].startswith("Virtual")
    assert answer["person"]["name"] == PERSON.name
    assert answer["verdicts"]["overall"]["state"] == "verified"
    assert answer["verdicts"]["chip"]["state"] == "verified"
    assert answer["face"]["verdict"]["state"] == "verified"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "state"),
    [("--copied", "failed"), ("--foreign-signer", "failed"), ("--missing-dg13", "verified")],
)
def test_a_served_card_has_the_faults_it_was_given(pcscd: Pcscd, fault: str, state: str) -> None:
    with served(pcscd, fault) as told:
        answer = read(
            "--reader", "Virtual", "--qr", told["qr"], "--trust", told["trust"], "--no-face"
        )
    overall = answer["verdicts"]["overall"]
    assert overall["state"] == state or (fault, overall["reason"]) == (
        "--foreign-signer",
        "no-trust-anchor",
    )


@pytest.mark.slow
def test_a_bank_card_is_said_to_be_none(pcscd: Pcscd) -> None:
    with served(pcscd, "--bank-card"):
        answer = read("--reader", "Virtual", "--can", "000000", status=3)
    assert answer["error"] == "not-an-emrtd"


@pytest.mark.slow
def test_without_a_card_the_wait_ends(pcscd: Pcscd) -> None:
    answer = read("--reader", "Virtual", "--can", "000000", "--wait", "1", status=3)
    assert answer["error"] == "no-card"
