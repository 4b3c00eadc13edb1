"""Why a V4L2 device does not open: OpenCV says only that it does not."""

import fcntl
import os
import struct
from pathlib import Path

from kiosk.devices.camera.reasons import CameraReason, reason_of

_QUERYCAP = 0x80685600
"""VIDIOC_QUERYCAP of linux/videodev2.h: ``_IOR('V', 0, struct v4l2_capability)``, 104 bytes."""
_CAPABILITY = struct.Struct("=16s32s32sIII12x")
"""Driver, card, bus, version, capabilities of the whole device, and of this node."""
_OF_THE_NODE = 0x8000_0000
"""V4L2_CAP_DEVICE_CAPS: the last field is filled in."""
_CAPTURES = 0x0000_0001 | 0x0000_1000
"""V4L2_CAP_VIDEO_CAPTURE, V4L2_CAP_VIDEO_CAPTURE_MPLANE. Many cameras have a second node that
gives what is known of each picture, and no pictures."""


def why_not_open(path: Path) -> CameraReason:
    """Why OpenCV could not open this device: not found, no permission, unsupported, or busy.

    A node that can capture (Linux Media userspace API, ioctl VIDIOC_QUERYCAP) and still does not
    open is held by another program: opening it succeeds for many, streaming for one alone.
    """
    try:
        # Without waiting, and without a terminal becoming ours.
        node = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    except OSError as error:
        return reason_of(error, CameraReason.UNSUPPORTED)
    try:
        told = fcntl.ioctl(node, _QUERYCAP, bytes(_CAPABILITY.size))
    except OSError as error:  # ENOTTY, EINVAL: it is something else
        return reason_of(error, CameraReason.UNSUPPORTED)
    finally:
        os.close(node)
    *_, device, of_node = _CAPABILITY.unpack(told)
    can = of_node if device & _OF_THE_NODE else device
    return CameraReason.BUSY if can & _CAPTURES else CameraReason.UNSUPPORTED
