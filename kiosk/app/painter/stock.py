"""Films that are drawn before they are asked for: a face that is asked to turn should do so now."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from kiosk.app.heads.head import Image
from kiosk.app.painter.films import film
from kiosk.app.painter.orders import Film

MOST_KEPT = 48 * 1024 * 1024
"""Bytes: six films of three seconds, four times over. Beyond it nothing is drawn ahead."""
_QUALITY = 95
"""Of JPEG, as which cameras send their pictures; a film is 2 MB so, and 29 MB without."""


class _Drawing:
    """One film, as far as it is drawn."""

    def __init__(self, order: Film) -> None:
        self._rest, self.fps = film(order)
        self._drawn: list[bytes] = []
        self.size = 0
        """Bytes that are kept."""
        self.finished = False

    def draw_on(self) -> None:
        """One picture more."""
        picture = next(self._rest, None)
        if picture is None:
            self.finished = True
            return
        _, encoded = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, _QUALITY))
        self._drawn.append(encoded.tobytes())
        self.size += len(self._drawn[-1])

    def pictures(self) -> Iterator[Image]:
        """All of them; what is missing is drawn."""
        while not self.finished:
            self.draw_on()
        for one in self._drawn:
            picture = cv2.imdecode(np.frombuffer(one, np.uint8), cv2.IMREAD_COLOR)
            yield np.asarray(picture, np.uint8)


class Stock:
    """The films that may be asked for, in the order in which they probably are."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._films: list[tuple[Film, _Drawing]] = []

    def want(self, films: Sequence[Film]) -> None:
        """Keep these alone; what is drawn of them already stays. Raises ``ValueError`` as
        :func:`~kiosk.app.painter.films.film`."""
        kept = self._films
        self._films = [(one, _found(kept, one) or _Drawing(one)) for one in films]

    @property
    def unfinished(self) -> bool:
        """Whether there is something to draw, and room for it."""
        return self._next() is not None

    def draw_on(self) -> None:
        """One picture more of what is not finished."""
        drawing = self._next()
        if drawing is not None:
            drawing.draw_on()

    def film(self, order: Film) -> tuple[list[Image], float]:
        """As :func:`~kiosk.app.painter.films.film`, at once if it is in stock."""
        drawing = _found(self._films, order)
        if drawing is not None:
            return list(drawing.pictures()), drawing.fps
        pictures, fps = film(order)
        return list(pictures), fps

    def _next(self) -> _Drawing | None:
        if sum(drawing.size for _, drawing in self._films) >= self._most_kept:
            return None
        return next((drawing for _, drawing in self._films if not drawing.finished), None)


def _found(films: Sequence[tuple[Film, _Drawing]], wanted: Film) -> _Drawing | None:
    # Orders have lists in them, so that they are no keys.
    return next((drawing for order, drawing in films if order == wanted), None)
