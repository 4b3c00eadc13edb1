"""A printer at the other end of a cable: takes what it gets, and says that all is well."""

import socket
import threading

_STATUS_REQUEST = b"\x10\x04"
"""``DLE EOT n`` (ESC/POS real-time status transmission)."""
_WELL = 0x12
"""The fixed bits of every status byte, and no fault."""


class PrinterSink:
    """An ESC/POS network printer on loopback that is as fast as memory."""

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
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            tail = b""
            while received := connection.recv(1 << 16):
                # A picture's bytes may look like a request; an answer too many is harmless.
                asked = (tail + received).count(_STATUS_REQUEST)
                tail = received[-1:] if received.endswith(_STATUS_REQUEST[:1]) else b""
                if asked:
                    connection.sendall(bytes([_WELL] * asked))

    def close(self) -> None:
        self._server.close()
