"""A face as numbers."""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.face import models
from kiosk.face.detect import rectangle
from kiosk.face.seen import Image, SeenFace

Descriptor = NDArray[np.float32]
"""Shape (128,); Faces of one person lie near each other by Euclidean distance
(:mod:`kiosk.face.compare`)."""

LENGTH = 128
MOST_JITTERS = 20


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
    numbers = models.recogniser().compute_face_descriptor(colours, shape, max(1, jitters))
    return np.array(numbers, dtype=np.float32)
