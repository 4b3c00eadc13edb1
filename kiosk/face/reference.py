"""The picture that a live face is compared with: a chip's DG2, or a file.

It comes from a card that anybody can bring, so it is hostile until it was decoded.
"""

import io
import struct

import cv2
import numpy as np
from PIL import Image as Pictures

from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.lds.image_header import FaceFormat
from kiosk.face import compressed
from kiosk.face.describe import describe
from kiosk.face.descriptor import Descriptor
from kiosk.face.detect import detect
from kiosk.face.seen import Image, SeenFace
from kiosk.model.face import FaceUnreadable

ANOTHER = 0.5
"""A second face that is this large by the first is no mark on the wall."""
ENLARGED = 640 * 480
"""Pixels below which a picture without a face is looked at again at twice its size."""

_DECODERS = {FaceFormat.JPEG: "JPEG", FaceFormat.JPEG2000: "JPEG2000"}


def picture(data: bytes) -> Image:
    """What JPEG or JPEG 2000 bytes show: at most 1 MB and 4 megapixels; blocks for up to 0.5 s.

    Raises :class:`~kiosk.model.face.FaceUnreadable` with ``not-a-picture`` (also for one that is
    cut off) or ``too-large``.
    """
    try:
        decoder = _DECODERS[compressed.check(data)]
        with Pictures.open(io.BytesIO(data), formats=(decoder,)) as opened:
            if opened.width * opened.height > compressed.MOST_PIXELS:
                raise FaceUnreadable("too-large")
            colours = np.asarray(opened.convert("RGB"), dtype=np.uint8)
    except (compressed.TooCostly, Pictures.DecompressionBombError):
        raise FaceUnreadable("too-large") from None
    except (Malformed, OSError, ValueError, SyntaxError, EOFError, MemoryError, struct.error):
        # SyntaxError is what Pillow's readers raise of headers. Nothing of the bytes is told.
        raise FaceUnreadable("not-a-picture") from None
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2BGR), dtype=np.uint8)


def only_face(image: Image) -> tuple[Image, SeenFace]:
    """The one face of a picture, and the picture it was found in: ``image``, or where that is
    small, ``image`` at twice its size. Small faces in large pictures are looked for, too.

    Raises :class:`~kiosk.model.face.FaceUnreadable` with ``no-face`` or ``several-faces``.
    """
    faces = detect(image) or detect(image, far=True)
    if not faces and image.shape[0] * image.shape[1] < ENLARGED:
        twice = cv2.resize(image, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        image = np.asarray(twice, dtype=np.uint8)
        faces = detect(image)
    if not faces:
        raise FaceUnreadable("no-face")
    if len(faces) > 1 and faces[1].box.height >= ANOTHER * faces[0].box.height:
        raise FaceUnreadable("several-faces")
    return image, faces[0]


def template(data: bytes) -> Descriptor:
    """The face of a picture as :func:`picture` takes it, described. Raises
    :class:`~kiosk.model.face.FaceUnreadable` for each of its reasons."""
    return describe(*only_face(picture(data)))
