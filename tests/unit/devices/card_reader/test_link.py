"""The time of a contactless link, by the numbers of ISO/IEC 14443."""

import pytest

from kiosk.devices.card_reader.card.link import Link

TURNAROUND = 0.010


def test_a_short_exchange_is_two_frames() -> None:
    # 24 + 10 × (5 + 3) bits there, 24 + 10 × (2 + 3) back.
    assert Link(106, 0).seconds(5, 2) == pytest.approx((104 + 74) / 106_000)


def test_the_turnaround_is_added_once() -> None:
    assert Link().seconds(5, 2) - Link(turnaround_s=0).seconds(5, 2) == pytest.approx(TURNAROUND)


def test_long_answers_go_in_several_frames() -> None:
    link = Link(424, 0)
    one, two = link.seconds(5, 253), link.seconds(5, 254)
    # One more byte, one more frame, one acknowledgement with its two pauses.
    assert two - one == pytest.approx((10 + 54 + 54) / 424_000 + 0.0002)


@pytest.mark.parametrize(("kbit_s", "least", "most"), [(106, 2.2, 2.7), (424, 1.1, 1.3)])
def test_a_face_takes_as_long_as_is_known(kbit_s: int, least: float, most: float) -> None:
    """15 KB in protected answers of 223 bytes."""
    exchanges = -(-15_000 // 223)
    assert least < exchanges * Link(kbit_s).seconds(18, 258) < most


def test_a_link_waits_after_the_card_has_answered() -> None:
    events: list[object] = []

    class Card:
        def process(self, apdu: bytes) -> bytes:
            events.append(apdu)
            return b"\x90\x00"

    link = Link(sleep=events.append)
    assert link.transmit(Card(), b"\x00\xb0\x00\x00\x04") == b"\x90\x00"
    assert events == [b"\x00\xb0\x00\x00\x04", link.seconds(5, 2)]


@pytest.mark.parametrize("wrong", [(0, 0.01), (-1, 0.01), (424, -0.01)])
def test_a_link_that_cannot_be(wrong: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="bit rate"):
        Link(*wrong)
