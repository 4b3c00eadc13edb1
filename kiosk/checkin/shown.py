"""Which codes were taken already, without knowing what they say."""

import hashlib
import secrets
from collections.abc import Iterable, Set

GONE_S = 1.0
"""Out of view for so long, a code counts as shown anew. Shorter, and a tremor of the hand
would check in twice; longer, and the next patient with the same slip would wait."""


class Shown:
    """Remembers codes by a salted hash until they have been out of view for a while.

    Time counts only between frames that somebody looked at: a card that lies in view through
    a whole visit, in which nobody looks, is still the same card afterwards.
    """

    def __init__(self, gone_s: float = GONE_S) -> None:
        self._gone_s = gone_s
        self._salt = secrets.token_bytes(16)
        self._missing_since: dict[bytes, float | None] = {}

    def mark(self, data: bytes) -> bytes:
        """What stands for this content here; worthless without this object's salt."""
        return hashlib.blake2b(data, key=self._salt, digest_size=16).digest()

    def add(self, marks: Iterable[bytes]) -> None:
        self._missing_since.update(dict.fromkeys(marks))

    def __contains__(self, mark: bytes) -> bool:
        return mark in self._missing_since

    def look(self, in_view: Set[bytes], taken: float) -> None:
        """A frame was looked at: ``in_view`` are its codes, ``taken`` its time in seconds."""
        for mark, since in list(self._missing_since.items()):
            if mark in in_view:
                self._missing_since[mark] = None
            elif since is None:
                self._missing_since[mark] = taken
            elif taken - since >= self._gone_s:
                del self._missing_since[mark]

    def forget(self) -> None:
        """Take every code again, wherever it is."""
        self._missing_since.clear()
