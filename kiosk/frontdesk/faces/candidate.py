"""Whose face it is, among all that are kept: one patient's, or nobody's."""

from collections.abc import Sequence

NEAREST = 0.40
"""Largest distance of two descriptors of dlib's network at which a face is taken for one that is
kept. Of pictures of two different people fewer than 1 in 200,000 are as near (81.9 million pairs of
Labeled Faces in the Wild; docs/hospital-faces.md); but with 100,000 patients each who comes is
compared with as many strangers, and up to two of five are as near to one of them."""
AHEAD = 0.05
"""So much farther the second patient must be. A face that is nobody's lies between several that are
about as far; brothers and sisters, and one person under two records, lie side by side. Then a card
tells."""


def candidate(nearest: Sequence[tuple[str, float]]) -> str | None:
    """The patient, of the nearest descriptors with their distances, the nearest first. There are
    two patients among them, unless no second one has a face."""
    # Asked this way round, a distance that is no number is not near.
    if not nearest or not nearest[0][1] <= NEAREST:
        return None
    first, distance = nearest[0]
    second = next((far for patient, far in nearest if patient != first), None)
    return first if second is None or second - distance >= AHEAD else None
