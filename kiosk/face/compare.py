"""Whether two faces are one person's, by the distance of their descriptors.

What a distance means is known from a published count over all 81.9 million pairs of 12,797
pictures of Labeled Faces in the Wild with these weights (Jack Grimes, "Face recognition distances
investigation"), from whose precision and recall the rates here are worked out:

======== =========================== ==========================
distance different people below it   one person's pictures above
======== =========================== ==========================
0.40     fewer than 1 in 200,000     71 %
0.45     about 1 in 30,000           41 %
0.50     about 1 in 4,000            16 %
0.55     about 1 in 900              4 %
0.60     about 1 in 180              1 %
======== =========================== ==========================

Those are press pictures from any side, so that a patient who looks into the camera is refused far
more seldom, and strangers picked at random, so that a sister is taken for the patient far more
often. Among people of the same origin, age and sex false matches are more frequent too, for all
such networks (NIST IR 8280), and for this one nobody has counted them among Vietnamese faces.
docs/faces.md has what was measured here.
"""

import numpy as np

from kiosk.face.descriptor import LENGTH, Descriptor
from kiosk.model.face import DESCRIPTOR_BYTES, VERIFY_DISTANCE

VERIFY = VERIFY_DISTANCE
"""Largest distance of a chip's picture and its holder (1:1): false matches about 1 in 4,000
strangers, within the 1 in 1,000 that Frontex asks of border gates (Best practice technical
guidelines for automated border control systems, 2015)."""

IDENTIFY = 0.40
"""Largest distance of one among many (1:N), where every enrolled stranger is a chance to err:
with 100,000 enrolled up to two in five searches of somebody unknown still find one so near, which
is why the hospital also wants a gap to the second, and the patient types the birth date."""

SAME_VISIT = 0.50
"""Largest distance of one face within a visit, in the same light and seconds apart: 0.1 to 0.35
for one person. Above it the face was exchanged."""


def distance(one: Descriptor, other: Descriptor) -> float:
    """Euclidean; 0.0 for the same, about 0.8 for strangers."""
    return float(np.linalg.norm(one.astype(np.float64) - other.astype(np.float64)))


def mean(descriptors: list[Descriptor]) -> Descriptor:
    """One for several of the same face: their noise averages out. ``ValueError`` for none."""
    if not descriptors:
        raise ValueError("no descriptor")
    whole: Descriptor = np.stack(descriptors).mean(axis=0, dtype=np.float64).astype(np.float32)
    return whole


def as_bytes(descriptor: Descriptor) -> bytes:
    """As it goes over the wire: :data:`~kiosk.model.face.DESCRIPTOR_BYTES`."""
    return descriptor.astype("<f4").tobytes()


def from_bytes(data: bytes) -> Descriptor:
    """Raises ``ValueError`` for another length, and for numbers that are none."""
    if len(data) != DESCRIPTOR_BYTES:
        raise ValueError(f"a descriptor has {DESCRIPTOR_BYTES} bytes")
    numbers = np.frombuffer(data, dtype="<f4", count=LENGTH).astype(np.float32)
    if not np.isfinite(numbers).all():
        raise ValueError("a descriptor has finite numbers")
    return numbers
