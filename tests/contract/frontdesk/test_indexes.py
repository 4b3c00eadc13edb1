"""Nothing that is asked every moment reads a whole table: a hospital has 200,000 patients."""

import re
import sqlite3
import uuid
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.queue.staff_calls import recent_calls
from kiosk.frontdesk.records import IDENTIFICATION, Consent
from kiosk.frontdesk.store.sqlite import SqliteDatabase
from tests.contract.frontdesk.hospital import CCCD, CODE
from tests.contract.frontdesk.leases import LeasingKiosk
from tests.contract.frontdesk.leases import numbers as numbers_of
from tests.contract.frontdesk.records import Records
from tests.contract.frontdesk.ward import SAN, TIM, XN, XQ, Ward

_WHOLE = re.compile(
    r"SCAN (patient|identifier|insured|coverage|encounter|request|appointment"
    r"|room_call|room_move|stay|audit|consent|face|face_gone|staff_call|lease|lease_block"
    r"|[a-z])\b(?! USING)"
)


def test_no_table_that_grows_is_read_whole(
    filled_sqlite: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Sequence[object]] = {}
    rows, run = SqliteDatabase.rows, SqliteDatabase.run

    def noted_rows(
        self: SqliteDatabase, sql: str, values: Sequence[object] = ()
    ) -> list[tuple[Any, ...]]:
        asked[sql] = values
        return rows(self, sql, values)

    def noted_run(self: SqliteDatabase, sql: str, values: Sequence[object] = ()) -> None:
        asked[sql] = values
        run(self, sql, values)

    records = filled_sqlite.copy(tmp_path)
    with Ward(records, tmp_path) as ward:
        monkeypatch.setattr(SqliteDatabase, "rows", noted_rows)
        monkeypatch.setattr(SqliteDatabase, "run", noted_run)
        some_work(ward, TIM, "11", XQ, "31")
        ward.minutes(14 * 60)
        ward.arrive(SAN)
        ward.minutes(90)
        some_work(ward, SAN, "22", XN, "41")
    assert len(asked) > 40
    with closing(sqlite3.connect(tmp_path / "data" / "frontdesk.sqlite3")) as db:
        for sql, values in asked.items():
            plan = [str(step[3]) for step in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
            assert not [step for step in plan if _WHOLE.search(step)], sql


def know_again(desk: Desk, patient: str) -> None:
    faces, moment = desk.store.faces, "2026-11-23T09:00:00+07:00"
    given = Consent("", str(uuid.uuid4()), patient, IDENTIFICATION, "x/1", "vi", moment, "k1")
    desk.enrolment.enroll(given, bytes(512))
    assert faces.after(0, 10)
    assert faces.gone_after(faces.last_gone(), 10) == []
    desk.enrolment.matched(patient)
    desk.enrolment.forget(patient)


def some_work(ward: Ward, service: str, room: str, other: str, there: str) -> None:
    """All that kiosks, consoles, boards and phones ask."""
    hospital = ward.hospital
    person = next(one for one in hospital.people if one.phone)
    hospital.form("/Patient/_search", {"phone": person.phone, "birthdate": person.birth})
    hospital.search(f"{CCCD}|{person.personal_number}")
    hospital.search(f"{CODE}|{person.code}")
    hospital.get("/HealthcareService/$queue-status")
    hospital.get(f"/Appointment?patient={person.id}&date=ge2026-11-23&date=lt2026-11-24")
    hospital.read(lambda desk: desk.registry.eligibility(person.id))
    hospital.write(partial(know_again, patient=person.id))
    booked = hospital.booked()[0]
    hospital.check_in(booked.patient, appointment=booked.id)
    numbers = [ward.arrive(service, priority=nth % 2 == 0) for nth in range(6)]
    ward.open(room)
    ward.next(room)
    ward.absent(room)
    ward.next(room)
    ward.transfer(room, other)
    ward.next(there)
    ward.next(there)
    ward.cancel(numbers[-1])
    ward.close("21")
    ward.console(room)
    hospital.write(lambda desk: desk.tickets.call_staff("k1", "Done"))
    assert hospital.read(lambda desk: recent_calls(desk.store, hospital.clock()))
    kiosk = LeasingKiosk(hospital)
    ahead = list(numbers_of(kiosk.lease_of({service: 3})))
    kiosk.lease_of({service: 1}, *ahead)
    kiosk.tells(hospital.people[-1].id, ahead[0], hospital.clock.time, service=service)
    kiosk.give_back(ahead[1])
    hospital.write(lambda desk: desk.leases.lapse())
    ward.board()
    ward.phones()
    ward.phone(numbers[1])
