"""Who gets in, and what a card answers to everybody else."""

import dataclasses
from datetime import date

import pytest

from kiosk.devices.card_reader.card import tlv
from kiosk.devices.card_reader.card.agreement import agreement
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.mrz import information
from kiosk.devices.card_reader.card.pace import MRZ, Mapping, PaceVariant
from kiosk.devices.card_reader.card.profile import Profile
from tests.unit.devices.card_reader.terminal import HOLDER, Terminal, card

ALL_VARIANTS = [
    PaceVariant(mapping, cipher, number)
    for mapping in (Mapping.GENERIC, Mapping.INTEGRATED)
    for cipher in Cipher
    for number in (0, 13)
]
CURVES_AND_GROUPS = [PaceVariant(parameter_id=number) for number in (1, 2, *range(8, 19))]
CHIP_MAPPINGS = [
    PaceVariant(Mapping.CHIP_AUTHENTICATION, cipher, 12)
    for cipher in (Cipher.AES128, Cipher.AES192, Cipher.AES256)
]
LONG = (4000, 4000)
OTHER = information(dataclasses.replace(HOLDER, birth=date(1990, 3, 16)))
"""The MRZ of somebody else."""


def test_everybody_may_read_how_to_get_in() -> None:
    terminal = Terminal(card())
    reply = terminal.plain("00b09c00", ne=256)
    assert reply.status == 0x9000
    assert reply.data.hex() == "31143012060a04007f0007020204020202010202010d"


@pytest.mark.parametrize("number", [0x1E, 0x1D, 1, 2, 13, 14])
def test_nobody_may_read_the_application_without_access(number: int) -> None:
    terminal = Terminal(card())
    terminal.select_application()
    short = Terminal.plain(terminal, f"00b0{0x80 | number:02x}00", ne=4)
    expected = 0x6A82 if number == 2 else 0x6982  # the holder has no face here
    assert (short.data, short.status) == (b"", expected)


def test_a_file_that_is_not_there_is_told_from_one_that_is_protected() -> None:
    terminal = Terminal(card())
    terminal.select_application()
    assert terminal.plain("00b08b00", ne=4).status == 0x6A82
    assert terminal.plain("00a4020c", bytes.fromhex("010b")).status == 0x6A82
    assert terminal.plain("00a4020c", bytes.fromhex("0101")).status == 0x9000
    assert terminal.plain("00b00000", ne=4).status == 0x6982


def test_bac_opens_the_application() -> None:
    terminal = Terminal(card())
    terminal.select_application()
    assert terminal.bac().status == 0x9000
    assert terminal.send("00b08100", ne=4).data.hex() == "615d5f1f"


def test_bac_with_another_mrz_opens_nothing() -> None:
    terminal = Terminal(card())
    terminal.select_application()
    assert terminal.bac(OTHER).status == 0x6300
    assert terminal.plain("00b08100", ne=4).status == 0x6982
    assert terminal.bac().status == 0x9000


def test_bac_is_of_the_application() -> None:
    assert Terminal(card()).plain("00840000", ne=8).status == 0x6985


def test_a_card_without_bac_does_not_know_its_commands() -> None:
    terminal = Terminal(card(Profile(bac=False)))
    terminal.select_application()
    assert terminal.plain("00840000", ne=8).status == 0x6D00
    assert terminal.plain("00820000", bytes(40), ne=40).status == 0x6D00


@pytest.mark.parametrize(
    "variant",
    ALL_VARIANTS + CURVES_AND_GROUPS + CHIP_MAPPINGS,
    ids=lambda one: f"{one.mapping.value}-{one.cipher.name}-{one.parameter_id}",
)
def test_pace_opens_the_application(variant: PaceVariant) -> None:
    terminal = Terminal(card(Profile(pace=(variant,), extended_length=LONG)))
    assert terminal.pace(variant).status == 0x9000
    terminal.select_application()
    assert terminal.send("00b08100", ne=4).data.hex() == "615d5f1f"


def test_pace_opens_with_the_mrz_too() -> None:
    terminal = Terminal(card())
    assert terminal.pace(password=information(HOLDER), reference=MRZ).status == 0x9000


def test_a_wrong_can_counts_until_the_power_is_cut() -> None:
    terminal = Terminal(card())
    told = [terminal.pace(password="000000").status for _ in range(4)]
    assert told == [0x63C2, 0x63C1, 0x63C0, 0x6983]
    assert terminal.pace().status == 0x6983, "the right one is suspended as well"
    terminal.card.reset()
    assert terminal.pace().status == 0x9000


