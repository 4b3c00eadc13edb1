"""The process that draws, as the dock sees it."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import kiosk
from kiosk.app.painter.orders import (
    Ahead,
    File,
    Film,
    Frames,
    Garbled,
    Refused,
    answer_from,
    send,
)

PATIENCE_S = 30.0
"""For one order; a process that takes longer is ended."""
_PACKAGE = Path(kiosk.__file__).resolve().parent.parent

Image = NDArray[np.uint8]


class PainterAway(Exception):
    """The process ended, or said nothing in time. The next order starts another."""


class Painter:
    """Starts its process with the first order. Any thread may ask; one order at a time."""

    def __init__(self, patience_s: float = PATIENCE_S) -> None:
        self._patience_s = patience_s
        self._one = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._answered = False
        self._closed = False
        self._ahead = Ahead([])

    @property
    def process_id(self) -> int | None:
        """Of the process, while there is one."""
        process = self._process
        return None if process is None else process.pid

    def ahead(self, films: Sequence[Film]) -> None:
        """Have these drawn while nothing else is, at most
        :data:`~kiosk.app.painter.orders.MOST_AHEAD`, and kept until others are named. Waits for an
        order that is under way, not for these."""
        with self._one:
            if self._closed or self._ahead.films == list(films):
                return
            self._ahead = Ahead(list(films))
            if self._process is not None and self._process.poll() is None:
                self._tell_ahead(self._process)
            elif films:
                self._running()

    def paint(self, order: Film | File) -> tuple[list[Image], float]:
        """The pictures, and how many a second. Blocks.

        Raises ``ValueError`` with the reason of a :class:`~kiosk.app.painter.orders.Refused`, and
        :class:`PainterAway`.
        """
        with self._one:
            if self._closed:
                raise PainterAway
            answer = self._answer(order) if self._answered else None
            if answer is None:
                # It may have ended long ago: a new one is asked.
                answer = self._answer(order)
            if answer is None:
                raise PainterAway
            self._answered = True
        if isinstance(answer, Refused):
            raise ValueError(answer.reason)
        return [_image(one.pixels, one.height, one.width) for one in answer.frames], answer.fps

    def _answer(self, order: Film | File) -> Frames | Refused | None:
        """``None``: the process is no more."""
        process = self._running()
        late = threading.Timer(self._patience_s, process.kill)
        late.daemon = True
        late.start()
        try:
            answer = _asked(process, order)
        except (OSError, Garbled):
            answer = None
        finally:
            late.cancel()
        if answer is None:
            self._end()
        return answer

    def close(self) -> None:
        """End the process; an order that is under way fails."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._one:
            self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            given = os.environ.get("PYTHONPATH")
            path = os.pathsep.join((str(_PACKAGE), *((given,) if given else ())))
            self._process = subprocess.Popen(  # our own command, no shell
                [sys.executable, "-m", "kiosk.app.painter"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # decoders of pictures write whatever they like
                env=os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
            )
            if self._ahead.films:
                self._tell_ahead(self._process)
        return self._process

    def _tell_ahead(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        with suppress(OSError):  # it ended; the next order starts another, which is told
            send(process.stdin, self._ahead)

    def _end(self) -> None:
        process, self._process = self._process, None
        self._answered = False
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what it was not told any more
                    pipe.close()


def _asked(process: subprocess.Popen[bytes], order: Film | File) -> Frames | Refused | None:
    assert process.stdin is not None
    assert process.stdout is not None
    send(process.stdin, order)
    return answer_from(process.stdout)


def _image(pixels: bytes, height: int, width: int) -> Image:
    if len(pixels) != height * width * 3:
        raise PainterAway
    return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)
