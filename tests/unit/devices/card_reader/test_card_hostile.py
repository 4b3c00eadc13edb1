"""Whatever is sent to a card, it answers with a status word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.card_reader.card import tlv
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.pace import Mapping, PaceVariant
from kiosk.devices.card_reader.card.profile import Profile
from tests.examples import examples
from tests.unit.devices.card_reader.terminal import AID, Terminal, card

PROFILE = Profile(
    pace=(PaceVariant(), PaceVariant(Mapping.INTEGRATED, parameter_id=12)),
    extended_length=(3000, 3000),
)
INSTRUCTIONS = (0x22, 0x82, 0x84, 0x86, 0x88, 0xA4, 0xB0, 0xB1, 0x00, 0xFF)
SNIPPETS = (
    AID,
    bytes.fromhex("3f00"),
    bytes.fromhex("011c"),
    bytes.fromhex("7c00"),
    bytes.fromhex("800a04007f00070202040202830102"),
    bytes.fromhex("800a04007f000702020404028301028401 0c".replace(" ", "")),
    bytes.fromhex("7c0281007c"),
    bytes.fromhex("54028000"),
)
values = st.one_of(st.binary(max_size=300), st.sampled_from(SNIPPETS))
headers = st.builds(
    lambda cla, ins, p1, p2: bytes((cla, ins, p1, p2)),
    st.sampled_from((0x00, 0x0C, 0x10, 0x1C, 0x80)),
    st.sampled_from(INSTRUCTIONS),
    st.sampled_from((0x00, 0x02, 0x04, 0x41, 0x9C, 0x81, 0xC1)),
    st.sampled_from((0x00, 0x0C, 0xA4, 0xA6)),
)


def _built(header: bytes, data: bytes, tail: bytes) -> bytes:
    count = len(data)
    lc = b"" if not count else bytes((count,)) if count < 256 else b"\x00" + count.to_bytes(2)
    return header + lc + data + tail


commands = st.one_of(
    st.binary(max_size=40),
    st.builds(_built, headers, values, st.sampled_from((b"", b"\x00", b"\x00\x00", b"\x04"))),
)


def _is_answer(simulated: SimulatedCard, command: bytes) -> None:
    response = simulated.process(command)
    assert 2 <= len(response) <= 65538
    assert response[-2] in range(0x61, 0x70) or response[-2:] == b"\x90\x00"


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(commands, min_size=1, max_size=8))
def test_a_card_answers_whatever_is_sent(sent: list[bytes]) -> None:
    simulated = FRESH
    simulated.reset()
    for command in sent:
        _is_answer(simulated, command)
    assert simulated.count == len(sent)


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(headers, values), min_size=1, max_size=4))
def test_a_card_answers_whatever_is_sent_under_protection(
    sent: list[tuple[bytes, bytes]],
) -> None:
    OPEN.card.reset()
    OPEN.k_enc = b""
    OPEN.select_application()
    assert OPEN.bac().status == 0x9000
    for header, data in sent:
        protected = OPEN.protected(bytes((0x0C, *header[1:])), data, 256)
        _is_answer(OPEN.card, protected)
        OPEN.counter += 1


@settings(max_examples=examples(100), deadline=None)
@given(st.binary(max_size=60))
def test_hostile_data_objects_are_garbled_or_read(data: bytes) -> None:
    try:
        objects = tlv.decode(data)
    except tlv.Garbled:
        return
    assert sum(map(len, objects.values())) <= len(data)


def test_lengths_that_lie_are_garbled() -> None:
    for data in (
        "8084ffffffff00",
        "80 85 0000000001 00",
        "80 80 00 00",
        "1f",
        "1fff80",
        "80",
        "8002 00",
    ):
        assert not tlv.whole(bytes.fromhex(data))


def test_chains_have_an_end() -> None:
    simulated = card(PROFILE)
    first = bytes.fromhex("1022c1a4ff") + bytes(255)
    answers = [simulated.process(first)[-2:] for _ in range(17)]
    assert answers == [b"\x90\x00"] * 16 + [b"\x67\x00"]
    assert simulated.process(bytes.fromhex("1022c1a401ff")) == b"\x90\x00"
    assert simulated.process(bytes.fromhex("00b09c0000"))[-2:] == b"\x68\x83"


FRESH = card(PROFILE)
OPEN = Terminal(card(PROFILE))
