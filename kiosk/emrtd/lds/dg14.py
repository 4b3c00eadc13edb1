"""DG14: what chip authentication and PACE need to know (Doc 9303-10, 4.7.14)."""

from kiosk.emrtd import tlv
from kiosk.emrtd.security_infos import SecurityInfos

WHERE = "DG14"
_TAG = 0x6E


def parse(data: bytes) -> SecurityInfos:
    """The SecurityInfos of the chip; raises :class:`Malformed` and :class:`Unsupported`."""
    return SecurityInfos.parse(tlv.parse_one(data, WHERE, _TAG).value, WHERE)
