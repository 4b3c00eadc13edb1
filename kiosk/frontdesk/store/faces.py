"""The faces that are known again, as descriptors."""

from collections.abc import Sequence

from kiosk.frontdesk.store import vectors
from kiosk.frontdesk.store.database import Database

FaceRow = tuple[int, str, bytes]
"""The number of the row, the patient, the descriptor."""


class FaceRecords:
    def __init__(self, db: Database) -> None:
        self._db = db

    def count(self) -> tuple[int, int]:
        """How many patients are enrolled, and how many descriptors there are."""
        [(patients, faces)] = self._db.rows("SELECT count(DISTINCT patient), count(*) FROM face")
        return int(patients), int(faces)

    def enrolled(self) -> list[str]:
        """The ids of all who are."""
        rows = self._db.rows("SELECT DISTINCT patient FROM face ORDER BY patient")
        return [patient for (patient,) in rows]

    def has(self, patient: str) -> bool:
        return bool(self._db.rows("SELECT 1 FROM face WHERE patient = ? LIMIT 1", (patient,)))

    def of_consent(self, consent: str) -> list[bytes]:
        """The descriptors that are kept with this consent."""
        rows = self._db.rows("SELECT descriptor FROM face WHERE consent = ?", (consent,))
        return [bytes(descriptor) for (descriptor,) in rows]

    def after(self, seq: int, most: int) -> list[FaceRow]:
        """The rows that came after this one, the oldest first, at most so many."""
        rows = self._db.rows(
            "SELECT seq, patient, descriptor FROM face WHERE seq > ? ORDER BY seq LIMIT ?",
            (seq, most),
        )
        return [(number, patient, bytes(descriptor)) for number, patient, descriptor in rows]

    def gone_after(self, seq: int, most: int) -> list[tuple[int, int]]:
        """Which rows went after this note of it, the oldest first: the note's number, the row's."""
        rows = self._db.rows(
            "SELECT seq, face FROM face_gone WHERE seq > ? ORDER BY seq LIMIT ?", (seq, most)
        )
        return [(number, face) for number, face in rows]

    def last_gone(self) -> int:
        """The number of the last note of a row that went; 0 if none ever did."""
        [(last,)] = self._db.rows("SELECT coalesce(max(seq), 0) FROM face_gone")
        return int(last)

    def has_vectors(self) -> bool:
        """Whether :meth:`nearest` can be asked."""
        return vectors.are_kept(self._db)

    def nearest(self, descriptor: Sequence[float], most: int) -> list[tuple[str, float]]:
        """The patients of the nearest descriptors, the nearest first, and how far they are
        (Euclidean). Exact: the database looks at each."""
        return vectors.nearest(self._db, descriptor, most)

    # Writing: inside a transaction

    def take_vectors(self) -> None:
        """Keep descriptors as vectors too from now on, where the database has them."""
        if vectors.can_be_kept(self._db) and not vectors.are_kept(self._db):
            vectors.begin(self._db)

    def add(self, patient: str, consent: str, descriptor: bytes) -> None:
        [(seq,)] = self._db.rows(
            "INSERT INTO face (patient, consent, descriptor) VALUES (?, ?, ?) RETURNING seq",
            (patient, consent, descriptor),
        )
        if vectors.are_kept(self._db):
            vectors.add(self._db, [(seq, patient, descriptor)])

    def keep_last(self, patient: str, most: int) -> None:
        """Drop all but the last of this patient's descriptors."""
        self._drop(
            "patient = ? AND seq NOT IN "
            "(SELECT seq FROM face WHERE patient = ? ORDER BY seq DESC LIMIT ?)",
            (patient, patient, most),
        )

    def remove(self, patient: str) -> int:
        """Drop all of this patient's descriptors; answers how many there were."""
        return self._drop("patient = ?", (patient,))

    def _drop(self, where: str, values: Sequence[object]) -> int:
        gone = self._db.rows(f"DELETE FROM face WHERE {where} RETURNING seq", values)
        for row in gone:
            self._db.run("INSERT INTO face_gone (face) VALUES (?)", row)
        return len(gone)
