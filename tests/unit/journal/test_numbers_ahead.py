"""Numbers that the kiosk has ahead: given once, whatever happens to machine and disk."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.journal import ahead, schema
from kiosk.journal.entry import State
from kiosk.journal.journal import Journal
from kiosk.journal.store import FILE
from kiosk.model.care import Service
from kiosk.model.leases import LeasedNumber, LeaseRequest
from kiosk.model.text import local
from tests.unit.journal.people import BEGAN, Time, entry, key, places

MIDNIGHT = datetime(2026, 11, 23, 17, tzinfo=UTC)
TIM, NOI = "TIM-MACH", "NOI"
WAY = local("Thang máy A", "Lift A")
ASKED = LeaseRequest("key-1", "kiosk-1", ((TIM, 2),))

Told = Callable[[Journal], Awaitable[None]]


def leased(number: str, service: str = TIM, room: str = "205", **other: datetime) -> LeasedNumber:
    return LeasedNumber(number, service, room, "2", WAY, other.get("ends", MIDNIGHT))


GIVEN = (leased("T-001"), leased("T-002", room="206"), leased("A-001", NOI))


def during(folder: Path, told: Told, time: Time | None = None) -> None:
    """Open the journal, as a start of the kiosk does, and close it."""

    async def life() -> None:
        async with (
            asyncio.timeout(20),
            Journal.open(places(folder), now=time or Time()) as journal,
        ):
            await told(journal)

    asyncio.run(life())


def numbers(found: tuple[LeasedNumber, ...] | None) -> list[str]:
    assert found is not None
    return [one.number for one in found]


async def given(journal: Journal) -> None:
    assert await journal.ahead.keep(ASKED, GIVEN, BEGAN)


def test_what_the_hospital_gave_is_there_after_a_restart(tmp_path: Path) -> None:
    async def look(journal: Journal) -> None:
        assert await journal.ahead.free(BEGAN) == tuple(sorted(GIVEN, key=lambda one: one.number))

    during(tmp_path, given)
    during(tmp_path, look)


def test_a_number_is_taken_once(tmp_path: Path) -> None:
    async def take(journal: Journal) -> None:
        await given(journal)
        taken = await asyncio.gather(*(journal.ahead.take(TIM, "", BEGAN) for _ in range(5)))
        assert sorted(one.number for one in taken if one) == ["T-001", "T-002"]

    async def again(journal: Journal) -> None:
        assert await journal.ahead.take(TIM, "", BEGAN) is None
        assert numbers(await journal.ahead.free(BEGAN)) == ["A-001"]
        await journal.ahead.keep(replace(ASKED, held=("A-001",)), GIVEN, BEGAN)
        assert numbers(await journal.ahead.free(BEGAN)) == ["A-001"], "what is taken stays so"

    during(tmp_path, take)
    during(tmp_path, again)


def test_one_that_leads_to_the_room_is_preferred(tmp_path: Path) -> None:
    async def take(journal: Journal) -> None:
        await given(journal)
        assert await journal.ahead.take(TIM, "206", BEGAN) == leased("T-002", room="206")
        assert await journal.ahead.take(TIM, "206", BEGAN) == leased("T-001")

    during(tmp_path, take)


def test_it_is_given_on_its_day_until_its_end(tmp_path: Path) -> None:
    async def look(journal: Journal) -> None:
        early = leased("T-001", ends=BEGAN + timedelta(hours=1))
        await journal.ahead.keep(ASKED, (early, leased("T-002")), BEGAN)
        later = BEGAN + timedelta(hours=2)
        assert numbers(await journal.ahead.free(later)) == ["T-002"]
        assert await journal.ahead.take(TIM, "", MIDNIGHT) is None
        assert await journal.ahead.take(TIM, "", BEGAN - timedelta(days=1)) is None
        taken = await journal.ahead.take(TIM, "", later)
        assert taken == leased("T-002")

    during(tmp_path, look)


def test_an_answer_replaces_what_is_free(tmp_path: Path) -> None:
    """A number whose room has closed leads elsewhere; one that leads nowhere is not answered."""

    async def renew(journal: Journal) -> None:
        await given(journal)
        held = replace(ASKED, held=("A-001", "T-001", "T-002"))
        await journal.ahead.keep(held, (leased("T-001", room="207"), leased("T-003")), BEGAN)
        assert await journal.ahead.free(BEGAN) == (leased("T-001", room="207"), leased("T-003"))

    during(tmp_path, renew)


def test_a_new_day_begins_with_none(tmp_path: Path) -> None:
    async def play(journal: Journal) -> None:
        await given(journal)
        tomorrow = BEGAN + timedelta(days=1)
        assert await journal.ahead.free(tomorrow) == ()
        first = leased("T-001", ends=MIDNIGHT + timedelta(days=1))
        await journal.ahead.keep(ASKED, (first,), tomorrow)
        assert await journal.ahead.free(tomorrow) == (first,)

    during(tmp_path, play)
    with closing(sqlite3.connect(tmp_path / "journal" / FILE)) as db:
        assert db.execute("SELECT day, number FROM ahead").fetchall() == [("2026-11-24", "T-001")]


def test_what_was_asked_is_asked_again_after_a_restart(tmp_path: Path) -> None:
    async def ask(journal: Journal) -> None:
        assert await journal.ahead.asked() is None
        assert await journal.ahead.ask(ASKED)

    async def answered(journal: Journal) -> None:
        assert await journal.ahead.asked() == ASKED
        await given(journal)
        assert await journal.ahead.asked() is None

    async def refused(journal: Journal) -> None:
        await journal.ahead.ask(ASKED)
        assert await journal.ahead.forget_asked()
        assert await journal.ahead.asked() is None

    during(tmp_path, ask)
    during(tmp_path, answered)
    during(tmp_path, refused)


def test_what_goes_back_is_given_to_nobody_until_the_hospital_knows(tmp_path: Path) -> None:
    async def put_back(journal: Journal) -> None:
        await given(journal)
        await journal.ahead.take(TIM, "", BEGAN)
        assert await journal.ahead.put_back(GIVEN[:2])

    async def tell(journal: Journal) -> None:
        assert await journal.ahead.going_back() == ("T-002",), "what is taken does not go back"
        assert await journal.ahead.take(TIM, "", BEGAN) is None
        assert await journal.ahead.gone(("T-002",))
        assert await journal.ahead.going_back() == ()

    during(tmp_path, put_back)
    during(tmp_path, tell)


def test_what_there_was_to_choose_is_known_after_a_restart(tmp_path: Path) -> None:
    heart = Service(TIM, local("Tim mạch", "Cardiology"), local("tim", "heart"), 2, 3, 12)

    async def note(journal: Journal) -> None:
        assert await journal.ahead.services() == ()
        assert await journal.ahead.note_services((heart,))

    async def look(journal: Journal) -> None:
        assert await journal.ahead.services() == (heart,)

    during(tmp_path, note)
    during(tmp_path, look)


@pytest.mark.parametrize("column", ["day", "number", "state", "value"])
def test_a_damaged_number_is_nobodys(tmp_path: Path, column: str) -> None:
    async def take(journal: Journal) -> None:
        await given(journal)
        if column == "state":
            await journal.ahead.take(TIM, "", BEGAN)

    during(tmp_path, take)
    with closing(sqlite3.connect(tmp_path / "journal" / FILE)) as db, db:
        damaged = {"day": "2026-11-24", "number": "T-009", "state": ahead.FREE, "value": b"{}"}
        db.execute(f"UPDATE ahead SET {column} = ? WHERE number = 'T-001'", (damaged[column],))

    async def look(journal: Journal) -> None:
        free = numbers(await journal.ahead.free(BEGAN))
        assert "T-001" not in free
        assert "T-009" not in free
        assert await journal.ahead.free(BEGAN + timedelta(days=1)) == ()

    during(tmp_path, look)


def test_a_disk_that_does_not_take_it_gives_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would be given again after the next power cut."""

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    async def take(journal: Journal) -> None:
        assert await journal.ahead.take(TIM, "", BEGAN) is None

    async def after(journal: Journal) -> None:
        assert await journal.ahead.take(TIM, "", BEGAN) == leased("T-001")

    during(tmp_path, given)
    with monkeypatch.context() as failing:
        failing.setattr(ahead, "_put", full)
        during(tmp_path, take)
    during(tmp_path, after)


def test_a_journal_of_before_is_brought_forward(tmp_path: Path) -> None:
    async def begin(journal: Journal) -> None:
        await journal.begin(entry())

    with pytest.MonkeyPatch.context() as before:
        before.setattr(schema, "STEPS", schema.STEPS[:1])
        during(tmp_path, begin)

    async def look(journal: Journal) -> None:
        assert (await journal.find(key(1))).state is State.PENDING
        await given(journal)
        assert len(numbers(await journal.ahead.free(BEGAN))) == 3

    during(tmp_path, look)
    assert not list((tmp_path / "journal").glob("*.broken"))
