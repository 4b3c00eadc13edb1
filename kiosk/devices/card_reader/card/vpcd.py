"""Offers a simulated card to a running ``vpcd``, the virtual reader of Debian's vsmartcard.

The protocol: vpcd listens, the card connects. Each message is two bytes of length and that many
bytes; a message of one byte is control (0 off, 1 on, 2 reset, 4 asks for the ATR, which alone
is answered), anything longer a command APDU, which is answered by its response APDU.
"""

import enum
import socket
import threading

from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.faults import Pulled
from kiosk.errors import DeviceError

HOST, PORT = "127.0.0.1", 35963
"""Where vpcd listens if nobody says otherwise; a second reader is on the next port."""
_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_POLL_SECONDS = 0.2
"""How often a waiting card looks whether it shall stop."""
_CONNECT_SECONDS = 5.0
_QUICKACK = getattr(socket, "TCP_QUICKACK", None)  # Linux alone has it


class Ended(enum.Enum):
    """Why a card does not lie on a virtual reader any more."""

    STOPPED = "stopped"
    PULLED = "pulled"
    """By its faults. Served again, it is laid back."""
    NO_READER = "no-reader"
    """vpcd has ended the connection: pcscd stops, or another card took the place."""


class VpcdClient:
    """Lays cards on one virtual reader."""

    def __init__(self, host: str = HOST, port: int = PORT) -> None:
        self._address = (host, port)

    def serve(self, card: SimulatedCard, stop: threading.Event) -> Ended:
        """Lie on the reader until ``stop`` is set, the card is pulled or vpcd ends.

        Looks for ``stop`` five times a second. Raises :class:`~kiosk.errors.DeviceError` if
        nobody listens there.
        """
        try:
            connection = socket.create_connection(self._address, _CONNECT_SECONDS)
        except OSError as error:
            where = f"{self._address[0]}:{self._address[1]}"
            raise DeviceError(
                f"no vpcd listens on {where} ({error.strerror or error}): "
                "install vsmartcard-vpcd and start pcscd"
            ) from error
        with connection:
            connection.settimeout(_POLL_SECONDS)
            # Both sides write small packets in turn: without these, each waits 40 ms for the
            # other's delayed acknowledgement.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            card.reset()
            try:
                _serve(connection, card, stop)
            except Pulled:
                return Ended.PULLED
            except OSError:
                pass  # the other side is gone
        return Ended.STOPPED if stop.is_set() else Ended.NO_READER


def _serve(connection: socket.socket, card: SimulatedCard, stop: threading.Event) -> None:
    while (head := _received(connection, 2, stop)) is not None:
        message = _received(connection, int.from_bytes(head), stop)
        if message is None:
            return
        answer = _answer(card, message)
        if answer is not None:
            connection.sendall(len(answer).to_bytes(2) + answer)


def _answer(card: SimulatedCard, message: bytes) -> bytes | None:
    if len(message) != 1:
        return card.process(message)
    if message[0] in (_OFF, _ON, _RESET):
        card.reset()
    return card.atr if message[0] == _ATR else None


def _received(connection: socket.socket, count: int, stop: threading.Event) -> bytes | None:
    """So many bytes; ``None`` at the connection's end, or when it is time to stop."""
    data = b""
    while len(data) < count:
        if stop.is_set():
            return None
        if _QUICKACK is not None:
            connection.setsockopt(socket.IPPROTO_TCP, _QUICKACK, 1)  # holds for one packet
        try:
            part = connection.recv(count - len(data))
        except TimeoutError:
            continue
        if not part:
            return None
        data += part
    return data