def test_the_right_can_forgives_wrong_ones() -> None:
    terminal = Terminal(card())
    assert terminal.pace(password="000000").status == 0x63C2
    assert terminal.pace().status == 0x9000
    assert terminal.pace(password="000000").status == 0x63C2


def test_a_wrong_mrz_does_not_count() -> None:
    terminal = Terminal(card())
    told = {terminal.pace(password=OTHER, reference=MRZ).status for _ in range(4)}
    assert told == {0x6300}
    assert terminal.pace().status == 0x9000


def test_a_can_that_is_not_the_numbers_end() -> None:
    terminal = Terminal(card(faults=Faults(wrong_can=True)))
    assert terminal.pace().status == 0x63C2
    assert terminal.pace(password="012346").status == 0x9000


def test_pace_is_of_the_master_file() -> None:
    terminal = Terminal(card())
    terminal.select_application()
    assert terminal.pace().status == 0x6985


@pytest.mark.parametrize(
    ("objects", "status"),
    [
        ("800a04007f00070202040202830102", 0x9000),  # one set of parameters: need not be named
        ("800a04007f0007020204020283010284010d", 0x9000),
        ("800a04007f0007020204020283010284010c", 0x6A88),
        ("800a04007f00070202040202830103", 0x6A88),  # PIN
        ("800a04007f00070202040204830102", 0x6A80),
        ("830102", 0x6A80),
        ("80", 0x6A80),
        ("", 0x6A80),
    ],
)
def test_what_can_be_chosen(objects: str, status: int) -> None:
    reply = Terminal(card()).plain("0022c1a4", bytes.fromhex(objects))
    assert reply.status == status


def test_parameters_have_to_be_named_where_there_are_several() -> None:
    profile = Profile(pace=(PaceVariant(parameter_id=12), PaceVariant(parameter_id=13)))
    terminal = Terminal(card(profile))
    unnamed = bytes.fromhex("800a04007f00070202040202830102")
    assert terminal.plain("0022c1a4", unnamed).status == 0x6A88
    assert terminal.pace(PaceVariant(parameter_id=12)).status == 0x9000


def test_steps_out_of_order_are_refused() -> None:
    terminal = Terminal(card())
    assert terminal.plain("10860000", b"\x7c\x00", ne=256).status == 0x6985
    chosen = bytes.fromhex("800a04007f00070202040202830102")
    for step in (b"\x7c\x02\x85\x00", b"\x7c\x04\x83\x02\x04\x00", b"\x7d\x00"):
        assert terminal.plain("0022c1a4", chosen).status == 0x9000
        assert terminal.plain("10860000", step, ne=256).status == 0x6A80
        assert terminal.plain("10860000", b"\x7c\x00", ne=256).status == 0x6985


def test_the_chain_ends_with_the_last_step() -> None:
    terminal = Terminal(card())
    chosen = bytes.fromhex("800a04007f00070202040202830102")
    terminal.plain("0022c1a4", chosen)
    assert terminal.plain("00860000", b"\x7c\x00", ne=256).status == 0x6883
    assert terminal.plain("10860000", b"\x7c\x00", ne=256).status == 0x6985


def test_a_long_public_key_may_come_in_a_chain_of_short_commands() -> None:
    variant = PaceVariant(parameter_id=1)
    terminal = Terminal(card(Profile(pace=(variant,), extended_length=LONG)))
    objects = "800a04007f00070202040102830102"
    assert terminal.plain("0022c1a4", bytes.fromhex(objects)).status == 0x9000
    assert terminal.plain("10860000", b"\x7c\x00", ne=256).status == 0x9000
    key = agreement(1).public_key(123456789)
    template = tlv.encode(0x7C, tlv.encode(0x81, key))
    first = terminal.plain("10860000", template[:255])
    assert (first.data, first.status) == (b"", 0x9000)
    # The answer is as long as the key and wants more than a short Le.
    assert terminal.plain("10860000", template[255:], ne=256).status == 0x6700


def test_a_bank_card_is_no_identity_card() -> None:
    terminal = Terminal(card(faults=Faults(bank_card=True)))
    assert terminal.plain("00a4040c", bytes.fromhex("a0000002471001")).status == 0x6A82
    assert terminal.plain("00b09c00", ne=256).status == 0x6A82
    assert terminal.plain("0022c1a4", b"").status == 0x6A80


def test_a_master_file_that_cannot_be_selected() -> None:
    chosen = bytes.fromhex("3f00")
    assert Terminal(card()).plain("00a4000c", chosen).status == 0x9000
    terminal = Terminal(card(faults=Faults(refuses_select_mf=True)))
    assert terminal.plain("00a4000c", chosen).status == 0x6D00
    assert terminal.plain("00b09c00", ne=256).status == 0x9000
