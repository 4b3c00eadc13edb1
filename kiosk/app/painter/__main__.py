"""The process: takes orders on its standard input, until that ends."""

import resource
import signal
import sys
from pathlib import Path
from typing import IO

import cv2

from kiosk.app.heads.head import Image
from kiosk.app.painter import files
from kiosk.app.painter.films import film
from kiosk.app.painter.orders import (
    FPS,
    Answer,
    File,
    Frame,
    Frames,
    Order,
    Refused,
    order_from,
    send,
)

MOST_ADDRESSES = 3 * 1024**3
"""Bytes: a picture that asks for more is refused, or ends this process (RLIMIT_AS)."""


def main() -> None:
    """Answer each order, in turn."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the kiosk, whose end is ours
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    cv2.setNumThreads(1)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Until the orders end, or nobody takes the answers."""
    while (order := order_from(orders)) is not None:
        send(answers, answer(order))


def answer(order: Order) -> Answer:
    """What comes of an order."""
    if not isinstance(order, File):
        return _frames(*film(order))
    try:
        if order.moving:
            return _frames(*files.film(Path(order.path)))
        return _frames([files.picture(Path(order.path))], FPS)
    except files.NotToShow as refused:
        return Refused(refused.reason)
    except OSError:
        return Refused("not-there")


def _frames(images: list[Image], fps: float) -> Frames:
    return Frames([Frame(one.shape[0], one.shape[1], one.tobytes()) for one in images], fps)


if __name__ == "__main__":
    main()
