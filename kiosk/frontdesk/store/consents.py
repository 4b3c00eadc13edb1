"""What patients agreed to."""

from kiosk.frontdesk.records import Consent
from kiosk.frontdesk.store.database import Database

_COLUMNS = "id, key, patient, purpose, wording, language, given, kiosk, withdrawn"


class ConsentRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def consent(self, consent: str) -> Consent | None:
        return self._one("id", consent)

    def by_key(self, key: str) -> Consent | None:
        return self._one("key", key)

    def _one(self, column: str, value: str) -> Consent | None:
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM consent WHERE {column} = ?", (value,))
        return Consent(*rows[0]) if rows else None

    # Writing: inside a transaction

    def add(self, consent: Consent) -> None:
        self._db.run(
            f"INSERT INTO consent ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                consent.id,
                consent.key,
                consent.patient,
                consent.purpose,
                consent.wording,
                consent.language,
                consent.given,
                consent.kiosk,
                consent.withdrawn,
            ),
        )

    def withdraw(self, patient: str, purpose: str, at: str) -> None:
        """Those of this patient to this purpose hold no more from now on."""
        self._db.run(
            "UPDATE consent SET withdrawn = ? "
            "WHERE patient = ? AND purpose = ? AND withdrawn IS NULL",
            (at, patient, purpose),
        )
