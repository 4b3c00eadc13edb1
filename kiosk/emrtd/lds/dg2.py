"""DG2: the holder's face (Doc 9303-10, 4.7.2).

CBEFF wraps it (ISO/IEC 7816-11): ``75 { 7F61 { 02 count, 7F60 { A1 header, 5F2E record } … } }``.
The record is of ISO/IEC 19794-5:2005. The newer ISO/IEC 39794-5, which stands in tag 7F2E and
begins with a tag A1, is not spoken here.
"""

from kiosk.emrtd import tlv
from kiosk.emrtd.errors import Malformed, Unsupported
from kiosk.emrtd.lds import face_record
from kiosk.emrtd.lds.face_record import Face
from kiosk.emrtd.lds.image_header import FaceFormat

__all__ = ["LONGEST", "Face", "FaceFormat", "parse"]

WHERE = "DG2"
LONGEST = 256 * 1024
"""Bytes of the whole file; faces on cards have 10 to 20 KB."""
MOST_TEMPLATES = 9
"""Doc 9303-10, 4.7.2: one to nine instances."""

_TAG = 0x75
_GROUP = 0x7F61
_COUNT = 0x02
_TEMPLATE = 0x7F60
_PROTECTED = 0x7D
_RECORD = 0x5F2E
_CONSTRUCTED_RECORD = 0x7F2E


def parse(data: bytes) -> tuple[Face, ...]:
    """The faces, one or more, in the file's order; most cards have one.

    Raises :class:`Malformed`, and :class:`Unsupported` for encrypted templates and other
    record formats.
    """
    if len(data) > LONGEST:
        raise Malformed(WHERE, f"longer than {LONGEST} bytes")
    group = tlv.parse_one(tlv.parse_one(data, WHERE, _TAG).value, WHERE, _GROUP)
    objects = tlv.parse(group.value, WHERE)
    templates = [one.value for one in objects if one.tag == _TEMPLATE]
    count = int.from_bytes(tlv.need(objects, _COUNT, WHERE), "big")
    if not 1 <= len(templates) <= MOST_TEMPLATES or count != len(templates):
        raise Malformed(WHERE, "the number of templates is wrong")
    return tuple(face for template in templates for face in _faces(template))


def _faces(template: bytes) -> tuple[Face, ...]:
    objects = tlv.parse(template, WHERE)
    if tlv.find(objects, _PROTECTED) is not None:
        raise Unsupported("encrypted biometric template")
    plain = tlv.find(objects, _RECORD)
    constructed = tlv.find(objects, _CONSTRUCTED_RECORD)
    # Doc 9303-10 allows both tags for a record of ISO/IEC 19794-5: its first bytes decide.
    for record in (plain, constructed):
        if record is not None and face_record.is_face_record(record):
            return face_record.parse(record, WHERE)
    if constructed is not None:
        raise Unsupported("face image of ISO/IEC 39794-5")
    raise Malformed(WHERE, "no face record")
