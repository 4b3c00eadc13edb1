"""Bytes from a printer, taken apart by the bits that the command reference fixes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.printer.replies import Automatic, Done, RealTime, Replies, Reply
from tests.examples import examples

WELL = 0b0001_0010
XON, XOFF = 0x11, 0x13
BLOCK = bytes((0x18, 0x08, 0x0F, 0x00))


def heard(data: bytes) -> list[Reply]:
    return list(Replies().feed(data))


@pytest.mark.parametrize("bits", [0, 0x08, 0x0C, 0x60, 0x6C])
def test_real_time_answers(bits: int) -> None:
    assert heard(bytes([WELL | bits])) == [RealTime(WELL | bits)]


@pytest.mark.parametrize("value", [0x00, 0x03, 0x0C, 0x0F])
def test_done(value: int) -> None:
    assert heard(bytes([value])) == [Done(value)]


@pytest.mark.parametrize("value", [XON, XOFF, 0x80, 0xFF])
def test_flow_control_and_noise_are_nothing(value: int) -> None:
    assert heard(bytes([value])) == []


def test_the_tail_of_an_automatic_status_is_not_done() -> None:
    assert heard(BLOCK) == [Automatic(BLOCK)]
    assert heard(BLOCK[:3]) == []


def test_other_answers_in_the_middle_of_an_automatic_status() -> None:
    torn = bytes([BLOCK[0], XOFF, BLOCK[1], WELL, *BLOCK[2:], 0x00])

    assert heard(torn) == [RealTime(WELL), Automatic(BLOCK), Done(0)]


def test_a_new_automatic_status_ends_one_that_was_cut_off() -> None:
    assert heard(BLOCK[:2] + BLOCK) == [Automatic(BLOCK)]


@settings(max_examples=examples(200))
@given(st.lists(st.binary(max_size=8), max_size=8))
def test_how_the_bytes_are_cut_makes_no_difference(pieces: list[bytes]) -> None:
    replies = Replies()

    assert [r for piece in pieces for r in replies.feed(piece)] == heard(b"".join(pieces))
