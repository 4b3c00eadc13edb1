"""Hints that do not flicker."""

from kiosk.model.guidance import FaceHint

CHANGE_S = 0.25
"""A new hint must hold so long before it is told: what is wrong in one frame is noise."""
ADVICE_S = 3.0
"""How long :attr:`FaceHint.COVERED` is told. Whether eyes are seen is a guess, and some cannot
open theirs wider: then the face is compared as it is."""


class SteadyHint:
    def __init__(self) -> None:
        self._told: FaceHint | None = None
        self._next: FaceHint | None = None
        self._next_since = 0.0
        self._covered_since: float | None = None

    def of(self, hint: FaceHint, taken: float) -> FaceHint:
        """What to tell now that ``hint`` is seen. Good is told at once, and while another hint is
        not told yet, the old one is; but never good for a frame that is not."""
        hint = self._advice(hint, taken)
        if hint is not self._next:
            self._next, self._next_since = hint, taken
        held = taken - self._next_since >= CHANGE_S
        if self._told is None or held or FaceHint.GOOD in (hint, self._told):
            self._told = hint
        return self._told

    def _advice(self, hint: FaceHint, taken: float) -> FaceHint:
        if hint is not FaceHint.COVERED:
            return hint
        if self._covered_since is None:
            self._covered_since = taken
        return hint if taken - self._covered_since < ADVICE_S else FaceHint.GOOD
