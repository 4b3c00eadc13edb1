"""dlib's detector and networks, loaded when first asked for: 60 MB, 0.3 s.

The weights come with the package ``face_recognition_models``, which is located but not imported:
its own code needs ``pkg_resources``, that setuptools no longer has, and offers the 68-point
landmarks, whose training data (iBUG 300-W) excludes commercial use. Those are never opened here.

None of these objects may be used by two threads at once.
"""

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

import dlib

from kiosk.errors import DeviceError

PACKAGE = "face_recognition_models"
LANDMARKS = "shape_predictor_5_face_landmarks.dat"
RECOGNITION = "dlib_face_recognition_resnet_model_v1.dat"


_Model = TypeVar("_Model")


def weights(name: str) -> Path:
    """Where the file of weights is. Raises :class:`~kiosk.errors.DeviceError` if it is not."""
    found = importlib.util.find_spec(PACKAGE)
    for folder in (found.submodule_search_locations or ()) if found else ():
        path = Path(folder, "models", name)
        if path.is_file():
            return path
    raise DeviceError(f"{name} of the package {PACKAGE} is missing: set the kiosk up again")


def _read(model: Callable[[str], _Model], name: str) -> _Model:
    path = str(weights(name))
    try:
        return model(path)
    except (RuntimeError, MemoryError):  # dlib's serialization_error; sizes that cannot be
        raise DeviceError(f"{name} is damaged: set the kiosk up again") from None


@cache
def detector() -> dlib.fhog_object_detector:
    """Finds frontal faces of 80 pixels and more (Dalal and Triggs, CVPR 2005; in dlib itself)."""
    return dlib.get_frontal_face_detector()


@cache
def landmark_predictor() -> dlib.shape_predictor:
    """Five points of a face (Kazemi and Sullivan, CVPR 2014). Public domain (CC0)."""
    return _read(dlib.shape_predictor, LANDMARKS)


@cache
def recogniser() -> dlib.face_recognition_model_v1:
    """128 numbers for a face: a residual network of 29 layers. Public domain (CC0)."""
    return _read(dlib.face_recognition_model_v1, RECOGNITION)


def load_all() -> None:
    """Everything now, so that no patient waits for it."""
    detector()
    landmark_predictor()
    recogniser()
