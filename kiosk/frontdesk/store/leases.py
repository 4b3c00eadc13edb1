"""Numbers that kiosks have ahead."""

from collections.abc import Iterable, Sequence
from typing import Any

from kiosk.frontdesk.queue.days import Days
from kiosk.frontdesk.records import LEASED, NOT_USED, RETURNED, USED, Lease, LeaseBlock, LeaseCount
from kiosk.frontdesk.store.database import Database

_COLUMNS = "day, number, service, room, kiosk, who, block, at, ends, state, encounter"
_SELECT = f"SELECT {_COLUMNS} FROM lease WHERE "
_OUT = f"state = '{LEASED}'"
"""As the index says it of itself: databases conclude nothing from a placeholder."""


class LeaseRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def block(self, key: str) -> LeaseBlock | None:
        rows = self._db.rows(
            "SELECT key, digest, kiosk, who, at FROM lease_block WHERE key = ?", (key,)
        )
        return _block(rows[0]) if rows else None

    def lease(self, day: str, number: str) -> Lease | None:
        return next(iter(self._leases("day = ? AND number = ?", day, number)), None)

    def out(self, day: str, kiosk: str) -> list[Lease]:
        """Those of this day that the kiosk has, as far as is known here."""
        return self._leases(f"day = ? AND kiosk = ? AND {_OUT} ORDER BY number", day, kiosk)

    def of_block(self, key: str) -> list[Lease]:
        return self._leases("block = ? ORDER BY number", key)

    def out_or_back(self, day: str) -> list[LeaseCount]:
        """How many of this day's kiosks have, and have given back, by service and who asked."""
        rows = self._db.rows(
            "SELECT service, who, state, count(*) FROM lease WHERE day = ? AND state IN (?, ?) "
            "GROUP BY service, who, state",
            (day, LEASED, RETURNED),
        )
        return [LeaseCount(*row) for row in rows]

    def out_by_room(self, day: str) -> dict[str, int]:
        """How many of this day's all kiosks have, by room; rooms without are absent."""
        rows = self._db.rows(
            f"SELECT room, count(*) FROM lease WHERE day = ? AND {_OUT} GROUP BY room", (day,)
        )
        return {room: int(count) for room, count in rows}

    def around(self, days: Days, moment: str) -> tuple[float | None, float | None]:
        """The places in the order of arrival between which a ticket of this moment (ISO 8601 with
        +07:00) stands: of the last before it and of the first after it, ``None`` for nobody."""
        [(before, after)] = self._db.rows(
            "SELECT max(CASE WHEN issued <= ? THEN coalesce(arrival, seq) END), "
            "min(CASE WHEN issued > ? THEN coalesce(arrival, seq) END) "
            "FROM encounter WHERE day IN (?, ?) AND issued >= ?",
            (moment, moment, days.today, days.yesterday, days.since),
        )
        return before, after

    # Writing: inside a transaction

    def add_block(self, block: LeaseBlock) -> None:
        self._db.run(
            "INSERT INTO lease_block (key, digest, kiosk, who, at) VALUES (?, ?, ?, ?, ?)",
            (block.key, block.digest, block.kiosk, block.who, block.at),
        )

    def add(self, leases: Iterable[Lease]) -> None:
        self._db.many(
            f"INSERT INTO lease ({_COLUMNS}) VALUES ({', '.join('?' * len(_COLUMNS.split(', ')))})",
            [
                (
                    one.day,
                    one.number,
                    one.service,
                    one.room,
                    one.kiosk,
                    one.who,
                    one.block,
                    one.at,
                    one.ends,
                    one.state,
                    one.encounter,
                )
                for one in leases
            ],
        )

    def lead_to(self, lease: Lease, room: str, ends: str) -> None:
        """The number leads to this room, and holds until then."""
        self._db.run(
            "UPDATE lease SET room = ?, ends = ? WHERE day = ? AND number = ?",
            (room, ends, lease.day, lease.number),
        )

    def use(self, lease: Lease, encounter: str) -> None:
        """The number is on a ticket, or its holder has another one."""
        self._db.run(
            "UPDATE lease SET state = ?, encounter = ? WHERE day = ? AND number = ?",
            (USED, encounter, lease.day, lease.number),
        )

    def give_back(self, lease: Lease) -> None:
        self._db.run(
            f"UPDATE lease SET state = ? WHERE day = ? AND number = ? AND {_OUT}",
            (RETURNED, lease.day, lease.number),
        )

    def lapse(self, today: str) -> None:
        """What kiosks still have of earlier days was not used."""
        self._db.run(f"UPDATE lease SET state = ? WHERE day < ? AND {_OUT}", (NOT_USED, today))

    def set_arrival(self, encounter: str, place: float) -> None:
        """The ticket stands here in the order of arrival, and in its line."""
        self._db.run(
            "UPDATE encounter SET place = ?, arrival = ? WHERE id = ?", (place, place, encounter)
        )

    def _leases(self, where: str, *values: Any) -> list[Lease]:
        return [Lease(*row) for row in self._db.rows(_SELECT + where, values)]


def _block(row: Sequence[Any]) -> LeaseBlock:
    key, digest, kiosk, who, at = row
    return LeaseBlock(key, bytes(digest), kiosk, who, at)
