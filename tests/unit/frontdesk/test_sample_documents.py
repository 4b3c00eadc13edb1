"""The documents byte for byte, against a person written out by hand."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.frontdesk.clock import HOSPITAL_TIME
from kiosk.frontdesk.generate import Booking, Coverage, Person
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.sample_documents import (
    appointment_qr,
    bhyt_qr,
    cccd_qr,
    patient_code_qr,
)
from kiosk.frontdesk.samples import samples, write_samples
from kiosk.paths import SEEDS

HA = Person(
    id="pt-1",
    code="24000117",
    name="Trần Thị Thu Hà",
    sex="female",
    born=date(1990, 3, 15),
    year_only=False,
    personal_number="079190012345",
    old_number="025123456",
    card_issued=date(2022, 4, 20),
    address="12 Đường Số 3",
    phone="",
    coverage=Coverage(
        "c", "7912345678", "DN4797912345678", "000", 80, date(2025, 1, 1), date(2025, 12, 31)
    ),
)


def test_identity_card() -> None:
    assert cccd_qr(HA) == (
        "079190012345|025123456|Trần Thị Thu Hà|15031990|Nữ|12 Đường Số 3|20042022"
    )
    assert cccd_qr(replace(HA, year_only=True, old_number="", sex="male")) == (
        "079190012345||Trần Thị Thu Hà|1990|Nam|12 Đường Số 3|20042022"
    )
    with pytest.raises(ValueError, match="no identity card"):
        cccd_qr(replace(HA, card_issued=None))


def test_insurance_card() -> None:
    fields = bhyt_qr(HA).split("|")
    assert fields[:9] == [
        "DN4797912345678",
        "5472e1baa76e205468e1bb8b205468752048c3a0",
        "15/03/1990",
        "2",
        "313220c490c6b0e1bb9d6e672053e1bb912033",
        "01 - 982",
        "01/01/2025",
        "31/12/2025",
        "01/01/2025",
    ]
    assert len(fields) == 15
    assert fields[-1] == "$"
    assert HA.coverage is not None
    bare = replace(HA, year_only=True, coverage=replace(HA.coverage, card=""))
    assert bhyt_qr(bare).split("|")[:3] == ["7912345678", fields[1], "1990"]
    with pytest.raises(ValueError, match="no insurance card"):
        bhyt_qr(replace(HA, coverage=None))


def test_appointment_slip_and_patient_code() -> None:
    start = datetime(2026, 11, 23, 9, tzinfo=HOSPITAL_TIME)
    assert appointment_qr(Booking("hen-1-AB", "pt-1", start, "MAT", "304")) == "HEN:hen-1-AB"
    assert patient_code_qr(HA) == "24000117"
    with pytest.raises(ValueError, match="no patient code"):
        patient_code_qr(replace(HA, code=""))


def test_the_pictures_in_the_repository_are_those_of_today_s_generator(tmp_path: Path) -> None:
    drawn = {path.name: path.read_bytes() for path in write_samples(tmp_path / "new")}
    kept = {path.name: path.read_bytes() for path in (SEEDS / "samples").iterdir()}
    assert kept == drawn


def test_the_pictures_say_what_they_should() -> None:
    texts = samples(Premises.load())
    assert len(texts) == 13
    for name, text in texts.items():
        with Image.open(SEEDS / "samples" / f"{name}.png") as picture:
            [code] = zxingcpp.read_barcodes(picture.convert("L"))
        assert code.bytes == text.encode()
