"""Where a message begins and ends, and the process's end of the socket."""

import socket
import threading

import msgspec

from kiosk.vision.wire.messages import Order, Told

LENGTH_BYTES = 4
MOST_ORDER_BYTES = 64 * 1024 * 1024
"""A picture of 4096 × 4096 that a tester holds up, and its frame."""

_orders: msgspec.msgpack.Decoder[Order] = msgspec.msgpack.Decoder(Order)


class Garbled(Exception):
    """The other side said what it never says. Without its words."""


class KioskGone(Exception):
    """Nobody hears the process any more."""


def packed(message: Order | Told) -> bytes:
    """The message with its length before it."""
    body = msgspec.msgpack.encode(message)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


class Channel:
    """The process's end of the socket. Orders are heard by one thread; any may tell."""

    def __init__(self, link: socket.socket) -> None:
        self._link = link
        self._telling = threading.Lock()

    def order(self) -> Order | None:
        """Wait for the next order; ``None`` when the kiosk is gone. Raises :class:`Garbled`."""
        head = self._read(LENGTH_BYTES)
        if head is None:
            return None
        length = int.from_bytes(head, "big")
        if length > MOST_ORDER_BYTES:
            raise Garbled("an order is too long")
        body = self._read(length)
        if body is None:
            return None
        try:
            return _orders.decode(body)
        except msgspec.DecodeError:
            raise Garbled("an order has another form") from None

    def tell(self, message: Told) -> None:
        """Raises :class:`KioskGone`."""
        try:
            with self._telling:
                self._link.sendall(packed(message))
        except OSError:
            raise KioskGone from None

    def close(self) -> None:
        """In a process that has no part in it."""
        self._link.close()

    def _read(self, length: int) -> bytearray | None:
        whole = bytearray(length)
        rest = memoryview(whole)
        while rest:
            try:
                count = self._link.recv_into(rest)
            except OSError:
                return None
            if count == 0:
                return None
            rest = rest[count:]
        return whole
