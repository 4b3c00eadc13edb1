"""DG1: the machine-readable zone (Doc 9303-10, 4.7.1)."""

from kiosk.emrtd import mrz, tlv
from kiosk.emrtd.errors import Malformed
from kiosk.emrtd.mrz import Mrz

WHERE = "DG1"
_TAG = 0x61
_MRZ = 0x5F1F


def parse(data: bytes) -> Mrz:
    """The zone with all its check digits verified; raises :class:`Malformed`."""
    objects = tlv.parse(tlv.parse_one(data, WHERE, _TAG).value, WHERE)
    try:
        text = tlv.need(objects, _MRZ, WHERE).decode("ascii")
    except UnicodeDecodeError:
        raise Malformed(WHERE, "the machine-readable zone is not ASCII") from None
    return mrz.parse(text)
