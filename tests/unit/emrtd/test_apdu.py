"""Commands and responses as bytes, and status words by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.apdu import Command, Response
from kiosk.emrtd.errors import (
    AccessNotGranted,
    CardRefused,
    FileNotFound,
    Malformed,
    refusal,
)
from kiosk.emrtd.status import status_name, tries_left


@pytest.mark.parametrize(
    ("command", "extended", "expected"),
    [
        (Command(0x00, 0xA4, 0x00, 0x0C), False, "00A4000C"),
        (Command(0x00, 0x84, 0x00, 0x00, le=8), False, "0084000008"),
        (Command(0x00, 0xB0, 0x9C, 0x00, le=256), False, "00B09C0000"),
        (Command(0x00, 0xA4, 0x02, 0x0C, b"\x01\x1e"), False, "00A4020C02011E"),
        (Command(0x00, 0x86, 0x00, 0x00, b"\x7c\x00", 256), False, "00860000027C0000"),
        (Command(0x00, 0xB0, 0x00, 0x00, le=1000), True, "00B000000003E8"),
        (Command(0x00, 0xB0, 0x00, 0x00, le=65536), True, "00B00000000000"),
        (Command(0x00, 0x86, 0x00, 0x00, b"\x7c\x00", 65536), True, "008600000000027C000000"),
        (Command(0x00, 0x22, 0x41, 0xA6, b"\x91\x00"), True, "002241A60000029100"),
    ],
)
def test_the_four_cases_of_a_command(command: Command, extended: bool, expected: str) -> None:
    assert command.encode(extended=extended).hex().upper() == expected


def test_data_of_256_bytes_needs_the_extended_form() -> None:
    command = Command(0x00, 0x86, 0x00, 0x00, bytes(256))
    assert command.is_extended
    with pytest.raises(ValueError, match="short"):
        command.encode()
    assert command.encode(extended=True)[:7].hex() == "00860000000100"
    assert not Command(0x00, 0x86, 0x00, 0x00, bytes(255), 256).is_extended
    assert Command(0x00, 0xB0, 0x00, 0x00, le=257).is_extended


@pytest.mark.parametrize(
    "arguments",
    [
        (0x100, 0, 0, 0, b"", None),
        (0, -1, 0, 0, b"", None),
        (0, 0, 0, 0, bytes(65536), None),
        (0, 0, 0, 0, b"", 0),
        (0, 0, 0, 0, b"", 65537),
    ],
)
def test_what_no_command_can_hold_is_refused(
    arguments: tuple[int, int, int, int, bytes, int | None],
) -> None:
    with pytest.raises(ValueError, match=r"byte|Le"):
        Command(*arguments)


@pytest.mark.parametrize(
    ("ins", "p2", "name"),
    [
        (0xB0, 0x00, "READ BINARY"),
        (0xB1, 0x00, "READ BINARY"),
        (0x22, 0xA4, "MSE:SET AT"),
        (0x22, 0xA6, "MSE:SET KAT"),
        (0x22, 0xB6, "MSE:SET"),
        (0x5A, 0x00, "INS 5A"),
    ],
)
def test_commands_have_names(ins: int, p2: int, name: str) -> None:
    assert Command(0x00, ins, 0x00, p2).name == name


def test_neither_data_of_commands_nor_of_responses_is_shown() -> None:
    assert "secret" not in repr(Command(0, 0xA4, 0, 0, b"secret"))
    assert "secret" not in repr(Response(b"secret", 0x9000))


@given(st.binary(max_size=300))
def test_a_response_is_data_and_status_word_or_malformed(raw: bytes) -> None:
    if len(raw) < 2:
        with pytest.raises(Malformed):
            Response.parse(raw)
    else:
        response = Response.parse(raw)
        assert response.data + response.status.to_bytes(2, "big") == raw


def test_a_response_longer_than_any_is_malformed() -> None:
    assert len(Response.parse(bytes(65538)).data) == 65536
    with pytest.raises(Malformed):
        Response.parse(bytes(65539))


@pytest.mark.parametrize(
    ("status", "name"),
    [
        (0x9000, "normal processing"),
        (0x6282, "end of file reached before Le bytes"),
        (0x6982, "security status not satisfied"),
        (0x63C2, "authentication failed, 2 tries left"),
        (0x6110, "16 bytes still available"),
        (0x6100, "256 bytes still available"),
        (0x6CE0, "wrong Le, 224 bytes available"),
        (0x1234, "unknown status"),
    ],
)
def test_status_words_have_names(status: int, name: str) -> None:
    assert status_name(status) == name


@given(st.integers(0, 0xFFFF))
def test_every_status_word_has_a_name_and_an_exception(status: int) -> None:
    error = refusal(status, "SELECT")
    assert status_name(status) in str(error)
    assert f"{status:04X}" in str(error)
    assert (error.status, error.command) == (status, "SELECT")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (0x6A82, FileNotFound),
        (0x6A83, FileNotFound),
        (0x6982, AccessNotGranted),
        (0x6985, AccessNotGranted),
        (0x6700, CardRefused),
    ],
)
def test_refusals_are_of_the_most_special_class(status: int, kind: type[CardRefused]) -> None:
    assert type(refusal(status, "READ BINARY")) is kind


def test_tries_left_are_told_by_63cx_alone() -> None:
    assert tries_left(0x63C0) == 0
    assert tries_left(0x63CF) == 15
    assert tries_left(0x6300) is None
    assert tries_left(0x6983) is None
