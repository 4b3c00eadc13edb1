"""The key of the journal: named by the settings, handed over by systemd, or made here."""

import base64
import binascii
import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kiosk.journal.files import put
from kiosk.journal.sealed import KEY_BYTES

CREDENTIAL = "journal-key"
"""Its name among systemd's credentials (systemd.exec(5), ``LoadCredential=``)."""
OWN = "journal.key"
"""Its name in the journal's folder."""
ELSEWHERE = "journal.key-elsewhere"
"""A file there that says: this journal had a key from elsewhere. One that comes from nowhere any
more is missed, and not replaced in silence."""

_LARGEST = 256
"""Bytes; 32 in base64, with line ends, have under 50."""
_OTHERS = stat.S_IRWXO | stat.S_IWGRP
"""A group may read, as a service's own group does; who is in no group may nothing."""


@dataclass(frozen=True, slots=True)
class Key:
    """32 bytes, and how they were come by."""

    secret: bytes = field(repr=False)
    stands_in: bool = False
    """The right one is missing or wrong; this one was taken, so that patients are served."""


class _Wrong(Exception):
    """There is no such file, or no key in it."""


@dataclass(frozen=True, slots=True)
class KeyPlaces:
    """Where the key of a journal may be, the first that there is."""

    folder: Path
    """The journal's own; a key is made there where there is none."""
    named: Path | None = None
    """What the settings name."""
    credentials: Path | None = None
    """systemd's folder of credentials, ``$CREDENTIALS_DIRECTORY``."""

    def find(self, now: datetime) -> Key:
        """The key; never raises, because a kiosk without the right one serves on.

        A named file or a credential that cannot be used is replaced by the file in the folder,
        and that one, where it is damaged, is set aside and made anew: both
        :attr:`~Key.stands_in`. Where nothing can be written, the key lives as long as this
        process.
        """
        for outer in self._outer():
            with suppress(_Wrong):
                key = Key(_read(outer))
                self._note_elsewhere()
                return key
        stands_in = self.lacks_the_named
        own = self.folder / OWN
        try:
            return Key(_read(own), stands_in)
        except _Wrong:
            pass
        if _is_there(own):
            stands_in = True
            with suppress(OSError):
                own.rename(own.with_name(f"journal-key-{now:%Y%m%dT%H%M%S}.broken"))
        secret = os.urandom(KEY_BYTES)
        try:
            put(own, secret, anew=True)
        except OSError:
            return Key(secret, stands_in=True)
        return Key(secret, stands_in)

    def present(self) -> bytes | None:
        """The key that :meth:`find` would take, ``None`` where it would have to make one."""
        for file in (*self._outer(), self.folder / OWN):
            with suppress(_Wrong):
                return _read(file)
        return None

    @property
    def lacks_the_named(self) -> bool:
        """Whether a key that somebody was to put there is missing or wrong, so that another one
        stands in for it."""
        outer = self._outer()
        for each in outer:
            try:
                _read(each)
            except _Wrong:
                return True
        return not outer and _is_there(self.folder / ELSEWHERE)

    def _note_elsewhere(self) -> None:
        if not _is_there(note := self.folder / ELSEWHERE):
            with suppress(OSError):  # a disk that is full: it is noted at the next start
                put(note, b"", anew=True)

    def _outer(self) -> tuple[Path, ...]:
        """The file that somebody else is to have put there; at most one counts."""
        if self.named is not None:
            return (self.named,)
        credential = self.credentials / CREDENTIAL if self.credentials else None
        return (credential,) if credential is not None and _is_there(credential) else ()


def _is_there(path: Path) -> bool:
    """Whether there is such a file, or a folder keeps us from knowing: then it is one that cannot
    be used."""
    try:
        return path.exists()
    except OSError:
        return True


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise _Wrong from error
    if mode & _OTHERS:
        raise _Wrong
    if len(content) == KEY_BYTES:
        return content
    try:
        secret = base64.b64decode(b"".join(content.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _Wrong from error
    if len(secret) != KEY_BYTES:
        raise _Wrong
    return secret
