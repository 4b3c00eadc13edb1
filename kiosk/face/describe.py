"""A face as numbers."""

from collections.abc import Callable

import cv2
import dlib
import numpy as np

from kiosk.face import models
from kiosk.face.descriptor import CHIP_SIDE, Chip, Descriptor
from kiosk.face.detect import rectangle
from kiosk.face.seen import Image, SeenFace

MOST_JITTERS = 20
_PADDING = 0.25

Network = Callable[[Chip, int], Descriptor]
"""A chip, and how many jittered copies of it to describe (1 is itself alone)."""


def describe(image: Image, seen: SeenFace, *, jitters: int = 0) -> Descriptor:
    """The numbers of the face that was seen in ``image``; blocks for about 60 ms.

    The same as ``face_recognition.face_encodings(…, model="small")`` gives for the same box.
    ``jitters`` above 1 describes so many slightly turned and scaled copies and gives their mean,
    in so many times the time; at most :data:`MOST_JITTERS`.
    """
    if not 0 <= jitters <= MOST_JITTERS:
        raise ValueError(f"jitters must be 0 to {MOST_JITTERS}")
    colours = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    shape = models.landmark_predictor()(colours, rectangle(seen.box))
    chip = dlib.get_face_chip(colours, shape, size=CHIP_SIDE, padding=_PADDING)
    return _network(chip, max(1, jitters))


def run(chip: Chip, jitters: int) -> Descriptor:
    """The network itself, here; dlib holds the interpreter's lock meanwhile."""
    numbers = models.recogniser().compute_face_descriptor(chip, jitters)
    return np.array(numbers, dtype=np.float32)


_network: Network = run


def run_by(network: Network) -> None:
    """From now on let the network run elsewhere, in this whole process."""
    global _network
    _network = network
