"""Writes to files, heard of as they happen (inotify(7)): to act at a chosen one of them."""

import ctypes
import os
import select
import struct
import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

_IN_MODIFY = 0x2
_EVENT = struct.Struct("iIII")
"""``struct inotify_event`` before its name: watch, mask, cookie, length of the name."""
_MOST = 1 << 16


class FileEvents:
    """Writes to the files of some folders, from the making on.

    Writes to one file that follow each other while nobody asks are told as one.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        """Raises ``OSError`` for a folder that cannot be watched."""
        libc = ctypes.CDLL(None, use_errno=True)
        self._file = libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if self._file < 0:
            raise OSError(ctypes.get_errno(), "files cannot be watched here")
        for folder in folders:
            if libc.inotify_add_watch(self._file, os.fsencode(folder), _IN_MODIFY) < 0:
                error = ctypes.get_errno()
                self.close()
                raise OSError(error, os.strerror(error), str(folder))
        self._poll = select.poll()
        self._poll.register(self._file, select.POLLIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        os.close(self._file)

    def forget(self) -> None:
        """What was written so far does not count."""
        while self._read():
            pass

    def wait(self, name: str, count: int, seconds: float) -> bool:
        """Whether the file ``name`` was written so often, within so many seconds. Returns at the
        last of the writes."""
        until = time.monotonic() + seconds
        while count > 0:
            left = until - time.monotonic()
            if left <= 0:
                return False
            self._poll.poll(left * 1000)
            count -= self._read().count(name)
        return True

    def _read(self) -> list[str]:
        """Names of the files that were written; none if there is nothing new."""
        try:
            data = os.read(self._file, _MOST)
        except BlockingIOError:
            return []
        names, at = [], 0
        while at < len(data):
            *_, length = _EVENT.unpack_from(data, at)
            at += _EVENT.size
            names.append(os.fsdecode(data[at : at + length].rstrip(b"\0")))
            at += length
        return names
