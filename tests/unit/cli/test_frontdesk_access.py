"""``kiosk frontdesk staff``, ``client`` and ``audit``, also beside a server that runs."""

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from click.testing import CliRunner, Result

from kiosk.cli import frontdesk_access
from kiosk.cli.frontdesk import frontdesk
from kiosk.frontdesk.access import passwords
from kiosk.frontdesk.access.scopes import KIOSK
from kiosk.frontdesk.store import beside
from kiosk.frontdesk.store.sqlite import SqliteDatabase
from tests.unit.frontdesk.access.keys import ec_key, jwks

PASSWORD = "mật khẩu rất dài"
Run = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Records that a server has made."""
    folder = tmp_path / "data"
    with closing(SqliteDatabase.open(folder / "frontdesk.sqlite3")) as made:
        made.migrate()
    return folder


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 8, 1))

    def command(*words: str, stdin: str = "") -> Result:
        return CliRunner().invoke(frontdesk, [*words, "--data", str(data)], input=stdin)

    return command


@pytest.fixture
def server(data: Path) -> Iterator[SqliteDatabase]:
    """Holds the records as a server does."""
    with closing(SqliteDatabase.open(data / "frontdesk.sqlite3")) as held:
        held.migrate()
        yield held


@pytest.fixture
def jwks_file(tmp_path: Path) -> str:
    path = tmp_path / "jwks.json"
    path.write_bytes(jwks(ec_key()))
    return str(path)


def audited(run: Run, *filters: str) -> list[tuple[str, str, str]]:
    lines = [json.loads(line) for line in run("audit", "--json", *filters).stdout.splitlines()]
    return [(line["who"], line["what"], line["about"]) for line in lines]


def test_staff_are_set_up_listed_and_removed(run: Run, data: Path) -> None:
    assert run("staff", "add", "minh", stdin=f"{PASSWORD}\n").exit_code == 0
    made = run("staff", "add", "lan", stdin=f"{PASSWORD}\n")
    assert (made.exit_code, made.stdout) == (0, "lan can log in.\n")
    assert PASSWORD not in made.output
    assert run("staff", "list").stdout == "lan\nminh\n"
    with closing(sqlite3.connect(data / "frontdesk.sqlite3")) as db:
        for (hash_,) in db.execute("SELECT password FROM staff"):
            assert hash_.startswith("$argon2id$")
    assert run("staff", "remove", "lan").exit_code == 0
    assert run("staff", "list").stdout == "minh\n"
    assert audited(run) == [
        ("system", "staff-removed", "lan"),
        ("system", "staff-set-up", "lan"),
        ("system", "staff-set-up", "minh"),
    ]


@pytest.mark.parametrize(
    ("name", "password", "says"),
    [
        ("lan", "short", "a password has 10 to 256 characters"),
        ("lan", "", "a password has 10 to 256 characters"),
        ("lan", "x" * 300, "a password has 10 to 256 characters"),
        ("Lan", PASSWORD, "a name has"),
        ("lan\n", PASSWORD, "a name has"),
        ("../x", PASSWORD, "a name has"),
    ],
)
def test_staff_that_are_refused(run: Run, name: str, password: str, says: str) -> None:
    refused = run("staff", "add", name, stdin=f"{password}\n")
    assert refused.exit_code == 1
    assert says in refused.stderr
    assert run("staff", "list").stdout == ""


def test_who_is_not_there_cannot_be_removed(run: Run) -> None:
    assert "no member of staff" in run("staff", "remove", "lan").stderr
    assert "no client" in run("client", "remove", "kiosk-1").stderr
    assert audited(run) == []


def test_clients_are_registered_listed_and_removed(run: Run, jwks_file: str) -> None:
    made = run("client", "add", "kiosk-1", jwks_file)
    assert (made.exit_code, made.stdout) == (0, f"kiosk-1 may ask: {KIOSK}\n")
    named = ("--certificate-name", "k2.example", "--scope", "system/Patient.rs")
    assert run("client", "add", "kiosk-2", *named).exit_code == 0
    first, second = run("client", "list").stdout.splitlines()
    [key] = json.loads(Path(jwks_file).read_bytes())["keys"]
    assert first.split("\t") == ["kiosk-1", key["kid"], "-", KIOSK]
    assert second.split("\t") == ["kiosk-2", "-", "k2.example", "system/Patient.rs"]
    taken = run("client", "add", "kiosk-3", "--certificate-name", "k2.example")
    assert taken.exit_code == 1
    assert "the client kiosk-2 has this certificate's name" in taken.stderr
    assert run("client", "remove", "kiosk-1").exit_code == 0
    assert len(run("client", "list").stdout.splitlines()) == 1


def test_clients_that_are_refused(run: Run, tmp_path: Path, jwks_file: str) -> None:
    assert "public keys" in run("client", "add", "kiosk-1").stderr
    assert "No such file" in run("client", "add", "kiosk-1", str(tmp_path / "none")).stderr
    assert "the scope" in run("client", "add", "kiosk-1", jwks_file, "--scope", "x").stderr
    (tmp_path / "text").write_text("hello")
    assert "not JSON" in run("client", "add", "kiosk-1", str(tmp_path / "text")).stderr
    assert run("client", "list").stdout == ""


@pytest.mark.usefixtures("server")
def test_all_of_it_beside_a_server(run: Run, jwks_file: str) -> None:
    assert run("staff", "add", "lan", stdin=f"{PASSWORD}\n").exit_code == 0
    assert run("client", "add", "kiosk-1", jwks_file).exit_code == 0
    assert run("staff", "list").stdout == "lan\n"
    assert len(audited(run)) == 2


def test_the_password_is_asked_for_before_the_records_are_opened(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    def password() -> str:
        asked.append((data / "frontdesk.sqlite3-wal").exists())
        return PASSWORD

    monkeypatch.setattr(frontdesk_access, "_password", password)
    assert run("staff", "add", "lan").exit_code == 0
    assert asked == [False], "SQLite has that file beside one that is open"


def test_a_server_that_writes_is_waited_for(
    run: Run, server: SqliteDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            server.rollback()

    monkeypatch.setattr(time, "sleep", pause)
    server.begin()
    assert run("staff", "add", "lan", stdin=f"{PASSWORD}\n").exit_code == 0
    assert len(pauses) == 2
    monkeypatch.setattr(beside, "_PATIENCE", 0.0)
    server.begin()
    busy = run("staff", "add", "minh", stdin=f"{PASSWORD}\n")
    server.rollback()
    assert busy.exit_code == 1
    assert "locked" in busy.stderr
    assert run("staff", "list").stdout == "lan\n"


def test_the_audit_is_filtered_and_has_a_bound(run: Run) -> None:
    for name in ("lan", "minh", "hoa"):
        run("staff", "add", name, stdin=f"{PASSWORD}\n")
    run("staff", "remove", "hoa")
    removed = ("system", "staff-removed", "hoa")
    assert audited(run, "--limit", "2") == [removed, ("system", "staff-set-up", "hoa")]
    assert audited(run, "--what", "staff-removed") == [removed]
    assert audited(run, "--about", "lan") == [("system", "staff-set-up", "lan")]
    assert len(audited(run, "--who", "system")) == 4
    assert audited(run, "--who", "staff:lan") == []
    assert audited(run, "--since", "2999-01-01") == []
    assert len(audited(run, "--since", "2020-01-01")) == 4
    minute = timedelta(minutes=1)
    for zone in (UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-5))):
        now = datetime.now(zone)
        assert len(audited(run, "--since", (now - minute).isoformat())) == 4
        assert audited(run, "--since", (now + minute).isoformat()) == []
    [line] = run("audit", "--limit", "1").stdout.splitlines()
    assert line.split()[1:] == ["system", "staff-removed", "hoa"]


@pytest.mark.parametrize(
    "since", ["yesterday", "23.11.2026", "2026-13-01", "9999-12-31T23:59-12:00"]
)
def test_a_since_that_is_no_time_is_refused(run: Run, since: str) -> None:
    refused = run("audit", "--since", since)
    assert refused.exit_code == 2
    assert "no day and no moment" in refused.stderr


@pytest.mark.parametrize(
    "words",
    [["audit"], ["staff", "list"], ["staff", "add", "lan"], ["client", "remove", "kiosk-1"]],
)
def test_a_folder_without_records_stays_so(tmp_path: Path, words: list[str]) -> None:
    wrong = tmp_path / "mistyped"
    told = CliRunner().invoke(frontdesk, [*words, "--data", str(wrong)], input=f"{PASSWORD}\n")
    assert told.exit_code == 1
    assert "there are no records" in told.stderr
    assert not wrong.exists()


def test_which_records_must_be_said(data: Path) -> None:
    for words in (
        ["staff", "list"],
        ["audit"],
        ["client", "list", "--data", "a", "--database", "b"],
    ):
        refused = CliRunner().invoke(frontdesk, words)
        assert refused.exit_code == 2
        assert "either --data or --database" in refused.stderr
    wrong = CliRunner().invoke(frontdesk, ["audit", "--database", "mysql://x"])
    assert wrong.exit_code == 1
    assert "neither sqlite:///FILE nor postgresql://" in wrong.stderr
