"""``kiosk journal``, beside a kiosk that runs and without one."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.cli.journal import STATES, _readable, journal
from kiosk.journal.entry import Debt, State
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from tests.unit.journal.people import NAME, NUMBER, entry, key, ticket

Told = Callable[[Journal], Awaitable[None]]


class Machine:
    """A folder with settings and a journal."""

    def __init__(self, folder: Path) -> None:
        self.places = KeyPlaces(folder / "journal")
        self._config = folder / "kiosk.toml"
        self._config.write_text(f'[journal]\nfolder = "{self.places.folder}"\n')

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(journal, [*words, "--config", str(self._config)])

    def kiosk(self, does: Told) -> None:
        async def life() -> None:
            async with (
                asyncio.timeout(20),
                Journal.open(self.places, now=lambda: datetime.now(UTC)) as held,
            ):
                await does(held)

        asyncio.run(life())


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.kiosk(_visits)
    return made


async def _visits(held: Journal) -> None:
    await held.begin(entry(1))
    await held.sent(key(1))
    await held.ticketed(key(1), ticket())
    await held.printed(key(1))
    await held.confirmed(key(1))
    await held.begin(entry(2))
    await held.rejected(key(2), "service-closed")


def test_the_states_are_those_of_the_journal() -> None:
    assert tuple(state.value for state in State) == STATES


def test_entries_are_listed_without_who_they_are(machine: Machine) -> None:
    newest, oldest = machine.run("list").stdout.splitlines()
    assert newest.split()[0] == key(2)
    assert newest.split()[-1] == "service-closed"
    assert oldest.split()[0] == key(1)
    assert "A-042" in oldest
    [only] = machine.run("list", "--state", "confirmed", "--json").stdout.splitlines()
    assert (json.loads(only)["number"], json.loads(only)["paper"]) == ("A-042", True)
    assert len(machine.run("list", "--limit", "1").stdout.splitlines()) == 1
    exported = machine.run("export").stdout
    assert [json.loads(line)["key"] for line in exported.splitlines()] == [key(2), key(1)]
    for words in (["list"], ["list", "--json"], ["export"], ["show", key(1)]):
        told = machine.run(*words).output
        assert NAME not in told
        assert NUMBER not in told
        assert "p-17" not in told


def test_who_it_is_is_shown_where_that_is_asked_for(machine: Machine) -> None:
    shown = json.loads(machine.run("show", key(1), "--reveal", "--json").stdout)
    assert shown["details"]["document"]["name"] == NAME
    assert shown["details"]["ticket"]["number"] == "A-042"
    told = machine.run("show", key(1), "--reveal").stdout
    assert f'"name": "{NAME}"' in told, "with its marks"
    assert f'"value": "{NUMBER}"' in told


def test_what_a_card_held_commands_no_terminal() -> None:
    assert _readable({"name": "Hà\x9b2J\x1b[2J\u202e"}) == (
        '{\n  "name": "Hà\\u009b2J\\u001b[2J\\u202e"\n}'
    )


def test_times_are_those_of_the_ticket(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on a machine that is set to another zone."""
    monkeypatch.setenv("TZ", "America/Lima")
    time.tzset()
    try:
        listed = machine.run("list").stdout.splitlines()[-1]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert f"{entry(1).began_at.astimezone(HOSPITAL_ZONE):%Y-%m-%d %H:%M:%S}" in listed


def test_without_the_key_it_says_so(machine: Machine) -> None:
    (machine.places.folder / "journal.key").write_bytes(bytes(32))
    (machine.places.folder / "journal.key").chmod(0o600)
    shown = machine.run("show", key(1), "--reveal")
    assert shown.exit_code == 0
    assert "another key" in shown.stderr
    assert NAME not in shown.stdout


def test_a_kiosk_that_runs_does_what_is_asked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.journal.disk.LOOK_S", 0.02)

    async def runs(held: Journal) -> None:
        retried = await asyncio.to_thread(machine.run, "retry", key(2))
        assert retried.exit_code == 0
        async with asyncio.timeout(5):
            while not held.owed():
                await asyncio.sleep(0.01)
        assert [one.debt for one in held.owed()] == [Debt.CHECK_IN]
        purged = await asyncio.to_thread(machine.run, "purge", "--all")
        assert "has been told" in purged.stderr
        async with asyncio.timeout(5):
            while (await held.counts()).by_state["confirmed"]:
                await asyncio.sleep(0.01)
        assert [one.key for one in held.owed()] == [key(2)]

    machine.kiosk(runs)
    assert [line.split()[0] for line in machine.run("list").stdout.splitlines()] == [key(2)]


