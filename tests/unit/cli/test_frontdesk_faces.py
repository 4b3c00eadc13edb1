"""``kiosk frontdesk faces``, also beside a server that runs."""

import json
import sqlite3
import struct
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.cli.frontdesk import frontdesk
from kiosk.frontdesk.store import beside
from kiosk.frontdesk.store.sqlite import SqliteDatabase

Run = Callable[..., Result]
SECRET = struct.pack("<128f", *(n / 100 for n in range(128)))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Records with two patients, of whom one has two faces and the other one."""
    folder = tmp_path / "data"
    with closing(SqliteDatabase.open(folder / "frontdesk.sqlite3")) as made:
        made.migrate()
        made.begin()
        for patient, count in (("pt-1", 2), ("pt-2", 1), ("pt-3", 0)):
            made.run("INSERT INTO patient VALUES (?, 'x', 'female', '1980', '', '')", (patient,))
            made.run(
                "INSERT INTO consent VALUES (?, ?, ?, 'face-identification', 'x/1', 'vi', "
                "'2026-11-23T09:00:00+07:00', 'k1', NULL)",
                (f"c-{patient}", f"key-{patient}", patient),
            )
            for _ in range(count):
                made.run(
                    "INSERT INTO face (patient, consent, descriptor) VALUES (?, ?, ?)",
                    (patient, f"c-{patient}", SECRET),
                )
        made.commit()
    return folder


@pytest.fixture
def run(data: Path) -> Run:
    def command(*words: str) -> Result:
        return CliRunner().invoke(frontdesk, ["faces", *words, "--data", str(data)])

    return command


def left(data: Path) -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect(data / "frontdesk.sqlite3")) as db:
        return db.execute(
            "SELECT p.id, c.withdrawn FROM patient p JOIN consent c ON c.patient = p.id "
            "WHERE p.id IN (SELECT patient FROM face) ORDER BY p.id"
        ).fetchall()


def test_they_are_counted(run: Run) -> None:
    assert run("count").stdout == "2 patients, 3 descriptors\n"


def test_ones_own_are_deleted_beside_a_server(run: Run, data: Path) -> None:
    with closing(SqliteDatabase.open(data / "frontdesk.sqlite3")):
        told = run("delete", "pt-1")
    assert (told.exit_code, told.stdout) == (0, "2 descriptors deleted.\n")
    assert left(data) == [("pt-2", None)]
    assert run("delete", "pt-1").stdout == "0 descriptors deleted.\n"
    audit = CliRunner().invoke(frontdesk, ["audit", "--json", "--data", str(data)]).stdout
    newest = json.loads(audit.splitlines()[0])
    assert (newest["who"], newest["what"], newest["about"]) == ("system", "face-forget", "pt-1")


def test_everybodys_are_deleted(run: Run, data: Path) -> None:
    assert run("delete", "--all").stdout == "3 descriptors deleted.\n"
    assert run("count").stdout == "0 patients, 0 descriptors\n"
    with closing(sqlite3.connect(data / "frontdesk.sqlite3")) as db:
        held = db.execute("SELECT patient FROM consent WHERE withdrawn IS NULL").fetchall()
    assert held == [("pt-3",)], "who has no face was not asked about"


def test_what_is_deleted_is_overwritten(run: Run, data: Path) -> None:
    def on_disk() -> bool:
        with closing(sqlite3.connect(data / "frontdesk.sqlite3")) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return SECRET in (data / "frontdesk.sqlite3").read_bytes()

    assert on_disk()
    run("delete", "--all")
    assert not on_disk()


def test_it_is_overwritten_beside_a_server_too(run: Run, data: Path) -> None:
    with closing(SqliteDatabase.open(data / "frontdesk.sqlite3")):
        assert run("delete", "--all").stderr == ""
        assert not [file for file in data.iterdir() if SECRET in file.read_bytes()]


def test_it_is_said_where_traces_stay(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_PATIENCE", 0.0)
    with closing(SqliteDatabase.open(data / "frontdesk.sqlite3")):
        with closing(sqlite3.connect(data / "frontdesk.sqlite3", isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM face").fetchall()
            told = run("delete", "--all")
            assert told.stdout == "3 descriptors deleted.\n"
            assert "give the same command again" in told.stderr
        assert [file for file in data.iterdir() if SECRET in file.read_bytes()]
        assert run("delete", "--all").stderr == ""
        assert not [file for file in data.iterdir() if SECRET in file.read_bytes()]


@pytest.mark.parametrize(
    ("words", "status"), [((), 2), (("pt-1", "--all"), 2), (("pt-nobody",), 1)]
)
def test_who_is_not_named_and_nobody_is_not_deleted(
    run: Run, data: Path, words: tuple[str, ...], status: int
) -> None:
    assert run("delete", *words).exit_code == status
    assert [patient for patient, _ in left(data)] == ["pt-1", "pt-2"]
