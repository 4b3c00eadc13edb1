"""Whether a face is still the one that was there a moment ago, by its place."""

from collections.abc import Sequence

from kiosk.face.seen import Box, SeenFace

LOST_S = 1.5
"""A face turned far aside is not found; after so long it may be another one."""
FARTHEST = 0.8
"""Of a face's width: what a face moves at most from frame to frame, and while it is not found."""
GROWTH = 1.6
"""How much larger or smaller it is at most."""


class Track:
    """One face from frame to frame; times are seconds on one clock."""

    def __init__(self) -> None:
        self._box: Box | None = None
        self._seen = 0.0

    @property
    def place(self) -> Box | None:
        """Where the face was last."""
        return self._box

    def follows(self, face: SeenFace, taken: float) -> bool:
        """Take ``face`` as the one that is there; whether it was before. True for the first."""
        same = self._box is None or (not self.lost(taken) and _near(self._box, face.box))
        self._box, self._seen = face.box, taken
        return same

    def same(self, faces: Sequence[SeenFace], taken: float) -> SeenFace | None:
        """The one of ``faces`` that is where the face was; None if none is, and the old place
        is kept."""
        box = self._box
        near = [face for face in faces if box is not None and _near(box, face.box)]
        if box is None or not near or self.lost(taken):
            return None
        nearest = max(near, key=lambda face: face.box.overlap(box))
        self._box, self._seen = nearest.box, taken
        return nearest

    def lost(self, taken: float) -> bool:
        return self._box is not None and taken - self._seen > LOST_S


def _near(one: Box, other: Box) -> bool:
    (one_x, one_y), (other_x, other_y) = one.centre, other.centre
    reach = FARTHEST * max(one.width, other.width)
    size = max(one.height, other.height) / max(1, min(one.height, other.height))
    return abs(one_x - other_x) < reach and abs(one_y - other_y) < reach and size < GROWTH
