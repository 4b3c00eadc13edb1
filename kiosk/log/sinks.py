"""Where lines go: standard error, or a file that is rotated by its size."""

import errno
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

FILE_BYTES = 10 * 1000 * 1000
FILES = 10
"""The one being written included: 100 MB in all. A kiosk runs for years on a small disk."""

_FLAGS = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


class Sink(Protocol):
    """Takes finished lines, without their ends. One thread at a time."""

    def write(self, lines: Sequence[str]) -> int:
        """How many of them are written, from the first on. Never raises: a disk that is full, or
        a reader who is gone, is no reason to fail a patient."""
        ...

    def close(self) -> None: ...


class StandardError:
    """Wherever standard error leads at that moment."""

    def write(self, lines: Sequence[str]) -> int:
        try:
            sys.stderr.write("".join(f"{line}\n" for line in lines))
        except (OSError, ValueError):  # nobody reads any more; closed
            return 0
        return len(lines)

    def close(self) -> None:
        """It is not ours to close."""


class RotatedFile:
    """``kiosk.log``, and before it ``kiosk.log.1``, ``.2`` and so on.

    Only the kiosk's user reads them, a symbolic link is not followed (open(2), O_NOFOLLOW), and
    together they never have more than ``files`` (two or more) × ``file_bytes`` bytes.
    """

    def __init__(self, path: Path, file_bytes: int = FILE_BYTES, files: int = FILES) -> None:
        """Raises ``OSError`` if it cannot be opened, or is no regular file."""
        self._path = path
        self._file_bytes = file_bytes
        self._files = files
        self._file = -1
        self._open()

    def write(self, lines: Sequence[str]) -> int:
        ends = [f"{line}\n".encode() for line in lines]
        written = 0
        try:
            while written < len(ends):
                self._follow()
                size = os.fstat(self._file).st_size
                if size and size + len(ends[written]) > self._file_bytes:
                    self._rotate()
                    size = os.fstat(self._file).st_size
                some = self._fitting(ends[written:], self._file_bytes - size)
                self._append(b"".join(some), size)
                written += len(some)
        except OSError:
            pass  # who counts what was dropped says so, as soon as something can be written
        return written

    def close(self) -> None:
        if self._file >= 0:
            file, self._file = self._file, -1
            os.close(file)

    @staticmethod
    def _fitting(lines: Sequence[bytes], room: int) -> Sequence[bytes]:
        """The first of them, and as many more as there is room for, in bytes."""
        total = 0
        for number, line in enumerate(lines):
            total += len(line)
            if number and total > room:
                return lines[:number]
        return lines

    def _append(self, data: bytes, size: int) -> None:
        """Half a line would be none that a program can read, and break the next."""
        try:
            written = os.write(self._file, data)
        except OSError:
            written = -1
        if written != len(data):
            os.ftruncate(self._file, size)
            raise OSError(errno.ENOSPC, "the log could not be written in full")

    def _open(self) -> None:
        self.close()
        file = os.open(self._path, _FLAGS, 0o600)
        try:
            held = os.fstat(file)
            if not stat.S_ISREG(held.st_mode):
                raise OSError(errno.EINVAL, "it is no regular file")
            if stat.S_IMODE(held.st_mode) != 0o600:
                os.fchmod(file, 0o600)
            self._end_line(file, held.st_size)
        except OSError:
            os.close(file)
            raise
        self._file = file

    def _end_line(self, file: int, size: int) -> None:
        """The power may have gone in the middle of one."""
        if size:
            reading = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
            try:
                last = os.pread(reading, 1, size - 1)
            finally:
                os.close(reading)
            if last != b"\n":
                os.write(file, b"\n")

    def _follow(self) -> None:
        """Somebody may have moved or deleted the file, or another process rotated it."""
        try:
            there = os.lstat(self._path)
            ours = os.fstat(self._file) if self._file >= 0 else None
        except FileNotFoundError:
            ours = None
        if ours is None or not os.path.samestat(there, ours):
            self._open()

    def _rotate(self) -> None:
        for number in range(self._files - 1, 0, -1):
            source = self._path if number == 1 else self._numbered(number - 1)
            with suppress(FileNotFoundError):  # not so many yet; or another process was faster
                source.replace(self._numbered(number))
        self._open()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
