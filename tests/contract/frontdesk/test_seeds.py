"""The same hospital every time, on every kind of database."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.bench.postgres import Postgres
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.seed import Seeds, seed_records
from kiosk.frontdesk.store.database import StoreError
from tests.contract.frontdesk.records import PostgresRecords, Records, SqliteRecords

DAY = date(2026, 11, 23)
SEEDS = Seeds(DAY, seed=1, patients=600, tickets=250)

_TICKET = (
    "SELECT {id}e.number, e.patient, e.service, e.day, e.room, e.coverage, e.kiosk, e.reasons, "
    "e.priority, e.status, e.paper, e.issued, e.queue, e.place, e.absences, e.called, e.back_to, "
    "e.moved_from, e.bound FROM encounter e"
)
ROWS = {
    "patients": "SELECT * FROM patient",
    "identifiers": "SELECT * FROM identifier",
    "coverages": "SELECT * FROM coverage",
    "insured": "SELECT * FROM insured",
    "appointments": "SELECT a.id, a.patient, a.start, a.service, a.room, a.status, e.number "
    "FROM appointment a LEFT JOIN encounter e ON e.id = a.encounter",
    "tickets": _TICKET.format(id="e.seq, "),
    "counters": "SELECT * FROM counter",
    "calls": "SELECT seq, day, room, number, at, again FROM room_call",
    "moves": "SELECT seq, day, number, from_room, to_room, reason, at FROM room_move",
    "stays": "SELECT s.seq, s.day, s.room, s.queue, e.number, s.called, s.ended "
    "FROM stay s JOIN encounter e ON e.id = s.encounter",
    "requests": "SELECT r.key, e.number, r.reissued FROM request r "
    "JOIN encounter e ON e.id = r.encounter",
    "audit": "SELECT a.at, a.who, a.what, coalesce(e.number, a.about) FROM audit a "
    "LEFT JOIN encounter e ON e.id = a.about",
}
"""All that is in the records but ids and tokens of tickets, in whose place numbers stand."""


def seeded(records: Records, seeds: Seeds) -> dict[str, list[tuple[Any, ...]]]:
    seed_records(records.address, Premises.load(), seeds)
    return contents(records)


def contents(records: Records) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(records.query(sql), key=repr) for name, sql in ROWS.items()}


@pytest.fixture(scope="module")
def hospital(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    return seeded(SqliteRecords(tmp_path_factory.mktemp("seeds") / "data"), SEEDS)


def test_the_same_hospital_comes_out_each_time(
    hospital: dict[str, list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    assert seeded(SqliteRecords(tmp_path / "data"), SEEDS) == hospital


@pytest.mark.slow
def test_what_must_not_be_guessed_is_another_each_time(tmp_path: Path) -> None:
    secrets = []
    for folder in ("one", "other"):
        records = SqliteRecords(tmp_path / folder)
        seed_records(records.address, Premises.load(), Seeds(DAY, tickets=20))
        secrets += [one for row in records.query("SELECT id, token FROM encounter") for one in row]
    assert len(set(secrets)) == len(secrets) == 80


@pytest.mark.slow
def test_another_seed_is_another_hospital(
    hospital: dict[str, list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    other = seeded(SqliteRecords(tmp_path / "data"), Seeds(DAY, 2, SEEDS.patients, SEEDS.tickets))
    assert not {row[0] for row in other["patients"]} & {row[0] for row in hospital["patients"]}
    assert other["tickets"] != hospital["tickets"]


@pytest.mark.slow
def test_step_by_step_is_the_same_as_at_once(
    hospital: dict[str, list[tuple[Any, ...]]], tmp_path: Path
) -> None:
    records = SqliteRecords(tmp_path / "data")
    for seeds in (Seeds(DAY), Seeds(DAY, patients=550), Seeds(DAY, patients=SEEDS.patients)):
        seeded(records, seeds)
    assert seeded(records, SEEDS) == hospital


@pytest.mark.slow
def test_the_same_hospital_comes_out_on_postgresql(
    hospital: dict[str, list[tuple[Any, ...]]], postgres_server: Postgres
) -> None:
    records = PostgresRecords(postgres_server)
    assert seeded(records, SEEDS) == hospital
    records.remove()


def test_the_day_is_one_that_a_hospital_could_have(
    hospital: dict[str, list[tuple[Any, ...]]],
) -> None:
    assert len(hospital["patients"]) == SEEDS.patients
    tickets = hospital["tickets"]
    assert len(tickets) == SEEDS.tickets
    states = [ticket[10] for ticket in tickets]
    assert {"finished", "cancelled", "in-progress"} <= set(states)
    assert states.count("finished") > SEEDS.tickets / 2
    assert {ticket[11] for ticket in tickets} >= {"printed"}
    assert len({ticket[5] for ticket in tickets}) > 10
    assert all(DAY.isoformat() in ticket[12] for ticket in tickets)
    kept = [row for row in hospital["appointments"] if row[5] != "booked"]
    assert len(kept) > 50
    assert hospital["stays"]
    assert {row[2] for row in hospital["audit"]} >= {"check-in", "call-next", "transfer", "absent"}


def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path / "data")
    with pytest.raises(StoreError, match="do not need"):
        seed_records(records.address, Premises.load(), Seeds(DAY, patients=500, tickets=1001))
    seed_records(records.address, Premises.load(), Seeds(DAY, tickets=1))
    with pytest.raises(StoreError, match="tickets of 2026-11-23 already"):
        seed_records(records.address, Premises.load(), Seeds(DAY, tickets=1))
    sunday = Seeds(date(2026, 11, 22), tickets=150)
    with pytest.raises(StoreError, match="cannot take so many tickets on 2026-11-22"):
        seed_records(records.address, Premises.load(), sunday)
    assert records.query("SELECT day, count(*) FROM encounter GROUP BY day") == [("2026-11-23", 1)]


def test_another_day_comes_behind_the_one_before(tmp_path: Path) -> None:
    records = SqliteRecords(tmp_path / "data")
    for day in (DAY, date(2026, 11, 24)):
        seed_records(records.address, Premises.load(), Seeds(day, tickets=20))
    # A ticket that nobody moved keeps its place in the order of arrival.
    places = records.query(
        "SELECT day, seq, place FROM encounter WHERE absences = 0 AND moved_from IS NULL"
    )
    assert {day for day, *_ in places} == {"2026-11-23", "2026-11-24"}
    assert all(seq == place for _, seq, place in places)
    last = records.query("SELECT max(seq) FROM encounter WHERE day = '2026-11-23'")
    assert last == [(20,)]
