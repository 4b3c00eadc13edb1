"""Basic access control by the values of Doc 9303 part 11, appendix D.3."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.emrtd import bac
from kiosk.emrtd.apdu import Command
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import Cipher, encrypt_cbc, mac
from kiosk.emrtd.errors import AccessDenied, CardRefused, EmrtdError, Malformed
from kiosk.emrtd.mrz import MrzKey
from tests.unit.emrtd.card_side import Script

KEY = MrzKey("L898902C", "690806", "940623")
CHALLENGE = "4608F919887022129000"
ANSWER = (
    "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F" + "2F2D235D074D7449" + "9000"
)


def random() -> Callable[[int], bytes]:
    """RND.IFD and K.IFD of the example."""
    values = [bytes.fromhex("781723860C06C226"), bytes.fromhex("0B795240CB7049B01C19B33E32804F0B")]

    def next_value(size: int) -> bytes:
        value = values.pop(0)
        assert len(value) == size
        return value

    return next_value


def test_the_worked_example() -> None:
    """Its session shows in the SELECT of appendix D.4, which follows."""
    script = Script([CHALLENGE, ANSWER, "990290008E08FA855A5D4C50A8ED9000"])
    chip = Chip(script)
    bac.authenticate(chip, KEY, random=random())
    chip.send(Command(0x00, 0xA4, 0x02, 0x0C, bytes.fromhex("011E")))
    assert script.sent == [
        "0084000008",
        "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2"
        "5F1448EEA8AD90A728",
        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800",
    ]


@pytest.mark.parametrize(
    ("status", "retries"),
    [("6300", None), ("63C2", 2), ("6982", None), ("6985", None), ("6988", None)],
)
def test_a_card_refuses_a_wrong_key(status: str, retries: int | None) -> None:
    chip = Chip(Script([CHALLENGE, status]))
    with pytest.raises(AccessDenied) as caught:
        bac.authenticate(chip, KEY, random=random())
    assert caught.value.retries == retries
    assert chip.secure is None


def test_a_card_that_does_not_know_the_key_itself_is_refused() -> None:
    chip = Chip(Script([CHALLENGE, ANSWER.replace("2F2D", "2F2E")]))
    with pytest.raises(AccessDenied):
        bac.authenticate(chip, KEY, random=random())
    assert chip.secure is None


@pytest.mark.parametrize(
    "nonces",
    ["00" * 16, "4608F91988702212" + "00" * 8, "00" * 8 + "781723860C06C226"],
    ids=["neither", "the card's alone", "ours alone"],
)
def test_an_answer_to_another_challenge_is_refused(nonces: str) -> None:
    """The right key and MAC, but the nonces of another time: a recording played again."""
    k_enc = bytes.fromhex("AB94FDECF2674FDFB9B391F85D7F76F2")
    k_mac = bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
    sealed = encrypt_cbc(Cipher.TDES, k_enc, bytes(8), bytes.fromhex(nonces) + bytes(16))
    answer = sealed + mac(Cipher.TDES, k_mac, sealed) + b"\x90\x00"
    chip = Chip(Script([CHALLENGE, answer.hex()]))
    with pytest.raises(AccessDenied):
        bac.authenticate(chip, KEY, random=random())
    assert chip.secure is None


@pytest.mark.parametrize("challenge", ["9000", "4608F9198870229000", "4608F91988702212009000"])
def test_a_challenge_has_8_bytes(challenge: str) -> None:
    with pytest.raises(Malformed, match="8 bytes"):
        bac.authenticate(Chip(Script([challenge])), KEY, random=random())


def test_the_answer_has_40_bytes() -> None:
    with pytest.raises(Malformed, match="40 bytes"):
        bac.authenticate(Chip(Script([CHALLENGE, ANSWER[2:]])), KEY, random=random())


def test_a_card_without_bac_refuses_the_challenge() -> None:
    with pytest.raises(CardRefused) as caught:
        bac.authenticate(Chip(Script(["6D00"])), KEY, random=random())
    assert (caught.value.status, caught.value.command) == (0x6D00, "GET CHALLENGE")


def test_an_old_session_does_not_protect_the_new_one_s_beginning() -> None:
    chip = Chip(Script([CHALLENGE, ANSWER, CHALLENGE, ANSWER]))
    bac.authenticate(chip, KEY, random=random())
    first = chip.secure
    bac.authenticate(chip, KEY, random=random())
    assert chip.secure is not first


@given(st.binary(max_size=12), st.binary(max_size=50))
def test_whatever_a_card_answers_is_an_error_of_the_library(first: bytes, second: bytes) -> None:
    answers = [first, second]
    with pytest.raises(EmrtdError):
        bac.authenticate(Chip(lambda _: answers.pop(0) if answers else b"\x6f\x00"), KEY)
