"""The network that describes faces, in a process beside the eyes'.

dlib holds the interpreter's lock while it runs: 60 ms, several times in a try, in which the
camera's thread could give the patient no picture of themselves. Forked before there is any
thread, it shares much of its memory with the eyes' process, and ends with it.
"""

import importlib
import os
import socket
from collections.abc import Callable
from contextlib import suppress

import numpy as np

from kiosk.errors import DeviceError
from kiosk.face.descriptor import CHIP_SIDE, LENGTH, Chip, Descriptor
from kiosk.vision.process.limits import end_with_parent, own_memory, resident_bytes

_CHIP_BYTES = CHIP_SIDE * CHIP_SIDE * 3
_REQUEST_BYTES = 1 + _CHIP_BYTES
_ANSWER_BYTES = 1 + LENGTH * 4
_DONE, _MISSING = b"\x00", b"\x01"


class Describer:
    """Asks the process beside. For one thread."""

    def __init__(self, link: socket.socket, pid: int, memory: int) -> None:
        """``memory`` is a descriptor that the process opened by
        :func:`~kiosk.vision.process.limits.own_memory`."""
        self._link = link
        self.pid = pid
        self.memory = memory
        self._holds_face = False
        self._loads = False
        self._is_buried = False

    def __call__(self, chip: Chip, jitters: int) -> Descriptor:
        """As :func:`kiosk.face.describe.run`. Raises :class:`~kiosk.errors.DeviceError` where
        dlib or its weights are missing or damaged, and ``OSError`` where the process is gone."""
        self._holds_face = True
        self._link.sendall(bytes((jitters,)) + chip.tobytes())
        answer = _read(self._link, _ANSWER_BYTES)
        if answer is None:
            raise BrokenPipeError("the process that describes faces is gone")
        if answer[:1] == _MISSING:
            raise DeviceError("dlib or its weights for faces are missing or damaged")
        return np.frombuffer(answer, dtype=np.float32, offset=1).copy()

    @property
    def gone(self) -> bool:
        """Whether the process has ended. For one thread: it is buried with that."""
        if not self._is_buried:
            self._is_buried = os.waitpid(self.pid, os.WNOHANG) != (0, 0)
        return self._is_buried

    @property
    def lost(self) -> bool:
        """Whether it has ended, and another one may do better: not if its network ended it."""
        return self.gone and not self._loads

    @property
    def resident_bytes(self) -> int:
        """What it holds; 0 once it has ended. For the thread of :attr:`gone`."""
        return 0 if self.gone else resident_bytes(self.memory)

    def load(self) -> None:
        """Let it load its network, and run it once. Raises as a call does."""
        self._loads = True
        try:
            self._see_nothing()
        except DeviceError:
            self._loads = False
            raise
        self._loads = False

    def forget(self) -> None:
        """Let it see nothing in place of the last face, which stays in the network's memory until
        the next one comes. Raises as a call does."""
        if self._holds_face:
            self._see_nothing()

    def _see_nothing(self) -> None:
        self(np.zeros((CHIP_SIDE, CHIP_SIDE, 3), dtype=np.uint8), 1)
        self._holds_face = False


def forked(close: Callable[[], None]) -> Describer:
    """Begin the process. Call it in the main thread, before there is any other.

    ``close`` is called in the new process, to let go of what is none of its business. Raises
    ``OSError`` where the process ends at once.
    """
    with suppress(ImportError):  # Both need it, and share it then. Without, they say so.
        importlib.import_module("kiosk.face.describe")
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid:
        theirs.close()
        _, passed, _, _ = socket.recv_fds(ours, 1, 1)
        if not passed:
            raise BrokenPipeError("the process that describes faces has not begun")
        return Describer(ours, pid, passed[0])
    try:
        ours.close()
        close()
        end_with_parent()
        memory = own_memory()
        socket.send_fds(theirs, [b"\x00"], [memory])
        os.close(memory)
        _serve(theirs)
    finally:
        os._exit(0)


def _serve(link: socket.socket) -> None:
    """Until the other side is gone."""
    while (request := _read(link, _REQUEST_BYTES)) is not None:
        pixels = np.frombuffer(request, dtype=np.uint8, offset=1)
        try:
            numbers = _run(pixels.reshape(CHIP_SIDE, CHIP_SIDE, 3), request[0])
        except (DeviceError, ImportError):
            link.sendall(_MISSING + bytes(LENGTH * 4))
        else:
            link.sendall(_DONE + numbers.tobytes())
            del numbers
        del request, pixels  # or the last face would be here until the next one


def _run(chip: Chip, jitters: int) -> Descriptor:
    from kiosk.face.describe import run

    return run(chip, jitters)


def _read(link: socket.socket, length: int) -> bytes | None:
    """Exactly so many bytes, ``None`` at the end."""
    whole = bytearray(length)
    rest = memoryview(whole)
    while rest:
        count = link.recv_into(rest)
        if count == 0:
            return None
        rest = rest[count:]
    return bytes(whole)
