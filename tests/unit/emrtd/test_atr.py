"""What a card announces: extended length in the ATR, the lengths in EF.ATR/INFO."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import atr
from kiosk.emrtd.atr import Capabilities, Lengths


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        # Contactless, category 80: 31 C1, 73 C8 40 60, and nothing after.
        ("3B87800180" + "31C173C84060", Capabilities(True, True)),
        ("3B87800180" + "31C173C84040", Capabilities(True, False)),
        ("3B87800180" + "31C173C84000", Capabilities(False, False)),
        # Category 00: three bytes of status stand behind the objects.
        ("3B8A800100" + "31C173C84040009000", Capabilities(True, False)),
        # Interface bytes TA1, TB1, TC1, TD1 and TA2 before the historical bytes.
        ("3BF7" + "11223310" + "44" + "80" + "31C173C84040", Capabilities(True, False)),
        # The status is no object, though it looks like one.
        ("3B88800100" + "31C1" + "73C84040", Capabilities()),
        # A storage card, whose one object is longer than what there is.
        ("3B8F8001804F0CA000000306030001000000006A", Capabilities()),
        ("3B85800180" + "7FC84040", Capabilities()),
        # Objects of one and of two bytes of capabilities tell nothing of lengths.
        ("3B83800180" + "7180", Capabilities()),
        ("3B84800180" + "7280C0", Capabilities()),
        ("3B6500002063CB6800", Capabilities()),
        ("", Capabilities()),
        ("3B", Capabilities()),
        ("3BFF", Capabilities()),
    ],
)
def test_capabilities(answer: str, expected: Capabilities) -> None:
    assert atr.capabilities(bytes.fromhex(answer)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("7F660802020506" + "02020506", Lengths(1286, 1286)),
        ("4301B8" + "47039480C0" + "7F66080202040002027FFF" + "0000", Lengths(1024, 32767)),
        ("7F660A" + "0203010000" + "0203010002", Lengths(65536, 65538)),
        ("8000" + "7F6608" + "02021000" + "02020800", Lengths(4096, 2048)),
        ("7F6608" + "02021000" + "02020800" + "000000", Lengths(4096, 2048)),
        ("4301B846044070141047039401804F0BF0496173456363526F6F74", None),
        ("7F6604" + "02020506", None),
        ("7F660A" + "020500000000010202", None),
        ("7F66", None),
        ("", None),
    ],
)
def test_lengths(content: str, expected: Lengths | None) -> None:
    assert atr.lengths(bytes.fromhex(content)) == expected


@given(st.binary(max_size=40))
def test_anything_is_an_answer_to_reset(data: bytes) -> None:
    assert isinstance(atr.capabilities(data), Capabilities)
    assert isinstance(atr.capabilities(b"\x3b" + data), Capabilities)
    told = atr.lengths(b"\x7f\x66" + data)
    assert told is None or (told.command >= 0 and told.response >= 0)
