import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.frontdesk import frontdesk
from kiosk.frontdesk.generate import MOST_PATIENTS, PATIENTS


def seed(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(frontdesk, ["seed", "--data", str(folder), *options])


def count(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "frontdesk.sqlite3")) as records:
        [(found,)] = records.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(found)


def test_people_and_tickets_are_as_many_as_asked_for(tmp_path: Path) -> None:
    done = seed(tmp_path, "--patients", "520", "--tickets", "30", "--date", "2026-11-23")
    assert done.exit_code == 0, done.output
    assert (count(tmp_path, "patient"), count(tmp_path, "encounter")) == (520, 30)
    again = seed(tmp_path, "--patients", "520", "--tickets", "30", "--date", "2026-11-23")
    assert again.exit_code == 1
    assert "there are tickets of 2026-11-23 already" in again.stderr
    assert count(tmp_path, "encounter") == 30


def test_on_a_day_that_is_closed_only_a_hospital_that_never_closes_has_tickets(
    tmp_path: Path,
) -> None:
    sunday = ("--tickets", "150", "--date", "2026-11-22")
    closed = seed(tmp_path / "closed", *sunday)
    assert closed.exit_code == 1
    assert "cannot take so many tickets" in closed.stderr
    assert seed(tmp_path / "open", *sunday, "--always-open").exit_code == 0


@pytest.mark.parametrize("patients", [PATIENTS - 1, MOST_PATIENTS + 1])
def test_there_are_so_many_people_and_no_more(tmp_path: Path, patients: int) -> None:
    done = seed(tmp_path, "--patients", str(patients))
    assert done.exit_code == 2
    assert f"{PATIENTS}<=x<={MOST_PATIENTS}" in done.stderr
