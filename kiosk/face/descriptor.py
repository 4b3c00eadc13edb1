"""What goes into the network that describes faces, and what comes out; without the network."""

import numpy as np
from numpy.typing import NDArray

Descriptor = NDArray[np.float32]
"""Shape (128,); Faces of one person lie near each other by Euclidean distance
(:mod:`kiosk.face.compare`)."""

LENGTH = 128

Chip = NDArray[np.uint8]
"""A face cut out and put upright for the network: shape (150, 150, 3), red-green-blue."""

CHIP_SIDE = 150
