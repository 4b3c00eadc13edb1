"""What ``kiosk status`` says that should be done."""

import pytest

from kiosk.app.readiness.to_do import to_do
from kiosk.devices.printer.base import PrinterState
from kiosk.hospital.circuit import LinkState
from kiosk.journal.health import Health
from kiosk.vision.camera_state import CameraState


def of(device: str, state: str, well: bool = False) -> str:
    return to_do({"device": device, "state": state, "well": well, "reason": ""})


def test_what_is_well_leaves_nothing_to_do() -> None:
    assert of("printer", "paper-near-end", well=True) == ""


@pytest.mark.parametrize(
    ("device", "state"),
    [
        *(("printer", one.value) for one in PrinterState if one is not PrinterState.READY),
        ("spare-printer", "cutter"),
        *(("camera", one.value) for one in (CameraState.AWAY, CameraState.FAILED)),
        *(("hospital", one.value) for one in LinkState if one is not LinkState.UP),
        *(("journal", one.value) for one in Health if one is not Health.OK),
        ("card-reader", "away"),
        ("scanner", "away"),
    ],
)
def test_what_is_not_well_says_what_to_do(device: str, state: str) -> None:
    assert of(device, state).endswith(".")


@pytest.mark.parametrize(("device", "state"), [("lift", "stuck"), ("printer", "on-strike")])
def test_a_kiosk_of_another_version_may_know_more(device: str, state: str) -> None:
    assert of(device, state) == ""
