"""Is it a face, or a picture of one: presentation attack detection (ISO/IEC 30107).

``Liveness(rng)`` (:class:`~kiosk.face.liveness.base.LivenessCheck`) is made for each try.
"""

from kiosk.face.liveness.base import (
    Image,
    Landmarked,
    LivenessCheck,
    LivenessState,
    Suspicion,
)

__all__ = ["Image", "Landmarked", "LivenessCheck", "LivenessState", "Suspicion"]
