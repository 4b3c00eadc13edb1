"""Descriptors as vectors of pgvector (https://github.com/pgvector/pgvector), beside the rows of
``face``: then PostgreSQL itself looks for the nearest, and no server keeps faces in memory.

The hospital's database administrator decides by ``CREATE EXTENSION vector``. No index: those of
pgvector are approximate, and a face that is missed for speed is a patient who is not known.
"""

import struct
from collections.abc import Iterable, Sequence

from kiosk.frontdesk.store.database import Database

LENGTH = 128
_AT_A_TIME = 5_000
_UNPACK = struct.Struct(f"<{LENGTH}f").unpack


def can_be_kept(db: Database) -> bool:
    """Whether the database has the extension, where this user finds it."""
    return db.may_have_vectors and bool(
        db.rows(
            "SELECT 1 FROM pg_extension "
            "WHERE extname = 'vector' AND to_regtype('vector') IS NOT NULL"
        )
    )


def are_kept(db: Database) -> bool:
    """Whether they are, since :func:`begin`: then by every server, also by one that started
    before."""
    if not db.may_have_vectors:
        return False
    [(table,)] = db.rows("SELECT to_regclass('face_vector')")
    return table is not None


def begin(db: Database) -> None:
    """Keep the vectors of all that are there, inside a transaction."""
    db.run(
        "CREATE TABLE face_vector (face BIGINT PRIMARY KEY REFERENCES face (seq) ON DELETE CASCADE,"
        f" patient TEXT NOT NULL, place vector({LENGTH}) NOT NULL)"
    )
    last = 0
    while rows := db.rows(
        "SELECT seq, patient, descriptor FROM face WHERE seq > ? ORDER BY seq LIMIT ?",
        (last, _AT_A_TIME),
    ):
        add(db, rows)
        last = rows[-1][0]


def add(db: Database, rows: Iterable[Sequence[object]]) -> None:
    """``rows`` of number, patient, descriptor."""
    db.many(
        "INSERT INTO face_vector (face, patient, place) VALUES (?, ?, CAST(? AS vector))",
        [(seq, patient, _written(_numbers(descriptor))) for seq, patient, descriptor in rows],
    )


def nearest(db: Database, descriptor: Sequence[float], most: int) -> list[tuple[str, float]]:
    rows = db.rows(
        "SELECT patient, place <-> CAST(? AS vector) AS distance FROM face_vector "
        "ORDER BY distance LIMIT ?",
        (_written(descriptor), most),
    )
    return [(patient, float(distance)) for patient, distance in rows]


def _numbers(descriptor: object) -> tuple[float, ...]:
    assert isinstance(descriptor, bytes)
    return _UNPACK(descriptor)


def _written(numbers: Iterable[float]) -> str:
    return f"[{','.join(map(repr, numbers))}]"
