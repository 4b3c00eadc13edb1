"""EF.COM, DG1, DG14 and DG15."""

import pytest
from cryptography.hazmat.primitives.serialization import load_der_public_key
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd.errors import EmrtdError, Malformed
from kiosk.emrtd.lds import com, dg1, dg14, dg15
from kiosk.emrtd.lds.com import Com
from tests.unit.emrtd import pki
from tests.unit.emrtd.written import integer, oid, sequence, set_of, tlv

COM = bytes.fromhex("60145F0104303130375F36063034303030305C026175")
"""Doc 9303-10, 4.6.1: LDS 1.7, Unicode 4.0.0, DG1 and DG2."""

TD1 = "IDVNM1900123457079190012345<<79003152F3003150VNM<<<<<<<<<<<6TRAN<<THI<THU<HA<<<<<<<<<<<<<<"
TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"
"""Doc 9303-4, appendix B."""


def zone(text: str) -> bytes:
    return tlv(0x61, tlv(0x5F1F, text.encode()))


def test_com_of_the_standard() -> None:
    assert com.parse(COM) == Com("0107", "040000", frozenset({1, 2}))


def test_com_knows_every_group_and_no_other() -> None:
    tags = bytes.fromhex("6175637665666768696A6B6C6D6E6F70 77 00 FF")
    assert com.parse(tlv(0x60, tlv(0x5C, tags))) == Com("", "", frozenset(range(1, 17)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        COM[:-1],
        COM + b"\0",
        tlv(0x61, COM[2:]),
        tlv(0x60, tlv(0x5F01, b"0107")),
        tlv(0x60, tlv(0x5F01, b"1.7!"), tlv(0x5C, b"\x61")),
        tlv(0x60, tlv(0x5F36, b"0" * 17), tlv(0x5C, b"\x61")),
    ],
)
def test_what_is_no_com_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        com.parse(data)


def test_dg1_of_an_identity_card() -> None:
    read = dg1.parse(zone(TD1))
    assert (read.optional[:12], read.surname, read.given_names) == (
        "079190012345",
        "TRAN",
        "THI THU HA",
    )


def test_dg1_of_a_passport() -> None:
    read = dg1.parse(zone(TD3))
    assert (read.document_number, read.surname, read.birth) == ("L898902C3", "ERIKSSON", "740812")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        zone(""),
        zone(TD1[:-1]),
        zone(TD1.replace("900315", "900316")),
        zone(TD1.replace("TRAN", "TRẦN")),
        tlv(0x61, tlv(0x5F1E, TD1.encode())),
        tlv(0x60, tlv(0x5F1F, TD1.encode())),
    ],
)
def test_what_is_no_dg1_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        dg1.parse(data)


PACE = sequence(oid("0.4.0.127.0.7.2.2.4.2.2"), integer(2), integer(13))


def test_dg14_has_security_infos() -> None:
    (info,) = dg14.parse(tlv(0x6E, set_of(PACE))).pace
    assert (info.version, info.parameter_id) == (2, 13)


@pytest.mark.parametrize("data", [b"", tlv(0x6E, b""), tlv(0x6F, set_of(PACE)), b"\x6e\x05\x31"])
def test_what_is_no_dg14_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        dg14.parse(data)


@pytest.mark.parametrize("key", [pki.ec_key(), pki.rsa_key()])
def test_dg15_is_a_public_key(key: pki.Key) -> None:
    found = dg15.parse(tlv(0x6F, key.public))
    assert load_der_public_key(found) == key.private.public_key()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        tlv(0x6F, b""),
        tlv(0x6E, pki.ec_key().public),
        tlv(0x6F, pki.ec_key().public + b"\0"),
        tlv(0x6F, pki.ec_key().public[:-1]),
        tlv(0x6F, sequence(bytes(dg15.LONGEST))),
        tlv(0x6F, b"\x30\x80" * 1000),
    ],
    ids=["empty", "no-key", "tag", "more", "cut-off", "too-long", "nested"],
)
def test_what_is_no_dg15_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        dg15.parse(data)


@given(st.data())
def test_damage_is_read_or_malformed(data: st.DataObject) -> None:
    parse, good = data.draw(
        st.sampled_from(
            [
                (com.parse, COM),
                (dg1.parse, zone(TD1)),
                (dg14.parse, tlv(0x6E, set_of(PACE))),
                (dg15.parse, tlv(0x6F, KEY)),
            ]
        )
    )
    damaged = bytearray(good)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        parse(bytes(damaged))
    except EmrtdError:
        return


KEY = pki.ec_key().public
