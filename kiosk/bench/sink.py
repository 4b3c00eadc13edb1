"""A printer at the other end of a cable: takes what it gets, and says that all is well."""

import socket
import threading

_WELL = b"\x12"
"""Answer to ``DLE EOT n``: the fixed bits of every real-time status byte, and no fault."""
_DONE = b"\x00"
"""Answer to ``GS r n``, given when everything before it is on paper: paper is there."""


class PrinterSink:
    """An ESC/POS network printer on loopback that prints as fast as memory."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        held = b""
        with connection:
            while received := connection.recv(1 << 16):
                held += received
                answer = b""
                while (length := _command(held)) and len(held) >= length:
                    if held.startswith(b"\x10\x04"):
                        answer += _WELL
                    elif held.startswith(b"\x1dr"):
                        answer += _DONE
                    held = held[length:]
                if answer:
                    connection.sendall(answer)

    def close(self) -> None:
        self._server.close()


def _command(held: bytes) -> int:
    """The length of the command that ``held`` begins with; 0 if more of it must come first."""
    if held.startswith((b"\x10\x04", b"\x1dr", b"\x1bd", b"\x1bJ", b"\x1ba")):
        return 3
    if held.startswith(b"\x1b@"):
        return 2
    if held.startswith(b"\x1dV"):
        return 0 if len(held) < 3 else 4 if held[2] >= 0x41 else 3
    if held.startswith(b"\x1dv0"):
        if len(held) < 8:
            return 0
        wide, high = held[4] | held[5] << 8, held[6] | held[7] << 8
        return 8 + wide * high
    return 1 if len(held) > 1 or held[:1] not in (b"\x10", b"\x1b", b"\x1d") else 0
