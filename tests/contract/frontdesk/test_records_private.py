"""Records are for the server's own user, and the way to them is for nobody's eyes."""

import os
from pathlib import Path

import pytest

from kiosk.frontdesk.store.database import StoreError
from kiosk.frontdesk.store.postgres import PostgresDatabase
from tests.contract.frontdesk.hospital import Hospital
from tests.contract.frontdesk.records import SqliteRecords


def test_others_on_the_machine_cannot_read_them(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    before = os.umask(0o022)
    try:
        with Hospital(SqliteRecords(folder)) as hospital:
            hospital.check_in(hospital.adult().id, service="MAT")
            modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}
    finally:
        os.umask(before)
    assert {name for name, mode in modes.items() if mode & 0o077} <= {"frontdesk.lock"}
    assert len(modes) == 4


@pytest.mark.parametrize("password", ["ge/heim", "ge%zzheim", "ge@heim", "ge:he@im", "ge heim@"])
def test_a_database_whose_address_is_misread_names_no_part_of_its_password(password: str) -> None:
    with pytest.raises(StoreError) as wrong:
        PostgresDatabase.open(f"postgresql://kiosk:{password}@127.0.0.1:1/hosen")
    assert not {"ge", "he", "im", "heim"} & set(str(wrong.value).replace("@", " ").split())
    assert "heim" not in str(wrong.value)
    assert wrong.value.__cause__ is None
