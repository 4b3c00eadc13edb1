"""What to tell somebody whose face is looked at: the first thing that is wrong with a picture."""

from collections.abc import Sequence

import numpy as np

from kiosk.face.seen import Image, SeenFace
from kiosk.model.guidance import FaceHint

NEAREST, FARTHEST = 0.75, 0.20
"""Bounds of :attr:`~kiosk.face.seen.SeenFace.size_share`."""
SMALLEST = 80
"""Pixels across a face; the description needs 150, and of fewer than 80 it is a guess."""
ANOTHER = 0.6
"""A second face that is this large by the first stands beside the patient, not behind."""
ASIDE = 0.28
"""Of the picture's width: farther from its middle a face is not centred."""
MOST_YAW, MOST_PITCH, MOST_ROLL = 20.0, 38.0, 25.0
"""Degrees. The length of a nose looks like a pitch of up to 20 degrees, so that has the widest
bound; the detector finds no face that is turned much farther up or down."""
DARK, BRIGHT = 0.15, 0.88
FLAT = 0.035
"""Contrast below which a face is a shadow."""
FROM_BEHIND, SHADOWED = 0.30, 0.25
"""How much brighter the background is, and how dark a face, for the light to be wrong: a dark
face before a white wall is none."""
BLURRED = 0.22
DARK_ROOM = 0.10
"""Mean of a picture in which nothing can be found."""
SHUT = 0.02


def hint_for(image: Image, faces: Sequence[SeenFace]) -> FaceHint:
    """``faces``: of ``image``, largest first. :attr:`~FaceHint.GOOD` if nothing is wrong."""
    if not faces:
        return _without_face(image)
    face = faces[0]
    if len(faces) > 1 and faces[1].box.height >= ANOTHER * face.box.height:
        return FaceHint.SEVERAL
    checks = (_place, _light, _attitude)
    found = (check(image, face) for check in checks)
    return next((hint for hint in found if hint is not None), FaceHint.GOOD)


def _without_face(image: Image) -> FaceHint:
    """A room that is dark, or a window behind somebody, hides the face from the detector, too."""
    small = image[::8, ::8]
    height, width = small.shape[:2]
    middle = small[height // 4 : height - height // 4, width // 3 : width - width // 3]
    if float(small.mean()) < DARK_ROOM * 255:
        return FaceHint.DARK
    upper = small[: max(1, height // 2)]
    sides = np.concatenate((upper[:, : width // 4].ravel(), upper[:, width - width // 4 :].ravel()))
    if middle.size and float(middle.mean()) < 0.22 * 255 and float(sides.mean()) > 0.6 * 255:
        return FaceHint.BACKLIT
    return FaceHint.NO_FACE


def _place(image: Image, face: SeenFace) -> FaceHint | None:
    height, width = image.shape[:2]
    box = face.box
    if face.size_share < FARTHEST or box.width < SMALLEST:
        return FaceHint.NEARER
    if face.size_share > NEAREST:
        return FaceHint.FARTHER
    cut = box.left < 0 or box.top < 0 or box.right >= width or box.bottom >= height
    if cut or abs(box.centre[0] / width - 0.5) > ASIDE:
        return FaceHint.CENTRE
    return None


def _light(image: Image, face: SeenFace) -> FaceHint | None:
    dark = face.brightness < DARK or face.contrast < FLAT
    if face.backlit > FROM_BEHIND and (dark or face.brightness < SHADOWED):
        return FaceHint.BACKLIT
    if dark:
        return FaceHint.DARK
    return FaceHint.BRIGHT if face.brightness > BRIGHT else None


def _attitude(image: Image, face: SeenFace) -> FaceHint | None:
    if abs(face.yaw) > MOST_YAW or abs(face.pitch) > MOST_PITCH or abs(face.roll) > MOST_ROLL:
        return FaceHint.STRAIGHT
    if face.sharpness < BLURRED:
        return FaceHint.HOLD_STILL
    return FaceHint.COVERED if max(face.eyes_open) < SHUT else None


def goodness(face: SeenFace) -> float:
    """Which of several pictures of a face to take, 0.0 to 1.0: the sharpest frontal one."""
    turned = abs(face.yaw) / 60 + abs(face.pitch) / 90 + abs(face.roll) / 90
    size = min(1.0, face.box.width / 150)
    light = min(1.0, face.contrast / 0.15)
    return face.sharpness * size * light * max(0.0, 1.0 - turned)
