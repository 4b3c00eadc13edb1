"""The codes that are seen in pictures, as the bytes that were printed.

:class:`CodeSearch` looks for them in the frames of a camera, or thoroughly in one picture; long
enough that it belongs into a thread of its own.
"""

from kiosk.devices.camera.codes.code import Code, Corner, Grey
from kiosk.devices.camera.codes.search import BUDGET_S, CodeSearch, Found

__all__ = ["BUDGET_S", "Code", "CodeSearch", "Corner", "Found", "Grey"]
