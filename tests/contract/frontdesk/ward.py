"""A small hospital of which tests play whole mornings: kiosks, consoles, and a clock."""

import string
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.asked import CheckIn, LeaseAsked
from kiosk.frontdesk.queue.moves import Spread
from kiosk.frontdesk.queue.views import BoardView, ConsoleView, TicketView
from kiosk.frontdesk.records import Encounter
from kiosk.frontdesk.refusals import Refusal
from kiosk.paths import SEEDS
from tests.contract.frontdesk.hospital import Hospital, new_key
from tests.contract.frontdesk.records import Records

NOI, TIM, SAN = "NOI-TONG-QUAT", "TIM-MACH", "PHU-SAN"
XQ, XN = "X-QUANG-THU", "XET-NGHIEM-THU"
_ALL_DAY = "mon-sun 06:00-18:00"
_ROOMS = (
    ("1", NOI, ""),
    ("2", NOI, ""),
    ("3", NOI, "mon-sun 06:00-12:00"),
    ("11", TIM, ""),
    ("21", SAN, ""),
    ("22", SAN, "mon-sun 00:00-24:00"),
    ("31", XQ, ""),
    ("32", XQ, ""),
    ("41", XN, "mon-sun 00:00-24:00"),
)
PACE = 8.0
"""Minutes a patient, in every room."""


def premises(folder: Path, without: str = "") -> Premises:
    """The services of the demonstration hospital and two internal ones, in a few rooms."""
    real = tomllib.loads((SEEDS / "hospital.toml").read_text("utf-8"))
    services = [(one["code"], one["letter"]) for one in real["service"] if not one.get("internal")]
    used = {letter for _, letter in services}
    free = [letter for letter in string.ascii_uppercase if letter not in used]
    others = [code for code, _ in services if code not in (NOI, TIM, SAN)]
    rooms = (*_ROOMS, *((f"9{at}", code, "") for at, code in enumerate(others)))
    rooms = tuple(room for room in rooms if room[0] != without)
    lines = [
        '[hospital]\nname = { vi = "Bệnh viện Thử", en = "Trial Hospital" }\n'
        f'facility = "01-999"\nhours = ["{_ALL_DAY}"]\npriority_streak = 2\n'
        "leased_numbers = 5\n"
    ]
    for code, letter in (*services, (XQ, free[0]), (XN, free[1])):
        lines.append(
            f'[[service]]\ncode = "{code}"\nletter = "{letter}"\n'
            f"internal = {str(code in (XQ, XN)).lower()}\n"
            f'name = {{ vi = "{code}", en = "{code}" }}\nplain = {{ vi = "", en = "" }}\n'
        )
    for number, service, hours in rooms:
        lines.append(
            f'[[room]]\nnumber = "{number}"\nfloor = "1"\nservice = "{service}"\n'
            f'pace = {PACE}\ndoctor = {{ id = "bs-{number}", name = "BS. Phòng {number}" }}\n'
            f"hours = {[hours] if hours else []}\n"
            'way = { vi = "Rẽ trái.", en = "Turn left." }\n'
        )
    path = folder / "ward.toml"
    path.write_text("\n".join(lines), "utf-8")
    return Premises.load(path)


