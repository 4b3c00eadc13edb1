"""The network that describes faces, in a process beside the eyes'.

dlib holds the interpreter's lock while it runs: 60 ms, several times in a try, in which the
camera's thread could give the patient no picture of themselves. Forked before there is any
thread, it shares much of its memory with the eyes' process, and ends with it.
"""

import os
import socket
from collections.abc import Callable

import numpy as np

from kiosk.errors import DeviceError
from kiosk.face.describe import CHIP_SIDE, LENGTH, Chip, Descriptor, run
from kiosk.vision.process.limits import end_with_parent, own_memory

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

    def __call__(self, chip: Chip, jitters: int) -> Descriptor:
        """As :func:`kiosk.face.describe.run`. Raises :class:`~kiosk.errors.DeviceError` where the
        weights are missing, and ``OSError`` where the process is gone."""
        self._holds_face = True
        self._link.sendall(bytes((jitters,)) + chip.tobytes())
        answer = _read(self._link, _ANSWER_BYTES)
        if answer is None:
            raise BrokenPipeError("the process that describes faces is gone")
        if answer[:1] == _MISSING:
            raise DeviceError("the weights of the models of faces are missing")
        return np.frombuffer(answer, dtype=np.float32, offset=1).copy()

    @property
    def gone(self) -> bool:
        """Whether the process has ended. For one thread: it is buried with that."""
        return os.waitpid(self.pid, os.WNOHANG) != (0, 0)

    def load(self) -> None:
        """Let it load its network, and run it once."""
        self(np.zeros((CHIP_SIDE, CHIP_SIDE, 3), dtype=np.uint8), 1)
        self._holds_face = False

    def forget(self) -> None:
        """Let it see nothing in place of the last face, which stays in the network's memory until
        the next one comes. Raises as a call does."""
        if self._holds_face:
            self.load()


def forked(close: Callable[[], None]) -> Describer:
    """Begin the process. Call it in the main thread, before there is any other.

    ``close`` is called in the new process, to let go of what is none of its business. Raises
    ``OSError`` where the process ends at once.
    """
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
            numbers = run(pixels.reshape(CHIP_SIDE, CHIP_SIDE, 3), request[0])
        except DeviceError:
            link.sendall(_MISSING + bytes(LENGTH * 4))
        else:
            link.sendall(_DONE + numbers.tobytes())
            del numbers
        del request, pixels  # or the last face would be here until the next one


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
