"""How much the eyes' process holds after all that it does in a visit."""

import asyncio

import pytest

from kiosk.bench import vision_process
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import cccd_qr
from kiosk.ui.dock.pictures import code_on_card

pytestmark = pytest.mark.slow


def test_codes_a_chips_picture_and_a_face_fit_in_what_is_promised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vision_process, "PREVIEW_S", 1.5)
    cards = [code_on_card(cccd_qr(one)) for one in list(people())[:20] if one.card_issued]
    figures = asyncio.run(vision_process.measured(vision_process.face_figures, cards))
    (memory,) = (one for one in figures if one.unit == "MB")
    assert memory.limit == 200
    assert 100 < memory.value <= memory.limit
