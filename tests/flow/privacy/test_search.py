"""The search finds a planted leak of each kind in each form, and nothing where there is none."""

import random
import time

import pytest

from kiosk.frontdesk.generate import bookings, newcomers, people
from kiosk.frontdesk.premises import Premises
from tests.flow.privacy.forms import ENCODINGS, SPELLINGS
from tests.flow.privacy.search import Finder
from tests.flow.privacy.secrets import Apart, secrets_of

DAY = people()[0].born.replace(year=2026, month=11, day=23)
SLIPS = bookings(Premises.load(), DAY)
SOMEBODY = next(
    one
    for one in people()
    if one.phone and one.old_number and one.card_issued and one.coverage and one.coverage.card
    and not one.year_only and any(slip.patient == one.id for slip in SLIPS)
)  # fmt: skip
SECRETS = tuple(secrets_of(SOMEBODY, [slip for slip in SLIPS if slip.patient == SOMEBODY.id]))
KINDS = sorted({secret.kind for secret in SECRETS})
FINDER = Finder(SECRETS)

LINE = b'{"time": "2026-11-23T07:42:01.123Z", "event": "unexpected-error", "x": "'


def found(data: bytes) -> set[str]:
    return {leak.secret.kind for leak in FINDER.leaks(data)}


def test_there_is_a_secret_of_every_kind() -> None:
    assert KINDS == [
        "CAN", "address", "appointment", "birth date", "date of issue", "document number",
        "hospital's id", "insurance card", "insurance number", "name", "old number",
        "patient code", "personal number", "phone", "short name", "word of a name",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_leak_is_found_in_each_form(spelling: str, encoding: str) -> None:
    for secret in SECRETS:
        planted = ENCODINGS[encoding](SPELLINGS[spelling](secret.text))
        assert secret.kind in found(LINE + planted + b'"}\n'), (secret, planted)


@pytest.mark.parametrize("kind", ["personal number", "insurance number", "phone"])
@pytest.mark.parametrize("apart", " .-_")
def test_a_number_is_found_in_groups(kind: str, apart: str) -> None:
    number = next(secret.text for secret in SECRETS if secret.kind == kind)
    grouped = apart.join(number[at : at + 3] for at in range(0, len(number), 3))
    assert kind in found(LINE + grouped.encode() + b'"}')


@pytest.mark.parametrize("around", ["01982{}", "{}7102", "BN{}", "q{}q"])
def test_a_number_is_found_within_another(around: str) -> None:
    number = SOMEBODY.personal_number
    assert "personal number" in found(LINE + around.format(number).encode())


def test_a_name_without_spaces_is_found() -> None:
    assert "name" in found(f"/state/{SOMEBODY.name.title().replace(' ', '')}.png".encode())


def test_a_leak_in_the_middle_of_a_cipher_is_found() -> None:
    noise = random.Random(1)
    for secret in SECRETS:
        if secret.apart is not Apart.WORD:
            data = (
                noise.randbytes(5000) + b"x" + secret.text.encode() + b"y" + noise.randbytes(5000)
            )
            assert secret.kind in found(data), secret


def test_what_only_looks_like_it_is_nothing() -> None:
    number = SOMEBODY.personal_number
    assert not found(LINE + str(int(number) + 1).encode())
    assert "CAN" not in found(f"a{number[-6:]}b 1{number[-6:]} {number[-6:]}7".encode())
    assert "word of a name" not in found(f"x{SOMEBODY.name.split()[0]}x".encode())


def test_a_cipher_is_searched_for_everybody_in_no_time_and_nothing_is_in_it() -> None:
    """A journal of five hundred visits is eight times as large."""
    finder = Finder(secret for one in (*people(), *newcomers()) for secret in secrets_of(one))
    began = time.process_time()
    assert not list(finder.leaks(random.Random(2).randbytes(1 << 18)))
    assert time.process_time() - began < 2
    assert "name" in {leak.secret.kind for leak in finder.leaks(SOMEBODY.name.encode())}
