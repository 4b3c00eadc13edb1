"""The frames codes are measured on, and what is measured."""

import random
import unicodedata

import numpy as np
import pytest

from kiosk.bench.vision_codes import OTHERS, OURS, code_figures
from kiosk.bench.vision_codes_frames import NUISANCES, code_frame, code_frames
from kiosk.bench.vision_codes_symbols import any_symbol, other, qr, vietnamese_payloads
from kiosk.devices.camera.codes import CodeSearch
from kiosk.documents import Patterns, parse


def test_a_frame_is_the_same_for_the_same_number_and_another_for_another() -> None:
    first, again, other = (code_frame("glare", number) for number in (7, 7, 8))
    assert np.array_equal(first.image, again.image)
    assert first.symbols[0].data == again.symbols[0].data
    assert not np.array_equal(first.image, other.image)
    assert first.image.shape == (720, 1280, 3)


@pytest.mark.slow
@pytest.mark.parametrize("kind", NUISANCES)
def test_a_nuisance_is_read_where_it_is_slight_and_changes_the_picture(kind: str) -> None:
    read = []
    for number in range(2):
        slight, hopeless = (code_frame(kind, number, degree=degree) for degree in (0.0, 1.0))
        assert not np.array_equal(slight.image, hopeless.image)
        assert len(slight.symbols) == (2 if kind == "two" else 1)
        found = CodeSearch().search(slight.image, 0.0, thorough=True)
        read.append({code.data for code in found.codes} == {one.data for one in slight.symbols})
    assert sum(read) >= 1


def test_all_nuisances_come_in_turn() -> None:
    frames = [frame.kind for frame in code_frames(3)]
    assert frames == list(NUISANCES)[:3]


def test_payloads_are_cards_and_some_are_decomposed() -> None:
    payloads = vietnamese_payloads(400)
    assert len(set(payloads)) == 400
    texts = [payload.decode() for payload in payloads]
    assert sum(unicodedata.normalize("NFC", text) != text for text in texts) > 50
    for payload in payloads[:60]:
        assert parse(payload, Patterns.of()).name


def test_symbols_of_several_symbologies() -> None:
    chance = random.Random(2)
    symbols = [any_symbol(chance) for _ in range(40)]
    assert {"QR", "Code128", "DataMatrix"} <= {symbol.symbology for symbol in symbols}
    for symbology, content in (("MicroQR", "1234567"), ("PDF417", "BN123"), ("EAN8", "89345672")):
        scale = np.ones((4, 4), dtype=np.uint8)
        (code,) = (
            CodeSearch()
            .search(np.kron(other(symbology, content).modules, scale), 0.0, thorough=True)
            .codes
        )
        assert (code.symbology, code.text) == (symbology, content)
    with pytest.raises(ValueError, match=r"."):
        qr(b"x" * 3000)


@pytest.mark.slow
def test_more_is_read_than_by_any_decoder_alone_and_every_text_is_right() -> None:
    figures = {figure.name: figure for figure in code_figures(28, 40, 3, 1, 1000)}
    ours = figures[f"codes read, {OURS}"]
    assert ours.met
    assert ours.value > max(figures[f"codes read, {name}"].value for name in OTHERS) > 30
    assert figures["texts right, of 40 Vietnamese ones"].value == 100
    assert figures["codes where there is none"].value == 0
    assert figures["a frame with a code, median"].value > 0
    assert figures["memory grown in 1,000 frames with a code"].value < 30
