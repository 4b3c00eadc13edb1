"""Two card slots of a ``pcscd``, by Debian's ``vsmartcard-vpcd``: cards are laid on over TCP.

pcscd looks every 0.4 s whether something was laid there or taken away.
"""

import threading

from kiosk.devices.card_reader.card.vpcd import HOST, Card, VpcdClient

SLOTS = 2
"""As many as vpcd has."""

STARTS_WITHIN_S = 5.0


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

        Waits a while for a pcscd that is just starting. Raises
        :class:`~kiosk.errors.DeviceError` if none has these slots.
        """
        self.pull(slot)
        self._laid[slot] = _Laid(self.port + slot, card)

    def pull(self, slot: int = 0) -> None:
        """Take away what lies there, also in the middle of a command."""
        laid, self._laid[slot] = self._laid[slot], None
        if laid is not None:
            laid.pull()


class _Laid:
    """A card that lies on a slot, in a thread of its own."""

    def __init__(self, port: int, card: Card) -> None:
        self._client = VpcdClient(HOST, port)
        self._client.connect(STARTS_WITHIN_S)
        self._thread = threading.Thread(
            target=self._client.serve, args=[card], name="virtual-card", daemon=True
        )
        self._thread.start()

    def pull(self) -> None:
        self._client.stop()
        self._thread.join(5)
