"""Who did what and when, read back. The rows are written by each write itself."""

from collections.abc import Sequence

import msgspec

from kiosk.frontdesk.store.database import Database


class Entry(msgspec.Struct, frozen=True):
    seq: int
    at: str
    """ISO 8601 with +07:00."""
    who: str
    what: str
    about: str
    """An id, never what a document said."""


class AuditRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def newest(
        self, limit: int, *, who: str = "", what: str = "", about: str = "", since: str = ""
    ) -> list[Entry]:
        """At most ``limit`` entries, newest first, that match every filter that is not empty.

        ``since`` is a moment as :func:`~kiosk.frontdesk.clock.stamp` writes it.
        """
        conditions: list[str] = []
        values: list[object] = []
        for column, value in (("who", who), ("what", what), ("about", about)):
            if value:
                conditions.append(f"{column} = ?")
                values.append(value)
        if since:
            conditions.append("at >= ?")
            values.append(since)
        return self._select(conditions, [*values, limit])

    def _select(self, conditions: Sequence[str], values: Sequence[object]) -> list[Entry]:
        # The conditions are this module's own words; what was asked for is in the values.
        where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        sql = f"SELECT seq, at, who, what, about FROM audit {where}ORDER BY seq DESC LIMIT ?"
        return [Entry(*row) for row in self._db.rows(sql, values)]
