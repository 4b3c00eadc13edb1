"""The paper of a kiosk whose power is cut: a roll for each life, and what stands on it."""

import fcntl
import os
import select
import struct
import termios
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zxingcpp
from numpy.typing import NDArray

Dots = NDArray[np.bool_]
"""Rows × columns, true where there is ink."""

_RESET = b"\x1b@"
_NO_STATUS = b"\x1da"
_RASTER = b"\x1dv0"
_CUT = b"\x1dVB"
_PIPE_BYTES = 4096
_PIECE = 2048
_LOOK_MS = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """What came out of the printer for one ticket."""

    dots: Dots
    whole: bool
    """It was cut off; else it broke off somewhere."""

    @property
    def code(self) -> str:
        """What the QR code on it says, ``""`` if there is none."""
        picture = np.where(self.dots, 0, 255).astype(np.uint8)
        found = zxingcpp.read_barcode(
            picture, zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
        return found.text if found else ""


def sheets(roll: bytes) -> list[Sheet]:
    """The sheets of a roll, by the commands of ESC/POS that a ticket is made of (``ESC @``,
    ``GS a``, ``GS v 0``, ``GS V``; Epson's command reference). The last one may be a scrap.

    Raises ``ValueError`` for any other command.
    """
    return list(_sheets(roll))


def _sheets(roll: bytes) -> Iterator[Sheet]:
    at, rows = 0, []
    while at < len(roll):
        rest = roll[at : at + 8]
        if rest.startswith(_RASTER) and len(rest) == 8:
            across, down = struct.unpack_from("<HH", rest, 4)
            at += 8
            picture = roll[at : at + across * down]
            rows.append(_rows(picture, across))
            at += across * down
        elif rest.startswith(_CUT) and len(rest) >= 4:
            yield Sheet(np.vstack(rows), whole=True)
            rows = []
            at += 4
        elif rest.startswith(_RESET):
            at += 2
        elif rest.startswith(_NO_STATUS) and len(rest) >= 3:
            at += 3
        elif len(roll) - at < 8:
            break  # the first bytes of a command
        else:
            raise ValueError("no command that a ticket is made of")
    if rows:
        yield Sheet(np.vstack(rows), whole=False)


def _rows(picture: bytes, across: int) -> Dots:
    whole = len(picture) // across
    packed = np.frombuffer(picture[: whole * across], np.uint8).reshape(whole, across)
    return np.unpackbits(packed, axis=1).astype(np.bool_)


class SlowPaper:
    """A printer behind a pipe, which takes a ticket in small pieces. It does not lose its power,
    so what has left the kiosk comes out."""

    def __init__(self, pipe: Path, pause_s: float = 0.0007) -> None:
        """``pause_s`` is taken after each piece of 2 KiB."""
        os.mkfifo(pipe, 0o600)
        self.target = f"file:{pipe}"
        # Open for writing, too: so there is no end of file when a kiosk dies.
        self._pipe = os.open(pipe, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
        fcntl.fcntl(self._pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        self._pause_s = pause_s
        self._roll: Path | None = None
        self._turn = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="slow-paper", daemon=True)
        self._thread.start()

    def load(self, roll: Path) -> None:
        """What comes out from now on is on this roll."""
        with self._turn:
            self._roll = roll

    def rest(self) -> None:
        """Returns when all that has left the kiosk is on the paper."""
        while self._waiting():
            time.sleep(_LOOK_MS / 1000)
        with self._turn:
            pass

    def close(self) -> None:
        self._over.set()
        self._thread.join(5)
        os.close(self._pipe)

    def _waiting(self) -> int:
        held = fcntl.ioctl(self._pipe, termios.FIONREAD, b"\0\0\0\0")
        return int(struct.unpack("i", held)[0])

    def _run(self) -> None:
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        while not self._over.is_set():
            if poll.poll(_LOOK_MS):
                with self._turn:
                    self._print(os.read(self._pipe, _PIECE))
                time.sleep(self._pause_s)

    def _print(self, piece: bytes) -> None:
        if self._roll is not None:
            with self._roll.open("ab", buffering=0) as paper:
                paper.write(piece)
