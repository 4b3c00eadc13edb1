"""The process: takes orders on its standard input, until that ends."""

import os
import queue
import resource
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import cv2

from kiosk.app.heads.head import Image
from kiosk.app.painter import files
from kiosk.app.painter.orders import (
    FPS,
    Ahead,
    Answer,
    File,
    Film,
    Frame,
    Frames,
    Garbled,
    Order,
    Refused,
    order_from,
    send,
)
from kiosk.app.painter.stock import Stock

MOST_ADDRESSES = 3 * 1024**3
"""Bytes: a picture that asks for more is refused, or ends this process (RLIMIT_AS)."""
NICENESS = 5
"""Faces at the dock may wait for the screen and the eyes, a quarter of whose share is left."""


def main() -> None:
    """Answer each order, in turn."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the kiosk, whose end is ours
    resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
    os.nice(NICENESS)
    cv2.setNumThreads(1)
    # Buffered, also where PYTHONUNBUFFERED is set: else only a part of a picture may be written.
    with open(sys.stdout.fileno(), "wb", closefd=False) as answers:
        serve(sys.stdin.buffer, answers)


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Until the orders end, or nobody takes the answers. Between two pictures that are drawn
    ahead it is seen whether there is an order: it waits for one picture, not for a film."""
    stock = Stock()
    waiting: queue.SimpleQueue[Order | None] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(orders, waiting), name="orders", daemon=True).start()
    while True:
        try:
            order = waiting.get(block=not stock.unfinished)
        except queue.Empty:
            stock.draw_on()
            continue
        if order is None:
            return
        if isinstance(order, Ahead):
            stock.want(order.films)
        else:
            send(answers, answer(order, stock))


def _listen(orders: IO[bytes], waiting: "queue.SimpleQueue[Order | None]") -> None:
    """What is no order ends the process, as the end of the orders does."""
    try:
        while (order := order_from(orders)) is not None:
            waiting.put(order)
    except Garbled:
        pass
    finally:
        waiting.put(None)


def answer(order: Film | File, stock: Stock) -> Answer:
    """What comes of an order."""
    if isinstance(order, Film):
        return _frames(*stock.film(order))
    try:
        if order.moving:
            return _frames(*files.film(Path(order.path)))
        return _frames([files.picture(Path(order.path))], FPS)
    except files.NotToShow as refused:
        return Refused(refused.reason)
    except OSError:
        return Refused("not-there")


def _frames(images: Sequence[Image], fps: float) -> Frames:
    return Frames([Frame(one.shape[0], one.shape[1], one.tobytes()) for one in images], fps)


if __name__ == "__main__":
    main()
