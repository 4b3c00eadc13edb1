"""The invented people's chip cards."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from kiosk.app.cards import (
    card_of,
    expiry,
    holder_of,
    issuer_folder,
    nobodys_number,
    person_with_card,
)
from kiosk.app.portraits import SIZE, portrait
from kiosk.devices.card_reader.card import mrz
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.emrtd.cccd import access_keys
from kiosk.frontdesk.generate import newcomers, people

HOLDERS = [person for person in (*people(), *newcomers()) if person.card_issued is not None]
CHILD = next(person for person in people() if person.card_issued is None)


@pytest.mark.parametrize(
    ("born", "issued", "ends"),
    [
        (date(1990, 3, 15), date(2022, 4, 20), date(2030, 3, 15)),
        (date(2008, 5, 1), date(2022, 6, 1), date(2033, 5, 1)),  # at 14: lasts to 25
        (date(2000, 5, 1), date(2023, 4, 30), date(2025, 5, 1)),
        (date(2000, 5, 1), date(2023, 5, 1), date(2040, 5, 1)),  # two years before 25: to 40
        (date(1965, 5, 1), date(2023, 4, 30), date(2025, 5, 1)),
        (date(1965, 5, 1), date(2023, 5, 1), None),  # from 58 on: never
        (date(2008, 2, 29), date(2022, 3, 1), date(2033, 2, 28)),
    ],
)
def test_a_card_lasts_as_long_as_the_law_says(born: date, issued: date, ends: date | None) -> None:
    assert expiry(born, issued) == ends


def test_the_keys_of_every_card_follow_from_its_code() -> None:
    """The reader's own reckoning, from what the QR code says, finds the chip's keys."""
    for person in HOLDERS:
        if person.year_only:
            continue
        assert person.card_issued is not None
        holder = holder_of(person, portrait_bytes=0)
        keys = access_keys(person.personal_number, person.born, person.card_issued)
        assert keys.can is not None
        assert keys.can.value == person.personal_number[-6:]
        assert mrz.information(holder).encode() in [key.information() for key in keys.mrz]


def test_who_has_no_card_has_none() -> None:
    with pytest.raises(ValueError, match="no identity card"):
        holder_of(CHILD)
    assert person_with_card(CHILD.personal_number) is None
    assert person_with_card("079190012345") is None
    assert person_with_card(HOLDERS[-1].personal_number) is HOLDERS[-1]


def test_a_card_is_made_of_a_person() -> None:
    person = HOLDERS[0]
    sound = card_of(person, Issuer.new())
    assert sound.process(bytes.fromhex("00a4040c07a0000002471001")) == b"\x90\x00"
    assert sound.process(bytes.fromhex("00b0820004")) == b"\x69\x82", "there is a face"
    bank = card_of(person, Issuer.new(), faults=Faults(bank_card=True))
    assert bank.process(bytes.fromhex("00a4040c07a0000002471001")) == b"\x6a\x82"


def test_a_birth_year_alone_stays_alone() -> None:
    person = next(one for one in HOLDERS if one.year_only)
    assert mrz.lines(holder_of(person, portrait_bytes=0))[30:36] == f"{person.born:%y}<<<<"


@pytest.mark.parametrize("jpeg", [False, True])
def test_a_portrait_has_the_size_of_a_real_one(jpeg: bool) -> None:
    person = HOLDERS[0]
    face = holder_of(person, jpeg=jpeg).face
    assert 13_000 < len(face) <= 15_000
    with Image.open(io.BytesIO(face)) as image:
        assert (image.format, image.size) == ("JPEG" if jpeg else "JPEG2000", SIZE)
    assert holder_of(person, jpeg=jpeg).face == face, "the same person, the same face"
    assert holder_of(HOLDERS[1], jpeg=jpeg).face != face


def test_a_portrait_of_no_size_is_none() -> None:
    with pytest.raises(ValueError, match="2,000"):
        portrait("1", "M", date(1990, 1, 1), taken=date(2022, 1, 1), jpeg=True, size=1999)


def test_the_country_lives_in_the_state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATE_DIRECTORY", "/var/lib/kiosk")
    assert str(issuer_folder()) == "/var/lib/kiosk/simulated-cards"


def test_the_number_that_is_told_instead_of_a_wrong_one_is_on_a_card() -> None:
    [number] = re.findall(r"\d{12}", nobodys_number())
    assert person_with_card(number)
    for page in ("chip-card.md", "card-readers.md"):
        assert number in (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
