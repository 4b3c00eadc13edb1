from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from kiosk.frontdesk.access import guard, passwords
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.records import Records


@pytest.fixture
def guarded(records: Records) -> Iterator[Hospital]:
    """A fresh hospital that asks who is there, on a Monday at nine."""
    with Hospital(records, guarded=True) as running:
        yield running


@pytest.fixture
def gate(filled_sqlite: Records, tmp_path: Path) -> Iterator[Hospital]:
    """The same for what no database has to do with."""
    with Hospital(filled_sqlite.copy(tmp_path), guarded=True) as running:
        yield running


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are quick to check; and what the records say holds at once."""
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 8, 1))
    monkeypatch.setattr(guard, "KNOWN_SECONDS", 0.0)
