import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.scanner.framing import Framing


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_an_end_of_line_ends_a_scan(end: bytes) -> None:
    framing = Framing()
    assert framing.feed("Trần Thị Hà|".encode()) == ()
    assert framing.feed("Nữ".encode() + end + b"123") == ("Trần Thị Hà|Nữ".encode(),)
    assert framing.silence() == (b"123",)
    assert framing.silence() == ()


def test_control_characters_around_a_code_go() -> None:
    assert Framing().feed(b"\x0212345678\x03\r") == (b"12345678",)


def test_what_is_too_long_is_dropped_whole_up_to_its_end() -> None:
    framing = Framing(longest=10)
    assert framing.feed(b"1234567890") == ()
    assert framing.feed(b"1") == ()
    assert framing.feed(b"2345\r12345\r") == (b"12345",)
    assert framing.feed(b"x" * 11) == ()
    assert framing.silence() == ()
    assert framing.feed(b"abc\n") == (b"abc",)


@given(
    st.lists(st.binary(max_size=40).map(lambda b: b.translate(None, b"\r\n\x02\x03"))), st.data()
)
def test_how_bytes_are_cut_does_not_matter(codes: list[bytes], data: st.DataObject) -> None:
    stream, framing = b"".join(code + b"\r\n" for code in codes), Framing()
    got: list[bytes] = []
    while stream:
        size = data.draw(st.integers(1, 30))
        got += framing.feed(stream[:size])
        stream = stream[size:]
    assert got == [code for code in codes if code]
