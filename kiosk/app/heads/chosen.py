"""Faces that were chosen for the invented people, so that no two are alike.

Faces drawn by lot come so close to one another, now and then, that software takes them for one
person's. Those of the people with identity cards were therefore moved apart, one trait after
another, until they were not; what came of it is kept in ``seeds/faces.txt``: for each number the
traits below, one byte each, as base64.
"""

import base64
import binascii
import functools
from dataclasses import dataclass

from kiosk.paths import SEEDS

NAMES = (
    "tone", "warmth", "width", "length", "jaw", "chin", "cheekbone", "cheek", "forehead",
    "eye_size", "eye_open", "eye_gap", "eye_tilt", "eye_depth", "lid", "brow_height",
    "brow_thick", "brow_tilt", "brow_arch", "brow_gap", "nose_length", "nose_width",
    "nose_bridge", "nose_tip", "mouth_width", "mouth_height", "upper_lip", "lower_lip",
    "mouth_curve", "frown", "socket", "bag", "muzzle", "hollow", "hair_line",
)  # fmt: skip
"""Of the :class:`~kiosk.app.heads.traits.Traits` that run from minus to plus."""
REACH = 1.6
"""The largest of them."""
_BYTES = len(NAMES) + 5


@dataclass(frozen=True, slots=True)
class Look:
    """What is inborn of a face, or a matter of taste; see :class:`~kiosk.app.heads.traits.Traits`
    for all but the last three, which count the members of their enumerations."""

    values: dict[str, float]
    lip_red: float
    hair_colour: float
    hair: int
    glasses: int
    beard: int

    def packed(self) -> str:
        """As in the file."""
        data = [round((self.values[name] / REACH + 1) * 127.5) for name in NAMES]
        data += [round(self.lip_red * 255), round(self.hair_colour * 255)]
        return base64.b64encode(bytes([*data, self.hair, self.glasses, self.beard])).decode()

    @staticmethod
    def unpacked(text: str) -> "Look":
        """Raises ``ValueError`` for what is no look."""
        try:
            data = base64.b64decode(text, validate=True)
        except binascii.Error:
            raise ValueError("not base64") from None
        if len(data) != _BYTES:
            raise ValueError(f"a look has {_BYTES} bytes")
        values = {name: (byte / 127.5 - 1) * REACH for name, byte in zip(NAMES, data, strict=False)}
        red, colour, *kinds = data[len(NAMES) :]
        return Look(values, red / 255, colour / 255, *kinds)


def chosen(number: str) -> Look | None:
    """The look that was chosen for this number, if there is one."""
    return _all().get(number)


@functools.lru_cache(maxsize=1)
def _all() -> dict[str, Look]:
    lines = (SEEDS / "faces.txt").read_text("ascii").splitlines()
    pairs = (line.split() for line in lines if line and not line.startswith("#"))
    return {number: Look.unpacked(look) for number, look in pairs}
