"""Two card slots of a ``pcscd``, by Debian's ``vsmartcard-vpcd``: cards are laid on over TCP.

vpcd is a reader driver that listens on a port for each of its slots. Who connects there is a
card that lies on it; it is taken away by closing the connection. pcscd looks every 0.4 s.

A message is its length in two bytes, most significant first, and that many bytes. One byte is
an order: off, on, reset (no answer) or "your answer to reset"; anything longer is a command
APDU, answered by a response APDU (virtualsmartcard 0.8, ``src/vpcd/vpcd.h``).
"""

import contextlib
import socket
import threading
import time
from typing import Protocol

SLOTS = 2
"""As many as vpcd has."""

STARTS_WITHIN_S = 5.0

_ON, _RESET, _ATR = 1, 2, 4
_ANY_ATR = b"\x3b\x00"


class Card(Protocol):
    """What can be laid on a slot: the product's simulated card, or one of a test."""

    @property
    def atr(self) -> bytes: ...

    def process(self, apdu: bytes) -> bytes:
        """The response; an exception takes the card out of the field in the middle."""
        ...

    def reset(self) -> None:
        """The field was switched off, on, or the card was reset."""
        ...


class VirtualReader:
    """The slots at ``port`` and the port after it, on loopback. A context manager, which takes
    away at its end what lies there."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._laid: list[_Laid | None] = [None] * SLOTS

    def __enter__(self) -> "VirtualReader":
        return self

    def __exit__(self, *_: object) -> None:
        for slot in range(SLOTS):
            self.pull(slot)

    def lay(self, card: Card, slot: int = 0) -> None:
        """Lay a card on a slot; one that lay there is taken away.

        Waits a while for a pcscd that is just starting. Raises ``OSError`` if none has these
        slots.
        """
        self._lay(slot, card)

    def lay_mute(self, slot: int = 0) -> None:
        """Lay something there that is felt but gives no answer to reset."""
        self._lay(slot, None)

    def pull(self, slot: int = 0) -> None:
        """Take away what lies there, also in the middle of a command."""
        laid, self._laid[slot] = self._laid[slot], None
        if laid is not None:
            laid.pull()

    def _lay(self, slot: int, card: Card | None) -> None:
        self.pull(slot)
        self._laid[slot] = _Laid(self.port + slot, card)


class _Laid:
    """A card, or something mute, that lies on a slot."""

    def __init__(self, port: int, card: Card | None) -> None:
        self._port = port
        self._card = card
        self._pulled = threading.Event()
        self._connection = _connected(port)
        self._thread = threading.Thread(target=self._run, name="virtual-card", daemon=True)
        self._thread.start()

    def pull(self) -> None:
        self._pulled.set()
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            if self._card is not None:
                with self._connection as connection:
                    _serve(connection, self._card)
            # Something mute is felt again as soon as it hung up.
            while self._card is None and not self._pulled.is_set():
                with self._connection as connection:
                    _stay_mute(connection)
                if not self._pulled.is_set():
                    self._connection = _connected(self._port)


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), STARTS_WITHIN_S)
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            connection.settimeout(None)
            return connection


def _serve(connection: socket.socket, card: Card) -> None:
    card.reset()
    while message := _receive(connection):
        if len(message) > 1:
            try:
                answer = card.process(message)
            except Exception:  # whatever a card raises, it is gone
                return
            _send(connection, answer)
        elif message[0] == _ATR:
            _send(connection, card.atr)
        else:
            card.reset()


def _stay_mute(connection: socket.socket) -> None:
    """Be there when asked, and hang up when asked for an answer to reset after power-on."""
    while message := _receive(connection):
        if message[0] in (_ON, _RESET):
            return
        if message[0] == _ATR:
            _send(connection, _ANY_ATR)


def _receive(connection: socket.socket) -> bytes:
    """The next message; empty at the end."""
    header = _exactly(connection, 2)
    return _exactly(connection, int.from_bytes(header, "big"))


def _exactly(connection: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        # vpcd sends a message as two small packets: the second would wait 40 ms for our
        # acknowledgement of the first. Linux forgets this option, so it is set each time.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        part = connection.recv(count - len(data))
        if not part:
            return b""
        data += part
    return data


def _send(connection: socket.socket, data: bytes) -> None:
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(len(data).to_bytes(2, "big") + data)
