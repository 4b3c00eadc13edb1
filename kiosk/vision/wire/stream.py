"""The kiosk's end of the socket.

Apart from the process's, as asyncio and what it imports are 7 MB there, for nothing.
"""

import asyncio

import msgspec

from kiosk.vision.wire.framing import LENGTH_BYTES, Garbled
from kiosk.vision.wire.messages import Told

MOST_TOLD_BYTES = 256 * 1024
"""Eight codes of the largest size, and more than that."""

_told: msgspec.msgpack.Decoder[Told] = msgspec.msgpack.Decoder(Told)


async def hear(stream: asyncio.StreamReader) -> Told | None:
    """The next message of the process, ``None`` when it has ended. Raises :class:`Garbled`."""
    try:
        length = int.from_bytes(await stream.readexactly(LENGTH_BYTES), "big")
        if length > MOST_TOLD_BYTES:
            raise Garbled("a message is too long")
        body = await stream.readexactly(length)
    except (asyncio.IncompleteReadError, OSError):
        return None
    try:
        return _told.decode(body)
    except msgspec.DecodeError:
        raise Garbled("a message has another form") from None