def test_a_wish_waits_for_the_kiosk_to_start(machine: Machine) -> None:
    assert machine.run("retry", key(2)).exit_code == 0

    async def starts(held: Journal) -> None:
        async with asyncio.timeout(5):
            while not held.owed():
                await asyncio.sleep(0.01)

    machine.kiosk(starts)


async def _in_mind(held: Journal) -> None:
    """A number without paper, of which the hospital knows all."""
    await held.begin(entry(3))
    await held.sent(key(3))
    await held.ticketed(key(3), ticket())
    await held.rejected(key(3), "no-paper")


def test_a_number_in_mind_is_not_taken_away_by_trying_again(machine: Machine) -> None:
    machine.kiosk(_in_mind)
    told = machine.run("retry", key(3))
    assert told.exit_code == 1
    assert "no-paper" in told.stderr
    assert "give-back, or dealt-with" in told.stderr


@pytest.mark.parametrize(("command", "debt"), [("give-back", "cancel"), ("dealt-with", "none")])
def test_what_waits_for_staff_is_decided_by_command_too(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, command: str, debt: str
) -> None:
    monkeypatch.setattr("kiosk.journal.disk.LOOK_S", 0.02)
    machine.kiosk(_in_mind)

    async def runs(held: Journal) -> None:
        assert (await asyncio.to_thread(machine.run, command, key(3))).exit_code == 0
        async with asyncio.timeout(5):
            while (moved := await held.find(key(3))).state is not State.ABANDONED:
                await asyncio.sleep(0.01)
        assert moved.debt.value == debt

    machine.kiosk(runs)
    again = machine.run(command, key(3))
    assert (again.exit_code, "does not wait for staff" in again.stderr) == (1, True)


def test_nothing_is_given_back_that_the_hospital_never_gave(machine: Machine) -> None:
    told = machine.run("give-back", key(2))
    assert told.exit_code == 1
    assert "has given no number" in told.stderr
    assert machine.run("dealt-with", key(2)).exit_code == 0


def test_what_was_kept_long_enough_goes_without_a_kiosk(machine: Machine) -> None:
    assert machine.run("purge").exit_code == 0
    assert len(machine.run("list").stdout.splitlines()) == 2
    assert machine.run("purge", "--all").exit_code == 0
    [waiting] = machine.run("list").stdout.splitlines()
    assert waiting.split()[0] == key(2)
    shown = json.loads(machine.run("show", key(2), "--reveal", "--json").stdout)
    assert shown["details"]["document"]["name"] == NAME, "staff must look"
    machine.kiosk(lambda held: held.dealt_with(key(2)))
    assert machine.run("purge", "--all").exit_code == 0
    nobody = machine.run("list")
    assert (nobody.exit_code, nobody.stdout, nobody.stderr) == (0, "", "No check-ins.\n")
    assert machine.run("list", "--state", "sent").stderr == "No check-ins are sent.\n"


def test_what_cannot_be_done_is_refused(machine: Machine, tmp_path: Path) -> None:
    settled = machine.run("retry", key(1))
    assert (settled.exit_code, "what is confirmed" in settled.stderr) == (1, True)
    for words in (["show", "x"], ["retry", "x"], ["give-back", "x"], ["dealt-with", "x"]):
        unknown = machine.run(*words)
        assert unknown.exit_code == 1
        assert "no such entry" in unknown.stderr
    (tmp_path / "none").mkdir()
    nowhere = Machine(tmp_path / "none")
    for words in (["list"], ["purge"], ["retry", "x"]):
        told = nowhere.run(*words)
        assert told.exit_code == 1
        assert "there is no journal" in told.stderr
    assert not nowhere.places.folder.exists()
    (nowhere.places.folder).mkdir()
    (nowhere.places.folder / "journal.sqlite3").write_bytes(b"x" * 5000)
    assert "not a database" in nowhere.run("list").stderr
