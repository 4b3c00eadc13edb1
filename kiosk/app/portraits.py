"""Portraits of invented people, as on their cards: the same face for the same person."""

import io
from datetime import date

import numpy as np
from PIL import Image

from kiosk.app.heads.figure import Figure, draw
from kiosk.app.heads.head import Head
from kiosk.app.heads.light import Light

SIZE = (413, 531)
"""Width and height in dots: 35 × 45 mm at 300 dpi."""
_GRAIN = 4.0
"""Standard deviation of the camera's noise, in grey levels."""
_GROUND = (232, 220, 206)
_HEAD, _EYES = 0.62, 0.46
"""Height of the head, and where the eyes are, as shares of the picture (ISO/IEC 39794-5, D.1)."""
_STUDIO = Light(azimuth=-8, elevation=22, key=0.72, ambient=0.48)


def portrait(number: str, sex: str, birth: date, *, taken: date, jpeg: bool, size: int) -> bytes:
    """A picture of about ``size`` bytes, and not more: JPEG 2000 (JP2), or JPEG.

    ``number`` tells one person from another; ``sex`` is ``M`` or ``F``. Raises ``ValueError``
    for a size that no picture has (below 2,000 bytes).
    """
    if size < 2000:
        raise ValueError("a portrait has at least 2,000 bytes")
    image = _taken(number, sex, max(0, taken.year - birth.year))
    return _jpeg(image, size) if jpeg else _jpeg2000(image, size)


def _taken(number: str, sex: str, age: int) -> Image.Image:
    """As a photographer for identity cards takes it: straight, lit evenly, before plain ground."""
    width, height = SIZE
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = _GROUND
    draw(Figure(Head.of(number, sex, age), share=_HEAD, y=_EYES), picture, _STUDIO)
    noise = np.random.default_rng(int.from_bytes(number.encode())).normal(
        0, _GRAIN, (height, width)
    )
    values = picture[:, :, ::-1] + noise.astype(np.float32)[:, :, None]
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))


def _jpeg2000(image: Image.Image, size: int) -> bytes:
    """By its rate: the encoder keeps as much of the detail as fits."""
    raw = image.width * image.height * 3
    return _saved(image, "JPEG2000", quality_mode="rates", quality_layers=[raw / (size - 200)])


def _jpeg(image: Image.Image, size: int) -> bytes:
    """The best quality that fits."""
    low, high, best = 1, 95, b""
    while low <= high:
        quality = (low + high) // 2
        data = _saved(image, "JPEG", quality=quality)
        if len(data) <= size:
            best, low = data, quality + 1
        else:
            high = quality - 1
    return best or _saved(image, "JPEG", quality=1)


def _saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()
