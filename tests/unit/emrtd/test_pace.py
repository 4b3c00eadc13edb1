"""PACE by value, what chips answer otherwise, and which variant is chosen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.emrtd import pace
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.errors import (
    AccessDenied,
    AccessNotGranted,
    CardRefused,
    EmrtdError,
    Malformed,
    Unsupported,
)
from kiosk.emrtd.pace_protocols import PROTOCOLS
from kiosk.emrtd.passwords import Can
from kiosk.emrtd.security_infos import PaceInfo, SecurityInfos
from tests.examples import examples
from tests.unit.emrtd.pace_examples import EXAMPLES, G1, G2, H1, I1, Example
from tests.unit.emrtd.script import Script, drawn


def run(example: Example, *exchanges: tuple[str, str]) -> tuple[Chip, Script, pace.PaceResult]:
    """The example, or its beginning with other last exchanges."""
    script = Script(*(exchanges or example.exchanges))
    chip = Chip(script)
    info = PaceInfo(example.oid, 2, example.parameter_id)
    result = pace.authenticate(chip, info, example.password, random=drawn(*example.random))
    return chip, script, result


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_worked_examples(example: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions: list[tuple[object, ...]] = []
    monkeypatch.setattr(pace, "SecureMessaging", lambda *keys: sessions.append(keys))
    _, script, result = run(example)
    assert script.is_over
    cipher, k_enc, k_mac = sessions[0]
    assert cipher is PROTOCOLS[example.oid].cipher
    assert k_enc == bytes.fromhex(example.k_enc)
    assert k_mac == bytes.fromhex(example.k_mac)
    assert result.info.oid == example.oid


def test_a_session_protects_what_follows() -> None:
    chip, _, _ = run(G1)
    assert chip.secure is not None


def test_chip_authentication_mapping_leaves_its_proof() -> None:
    _, _, result = run(I1)
    assert result.ca_data == bytes.fromhex(
        "85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3"
    )
    assert result.chip_public_key.hex().upper().startswith("04A234236AA9B9621E")
    assert "85dc" not in repr(result).lower()


@pytest.mark.parametrize("proof", ["", "8A00", "8A0F" + "11" * 15, "8A10" + "22" * 16])
def test_a_proof_that_cannot_be_read_does_not_close_the_card(proof: str) -> None:
    answer = "8608 8596CF055C67C1A3" + proof
    length = len(bytes.fromhex(answer))
    last = (I1.exchanges[-1][0], f"7C{length:02X}{answer}9000")
    chip, _, result = run(I1, *I1.exchanges[:-1], last)
    assert chip.secure is not None
    assert result.ca_data == b""


@pytest.mark.parametrize(
    ("status", "retries"),
    [("6300", None), ("63C2", 2), ("63C0", 0), ("6982", None), ("6985", None), ("6A80", None)],
)
def test_a_token_that_the_chip_refuses_is_a_wrong_password(
    status: str, retries: int | None
) -> None:
    last = (G1.exchanges[-1][0], status)
    with pytest.raises(AccessDenied) as error:
        run(G1, *G1.exchanges[:-1], last)
    assert error.value.retries == retries


def test_a_wrong_token_of_the_chip_is_a_wrong_password() -> None:
    """The chip does not know the password either: it gets no session."""
    script = Script(*G1.exchanges[:-1], (G1.exchanges[-1][0], "7C0A 8608 3ABB9674BCE93C09 9000"))
    chip = Chip(script)
    with pytest.raises(AccessDenied) as error:
        pace.authenticate(chip, PaceInfo(G1.oid, 2, 13), G1.password, random=drawn(*G1.random))
    assert error.value.retries is None
    assert chip.secure is None


def test_a_warning_that_tries_were_lost_is_no_refusal() -> None:
    chip, script, _ = run(G1, (G1.exchanges[0][0], "63C1"), *G1.exchanges[1:])
    assert chip.secure is not None
    assert script.is_over


def test_a_blocked_password_is_not_tried() -> None:
    with pytest.raises(AccessDenied) as error:
        run(G1, (G1.exchanges[0][0], "63C0"))
    assert error.value.retries == 0


def test_a_chip_that_offers_pace_and_refuses_it_is_told_apart() -> None:
    """Known of some chips; BAC opens them."""
    with pytest.raises(AccessNotGranted):
        run(G1, (G1.exchanges[0][0], "6982"))
    with pytest.raises(AccessNotGranted):
        run(G1, G1.exchanges[0], (G1.exchanges[1][0], "6982"))
    with pytest.raises(CardRefused) as error:
        run(G1, (G1.exchanges[0][0], "6A88"))
    assert error.value.command == "MSE:SET AT"


def answered(example: Example, position: int, answer: str) -> None:
    run(example, *example.exchanges[:position], (example.exchanges[position][0], answer))


def test_our_own_keys_sent_back_are_refused() -> None:
    """A chip that reflects what it gets would agree with us on anything."""
    for position, tag in ((2, "82"), (3, "84")):
        reflected = G1.exchanges[position][0].replace(" ", "")[18:-2]
        with pytest.raises(Malformed, match="own public key"):
            answered(G1, position, f"7C43{tag}41{reflected}9000")


@pytest.mark.parametrize("position", [2, 3])
def test_points_off_the_curve_are_refused(position: int) -> None:
    good = G1.exchanges[position][1].replace(" ", "")
    with pytest.raises(Malformed, match="not on"):
        answered(G1, position, good[:-6] + "55" + good[-4:])


@pytest.mark.parametrize("position", [2, 3])
def test_elements_outside_the_subgroup_are_refused(position: int) -> None:
    tag = "82" if position == 2 else "84"
    for element in ("01", "00", "03"):
        with pytest.raises(Malformed, match="Diffie-Hellman"):
            answered(G2, position, f"7C03{tag}01{element}9000")


@pytest.mark.parametrize(
    "answer",
    ["7C00", "7C028000", "7C0580030102 03", "7C0280", "6112", "", "7C81", "7C5280 50" + "00" * 80],
)
def test_a_nonce_that_is_none_is_refused(answer: str) -> None:
    with pytest.raises(EmrtdError):
        answered(G1, 1, answer + "9000")


def test_integrated_mapping_wants_a_nonce_of_the_ciphers_length() -> None:
    with pytest.raises(Malformed, match="another length"):
        answered(H1, 1, "7C22 8020" + "11" * 32 + "9000")


def test_integrated_mapping_has_no_answer_to_the_nonce() -> None:
    with pytest.raises(Malformed, match="must be none"):
        answered(H1, 2, "7C03 820100 9000")


def info(arcs: str, parameter_id: int | None = 13, version: int = 2) -> PaceInfo:
    return PaceInfo(f"0.4.0.127.0.7.2.2.4.{arcs}", version, parameter_id)


def test_the_variant_that_is_chosen() -> None:
    gm_128, gm_256, gm_3des = info("2.2"), info("2.4"), info("2.1")
    im, cam, dh_gm = info("4.4"), info("6.2"), info("1.4", 2)
    assert pace.choose(SecurityInfos(pace=(gm_128, cam, gm_256))) is cam
    assert pace.choose(SecurityInfos(pace=(im, gm_128))) is gm_128
    assert pace.choose(SecurityInfos(pace=(gm_3des, dh_gm, im))) is im
    assert pace.choose(SecurityInfos(pace=(gm_128, gm_256))) is gm_256
    assert pace.choose(SecurityInfos(pace=(dh_gm, gm_3des))) is gm_3des
    small, middle, large = info("2.2", 8), info("2.2", 12), info("2.2", 18)
    assert pace.choose(SecurityInfos(pace=(small, large, middle))) is middle
    assert pace.choose(SecurityInfos(pace=(small, info("2.2", 10)))) == info("2.2", 10)


@pytest.mark.parametrize(
    "unspoken",
    [
        info("2.2", None),
        info("2.2", 13, version=1),
        info("2.2", 0),
        info("1.2", 13),
        info("2.2", 3),
        info("4.2", 10),
    ],
    ids=["own parameters", "version 1", "group", "curve", "reserved", "IM on secp224r1"],
)
def test_variants_that_are_not_spoken(unspoken: PaceInfo) -> None:
    assert pace.choose(SecurityInfos(pace=(unspoken,))) is None
    with pytest.raises(Unsupported):
        pace.authenticate(Chip(Script()), unspoken, Can("123456"))


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_hostile_answers_give_only_the_librarys_errors(data: st.DataObject) -> None:
    """Noise, or an example's answer with bytes changed, in the place of one or more answers."""
    example = data.draw(st.sampled_from(list(EXAMPLES.values())))
    answers = []
    for _, answer in example.exchanges:
        raw = bytearray.fromhex(answer)
        form = data.draw(st.sampled_from(["good", "changed", "cut", "noise"]))
        if form == "changed":
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
        elif form == "cut":
            raw = raw[data.draw(st.integers(0, len(raw))) :]
        elif form == "noise":
            raw = bytearray(data.draw(st.binary(max_size=40)) + b"\x90\x00")
        answers.append(bytes(raw))
    chip = Chip(lambda command: answers.pop(0) if answers else b"\x90\x00")
    offered = PaceInfo(example.oid, 2, example.parameter_id)
    try:
        pace.authenticate(chip, offered, example.password, random=drawn(*example.random))
    except EmrtdError:
        assert chip.secure is None
    else:
        assert chip.secure is not None


def test_a_group_of_2048_bits_wants_extended_length() -> None:
    """Doc 9303 part 11, section 9.3.1: a key of 256 bytes fits into no short APDU."""
    sent: list[bytes] = []

    def transmit(command: bytes) -> bytes:
        sent.append(command)
        return bytes.fromhex(("9000", "7C12 8010" + "55" * 16 + "9000", "6F00")[len(sent) - 1])

    chip = Chip(transmit)
    chip.extended = True
    with pytest.raises(CardRefused):
        pace.authenticate(chip, info("1.2", 2), Can("123456"))
    assert len(sent) == 3
    assert sent[1] == bytes.fromhex("10860000027C0000")
    assert sent[2][:7] == bytes.fromhex("10860000000108")
    assert sent[2][7:15] == bytes.fromhex("7C82010481820100")
    assert int.from_bytes(sent[2][-2:], "big") >= 264
