"""Words for all that staff may be told, in every language of the kiosk."""

import re
from pathlib import Path

import pytest

from kiosk.checkin.scanning import ScannerState
from kiosk.checkin.staff_causes import CAUSES
from kiosk.checkin.staff_reasons import OTHER, REASONS, words_for
from kiosk.checkin.staff_screens import Part
from kiosk.checkin.staff_states import STATES
from kiosk.devices.camera.reasons import CameraReason
from kiosk.devices.card_reader.base import ServiceState, SlotState
from kiosk.devices.printer.base import PrinterState
from kiosk.devices.printer.reasons import PrinterReason
from kiosk.hospital.circuit import LinkState
from kiosk.journal.health import Health
from kiosk.model.text import LocalText
from kiosk.vision.camera_state import CameraState

DOCS = Path(__file__).parents[3] / "docs"

CODES: dict[Part, set[str]] = {
    Part.PRINTER: {state.value for state in PrinterState},
    Part.SPARE_PRINTER: {state.value for state in PrinterState},
    Part.CAMERA: {state.value for state in CameraState} | {"poor"},
    Part.CARD_READER: {state.value for state in ServiceState} | {SlotState.MUTE.value},
    Part.SCANNER: {state.value for state in ScannerState},
    Part.HOSPITAL: {state.value for state in LinkState},
    Part.JOURNAL: {state.value for state in Health},
}
REASONS_OF_PARTS: dict[Part, set[str]] = {
    Part.PRINTER: {reason.value for reason in PrinterReason},
    Part.SPARE_PRINTER: {reason.value for reason in PrinterReason},
    Part.CAMERA: {reason.value for reason in CameraReason},
}
WELL = {"ready", "seeing", "opening", "up", "ok", "starting"}


def in_all(text: LocalText) -> bool:
    return all(text.get(language) for language in ("vi", "en"))


@pytest.mark.parametrize("part", Part, ids=lambda part: part.value)
def test_every_state_of_a_part_has_its_words_and_what_is_not_well_what_to_do(part: Part) -> None:
    assert STATES[part].keys() == CODES[part]
    for code, words in STATES[part].items():
        assert in_all(words.state), code
        assert in_all(words.to_do) or code in WELL, code


def test_every_reason_has_a_sentence_and_what_to_do() -> None:
    for words in (*REASONS.values(), OTHER):
        assert in_all(words.sentence)
        assert in_all(words.to_do)


def test_what_the_documents_tell_of_reasons_is_there() -> None:
    text = (DOCS / "hospital-away.md").read_text()
    table = text[text.index("| reason | what happened") :].split("\n\n")[0]
    told = {
        code
        for row in table.splitlines()[2:]
        for code in re.findall("`([a-z-]+)`", row.split("|")[1])
    }
    assert told
    assert told <= REASONS.keys()


def test_a_hospitals_own_code_has_words_too() -> None:
    assert words_for("moon-in-the-wrong-phase") is OTHER


def test_every_reason_of_a_printer_and_of_the_camera_has_words_in_every_language() -> None:
    assert {part: words.keys() for part, words in CAUSES.items()} == REASONS_OF_PARTS
    for part, causes in CAUSES.items():
        for code, words in causes.items():
            assert in_all(words.cause), (part, code)
            told = {language: words.to_do.get(language) for language in ("vi", "en")}
            assert all(told.values()) or not any(told.values()), (part, code)
