"""What every driver may rely on of a bitmap."""

from PIL.Image import Image

LONGEST = 8000
"""Rows: a metre of paper. What is longer is a fault of who drew it."""


def checked(bitmap: Image, width: int) -> Image:
    """A copy of ``bitmap`` for the worker thread; ``ValueError`` if no printer should print it."""
    if bitmap.mode != "1" or bitmap.width != width or not 0 < bitmap.height <= LONGEST:
        raise ValueError(
            f"a ticket for this printer is {width} dots wide in mode 1 and at most {LONGEST} "
            f"high, not {bitmap.width}×{bitmap.height} in mode {bitmap.mode}"
        )
    return bitmap.copy()
