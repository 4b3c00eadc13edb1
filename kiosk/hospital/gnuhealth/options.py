"""What the kiosk must be told about one GNU Health, from ``hospital.options``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from kiosk.errors import SettingsError
from kiosk.hospital.private_file import read_private
from kiosk.hospital.site import Site

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "database": "health",
        "user": "kiosk",
        "password-file": "",
        "institution": "",
        "insurer": "Bảo hiểm xã hội Việt Nam",
    }
)
"""Every option, ``docs/gnuhealth.md``."""

_DATABASE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]{0,62}")
_PASSWORD_MAX = 1024


@dataclass(frozen=True, slots=True)
class Options:
    database: str
    """One server has several; the name is part of the address."""
    user: str
    """Login of the kiosk's own user."""
    password: str = field(repr=False)
    institution: str = ""
    """``gnuhealth.institution.code``; ``""`` where the database has only one."""
    insurer: str = ""
    """The name of the party that is the health insurance (BHYT)."""

    @classmethod
    def of(cls, site: Site) -> "Options":
        """From the settings and the password's file.

        Raises :class:`~kiosk.errors.SettingsError`, which never quotes the password.
        """
        chosen = site.chosen(DEFAULTS)
        if not _DATABASE.fullmatch(chosen["database"]):
            raise SettingsError("hospital.options: database is not the name of a database")
        user = chosen["user"]
        # A colon would end the user's name in the session header.
        if not user or ":" in user or not user.isprintable():
            raise SettingsError("hospital.options: user is not a login")
        if not chosen["password-file"]:
            raise SettingsError("hospital.options: password-file must name the password's file")
        return cls(
            database=chosen["database"],
            user=user,
            password=_password(Path(chosen["password-file"])),
            institution=chosen["institution"],
            insurer=chosen["insurer"],
        )


def _password(path: Path) -> str:
    """The file's only line."""
    name = "hospital.options: password-file"
    try:
        password = read_private(path, name).decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise SettingsError(f"{name}: is not UTF-8") from None
    if not password or len(password) > _PASSWORD_MAX or not password.isprintable():
        raise SettingsError(f"{name}: must hold one line, the password")
    return password
