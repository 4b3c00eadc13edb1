"""Patients, their numbers, their insurance."""

from collections.abc import Iterable, Sequence

from msgspec.structs import astuple

from kiosk.frontdesk.records import Coverage, Identifier, Patient
from kiosk.frontdesk.store.database import Database

_FIRST_CODE = 10_000_000


class PeopleRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def patient(self, patient: str) -> Patient | None:
        rows = self._db.rows(
            "SELECT id, name, gender, birth, address, phone, "
            "(SELECT 1 FROM face WHERE face.patient = patient.id LIMIT 1) "
            "FROM patient WHERE id = ?",
            (patient,),
        )
        if not rows:
            return None
        numbers = self._db.rows(
            "SELECT kind, value FROM identifier WHERE patient = ? ORDER BY kind, value", (patient,)
        )
        *told, enrolled = rows[0]
        identifiers = tuple(Identifier(*number) for number in numbers)
        return Patient(*(*told, identifiers, bool(enrolled)))

    def holders(self, identifiers: Iterable[Identifier]) -> tuple[str, ...]:
        """Ids of the patients who have one of these identifiers, each once."""
        found: dict[str, None] = {}
        for identifier in identifiers:
            for (patient,) in self._db.rows(
                "SELECT patient FROM identifier WHERE kind = ? AND value = ?", astuple(identifier)
            ):
                found[patient] = None
        return tuple(found)

    def holders_of_phone(self, phone: str, birth: str, limit: int) -> tuple[str, ...]:
        """Ids of the patients with this phone number whose birth date begins so (a year, or a
        whole date), at most ``limit``."""
        rows = self._db.rows(
            # The second condition is what the index says of itself: SQLite does not conclude it.
            "SELECT id FROM patient WHERE phone = ? AND phone <> '' "
            "AND substr(birth, 1, ?) = ? ORDER BY id LIMIT ?",
            (phone, len(birth), birth, limit),
        )
        return tuple(patient for (patient,) in rows)

    def next_code(self) -> int:
        """Raise the counter of patient codes (eight digits), inside a transaction."""
        [(last,)] = self._db.rows("UPDATE last_code SET value = value + 1 RETURNING value") or [
            (self._first_code(),)
        ]
        return int(last)

    def _first_code(self) -> int:
        [(last,)] = self._db.rows("SELECT max(value) FROM identifier WHERE kind = 'code'")
        first = int(last or _FIRST_CODE) + 1
        self._db.run("INSERT INTO last_code VALUES (1, ?)", (first,))
        return first

    def add(self, patients: Iterable[Patient]) -> None:
        made = list(patients)
        self._db.many(
            "INSERT INTO patient (id, name, gender, birth, address, phone) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            [(p.id, p.name, p.gender, p.birth, p.address, p.phone) for p in made],
        )
        self._db.many(
            "INSERT INTO identifier (kind, value, patient) VALUES (?, ?, ?)",
            [(number.kind, number.value, p.id) for p in made for number in p.identifiers],
        )

    def fill(self, patients: Sequence[Patient]) -> None:
        """Add very many at once."""
        self._db.fill(
            "patient",
            ("id", "name", "gender", "birth", "address", "phone"),
            ((p.id, p.name, p.gender, p.birth, p.address, p.phone) for p in patients),
        )
        self._db.fill(
            "identifier",
            ("kind", "value", "patient"),
            ((number.kind, number.value, p.id) for p in patients for number in p.identifiers),
        )

    def coverage(self, patient: str) -> Coverage | None:
        """The patient's insurance, found by any of their numbers."""
        rows = self._db.rows(
            "SELECT c.id, c.result, c.percent, c.valid_to FROM identifier i "
            "JOIN insured n ON n.kind = i.kind AND n.value = i.value "
            "JOIN coverage c ON c.id = n.coverage WHERE i.patient = ? ORDER BY c.id LIMIT 1",
            (patient,),
        )
        return Coverage(*rows[0]) if rows else None

    def fill_coverages(self, made: Sequence[tuple[Coverage, Sequence[Identifier]]]) -> None:
        """Each with the numbers that the insurer knows its holder by."""
        self._db.fill(
            "coverage",
            ("id", "result", "percent", "valid_to"),
            (astuple(coverage) for coverage, _ in made),
        )
        self._db.fill(
            "insured",
            ("kind", "value", "coverage"),
            ((n.kind, n.value, coverage.id) for coverage, numbers in made for n in numbers),
        )
