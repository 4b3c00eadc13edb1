"""Open pages are told of changes, on each kind of records."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette

from kiosk.frontdesk.api import Options
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.pages.site import Pages
from kiosk.frontdesk.queue.asked import CheckIn
from kiosk.frontdesk.server import create_app
from tests.contract.frontdesk.hospital import PUBLIC, Hospital, new_key
from tests.unit.frontdesk.pages.reader import Reader

EYES = "MAT"


class Scene:
    """An application of its own in front of the hospital's records, and who reads its streams."""

    def __init__(self, hospital: Hospital, streams: int) -> None:
        self.hospital = hospital
        self.pages = Pages(hospital.house, streams, interval=0.05)
        self.app: Starlette = create_app(hospital.house, Options(PUBLIC), self.pages)
        self.readers: list[Reader] = []

    def open(self, address: str) -> Reader:
        reader = Reader(self.app, address)
        self.readers.append(reader)
        return reader

    async def shows(self, reader: Reader, said: str) -> str:
        """Wait for a view that says so; answers it."""
        await reader.until(lambda r: bool(r.shown) and said in r.shown[-1], 5)
        return reader.shown[-1]

    async def write(self, work: Callable[[Desk], Any]) -> None:
        await self.hospital.house.write("staff:test", work)


def play(hospital: Hospital, act: Callable[[Scene], Awaitable[None]], streams: int = 100) -> None:
    async def run() -> None:
        scene = Scene(hospital, streams)
        try:
            async with asyncio.timeout(20):
                await act(scene)
        finally:
            scene.pages.close()
            for reader in scene.readers:
                await reader.leave()

    hospital.run(run())


def arrive(hospital: Hospital, nth: int) -> dict[str, Any]:
    parts = hospital.check_in(hospital.adult(nth).id, service=EYES).parts
    return parts | {"events": "/t/" + parts["follow-up"].rpartition("/")[2] + "/events"}


def test_a_call_reaches_board_console_and_phones(hospital: Hospital) -> None:
    tickets = [arrive(hospital, nth) for nth in range(4)]
    room = tickets[0]["room"]
    called, behind = [ticket for ticket in tickets if ticket["room"] == room][:2]

    async def act(scene: Scene) -> None:
        board = scene.open(f"/board/events?service={EYES}")
        console = scene.open(f"/console/{room}/events")
        phones = scene.open(called["events"]), scene.open(behind["events"])
        await scene.shows(board, "Chưa gọi số nào")
        await scene.shows(console, "Chưa có ai trong phòng.")
        await scene.shows(phones[0], "Sắp đến lượt")
        await scene.shows(phones[1], "Còn 1 người phía trước")
        await scene.write(lambda desk: desk.rooms.call_next(room))
        assert called["number"] in await scene.shows(board, "Mời số")
        assert called["number"] in await scene.shows(console, "Đang trong phòng")
        await scene.shows(phones[0], f"Đến lượt! Mời vào phòng {room}")
        await scene.shows(phones[1], "Sắp đến lượt")

    play(hospital, act)


def test_what_staff_do_is_urgent_and_a_check_in_is_not(hospital: Hospital) -> None:
    async def act(scene: Scene) -> None:
        changes = hospital.house.changes
        await hospital.house.read(lambda desk: desk.queues.loads())
        heard = await changes.wait(0)
        before = changes.urgent
        patient = hospital.adult().id
        asked = CheckIn(new_key(), "k1", patient, EYES, "", "", frozenset())
        place = await hospital.house.write("a", lambda desk: desk.tickets.check_in(asked))
        heard = await changes.wait(heard)
        assert changes.urgent == before
        await scene.write(lambda desk: desk.rooms.call_next(place.encounter.room))
        while changes.urgent == before:
            heard = await changes.wait(heard)

    play(hospital, act)


def test_who_is_sent_to_another_room_reads_so(hospital: Hospital) -> None:
    tickets = [arrive(hospital, nth) for nth in range(3)]
    closing = tickets[0]["room"]

    async def act(scene: Scene) -> None:
        phone = scene.open(tickets[0]["events"])
        board = scene.open("/board/events")
        await scene.shows(phone, "Sắp đến lượt")
        await scene.write(lambda desk: desk.rooms.close(closing))
        await scene.shows(phone, f"không phải phòng {closing} nữa")
        assert tickets[0]["number"] in await scene.shows(board, "Đổi phòng")

    play(hospital, act)


def test_a_finished_visit_ends_its_stream(hospital: Hospital) -> None:
    ticket = arrive(hospital, 0)

    async def act(scene: Scene) -> None:
        phone = scene.open(ticket["events"])
        await scene.shows(phone, "Sắp đến lượt")
        await scene.write(lambda desk: desk.rooms.call_next(ticket["room"]))
        await scene.shows(phone, "Đến lượt!")
        await scene.write(lambda desk: desk.rooms.done(ticket["room"]))
        await phone.until(lambda r: r.is_ended, 5)
        assert phone.events[-1] == ("over", "")
        assert "Lượt khám đã xong." in phone.shown[-1]
        late = scene.open(ticket["events"])
        await late.until(lambda r: r.is_ended, 5)
        assert "Lượt khám đã xong." in late.shown[-1]

    play(hospital, act)


def test_who_finds_no_room_is_told_to_ask_again(hospital: Hospital) -> None:
    async def act(scene: Scene) -> None:
        first = scene.open("/board/events")
        await scene.shows(first, "Chưa gọi số nào")
        second = scene.open("/board/events")
        await second.until(lambda r: r.is_ended)
        assert second.status == 503
        await first.leave()
        await scene.shows(scene.open("/board/events"), "Chưa gọi số nào")

    play(hospital, act, streams=1)


def test_a_server_that_ends_ends_its_streams(hospital: Hospital) -> None:
    async def act(scene: Scene) -> None:
        readers = [scene.open("/board/events"), scene.open("/console/101/events")]
        for reader in readers:
            await reader.views(1)
        scene.pages.close()
        for reader in readers:
            await reader.until(lambda r: r.is_ended)

    play(hospital, act)


def test_what_boards_take_is_never_all(hospital: Hospital) -> None:
    """Anybody may open boards; consoles are for staff."""

    async def act(scene: Scene) -> None:
        for _ in range(19):
            await scene.shows(scene.open("/board/events"), "Chưa gọi số nào")
        late = scene.open("/board/events")
        await late.until(lambda r: r.is_ended, 5)
        assert late.status == 503
        await scene.shows(scene.open("/console/101/events"), "Chưa có ai trong phòng.")

    play(hospital, act, streams=20)
