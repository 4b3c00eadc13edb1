"""Films that are drawn before they are asked for."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.app.heads.head import Image
from kiosk.app.painter import __main__ as process
from kiosk.app.painter.films import film
from kiosk.app.painter.orders import Ahead, Film, Frames, Manner, Somebody, answer_from, send
from kiosk.app.painter.stock import Stock

WHO = Somebody("1", "F", 50)
PATIENCE_S = 10.0


def order(movement: str) -> Film:
    """Of two pictures."""
    return Film(WHO, [], None, Manner.ALIVE, "normal", movement, 2 / 15)


@contextmanager
def piped() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Two ends of one pipe: what is written to the second is read from the first."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as reader, os.fdopen(writing, "wb") as writer:
        yield reader, writer


def shrunk(image: Image) -> NDArray[np.int16]:
    return cv2.resize(image, (80, 45), interpolation=cv2.INTER_AREA).astype(np.int16)


def draw_all(stock: Stock) -> int:
    """How many times something was drawn."""
    times = 0
    while stock.unfinished:
        assert times < 20, "it never ends"
        stock.draw_on()
        times += 1
    return times


def test_a_film_in_stock_is_the_one_that_would_be_drawn() -> None:
    stock = Stock()
    stock.want([order("nod"), order("blink")])
    assert draw_all(stock) > 0
    kept, fps = stock.film(order("nod"))
    drawn, same_fps = film(order("nod"))
    assert fps == same_fps
    for one, other in zip(kept, drawn, strict=True):
        # JPEG loses most of the noise, and little else.
        coarse, drawn_coarse = (shrunk(image) for image in (one, other))
        assert np.abs(coarse - drawn_coarse).mean() < 1


def test_what_is_asked_for_while_it_is_drawn_is_drawn_to_its_end() -> None:
    stock = Stock()
    stock.want([order("nod")])
    stock.draw_on()
    assert len(stock.film(order("nod"))[0]) == 2
    assert not stock.unfinished


def test_what_is_not_in_stock_is_drawn_and_not_kept() -> None:
    stock = Stock()
    assert len(stock.film(order("nod"))[0]) == 2
    stock.want([order("blink")])
    stock.draw_on()
    assert len(stock.film(order("nod"))[0]) == 2
    assert stock.unfinished, "the one that is wanted"


def test_what_is_wanted_still_is_not_drawn_again_and_all_else_goes() -> None:
    stock = Stock()
    stock.want([order("nod")])
    once = draw_all(stock)
    stock.want([order("blink"), order("nod")])
    assert draw_all(stock) == once
    stock.want([order("nod")])
    stock.want([order("blink"), order("nod")])
    assert draw_all(stock) == once, "the blink had gone"


def test_there_is_a_bound_to_what_is_kept() -> None:
    stock = Stock(most_kept=1)
    stock.want([order("nod"), order("blink")])
    assert draw_all(stock) == 1
    assert len(stock.film(order("blink"))[0]) == 2
    stock.want([])
    assert not stock.unfinished


def test_the_process_draws_ahead_while_nothing_else_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    all_drawn = threading.Event()
    by_itself = Stock.draw_on

    def draw_on(stock: Stock) -> None:
        by_itself(stock)
        if not stock.unfinished:
            all_drawn.set()

    monkeypatch.setattr(Stock, "draw_on", draw_on)
    with piped() as (take_orders, orders), piped() as (take_answers, answers):
        serving = threading.Thread(target=process.serve, args=(take_orders, answers), daemon=True)
        serving.start()
        send(orders, Ahead([order("nod")]))
        assert all_drawn.wait(PATIENCE_S)
        send(orders, order("nod"))
        came = answer_from(take_answers)
        orders.close()
        serving.join(PATIENCE_S)
        assert not serving.is_alive()
    assert isinstance(came, Frames)
    assert len(came.frames) == 2
