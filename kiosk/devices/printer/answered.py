"""Whether a printer has ever answered: from then on, its silence says something."""

from collections.abc import Callable


class Answered:
    """Of one printer on a line on which some printers talk and others do not. Used from the
    thread of its driver."""

    def __init__(self, ever: bool = False, on_first: Callable[[], None] = lambda: None) -> None:
        """``ever`` is what an earlier process knew; ``on_first`` is told what the next one is to
        know, and must return at once."""
        self._ever = ever
        self._on_first = on_first

    @property
    def ever(self) -> bool:
        return self._ever

    def now(self) -> None:
        """It has just answered."""
        if not self._ever:
            self._ever = True
            self._on_first()
