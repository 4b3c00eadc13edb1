"""Tickets as picture files, for trying out and for archives of test runs."""

import errno
import os
import re
import stat
import tempfile
from pathlib import Path
from typing import IO

from PIL.Image import Image

from kiosk.devices.printer.base import PrinterState, PrinterStatus
from kiosk.devices.printer.bitmap import checked
from kiosk.devices.printer.reasons import PrinterReason
from kiosk.devices.printer.worker import Worker

_DPI = 203.2  # eight dots in a millimetre
_SECONDS = 10.0
_SILENT = PrinterStatus(
    PrinterState.OFFLINE, "the file system does not answer", PrinterReason.CANNOT_WRITE
)
_NUMBERED = re.compile(r"ticket-(\d{6,9})\.")


class PicturePrinter:
    """Writes each ticket as ``png`` or ``pdf``.

    ``path`` is a file that each ticket replaces, or a directory (it exists, or the path ends
    with ``/``) that gets one numbered file a ticket. A file is there whole or not at all, and
    its name says nothing about the patient. Behind a symbolic link the file that it leads to
    is replaced; what is no regular file (a device, a pipe) never is.
    """

    def __init__(self, kind: str, path: str, width: int) -> None:
        if kind not in ("png", "pdf"):
            raise ValueError(f"a picture printer writes png or pdf, not {kind}")
        self._kind = kind
        self._path = Path(path)
        self._numbered = path.endswith("/") or self._path.is_dir()
        self._width = width
        self._worker = Worker(f"{kind}-printer")

    @property
    def name(self) -> str:
        return f"{self._kind}:{self._path}"

    @property
    def width(self) -> int:
        return self._width

    async def status(self) -> PrinterStatus:
        try:
            return await self._worker.run(self._status, 2.0)
        except TimeoutError:
            return _SILENT

    async def print(self, bitmap: Image) -> PrinterStatus:
        ticket = checked(bitmap, self._width)
        try:
            return await self._worker.run(lambda: self._print(ticket), _SECONDS)
        except TimeoutError:
            return _SILENT

    def _status(self) -> PrinterStatus:
        try:
            directory = self._path if self._numbered else _replaceable(self._path).parent
        except OSError as error:
            return _fault(error)
        if self._numbered and not os.path.lexists(directory):
            directory = directory.parent
        if directory.is_dir() and os.access(directory, os.W_OK | os.X_OK):
            return PrinterStatus(PrinterState.READY)
        return PrinterStatus(
            PrinterState.FAULT, f"cannot write to {directory}", PrinterReason.CANNOT_WRITE
        )

    def _print(self, ticket: Image) -> PrinterStatus:
        try:
            if self._numbered:
                self._path.mkdir(exist_ok=True)
                self._append(self._written(ticket, self._path))
            else:
                target = _replaceable(self._path)
                self._written(ticket, target.parent).replace(target)
        except OSError as error:
            return _fault(error)
        return PrinterStatus(PrinterState.READY)

    def _written(self, ticket: Image, directory: Path) -> Path:
        """The ticket in a file that nobody looks at yet."""
        handle, name = tempfile.mkstemp(prefix=".ticket-", dir=directory)
        try:
            with os.fdopen(handle, "wb") as file:
                save(ticket, self._kind, file)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:  # whatever it was, no half ticket stays
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)

    def _append(self, written: Path) -> None:
        """Give it the next name in the folder."""
        number = 1 + max(map(_number, self._path.iterdir()), default=0)
        while True:
            try:
                # A link, unlike a rename, never replaces a ticket of another process.
                (self._path / f"ticket-{number:06}.{self._kind}").hardlink_to(written)
            except FileExistsError:
                number += 1
            else:
                break
        written.unlink()


def _replaceable(path: Path) -> Path:
    """The regular file, there or not yet, that ``path`` leads to through symbolic links.

    ``OSError`` for anything else: with enough rights a rename replaces even ``/dev/null``.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        mode = stat.S_IFREG
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, f"{path} is not a regular file")
    return Path(os.path.realpath(path))


def _fault(error: OSError) -> PrinterStatus:
    detail = f"cannot write: {error.strerror or error}"
    return PrinterStatus(PrinterState.FAULT, detail, PrinterReason.CANNOT_WRITE)


def _number(path: Path) -> int:
    found = _NUMBERED.match(path.name)
    return int(found[1]) if found else 0


def save(ticket: Image, kind: str, file: IO[bytes]) -> None:
    """Write ``ticket`` as ``png`` or as a ``pdf`` page in its real size, without loss."""
    if kind == "png":
        ticket.save(file, "PNG", dpi=(_DPI, _DPI))
    else:
        ticket.save(file, "PDF", resolution=_DPI, title="")
