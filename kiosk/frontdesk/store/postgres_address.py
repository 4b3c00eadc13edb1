"""What an address of records in PostgreSQL may be."""

import re

import psycopg

from kiosk.frontdesk.store.database import StoreError

_PORTS = re.compile(r"(\d{1,5}(,\d{1,5})*)?", re.ASCII)


def check_address(address: str) -> None:
    """Refuse an address of which a part of the password would be taken for something else, and
    named in the words of libpq. Raises :class:`StoreError`, which never holds the password."""
    try:
        said = psycopg.conninfo.conninfo_to_dict(address)
    except psycopg.Error:
        said = None
    # Outside the handler: the library's words quote what they cannot read.
    if (
        said is None
        or "@" in str(said.get("host", ""))
        or not _PORTS.fullmatch(str(said.get("port", "")))
    ):
        raise StoreError(
            "the database's address is not postgresql://USER@HOST/DATABASE; in a password there, "
            "@ : / and % are written %40 %3A %2F and %25"
        )
