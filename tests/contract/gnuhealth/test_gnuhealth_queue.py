"""Numbers of a running GNU Health: given once, whatever is lost, late or at the same instant."""

import asyncio
import copy
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from kiosk.errors import HospitalAway, HospitalRefused
from kiosk.hospital.conformance.calls import ask, ask_at_once, check_in, keep, key, wish
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Patient
from tests.contract.gnuhealth.under_test import GnuHealthUnderTest, card


class Lossy(httpx.AsyncBaseTransport):
    """Loses the answers to one call of JSON-RPC, each time it is sent; the server does it."""

    def __init__(self) -> None:
        self.lost: int | None = None
        """The how-manieth call since :meth:`begin`."""
        self.methods: list[str] = []
        self._inner = httpx.AsyncHTTPTransport()
        self._seen: list[bytes] = []

    def begin(self, lost: int) -> None:
        self.lost, self.methods, self._seen = lost, [], []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        if body not in self._seen:
            self._seen.append(body)
            self.methods.append(json.loads(body)["method"])
        response = await self._inner.handle_async_request(request)
        if self._seen.index(body) == self.lost:
            await response.aclose()
            raise httpx.ReadError("lost")
        return response

    async def aclose(self) -> None:
        await self._inner.aclose()


class Late(httpx.AsyncBaseTransport):
    """Keeps one writing call back, as if it were lost, and lets it reach the server later."""

    def __init__(self, method: str) -> None:
        self._method = f'"{method}"'.encode()
        self._inner = httpx.AsyncHTTPTransport()
        self.kept: list[tuple[httpx.URL, dict[str, str], bytes]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        if self._method in body:
            headers = {"Authorization": request.headers["Authorization"]}
            self.kept.append((request.url, headers, body))
            raise httpx.ReadError("lost")
        return await self._inner.handle_async_request(request)

    async def arrive(self) -> None:
        async with httpx.AsyncClient(trust_env=False) as client:
            for url, headers, body in self.kept:
                headers["Content-Type"] = "application/json"
                response = await client.post(url, headers=headers, content=body)
                assert response.status_code == HTTPStatus.OK

    async def aclose(self) -> None:
        await self._inner.aclose()


@contextmanager
def database(under_test: GnuHealthUnderTest) -> Iterator[sqlite3.Connection]:
    """The server's database itself, for what only time or staff would do to it."""
    path = under_test.server.password_file.with_name("health.sqlite")
    with closing(sqlite3.connect(path, timeout=20)) as connection, connection:
        yield connection


def a_day_passes(under_test: GnuHealthUnderTest) -> None:
    """For all that kiosks have written. An hour more, as the last minutes before midnight count
    with the day after."""
    today = under_test.today()
    with database(under_test) as connection:
        connection.execute("UPDATE ir_note SET create_date = datetime(create_date, '-25 hours')")
        connection.execute(
            "UPDATE gnuhealth_appointment SET comments = replace(comments, ?, ?)",
            (f" day={today} ", f" day={today - timedelta(days=1)} "),
        )


def rows_of(under_test: GnuHealthUnderTest, patient: str) -> list[tuple[Any, ...]]:
    with database(under_test) as connection:
        return connection.execute(
            "SELECT id, state, name, comments FROM gnuhealth_appointment "
            "WHERE patient = ? ORDER BY id",
            (int(patient),),
        ).fetchall()


def test_eight_kiosks_at_once_give_eight_numbers(under_test: GnuHealthUnderTest) -> None:
    """Kiosks that are open already, as they are all day; many visits in one moment."""
    crowd = [under_test.patient().patient.id for _ in range(8 * 2)]
    unhurried = copy.copy(under_test)
    unhurried.deadline = 15.0

    async def kiosk(mine: list[str], ready: asyncio.Barrier) -> list[Ticket]:
        async with unhurried.adapter() as hospital:
            await hospital.services()
            await ready.wait()
            return [await hospital.check_in(wish(one, "CARDIO")) for one in mine]

    async def all_of_them() -> list[list[Ticket]]:
        ready = asyncio.Barrier(8)
        async with asyncio.timeout(60):
            return await asyncio.gather(*(kiosk(crowd[nth::8], ready) for nth in range(8)))

    tickets = [one for mine in asyncio.run(all_of_them()) for one in mine]
    assert len({one.number for one in tickets}) == len(crowd)
    assert len({one.encounter for one in tickets}) == len(crowd)
    assert max(one.people_ahead for one in tickets) >= len(crowd) - 8


def test_a_number_of_one_service_is_not_given_by_another(
    under_test: GnuHealthUnderTest,
) -> None:
    """One row of numbers for the house: a board that leaves the service out is still right."""
    wishes = [wish(under_test.patient().patient.id, service) for service in ("CARDIO", "DS", "DS")]
    tickets = ask_at_once(under_test, *map(check_in, wishes))
    assert len({one.number.rpartition("-")[2] for one in tickets}) == 3


CALLS = 11
"""Different ones of a check-in without an appointment; one of them is made twice."""


@pytest.mark.parametrize("lost", range(CALLS))
def test_any_answer_may_be_lost(under_test: GnuHealthUnderTest, lost: int) -> None:
    """Whichever it is, and both times it is sent: the same key then gives one ticket."""
    patient = under_test.patient().patient.id
    asked = wish(patient, "DS")
    transport = Lossy()

    async def scene() -> list[Ticket]:
        async with under_test.adapter(transport=transport) as hospital:
            await hospital.services()
            transport.begin(lost)
            with pytest.raises(HospitalAway):
                await hospital.check_in(asked)
            transport.lost = None
            return [await hospital.check_in(one) for one in (asked, asked, wish(patient, "DS"))]

    tickets = asyncio.run(scene())
    assert len({(one.number, one.encounter) for one in tickets}) == 1
    assert [one.reissued for one in tickets][-1]
    states = [state for _, state, _, _ in rows_of(under_test, patient)]
    assert states.count("checked_in") == 1
    assert set(states) <= {"checked_in", None}
    assert len(states) <= 2, "more drafts than requests to make one"


def test_these_are_all_calls_of_a_check_in(under_test: GnuHealthUnderTest) -> None:
    transport = Lossy()
    asked = wish(under_test.patient().patient.id, "DS")

    async def scene() -> None:
        async with under_test.adapter(transport=transport) as hospital:
            await hospital.services()
            transport.begin(99)
            await hospital.check_in(asked)
            assert len(transport.methods) == CALLS, transport.methods

    asyncio.run(scene())


@pytest.mark.parametrize(
    "method",
    [
        "model.gnuhealth.appointment.create",
        "model.ir.note.create",
        "model.gnuhealth.appointment.write",
    ],
)
def test_a_request_that_arrives_late_changes_no_ticket(
    under_test: GnuHealthUnderTest, method: str
) -> None:
    """The kiosk gave it up, asked again and got a ticket; then the first request gets through."""
    patient = under_test.patient().patient.id
    asked = wish(patient, "DS")
    late = Late(method)

    async def scene() -> Ticket:
        # The first stays open: its session must hold when the request arrives.
        async with under_test.adapter(transport=late) as first, under_test.adapter() as hospital:
            with pytest.raises(HospitalAway):
                await first.check_in(asked)
            # Past the second to which SQLite tells two writes apart.
            await asyncio.sleep(1.1)
            ticket = await hospital.check_in(asked)
            await hospital.ticket_printed(ticket, True)
            await late.arrive()
            again = await hospital.check_in(asked)
            other = await hospital.check_in(wish(patient, "DS"))
            assert again.number == other.number == ticket.number
            assert again.encounter == other.encounter == ticket.encounter
            return ticket

    ticket = asyncio.run(scene())
    assert late.kept
    rows = rows_of(under_test, patient)
    (checked_in,) = [row for row in rows if row[1] == "checked_in"]
    assert str(checked_in[0]) == ticket.encounter
    assert " paper=printed " in checked_in[3]


def test_numbers_begin_anew_each_day(under_test: GnuHealthUnderTest) -> None:
    first = ask(under_test, check_in(wish(under_test.patient().patient.id, "CARDIO")))
    a_day_passes(under_test)
    wishes = [wish(under_test.patient().patient.id, "CARDIO") for _ in range(2)]
    second, third = (ask(under_test, check_in(one)) for one in wishes)
    assert first.number != "CARDIO-001"
    assert (second.number, third.number) == ("CARDIO-001", "CARDIO-002")


def test_a_note_that_staff_delete_doubles_no_number(under_test: GnuHealthUnderTest) -> None:
    """Numbers count from the last note of the days before. When that goes, they make a step
    ahead; a check-in that was cut off before must not land on the number of another."""
    ask(under_test, check_in(wish(under_test.patient().patient.id, "CARDIO")))
    a_day_passes(under_test)
    cut_off = wish(under_test.patient().patient.id, "CARDIO")
    late = Late("model.gnuhealth.appointment.write")

    async def scene() -> None:
        async with under_test.adapter(transport=late) as hospital:
            with pytest.raises(HospitalAway):
                await hospital.check_in(cut_off)

    asyncio.run(scene())
    second = ask(under_test, check_in(wish(under_test.patient().patient.id, "CARDIO")))
    assert second.number == "CARDIO-002"
    with database(under_test) as connection:
        connection.execute(
            "DELETE FROM ir_note WHERE id = (SELECT max(id) FROM ir_note WHERE create_date < "
            "datetime('now', '-12 hours'))"
        )
    first = ask(under_test, check_in(cut_off))
    assert first.number not in ("CARDIO-001", second.number)
    again = ask(under_test, check_in(cut_off))
    assert (again.number, again.encounter) == (first.number, first.encounter)


def test_a_booked_appointment_keeps_what_staff_wrote(under_test: GnuHealthUnderTest) -> None:
    facts = under_test.booked()
    patient, appointment = str(facts["patient"]), str(facts["appointment"])

    async def scene(hospital: Any) -> list[Any]:
        ticket = await hospital.check_in(keep(patient, appointment))
        checked_in = rows_of(under_test, patient)
        await hospital.ticket_printed(ticket, True)
        printed = rows_of(under_test, patient)
        await hospital.cancel(ticket)
        return [ticket, checked_in, printed, rows_of(under_test, patient)]

    ticket, (checked_in,), (printed,), (cancelled,) = ask(under_test, scene)
    assert (ticket.room, ticket.encounter) == ("Phòng 203", appointment)
    assert ticket.appointment is not None
    assert [row[1] for row in (checked_in, printed, cancelled)] == [
        "checked_in",
        "checked_in",
        "confirmed",
    ]
    for row, paper in ((checked_in, "unknown"), (printed, "printed"), (cancelled, "given-back")):
        assert row[2] == facts["slip"]
        said, line = row[3].splitlines()
        assert said == "Mang theo phim cũ"
        assert line.startswith(f"#kiosk {ticket.number} ")
        assert f" paper={paper} " in line


def test_who_was_checked_in_by_the_desk_still_gets_a_number(
    under_test: GnuHealthUnderTest,
) -> None:
    facts = under_test.booked()
    with database(under_test) as connection:
        connection.execute(
            "UPDATE gnuhealth_appointment SET state = 'checked_in', "
            "checked_in_date = '2026-01-01 01:00:00' WHERE id = ?",
            (facts["appointment"],),
        )
    ticket = ask(under_test, check_in(keep(str(facts["patient"]), str(facts["appointment"]))))
    assert ticket.number
    assert ticket.issued_at.year == 2026
    assert ticket.issued_at.month == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("appointment_date = datetime(appointment_date, '+1 day')", "appointment-not-today"),
        ("state = 'no_show'", "appointment-not-found"),
    ],
)
def test_an_appointment_of_another_day_or_state_is_not_kept(
    under_test: GnuHealthUnderTest, change: str, why: str
) -> None:
    facts = under_test.booked()
    with database(under_test) as connection:
        connection.execute(
            f"UPDATE gnuhealth_appointment SET {change} WHERE id = ?", (facts["appointment"],)
        )
    patient, today = Patient(str(facts["patient"]), "x"), under_test.today()
    assert ask(under_test, lambda h: h.appointments(patient, today)) == ()
    with pytest.raises(HospitalRefused) as refused:
        ask(under_test, check_in(keep(patient.id, str(facts["appointment"]))))
    assert refused.value.reason == why


