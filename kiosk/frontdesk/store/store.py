"""The records of one database connection, by what they are about."""

from kiosk.frontdesk.store.access import AccessRecords
from kiosk.frontdesk.store.audit import AuditRecords
from kiosk.frontdesk.store.consents import ConsentRecords
from kiosk.frontdesk.store.database import Database
from kiosk.frontdesk.store.diary import DiaryRecords
from kiosk.frontdesk.store.encounters import EncounterRecords
from kiosk.frontdesk.store.faces import FaceRecords
from kiosk.frontdesk.store.kept_lines import KeptLines
from kiosk.frontdesk.store.leases import LeaseRecords
from kiosk.frontdesk.store.people import PeopleRecords
from kiosk.frontdesk.store.rooms import RoomRecords

NOBODY = "system"


class Store:
    """SQL is in this package only. Nothing here decides: rules are elsewhere."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.people = PeopleRecords(db)
        lines = KeptLines(db)
        self.encounters = EncounterRecords(db, lines)
        self.diary = DiaryRecords(db)
        self.rooms = RoomRecords(db, lines)
        self.consents = ConsentRecords(db)
        self.faces = FaceRecords(db)
        self.leases = LeaseRecords(db)
        self.access = AccessRecords(db)
        self.audited = AuditRecords(db)
        self.who = NOBODY
        """Who writes now, for the audit."""
        self.at = ""
        """When the transaction began, ISO 8601 with +07:00."""

    def meta(self, name: str) -> str | None:
        rows = self.db.rows("SELECT value FROM meta WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_meta(self, name: str, value: str) -> None:
        self.db.run(
            "INSERT INTO meta (name, value) VALUES (?, ?) "
            "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )

    def audit(self, what: str, about: str) -> None:
        """Note what is done now: the operation and the id that it is about, nothing else."""
        self.db.run(
            "INSERT INTO audit (at, who, what, about) VALUES (?, ?, ?, ?)",
            (self.at, self.who, what, about),
        )

    def add_staff_call(self, call: str, kiosk: str, page: str) -> None:
        self.db.run(
            "INSERT INTO staff_call (id, kiosk, page, at) VALUES (?, ?, ?, ?)",
            (call, kiosk, page, self.at),
        )

    def staff_calls(self, since: str, most: int) -> list[tuple[str, str, str]]:
        """Kiosk, page and when, of the calls at or after ``since``, the newest first; of the same
        page of one kiosk the last. Of the newest ``most`` calls alone, however many came."""
        return self.db.rows(
            "SELECT kiosk, page, max(at) FROM staff_call WHERE seq > "
            "(SELECT coalesce(max(seq), 0) FROM staff_call) - ? AND at >= ? "
            "GROUP BY kiosk, page ORDER BY max(seq) DESC",
            (most, since),
        )
