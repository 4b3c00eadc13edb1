"""A receipt printer's side of ESC/POS, written from the command reference and not from ours.

Takes bytes as they come, puts rows of dots on paper, cuts, and answers status requests.
Commands: ESC @, ESC d, GS v 0, GS V, GS a, GS r, DLE EOT, DLE DC4. Anything else is an error:
a real printer would print it as text.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PIL import Image

ESC, GS, DLE = 0x1B, 0x1D, 0x10


@dataclass
class Firmware:
    paper_near_end: bool = False
    paper_out: bool = False
    cover_open: bool = False
    cutter_jammed: bool = False
    overheated: bool = False
    broken: bool = False
    """An error that only switching off and on clears."""
    offline: bool = False
    """Switched to offline by its button."""
    mute: bool = False
    """Answers nothing."""
    knows_when_done: bool = True
    """Whether it knows GS r."""
    rows_left: int | None = None
    """Rows of paper until it is out."""
    papers: list[Image.Image] = field(default_factory=list)
    """What was cut off, oldest first."""
    feeds: list[int] = field(default_factory=list)
    """Lines fed on request."""
    cleared: int = 0
    unasked: bytes = b""
    """Automatic status that goes out before the next answer."""
    rows_seen: int = 0
    on_row: Callable[[int], None] = lambda row: None
    """Called before each row with its number, from 1."""
    _booting_until: float = 0.0
    _input: bytearray = field(default_factory=bytearray)
    _rows: list[bytes] = field(default_factory=list)

    def feed(self, data: bytes) -> bytes:
        """Take ``data``; the answers to it."""
        if time.monotonic() < self._booting_until:
            return b""
        self._input += data
        answers = bytearray()
        while (taken := self._step(answers)) > 0:
            del self._input[:taken]
        said, self.unasked = self.unasked + bytes(answers), b""
        return b"" if self.mute else said

    def switch_off_and_on(self, seconds: float = 0.3) -> None:
        """All that was sent is forgotten, and so is what comes until it is up again."""
        self._booting_until = time.monotonic() + seconds
        self._input.clear()
        self._rows.clear()

    @property
    def _stopped(self) -> bool:
        return self.paper_out or self.cover_open or self._error or self.offline

    @property
    def _error(self) -> bool:
        return self.cutter_jammed or self.overheated or self.broken

    def _step(self, answers: bytearray) -> int:
        """Carry one command out; its length, or 0 while it is not there in full."""
        if len(self._input) < 3:
            return 2 if bytes(self._input) == b"\x1b@" and self._reset() else 0
        match self._input[0], self._input[1]:
            case (0x1B, 0x40):
                self._reset()
                return 2
            case (0x1B, 0x64):
                self.feeds.append(self._input[2])
                return 3
            case (0x1D, 0x76):
                return self._raster()
            case (0x1D, 0x56):
                return self._cut()
            case (0x1D, 0x61):
                return 3
            case (0x1D, 0x72):
                assert self._input[2] in (1, 49)
                if self.knows_when_done and not self._stopped:
                    answers.append(0x03 if self.paper_near_end else 0x00)
                return 3
            case (0x10, 0x04):
                answers.append(self._real_time(self._input[2]))
                return 3
            case (0x10, 0x14):
                if len(self._input) < 10:
                    return 0
                assert self._input[2:10] == bytes((8, 1, 3, 20, 1, 6, 2, 8))
                self.cleared += 1
                self._rows.clear()
                return 10
            case unknown:
                raise AssertionError(f"no such command: {unknown}")

    def _reset(self) -> bool:
        self._rows.clear()
        return True

    def _raster(self) -> int:
        if len(self._input) < 8:
            return 0
        assert self._input[2:4] == b"0\x00", "GS v 0 in normal size"
        across = int.from_bytes(self._input[4:6], "little")
        down = int.from_bytes(self._input[6:8], "little")
        end = 8 + across * down
        if len(self._input) < end:
            return 0
        for start in range(8, end, across):
            self._print_row(bytes(self._input[start : start + across]))
        return end

    def _print_row(self, row: bytes) -> None:
        self.rows_seen += 1
        self.on_row(self.rows_seen)
        if self.rows_left is not None:
            self.rows_left -= 1
            self.paper_out = self.paper_out or self.rows_left < 0
        if not self._stopped and time.monotonic() >= self._booting_until:
            self._rows.append(row)

    def _cut(self) -> int:
        kind = self._input[2]
        length = 3 if kind in (0, 1, 48, 49) else 4
        if len(self._input) < length:
            return 0
        if not self._stopped and self._rows:
            ink = Image.frombytes(
                "1", (8 * len(self._rows[0]), len(self._rows)), b"".join(self._rows)
            )
            self.papers.append(ink.point(lambda dot: 0 if dot else 255))
            self._rows.clear()
        return length

    def _real_time(self, kind: int) -> int:
        near, out = 0x0C * (self.paper_near_end or self.paper_out), 0x60 * self.paper_out
        return (
            0x12
            | {
                1: 0x08 * self._stopped | 0x04,  # the drawer's pin is high, as where none is
                2: 0x04 * self.cover_open | 0x20 * self.paper_out | 0x40 * self._error,
                3: 0x08 * self.cutter_jammed | 0x20 * self.broken | 0x40 * self.overheated,
                4: near | out,
            }[kind]
        )
