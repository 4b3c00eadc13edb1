"""One command to the card and its answer back, counted and timed."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.emrtd.apdu import EXTENDED_LE, Command, Response
from kiosk.emrtd.errors import Malformed

MOST_PARTS = 512
"""Answers that one response may come in (61xx); twice what the longest needs."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command and its answer, without their content: sizes in bytes, time in seconds."""

    name: str
    sent: int
    received: int
    status: int
    seconds: float


class Transport:
    """Sends APDUs as they are. What ``transmit`` raises passes through.

    ``exchanges``, ``bytes_sent`` and ``bytes_received`` count from the beginning;
    ``on_exchange`` is told of each.
    """

    def __init__(
        self, transmit: Callable[[bytes], bytes], on_exchange: Callable[[Exchange], None] | None
    ) -> None:
        self._transmit = transmit
        self._on_exchange = on_exchange
        self.exchanges = 0
        self.bytes_sent = 0
        self.bytes_received = 0

    def exchange(self, name: str, command: Command) -> Response:
        """The card's answer, fetched to its end where it comes in parts (61xx).

        ``name`` is the command's name before it was protected. Raises :class:`Malformed` for
        an answer that is none, or has no end.
        """
        response = self._send(name, command)
        if response.status >> 8 != 0x61:
            return response
        data = bytearray(response.data)
        for _ in range(MOST_PARTS):
            rest = Command(0x00, 0xC0, 0x00, 0x00, le=response.status & 0xFF or 0x100)
            response = self._send(rest.name, rest)
            data += response.data
            if response.status >> 8 != 0x61:
                return Response(bytes(data), response.status)
            if not response.data or len(data) > EXTENDED_LE:
                break
        raise Malformed("response", "it has no end")

    def _send(self, name: str, command: Command) -> Response:
        sent = command.encode(extended=command.is_extended)
        begun = time.perf_counter()
        raw = self._transmit(sent)
        seconds = time.perf_counter() - begun
        response = Response.parse(raw)
        self.exchanges += 1
        self.bytes_sent += len(sent)
        self.bytes_received += len(raw)
        if self._on_exchange:
            self._on_exchange(Exchange(name, len(sent), len(raw), response.status, seconds))
        return response
