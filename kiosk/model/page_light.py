"""The light that a page throws on the face before it."""

import enum

FADE_S = 0.2
"""So long the page takes from one light to the next, in seconds: softly, no flash."""


class PageLight(enum.Enum):
    """A page's light: which, in no colour yet.

    Of one luminance: no flash as WCAG 2.2 means it (success criterion 2.3.1: a change of
    relative luminance by a tenth and more).
    """

    WARM = "warm"
    COOL = "cool"

    @property
    def colour(self) -> tuple[int, int, int]:
        """Red, green and blue of the page, 0 to 255 (sRGB, IEC 61966-2-1)."""
        return _COLOURS[self]


_COLOURS = {PageLight.WARM: (0xFF, 0xD0, 0x96), PageLight.COOL: (0xAA, 0xDE, 0xFF)}
