"""Where the key of a journal is looked for, and what takes its place."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.journal.key import CREDENTIAL, ELSEWHERE, OWN, KeyPlaces
from kiosk.journal.sealed import KEY_BYTES

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that keeps us out, as one of another user does; root is kept out of none."""
    folder = tmp_path / "closed"
    there = Path.exists

    def exists(path: Path, *, follow_symlinks: bool = True) -> bool:
        if path.is_relative_to(folder):
            raise PermissionError(13, "Permission denied")
        return there(path)

    opened = Path.open

    def open_(path: Path, *given: object, **named: object) -> object:
        if path.is_relative_to(folder):
            raise PermissionError(13, "Permission denied")
        return opened(path, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "exists", exists)
    monkeypatch.setattr(Path, "open", open_)
    return folder


def test_a_folder_of_credentials_that_keeps_us_out_is_a_key_that_cannot_be_used(
    tmp_path: Path, closed: Path
) -> None:
    places = KeyPlaces(tmp_path, credentials=closed)

    key = places.find(NOW)

    assert len(key.secret) == KEY_BYTES
    assert key.stands_in
    assert places.lacks_the_named
    assert (tmp_path / OWN).is_file()


def test_without_a_credential_the_own_key_is_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    places = KeyPlaces(tmp_path, credentials=tmp_path / "given")

    assert not places.find(NOW).stands_in
    assert not places.lacks_the_named
    assert CREDENTIAL not in {file.name for file in tmp_path.iterdir()}


def test_a_key_from_elsewhere_that_is_gone_is_missed(tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / CREDENTIAL).write_bytes(bytes(KEY_BYTES))
    (given / CREDENTIAL).chmod(0o600)
    with_it = KeyPlaces(tmp_path, credentials=given)
    assert with_it.find(NOW).secret == bytes(KEY_BYTES)
    (given / CREDENTIAL).unlink()

    for places in (with_it, KeyPlaces(tmp_path)):
        assert places.find(NOW).stands_in
        assert places.lacks_the_named

    (tmp_path / ELSEWHERE).unlink()
    assert not KeyPlaces(tmp_path).find(NOW).stands_in
