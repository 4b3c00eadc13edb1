"""``kiosk card serve`` on a real pcscd, read by another process through PC/SC."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.bench.pcscd import MISSING, SOCKET_VARIABLE, WHY_MISSING, Pcscd, private_pcscd
from kiosk.frontdesk.generate import people

pytestmark = pytest.mark.slow  # starts a daemon

PERSON = next(person for person in people() if person.card_issued is not None)


@pytest.fixture
def pcscd() -> Iterator[Pcscd]:
    if MISSING:
        pytest.skip(WHY_MISSING)
    # A short path: a socket's has 107 bytes at most. And an own one, whoever else runs a pcscd.
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOCKET_VARIABLE, str(Path(folder) / "pcscd.comm"))
        with private_pcscd(Path(folder)) as daemon:
            yield daemon


def read_card(*words: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "read-card", "--json", *words],
        capture_output=True,
        timeout=90,
        check=True,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_any_process_can_read_the_card(pcscd: Pcscd, tmp_path: Path) -> None:
    words = ["card", "serve", PERSON.personal_number, "--json"]
    where = ["--port", str(pcscd.reader.port), "--trust", str(tmp_path)]
    command = [sys.executable, "-m", "kiosk", *words, *where]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as served:
        try:
            assert served.stdout is not None
            told = json.loads(served.stdout.readline())
            answer = read_card("--qr", told["qr"], "--trust", told["trust"])
            assert answer["number"] == PERSON.personal_number
            assert answer["verdicts"]["overall"]["state"] == "verified"
            assert answer["person"]["name"] == PERSON.name
            by_can = read_card("--can", told["can"], "--no-face")
            assert by_can["verdicts"]["overall"]["reason"] == "no-trust-anchor"
        finally:
            served.send_signal(signal.SIGINT)
            status = served.wait(20)
    assert status == 0