def test_a_slip_says_either_the_record_or_its_name(under_test: GnuHealthUnderTest) -> None:
    facts = under_test.booked()
    slip = Document(DocumentKind.APPOINTMENT, appointment=facts["slip"])
    found = ask(under_test, lambda h: h.find(slip))
    assert found is not None
    assert found.id == str(facts["patient"])


def test_the_insurance_goes_with_the_visit(under_test: GnuHealthUnderTest) -> None:
    facts, stranger = under_test.visitor(), under_test.visitor()
    patient, coverage = str(facts["patient"]), str(facts["insurance"])

    async def scene(hospital: Any) -> str:
        found = await hospital.find(card(facts))
        insurance = await hospital.insurance(found, under_test.today())
        asked = CheckIn(key(), "kiosk-1", patient, service="DS", coverage=insurance.coverage)
        await hospital.check_in(asked)
        wrong = replace(asked, key=key(), service="CARDIO", coverage=str(stranger["insurance"]))
        with pytest.raises(HospitalRefused) as refused:
            await hospital.check_in(wrong)
        assert refused.value.reason == "invalid"
        return str(insurance.coverage)

    assert ask(under_test, scene) == coverage
    with database(under_test) as connection:
        stored = connection.execute(
            "SELECT insurance FROM gnuhealth_appointment WHERE patient = ?", (int(patient),)
        ).fetchall()
    assert stored == [(facts["insurance"],)]
