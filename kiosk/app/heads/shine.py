"""The light that a kiosk's page throws on what is before it.

Photometry, as in a luminous disc seen from the axis through its middle (Lambert). Nothing of it is
shared with the check for attacks, so that a mistake in one cannot agree with one in the other.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kiosk.app.heads.light import Light

NITS = 250.0
"""Of a white page."""
AREA_M2 = 0.476 * 0.268
"""Of a screen of 21.5 inches."""
GLOWS = 0.6
"""So much of a page has the colour that it shines in; the rest are pictures and words."""
FACE_M, WALL_M = 0.5, 2.5
"""From the page."""
GLASS = 0.045
"""What a phone's front mirrors …"""
HAZE = 0.005
"""… and what it scatters: a clean, polished one; a matt film 0.03."""
PHONE_NITS = 450.0
"""Of white on a phone, as bright as it can be indoors; tablets and monitors have 250 to 500."""

Rise = tuple[float, float, float]
"""Blue, green and red, in linear light."""


@dataclass(frozen=True, slots=True)
class Shine:
    """A page in one colour, in a hall."""

    colour: tuple[int, int, int]
    """Red, green and blue, 0 to 255 (sRGB, IEC 61966-2-1)."""
    hall_lux: float = 300.0
    """On faces and walls."""
    wall_m: float = WALL_M

    def rise(self, metres: float) -> Rise:
        """By how much skin, paper or a wall becomes brighter, in parts of the hall's light."""
        lux = self._white_lux(metres) / self.hall_lux
        blue, green, red = self._shares()
        return blue * lux, green * lux, red * lux

    def veil(self, metres: float, mirrored: float, haze: float = HAZE) -> Rise:
        """What a phone's front adds to what it shows, in parts of its white; ``mirrored`` is how
        much of the page is seen in it as in a mirror."""
        seen = haze * self._white_lux(metres) / math.pi + GLASS * mirrored * NITS
        blue, green, red = self._shares(1.0 if mirrored else GLOWS)
        return blue * seen / PHONE_NITS, green * seen / PHONE_NITS, red * seen / PHONE_NITS

    def on(self, light: Light) -> Light:
        """The light on a head with the page's."""
        return replace(light, page=self.rise(FACE_M))

    def _white_lux(self, metres: float) -> float:
        radius_2 = AREA_M2 / math.pi
        return math.pi * NITS * radius_2 / (radius_2 + metres**2)

    def _shares(self, glows: float = GLOWS) -> Rise:
        linear = decoded(np.array(self.colour[::-1]) / 255)
        return float(glows * linear[0]), float(glows * linear[1]), float(glows * linear[2])


def decoded(level: NDArray[np.floating]) -> NDArray[np.float32]:
    """Linear light, 0 to 1, of what a picture holds, 0 to 1."""
    bent = np.power((np.maximum(level, 0) + 0.055) / 1.055, 2.4)
    return np.asarray(np.where(level <= 0.04045, level / 12.92, bent), np.float32)


def encoded(linear: NDArray[np.floating]) -> NDArray[np.float32]:
    """The reverse of :func:`decoded`."""
    bent = 1.055 * np.power(np.maximum(linear, 0), 1 / 2.4) - 0.055
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, bent), np.float32)


def reflected(rise: Rise) -> NDArray[np.float32]:
    """What becomes of each grey level of a surface: a table of shape (256, 3), 0 to 255, and a
    little above."""
    linear = decoded(np.arange(256) / 255)[:, None] * (1 + np.array(rise, np.float32))
    return encoded(linear) * 255


def veiled(veil: Rise) -> NDArray[np.float32]:
    """The same of a screen, whose glass adds this."""
    linear = decoded(np.arange(256) / 255)[:, None] + np.array(veil, np.float32)
    return encoded(linear) * 255
