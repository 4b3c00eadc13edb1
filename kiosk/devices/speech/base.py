"""What a voice is to the kiosk."""

from typing import Protocol


class Speaker(Protocol):
    """Says one thing at a time. Used from the engine's event loop only."""

    @property
    def available(self) -> bool:
        """Whether anybody could hear it: a voice is installed and there is a sound device."""
        ...

    async def say(self, text: str, language: str) -> None:
        """Say ``text``, and return when it is said. Cancelling the call silences it at once.

        What was being said before stops. ``language`` is a BCP 47 tag. Raises
        :class:`~kiosk.errors.DeviceError` if the voice fails.
        """
        ...

    async def stop(self) -> None:
        """Silence. Silencing silence is no error."""
        ...