class Ward:
    """Its actions answer printed numbers. One patient comes once."""

    def __init__(self, records: Records, folder: Path) -> None:
        self.hospital = Hospital(records)
        self.hospital.premises = premises(folder)
        self.records = records
        self._folder = folder
        self.clock = self.hospital.clock
        self._patients: Iterator[Any] = iter(
            [person.id for person in self.hospital.people if 18 <= person.age < 70]
        )

    def __enter__(self) -> Self:
        self.hospital.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self.hospital.__exit__(*error)

    def open_anew(self, without: str) -> None:
        """Start the server again, with a file that has one room less."""
        self.hospital.__exit__(None, None, None)
        self.hospital.premises = premises(self._folder, without)
        self.hospital.__enter__()

    def minutes(self, amount: float) -> None:
        self.hospital.pass_time(minutes=amount)

    def arrive(self, service: str = NOI, priority: bool = False, appointment: str = "") -> str:
        """The next patient takes a ticket."""
        reasons = frozenset(["merit"] if priority else [])
        asked = CheckIn(new_key(), "k1", next(self._patients), service, appointment, "", reasons)
        return self.hospital.write(lambda desk: desk.tickets.check_in(asked)).encounter.number

    def lease(self, service: str) -> tuple[str, ...]:
        """A kiosk takes a number of the service ahead, if the hospital lets it have one more."""
        asked = LeaseAsked(new_key(), "k1", ((service, 1),), ())
        leases = self.hospital.write(lambda desk: desk.leases.lease(asked), who="kiosk:k1")
        return tuple(lease.number for lease in leases)

    def tell(self, service: str, number: str, given: datetime) -> str:
        """It tells that it gave such a number to the next patient."""
        patient, no = next(self._patients), frozenset[str]()
        asked = CheckIn(new_key(), "k1", patient, service, "", "", no, leased=number, begun=given)
        checked_in = self.hospital.write(lambda desk: desk.tickets.check_in(asked), who="kiosk:k1")
        return checked_in.encounter.number

    def arrive_in(self, room: str, priority: bool = False) -> str:
        """A patient whose appointment bound them to a room."""
        number = self.arrive(self.hospital.premises.rooms[room].service, priority)
        self.records.query(
            "UPDATE encounter SET room = ?, bound = 1 WHERE number = ?", [room, number]
        )
        return number

    def next(self, room: str, shown: str | None = None) -> str | None:
        called = self.hospital.write(lambda desk: desk.rooms.call_next(room, shown))
        return called.number if called else None

    def again(self, room: str) -> str:
        return self.hospital.write(lambda desk: desk.rooms.call_again(room)).number

    def absent(self, room: str, shown: str | None = None) -> str:
        return self.hospital.write(lambda desk: desk.rooms.absent(room, shown)).number

    def done(self, room: str, shown: str | None = None) -> str:
        return self.hospital.write(lambda desk: desk.rooms.done(room, shown)).number

    def transfer(self, room: str, service: str) -> str:
        return self.hospital.write(lambda desk: desk.rooms.transfer(room, service)).number

    def open(self, room: str, doctor: str = "") -> None:
        self.hospital.write(lambda desk: desk.rooms.open(room, doctor))

    def close(self, room: str) -> Spread:
        return self.hospital.write(lambda desk: desk.rooms.close(room))

    def set_doctor(self, room: str, doctor: str) -> None:
        self.hospital.write(lambda desk: desk.rooms.set_doctor(room, doctor))

    def cancel(self, number: str) -> None:
        encounter = self.ticket(number).id
        self.hospital.write(lambda desk: desk.tickets.cancel(encounter))

    def console(self, room: str) -> ConsoleView:
        return self.hospital.read(lambda desk: desk.views.console(room))

    def board(self, *services: str) -> BoardView:
        return self.hospital.read(lambda desk: desk.views.board(services or None))

    def phone(self, number: str) -> TicketView | None:
        token = self.ticket(number).token
        return self.hospital.read(lambda desk: desk.views.ticket(token))

    def phones(self) -> dict[str, TicketView]:
        """By number."""
        tokens = {token for (token,) in self.records.query("SELECT token FROM encounter")}
        views = self.hospital.read(lambda desk: desk.views.tickets(tokens))
        assert all(view.token == token for token, view in views.items())
        return {view.number: view for view in views.values()}

    def line(self, room: str) -> str:
        """Who waits for a room, in the order in which it would call them."""
        return " ".join(one.number for one in self.console(room).waiting)

    def ticket(self, number: str) -> Encounter:
        """Of the last day that has one with this number."""
        [(ticket,)] = self.records.query(
            "SELECT id FROM encounter WHERE number = ? ORDER BY day DESC LIMIT 1", [number]
        )
        found = self.hospital.read(lambda desk: desk.store.encounters.encounter(ticket))
        assert found is not None
        return found

    def refusal(self, action: str, *arguments: Any) -> tuple[int, str]:
        """What an action is refused with; nothing may be left of it."""
        before = self.everything()
        try:
            getattr(self, action)(*arguments)
        except Refusal as refusal:
            assert self.everything() == before
            return refusal.status, refusal.reason
        raise AssertionError(f"{action} was not refused")

    def everything(self) -> list[list[tuple[Any, ...]]]:
        """All that a room may write, as it is on disk."""
        tables = ("encounter", "room_day", "room_call", "room_move", "stay", "audit")
        return [self.records.query(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]
