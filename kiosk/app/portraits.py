"""Portraits of invented people: a drawn face, the same for the same person."""

import io
import random
from collections.abc import Callable
from datetime import date

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIZE = (413, 531)
"""Width and height in dots: 35 × 45 mm at 300 dpi."""
_SCALE = 2
"""Drawn larger, then made smaller: edges become smooth."""
_GRAIN = 4.0
"""Standard deviation of the camera's noise, in grey levels."""
_OLD = 60
_SKIN = ((240, 208, 178), (231, 192, 158), (219, 176, 140), (205, 160, 122))
_CLOTHES = ((58, 78, 110), (120, 60, 66), (66, 100, 84), (92, 88, 104), (222, 224, 228))
_DARK, _GREY = (38, 32, 30), (186, 186, 190)
_Box = tuple[float, float, float, float]
_Boxes = Callable[[float, float, float, float], _Box]


def portrait(number: str, sex: str, birth: date, *, taken: date, jpeg: bool, size: int) -> bytes:
    """A picture of about ``size`` bytes, and not more: JPEG 2000 (JP2), or JPEG.

    ``number`` tells one person from another; ``sex`` is ``M`` or ``F``. Raises ``ValueError``
    for a size that no picture has (below 2,000 bytes).
    """
    if size < 2000:
        raise ValueError("a portrait has at least 2,000 bytes")
    image = _grained(_drawn(random.Random(number), sex, taken.year - birth.year), number)
    return _jpeg(image, size) if jpeg else _jpeg2000(image, size)


def _drawn(rng: random.Random, sex: str, age: int) -> Image.Image:
    width, height = SIZE[0] * _SCALE, SIZE[1] * _SCALE
    image = Image.new("RGB", (width, height), (206, 220, 232))
    draw = ImageDraw.Draw(image)
    skin, clothes = rng.choice(_SKIN), rng.choice(_CLOTHES)
    hair = _GREY if age >= _OLD else _DARK

    def box(x: float, y: float, rx: float, ry: float) -> _Box:
        """An ellipse's box, in shares of width and height."""
        return (x - rx) * width, (y - ry) * height, (x + rx) * width, (y + ry) * height

    face = 0.22 + rng.uniform(-0.015, 0.02), 0.215 + rng.uniform(-0.01, 0.012)
    if sex == "F":
        draw.ellipse(box(0.5, 0.46, face[0] + 0.08, face[1] + 0.12), fill=hair)
        draw.rectangle(box(0.5, 0.60, face[0] + 0.07, 0.13), fill=hair)
    draw.ellipse(box(0.5, 1.06, 0.44, 0.28), fill=clothes)
    draw.rectangle(box(0.5, 0.72, 0.085, 0.1), fill=_darker(skin, 0.9))
    draw.ellipse(box(0.5, 0.83, 0.085, 0.035), fill=_darker(skin, 0.9))
    for side in (-1, 1):
        draw.ellipse(box(0.5 + side * face[0], 0.47, 0.03, 0.045), fill=_darker(skin, 0.95))
    draw.ellipse(box(0.5, 0.46, *face), fill=skin)
    draw.pieslice(box(0.5, 0.43, face[0] + 0.02, face[1] + 0.01), 185, 355, fill=hair)
    fringe = 0.39 + rng.uniform(-0.02, 0.01)
    draw.ellipse(box(0.5, fringe + 0.055, face[0] - 0.015, 0.085), fill=skin)
    _features(draw, box, rng, hair, skin, wrinkled=age >= _OLD)
    return image.filter(ImageFilter.GaussianBlur(1.5)).resize(SIZE, Image.Resampling.LANCZOS)


def _features(
    draw: ImageDraw.ImageDraw,
    box: _Boxes,
    rng: random.Random,
    hair: tuple[int, int, int],
    skin: tuple[int, int, int],
    *,
    wrinkled: bool,
) -> None:
    apart, smile = rng.uniform(0.082, 0.098), rng.uniform(0.02, 0.032)
    for side in (-1, 1):
        x = 0.5 + side * apart
        draw.ellipse(box(x, 0.455, 0.034, 0.014), fill=(250, 250, 250))
        draw.ellipse(box(x, 0.455, 0.014, 0.0135), fill=(44, 30, 24))
        draw.arc(box(x, 0.43, 0.046, 0.022), 200, 340, fill=hair, width=7)
        if wrinkled:
            draw.arc(box(x, 0.475, 0.042, 0.018), 30, 150, fill=_darker(skin, 0.88), width=3)
    draw.arc(box(0.5, 0.535, 0.032, 0.02), 20, 160, fill=_darker(skin, 0.8), width=6)
    draw.chord(box(0.5, 0.595, 0.068, smile), 5, 175, fill=(178, 92, 88))
    if rng.random() < 0.3:  # glasses
        for side in (-1, 1):
            draw.ellipse(box(0.5 + side * apart, 0.457, 0.06, 0.036), outline=(70, 70, 76), width=5)
        draw.line((*box(0.5, 0.455, apart - 0.06, 0.0),), fill=(70, 70, 76), width=5)


def _grained(image: Image.Image, number: str) -> Image.Image:
    """With a camera's noise and light from the side, as photographs have: flat colours alone
    would make files that are far smaller than those on cards."""
    generator = np.random.default_rng(int.from_bytes(number.encode()))
    values = np.asarray(image, dtype=np.float32)
    light = np.linspace(8, -8, values.shape[1], dtype=np.float32)[None, :, None]
    noise = generator.normal(0, _GRAIN, values.shape[:2]).astype(np.float32)[:, :, None]
    return Image.fromarray(np.clip(values + light + noise, 0, 255).astype(np.uint8))


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


def _darker(colour: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    return round(colour[0] * share), round(colour[1] * share), round(colour[2] * share)
