"""DG15: the public key for active authentication (Doc 9303-10, 4.7.15)."""

from kiosk.emrtd import asn1_gate, tlv

WHERE = "DG15"
LONGEST = 8 * 1024
"""Bytes; an RSA key of 4096 bits has about 550."""
_TAG = 0x6F


def parse(data: bytes) -> bytes:
    """The SubjectPublicKeyInfo (RFC 5280, 4.1) as DER, its form checked but not its content.

    Raises :class:`Malformed`.
    """
    return asn1_gate.checked(tlv.parse_one(data, WHERE, _TAG).value, WHERE, limit=LONGEST)
