"""Ends the application in good order when the system asks for it."""

import contextlib
import signal
import socket
from collections.abc import Callable, Iterator
from types import FrameType

from PySide6.QtCore import QSocketNotifier

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextlib.contextmanager
def on_termination(quit_application: Callable[[], None]) -> Iterator[None]:
    """Call ``quit_application`` in Qt's main thread when SIGTERM or SIGINT arrives.

    Python runs signal handlers between two of its own instructions, which do not come while
    Qt waits for events. So the signal also writes to a socket, which wakes Qt.
    """

    def arrived(_number: int, _frame: FrameType | None) -> None:
        quit_application()

    read, write = socket.socketpair()
    with read, write:
        read.setblocking(False)
        write.setblocking(False)
        notifier = QSocketNotifier(read.fileno(), QSocketNotifier.Type.Read)
        # Being called is all it takes: Python runs `arrived` on the way.
        notifier.activated.connect(lambda: read.recv(16))
        fd_before = signal.set_wakeup_fd(write.fileno(), warn_on_full_buffer=False)
        handlers_before = {number: signal.signal(number, arrived) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in handlers_before.items():
                signal.signal(number, handler)
            signal.set_wakeup_fd(fd_before)
            notifier.setEnabled(False)
