"""Encryption, and the key that it needs."""

import base64
import unicodedata
from pathlib import Path

import pytest

from kiosk.journal.details import decode, encode
from kiosk.journal.key import KeyPlaces
from kiosk.journal.sealed import Seal, Unreadable
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind
from tests.unit.journal.people import BEGAN, NAME, document, entry

SECRET = bytes(range(32))


def private(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_what_is_sealed_opens_for_its_entry_and_purpose_alone() -> None:
    seal = Seal(SECRET)
    sealed = seal.seal(NAME.encode(), "key-1", "details")
    assert seal.open(sealed, "key-1", "details") == NAME.encode()
    assert Seal(SECRET).open(sealed, "key-1", "details") == NAME.encode()
    for key, purpose in (("key-2", "details"), ("key-1", "other"), ("key-1|details", "")):
        with pytest.raises(Unreadable):
            seal.open(sealed, key, purpose)
    with pytest.raises(Unreadable):
        Seal(bytes(32)).open(sealed, "key-1", "details")


def test_no_two_are_alike_and_every_byte_counts() -> None:
    seal = Seal(SECRET)
    sealed = seal.seal(b"x" * 20, "key-1", "details")
    assert sealed != seal.seal(b"x" * 20, "key-1", "details")
    for at in range(len(sealed)):
        turned = bytearray(sealed)
        turned[at] ^= 1
        with pytest.raises(Unreadable):
            seal.open(bytes(turned), "key-1", "details")
        with pytest.raises(Unreadable):
            seal.open(sealed[:at], "key-1", "details")


def test_a_holder_is_told_by_the_first_identifier_under_this_key() -> None:
    seal = Seal(SECRET)
    assert seal.holder(document()) == Seal(SECRET).holder(document(name="Trần Văn An"))
    assert seal.holder(document()) != seal.holder(document("001190012346"))
    assert seal.holder(document()) != Seal(bytes(32)).holder(document())
    value = document().identifiers[0].value
    other = Document(DocumentKind.BHYT, (Identifier(IdentifierKind.INSURANCE_NUMBER, value),))
    assert seal.holder(document()) != seal.holder(other)
    assert seal.holder(Document(DocumentKind.APPOINTMENT, appointment="17")) == b""


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_key_has_its_size(size: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Seal(bytes(size))


def test_details_come_back_as_they_were() -> None:
    for form in ("NFC", "NFD"):
        details = entry(name=unicodedata.normalize(form, NAME)).details
        assert details is not None
        assert decode(encode(details)) == details
    for wrong in (b"", b"{", b"[]", b'{"request": 3}', b"\xff", b"[" * 100_000):
        with pytest.raises(ValueError, match="no details of a check-in"):
            decode(wrong)


def test_a_key_is_made_once_for_the_kiosk_alone(tmp_path: Path) -> None:
    places = KeyPlaces(tmp_path)
    assert places.present() is None
    made = places.find(BEGAN)
    assert not made.stands_in
    assert places.find(BEGAN) == made
    assert places.present() == made.secret
    [file] = tmp_path.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("journal.key", 0o600)
    assert made.secret.hex() not in repr(made)


@pytest.mark.parametrize("content", [SECRET, base64.b64encode(SECRET) + b"\n"])
def test_the_named_key_goes_before_systemds_and_that_before_our_own(
    tmp_path: Path, content: bytes
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    own = KeyPlaces(tmp_path).find(BEGAN)
    assert KeyPlaces(tmp_path, credentials=credentials).find(BEGAN) == own
    private(credentials / "journal-key", b"c" * 32, 0o440)
    assert KeyPlaces(tmp_path, credentials=credentials).find(BEGAN).secret == b"c" * 32
    named = private(tmp_path / "named", content)
    found = KeyPlaces(tmp_path, named, credentials).find(BEGAN)
    assert (found.secret, found.stands_in) == (SECRET, False)


@pytest.mark.parametrize(
    ("content", "mode"),
    [(None, 0), (b"", 0o600), (b"short", 0o600), (b"x" * 5000, 0o600), (SECRET, 0o644)],
)
def test_a_named_key_that_cannot_be_used_is_stood_in_for(
    tmp_path: Path, content: bytes | None, mode: int
) -> None:
    named = tmp_path / "named"
    if content is not None:
        private(named, content, mode)
    places = KeyPlaces(tmp_path, named)
    found = places.find(BEGAN)
    assert found.stands_in
    assert found.secret != SECRET
    assert places.find(BEGAN) == found, "entries of this time stay readable"


def test_an_own_key_that_is_damaged_is_kept_beside_a_new_one(tmp_path: Path) -> None:
    private(tmp_path / "journal.key", b"half")
    found = KeyPlaces(tmp_path).find(BEGAN)
    assert found.stands_in
    assert (tmp_path / "journal-key-20261123T010000.broken").read_bytes() == b"half"
    assert not KeyPlaces(tmp_path).find(BEGAN).stands_in


def test_where_nothing_can_be_written_a_key_lives_as_long_as_the_process(tmp_path: Path) -> None:
    found = KeyPlaces(tmp_path / "none").find(BEGAN)
    assert found.stands_in
    assert len(found.secret) == 32
