"""``kiosk check-in --card``: a chip card on a simulated reader, opened by what its code says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from kiosk.app.embedded import EmbeddedHospital
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import cccd_qr
from tests.end2end.test_check_in import SAMPLES, kiosk

pytestmark = pytest.mark.slow  # each starts a kiosk of its own

CARDS = [person for person in people() if person.card_issued]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = EmbeddedHospital(tmp_path_factory.mktemp("hospital"))
    yield server.address()
    server.stop()


def check_in(*words: str, status: int = 0) -> tuple[dict[str, Any], str]:
    """The answer and the log."""
    done = kiosk("check-in", "--json", *words)
    assert done.returncode == status, done.stderr
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer, done.stderr


def test_a_card_is_all_that_a_patient_brings(address: str, tmp_path: Path) -> None:
    person = CARDS[0]
    answer, log = check_in(
        "--card", f"simulated:{person.personal_number}",
        "--hospital", address, "--printer", f"png:{tmp_path / 'ticket.png'}",
    )  # fmt: skip
    assert answer["outcome"] == "ticketed"
    assert answer["card_verified"] is True
    assert answer["patient"] == person.code
    assert answer["timings_ms"]["card"] > 0
    assert '"card-read"' in log
    secrets = {person.personal_number, person.personal_number[-6:], *person.name.split()}
    assert not [secret for secret in secrets if secret in log]


def test_the_code_of_somebody_else_does_not_open_the_card(address: str) -> None:
    answer, _ = check_in(
        "--card", f"simulated:{CARDS[0].personal_number}",
        "--document", cccd_qr(CARDS[1]), "--hospital", address,
        status=3,
    )  # fmt: skip
    assert answer["code"] == "card-card-and-code-differ"


@pytest.mark.alone  # a picture is looked at for five seconds, whatever else goes on
def test_the_code_beside_the_card_may_come_through_the_camera(address: str, tmp_path: Path) -> None:
    picture = SAMPLES / "cccd-patient.png"
    with Image.open(picture) as image:
        number = zxingcpp.read_barcodes(image.convert("L"))[0].text.partition("|")[0]
    answer, _ = check_in(
        "--card", f"simulated:{number}", "--image", str(picture),
        "--hospital", address, "--printer", f"png:{tmp_path / 'ticket.png'}",
    )  # fmt: skip
    assert answer["card_verified"] is True


def test_a_card_beside_a_picture_without_a_code_is_no_visit(address: str, tmp_path: Path) -> None:
    grey = tmp_path / "grey.png"
    Image.new("RGB", (640, 480), "grey").save(grey)
    answer, _ = check_in(
        "--card", f"simulated:{CARDS[0].personal_number}",
        "--image", str(grey), "--hospital", address,
        status=3,
    )  # fmt: skip
    assert answer["code"] == "scan-no-code"


def test_a_card_that_nobody_has_is_bad_usage() -> None:
    done = kiosk("check-in", "--card", "simulated:000000000000")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "no invented patient" in done.stderr


def test_a_card_on_a_real_reader_needs_its_code() -> None:
    done = kiosk("check-in", "--card", "ACS")
    assert done.returncode == 2
    assert "--document" in done.stderr
