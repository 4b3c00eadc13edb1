"""Lays a simulated card on a running ``vpcd``, the virtual reader of Debian's vsmartcard.

The protocol (virtualsmartcard 0.8, ``src/vpcd/vpcd.h``): vpcd listens on a port for each of its
slots, and who connects there is a card that lies on it until the connection is closed. Each message
is two bytes of length, most significant first, and that many bytes; a message of one byte is
control (0 off, 1 on, 2 reset, 4 asks for the ATR, which alone is answered), anything longer a
command APDU, which is answered by its response APDU.
"""

import contextlib
import enum
import socket
import time
from collections import deque
from typing import Protocol

from kiosk.devices.card_reader.card.faults import Pulled
from kiosk.errors import DeviceError

HOST, PORT = "127.0.0.1", 35963
"""Where vpcd listens if nobody says otherwise; a second reader is on the next port."""
_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_ANY_ATR = b"\x3b\x00"
_CONNECT_SECONDS = 5.0
_AGAIN_SECONDS = 0.02
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)  # Linux alone has it


class Card(Protocol):
    """What can be laid there: :class:`~kiosk.devices.card_reader.card.card.SimulatedCard`."""

    @property
    def atr(self) -> bytes:
        """The answer to reset; empty for what is felt and gives none."""
        ...

    def process(self, apdu: bytes) -> bytes:
        """The response; raises :class:`Pulled` if the card leaves the field instead."""
        ...

    def reset(self) -> None:
        """The field was switched off, on, or the card was reset."""
        ...


class Ended(enum.Enum):
    """Why a card does not lie on a virtual reader any more."""

    STOPPED = "stopped"
    PULLED = "pulled"
    """By its faults. Served again, it is laid back."""
    NO_READER = "no-reader"
    """vpcd has ended the connection: pcscd stops, or another card took the place."""


class VpcdClient:
    """Lays cards on one virtual reader. :meth:`stop` is called from any thread or a signal's
    handler, all else from one thread at a time."""

    def __init__(self, host: str = HOST, port: int = PORT) -> None:
        self._address = (host, port)
        self._stopped = False
        # Connected and not served yet. serve() or stop() takes it out and closes it: a deque gives
        # it to one of them only, and is safe in a signal's handler, where a lock is not.
        self._waiting: deque[socket.socket] = deque()
        self._served: socket.socket | None = None

    def connect(self, within_s: float = 0.0) -> None:
        """Take the place on the reader; wait for so long for one that is just starting.

        Raises :class:`~kiosk.errors.DeviceError` if nobody listens there.
        """
        until = time.monotonic() + within_s
        while True:
            try:
                self._waiting.append(_connected(self._address))
            except OSError as error:
                if time.monotonic() < until and not self._stopped:
                    time.sleep(_AGAIN_SECONDS)
                    continue
                where = f"{self._address[0]}:{self._address[1]}"
                raise DeviceError(
                    f"no vpcd listens on {where} ({error.strerror or error}): "
                    "install vsmartcard-vpcd and start pcscd"
                ) from error
            if self._stopped:  # stop() may have looked before there was a connection
                self.stop()
            return

    def serve(self, card: Card) -> Ended:
        """Lie on the reader until :meth:`stop`, until the card is pulled or vpcd ends.

        Connects if that is not done yet, and raises what :meth:`connect` raises.
        """
        if not self._waiting and not self._stopped:
            self.connect()
        try:
            while self._lie(card):
                self.connect()
        except Pulled:
            return Ended.PULLED
        return Ended.STOPPED if self._stopped else Ended.NO_READER

    def stop(self) -> None:
        """Take the card away, also in the middle of a command, and for good."""
        self._stopped = True
        if (served := self._served) is not None:
            with contextlib.suppress(OSError):
                served.shutdown(socket.SHUT_RDWR)
        while (waiting := self._taken()) is not None:
            waiting.close()

    def _taken(self) -> socket.socket | None:
        try:
            return self._waiting.pop()
        except IndexError:
            return None

    def _lie(self, card: Card) -> bool:
        """Until the connection's end; whether the card shall be felt again."""
        connection = self._taken()
        if connection is None:
            return False  # stop() has closed it
        try:
            with connection:
                self._served = connection
                if self._stopped:  # stop() may have looked while it was nobody's
                    return False
                card.reset()
                if card.atr:
                    _serve(connection, card)
                    return False
                return _stay_mute(connection) and not self._stopped
        except OSError:
            return False  # the other side is gone
        finally:
            self._served = None


def _connected(address: tuple[str, int]) -> socket.socket:
    connection = socket.create_connection(address, _CONNECT_SECONDS)
    try:
        connection.settimeout(None)
        # Both sides write small packets in turn: without this and QUICKACK, each waits 40 ms
        # for the other's delayed acknowledgement.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        connection.close()
        raise
    return connection


def _serve(connection: socket.socket, card: Card) -> None:
    while (message := _message(connection)) is not None:
        if len(message) != 1:
            _send(connection, card.process(message))
        elif message[0] == _ATR:
            _send(connection, card.atr)
        elif message[0] in (_OFF, _ON, _RESET):
            card.reset()


def _stay_mute(connection: socket.socket) -> bool:
    """Be there when asked, and hang up when power is switched on: vpcd has no other way to say
    that nothing answers. Whether that happened."""
    while (message := _message(connection)) is not None:
        if message in (bytes((_ON,)), bytes((_RESET,))):
            return True
        if message == bytes((_ATR,)):
            _send(connection, _ANY_ATR)
    return False


def _message(connection: socket.socket) -> bytes | None:
    """The next one; ``None`` at the connection's end."""
    head = _exactly(connection, 2)
    return None if head is None else _exactly(connection, int.from_bytes(head))


def _exactly(connection: socket.socket, count: int) -> bytes | None:
    data = b""
    while len(data) < count:
        if _QUICKACK is not None:
            connection.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)  # holds for one packet
        part = connection.recv(count - len(data))
        if not part:
            return None
        data += part
    return data


def _send(connection: socket.socket, data: bytes) -> None:
    connection.sendall(len(data).to_bytes(2) + data)
