"""What the turns of one try showed of a nose."""

LEAST_NOSE = 0.14
"""What each turn must show of one; see :mod:`kiosk.face.liveness.relief`."""
CLEAR_NOSE = 0.2
"""What one turn at least must show. Paper that is bent across may seem to have a little of a nose
each time; a head that shows as little in one turn shows more in another."""
TURNS_AGAIN = 2
"""So many turns more are asked for at most: one that is too quick is not seen, either."""


class Noses:
    """Of one face."""

    def __init__(self) -> None:
        self._seen: list[float] = []
        self._again = TURNS_AGAIN

    def add(self, nose: float | None) -> None:
        """``None``: the turn could not be compared."""
        if nose is not None:
            self._seen.append(nose)

    @property
    def least(self) -> float:
        """What the turn that showed least of a nose showed of it; 0.0 before one did."""
        return min(self._seen, default=0.0)

    @property
    def sure(self) -> bool:
        """Whether another turn would say no more."""
        return bool(self._seen) and (self.least < LEAST_NOSE or max(self._seen) >= CLEAR_NOSE)

    @property
    def enough(self) -> bool:
        return self.sure and self.least >= LEAST_NOSE

    def once_more(self) -> bool:
        """Whether another turn should be asked for; it counts as asked for then."""
        if self.sure or not self._again:
            return False
        self._again -= 1
        return True
