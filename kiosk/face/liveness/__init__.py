"""Is it a face, or a picture of one: presentation attack detection (ISO/IEC 30107).

``Liveness(rng)`` is made for each try; what it finds out and how, and how often it is wrong, is
in ``docs/presentation-attacks.md``.
"""

from kiosk.face.liveness.base import LivenessCheck, LivenessState, Suspicion
from kiosk.face.liveness.check import Liveness

__all__ = ["Liveness", "LivenessCheck", "LivenessState", "Suspicion"]
