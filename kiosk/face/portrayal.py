"""The best of several frames of one face, as one descriptor."""

from kiosk.face.compare import mean
from kiosk.face.descriptor import Descriptor

SOME = 2
BEST = 3
"""So many frames are averaged."""
MOST = 6
"""So many are described before a face counts as another one: the first ones may be poor."""


class Portrayal:
    def __init__(self) -> None:
        self._described: list[tuple[float, Descriptor]] = []
        self._count = 0

    def add(self, descriptor: Descriptor, goodness: float) -> None:
        """``goodness`` ranks it among the others, which are of the same face."""
        self._count += 1
        self._described.append((goodness, descriptor))
        self._described.sort(key=lambda each: each[0], reverse=True)
        del self._described[BEST:]

    @property
    def share(self) -> float:
        return min(1.0, self._count / BEST)

    @property
    def some(self) -> bool:
        """More than one, as a single frame may be a bad one."""
        return self._count >= SOME

    @property
    def enough(self) -> bool:
        return self._count >= BEST

    @property
    def full(self) -> bool:
        return self._count >= MOST

    @property
    def portrait(self) -> Descriptor:
        """Mean of the best. Raises ``ValueError`` while there is none."""
        return mean([descriptor for _, descriptor in self._described])
