"""What is behind a person before a kiosk: the hall of a hospital, out of focus."""

import functools

import cv2
import numpy as np

from kiosk.app.heads.head import Image


@functools.lru_cache(maxsize=4)
def hall(width: int, height: int, *, window: bool = False) -> Image:
    """Walls, a floor, lamps, doors and chairs, as blurred as a camera at arm's length has them.

    With a ``window`` it is bright right behind the person. Do not write into it.
    """
    picture = np.empty((height, width, 3), np.float32)
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture[:] = np.array((196, 204, 206), np.float32) * (1.02 - 0.25 * down)
    rng = np.random.default_rng(3)

    def block(x: float, y: float, w: float, h: float, colour: tuple[int, int, int]) -> None:
        ends = (
            (round(x * width), round(y * height)),
            (round((x + w) * width), round((y + h) * height)),
        )
        cv2.rectangle(picture, *ends, colour, cv2.FILLED)

    block(0, 0.74, 1, 0.26, (150, 160, 166))
    for x in (0.06, 0.37, 0.68):
        block(x, 0.03, 0.2, 0.05, (250, 250, 248))
    block(0.09, 0.28, 0.13, 0.47, (126, 150, 166))
    block(0.78, 0.28, 0.13, 0.47, (126, 150, 166))
    block(0.30, 0.22, 0.10, 0.14, (132, 118, 70))
    for seat in range(7):
        block(0.02 + seat * 0.14, 0.66, 0.10, 0.14, (146 + seat * 3, 110, 70))
    for _ in range(5):
        x, tall = rng.uniform(0.02, 0.9), rng.uniform(0.25, 0.4)
        shade = int(rng.uniform(60, 140))
        block(x, 0.86 - tall, 0.035, tall, (shade, shade - 10, shade - 6))
    if window:
        block(0.2, 0.0, 0.6, 0.72, (255, 255, 255))
    soft = cv2.GaussianBlur(picture, (0, 0), height / 45)
    if window:
        glow = cv2.GaussianBlur(soft, (0, 0), height / 8)
        soft = np.clip(soft * 0.9 + glow * 0.25, 0, 255)
    return np.asarray(np.clip(soft, 0, 255), np.uint8)
