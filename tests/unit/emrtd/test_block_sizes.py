"""Block sizes follow what a card announces, bears or tells, and are found out once."""

import math

import pytest

from kiosk.emrtd.ciphers import Cipher
from kiosk.emrtd.errors import SecureMessagingError
from kiosk.emrtd.files import File
from tests.unit.emrtd.card_side import CIPHERS, FileCard, block_of, chip_of, file_of, secure

EXTENDED = bytes.fromhex("3B8780018031C173C84040")
IN_FILE = bytes.fromhex("3B8780018031C173C84060")
LIMIT = 256 * 1024


@pytest.mark.parametrize("cipher", CIPHERS)
@pytest.mark.parametrize("bears", [224, 160, 128])
@pytest.mark.parametrize("status", [0x6700, 0x6F00])
def test_a_block_that_is_too_large_is_asked_for_smaller_and_remembered(
    cipher: Cipher | None, bears: int, status: int
) -> None:
    content = file_of(0x75, 2000)
    card = FileCard(content, cipher, lambda _, size: status if size > bears else None)
    chip = chip_of(card)
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    steps = [256, 224, 160, 128].index(bears)
    block = chip.largest_data(bears)
    assert card.refused == steps
    assert chip.exchanges == steps + math.ceil(2000 / block)
    before = chip.exchanges
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    assert chip.exchanges - before == math.ceil(2000 / block)


@pytest.mark.parametrize("bears", [224, 160, 128])
def test_a_card_that_ends_the_session_for_a_large_block_is_asked_for_less_next_time(
    bears: int,
) -> None:
    content = file_of(0x75, 2000)
    card = FileCard(
        content, Cipher.AES128, lambda _, size: 0x6700 if size > bears else None, plainly=True
    )
    chip = chip_of(card)
    for _ in range([256, 224, 160, 128].index(bears)):
        with pytest.raises(SecureMessagingError) as caught:
            chip.read_file(File.DG2, limit=LIMIT)
        assert caught.value.status == 0x6700
        secure(chip, card)
    assert chip.read_file(File.DG2, limit=LIMIT) == content


@pytest.mark.parametrize(
    ("cipher", "block"), [(None, 180), (Cipher.TDES, 175), (Cipher.AES128, 175)]
)
def test_a_length_that_the_card_tells_is_heeded(cipher: Cipher | None, block: int) -> None:
    """6CB4 to whatever is longer than 180 bytes: the next block asks for no more at once."""
    content = file_of(0x75, 2000)
    card = FileCard(content, cipher, lambda le, _: 0x6CB4 if le > 180 else None)
    chip = chip_of(card)
    for _ in range(2):
        assert chip.read_file(File.DG2, limit=LIMIT) == content
        assert card.refused == 1
    assert max(le for _, le in card.asked[2:]) == block


def test_a_length_that_the_card_tells_is_heeded_after_a_short_file_too() -> None:
    card = FileCard(file_of(0x31, 22), refuses=lambda le, _: 0x6CE0 if le > 224 else None)
    chip = chip_of(card)
    assert chip.read_file(File.CARD_ACCESS, limit=LIMIT) == card.content
    card.content = file_of(0x75, 600)
    assert chip.read_file(File.DG2, limit=LIMIT) == card.content
    assert card.refused == 1


def test_the_length_of_a_short_file_is_not_the_card_s() -> None:
    short, long = file_of(0x61, 60), file_of(0x75, 1000)
    card = FileCard(short, refuses=lambda le, _: 0x6C3C if le > 60 else None)
    chip = chip_of(card)
    assert chip.read_file(File.DG1, limit=LIMIT) == short
    assert card.asked == [(0, 256), (0, 60)]
    card.content, card.refuses = long, lambda le, size: None
    assert chip.read_file(File.DG2, limit=LIMIT) == long
    assert card.asked[2] == (0, 256)


def test_a_card_that_wants_an_exact_le_is_read_by_its_header() -> None:
    """6700 for every read beyond the end of the file, however short the file."""
    content = file_of(0x61, 60)
    card = FileCard(content)
    card.refuses = lambda le, _: 0x6700 if card.asked[-1][0] + le > len(card.content) else None
    chip = chip_of(card)
    assert chip.read_file(File.DG1, limit=LIMIT) == content
    assert card.asked[-2:] == [(0, 6), (6, 54)]
    card.content, card.asked = file_of(0x75, 600), []
    assert chip.read_file(File.DG2, limit=LIMIT) == card.content
    assert card.asked == [(0, 6), (6, 256), (262, 256), (518, 82)]


def test_an_end_of_file_without_any_data_means_that_too_much_was_asked_for() -> None:
    content = file_of(0x75, 1000)
    card = FileCard(content, Cipher.AES128, lambda le, _: 0x6282 if le > 160 else None)
    assert chip_of(card).read_file(File.DG2, limit=LIMIT) == content
    assert card.refused == 2


@pytest.mark.parametrize(("cipher", "block"), [(None, 2048), (Cipher.AES128, 2015)])
def test_extended_length_is_used_where_it_is_announced(cipher: Cipher | None, block: int) -> None:
    content = file_of(0x75, 15_360)
    card = FileCard(content, cipher)
    chip = chip_of(card, EXTENDED)
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    assert chip.exchanges == math.ceil(15_360 / block)


@pytest.mark.parametrize(
    ("response", "block"), [(1286, 1284), (65538, 4096), (258, 256), (200, 198), (0, 128)]
)
def test_the_announced_length_is_honoured(response: int, block: int) -> None:
    told = b"\x7f\x66" + _lengths(response)
    card = FileCard(told)
    chip = chip_of(card, IN_FILE)
    chip.read_atr_info()
    card.content, card.asked = file_of(0x75, 15_360), []
    assert chip.read_file(File.DG2, limit=LIMIT) == card.content
    assert card.asked[0] == (0, block)
    assert len(card.asked) == math.ceil(15_360 / block)


def _lengths(response: int) -> bytes:
    numbers = bytes.fromhex("02020506") + b"\x02\x03" + response.to_bytes(3, "big")
    return bytes((len(numbers),)) + numbers


@pytest.mark.parametrize("cipher", [None, Cipher.AES128])
def test_a_card_that_announces_more_than_it_bears_falls_back(cipher: Cipher | None) -> None:
    content = file_of(0x75, 3000)
    card = FileCard(content, cipher, lambda _, size: 0x6700 if size > 256 else None)
    chip = chip_of(card, EXTENDED)
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    assert card.refused == 2
    assert chip.exchanges == 2 + math.ceil(3000 / block_of(cipher))


@pytest.mark.parametrize("status", [0x6CE0, 0x6700, 0x6282])
def test_blocks_at_far_offsets_become_smaller_too(status: int) -> None:
    """What DO'53' wraps around counts in Le, so that the card is asked for 224 bytes in all."""
    content = file_of(0x75, 35_000)
    card = FileCard(content)
    card.refuses = lambda le, _: status if card.asked[-1][0] > 0x7FFF and le > 224 else None
    chip = chip_of(card)
    assert chip.read_file(File.DG2, limit=LIMIT) == content
    assert card.refused == 1
    assert card.asked[-2][1] == 224


def test_a_card_that_bears_less_than_a_block_of_the_cipher_is_read_byte_by_byte() -> None:
    content = file_of(0x61, 20)
    card = FileCard(content, Cipher.AES128, lambda le, _: 0x6C06 if le > 6 else None)
    assert chip_of(card).read_file(File.DG1, limit=LIMIT) == content
    assert {le for _, le in card.asked[2:]} == {1}
