"""The one address that chooses where the records are."""

from pathlib import Path

from kiosk.frontdesk.store.database import Database, StoreError
from kiosk.frontdesk.store.sqlite import SqliteDatabase

_SQLITE = "sqlite:///"
_POSTGRESQL = ("postgresql://", "postgres://")


def is_postgresql(address: str) -> bool:
    return address.startswith(_POSTGRESQL)


def sqlite_file(address: str) -> Path:
    """The file that ``sqlite:///FILE`` names. Raises :class:`StoreError` for other addresses."""
    if address.startswith(_SQLITE) and len(address) > len(_SQLITE):
        return Path(address.removeprefix(_SQLITE))
    raise StoreError("the records' address is neither sqlite:///FILE nor postgresql://…")


def open_database(address: str, *, beside: bool = False) -> Database:
    """Open ``sqlite:///FILE`` or ``postgresql://…``; ``beside`` a server that has the file open,
    too. Raises :class:`StoreError`."""
    if is_postgresql(address):
        # psycopg takes time and memory that a hospital with SQLite does not have to pay.
        from kiosk.frontdesk.store.postgres import PostgresDatabase

        return PostgresDatabase.open(address)
    return SqliteDatabase.open(sqlite_file(address), beside=beside)
