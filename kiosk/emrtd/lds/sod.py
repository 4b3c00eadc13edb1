"""EF.SOD: the signed hashes of the data groups (Doc 9303-10, 4.6.2).

``77 { ContentInfo { SignedData { LDSSecurityObject } } }``, with

    LDSSecurityObject ::= SEQUENCE { version INTEGER { v0(0), v1(1) }, hashAlgorithm
      AlgorithmIdentifier, SEQUENCE OF SEQUENCE { number INTEGER, hash OCTET STRING },
      SEQUENCE { ldsVersion PrintableString, unicodeVersion PrintableString } OPTIONAL -- v1 }
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kiosk.emrtd import der, signed_data, tlv
from kiosk.emrtd.errors import Malformed, Unsupported
from kiosk.emrtd.signed_data import SignedData

WHERE = "SOD"
LONGEST = 64 * 1024
"""Bytes of the whole file; those on cards have 1 to 4 KB."""
GROUPS = range(1, 17)

_TAG = 0x77
_LDS_SECURITY_OBJECTS = frozenset(
    {
        "2.23.136.1.1.1",
        "1.3.27.1.1.1",  # before ICAO had its arc: early cards of Belgium and France
        "1.2.528.1.1006.1.20.1",  # the Netherlands' early cards
        "1.2.840.113549.1.7.1",  # plain data: China's
    }
)
_VERSIONS = (0, 1)
_PRINTABLE_STRING = 0x13
_LONGEST_VERSION = 16


@dataclass(frozen=True, slots=True)
class Sod:
    """The security object, read but not verified."""

    hash_algorithm: str
    """Object identifier."""
    hashes: Mapping[int, bytes] = field(repr=False)
    """By the numbers of the data groups."""
    lds_version: str
    """``0108`` … of a version 1 object (LDS 1.8); empty in version 0, which has none."""
    signed: SignedData = field(repr=False)


def parse(data: bytes) -> Sod:
    """The content of EF.SOD. Raises :class:`Malformed` and :class:`Unsupported`."""
    wrapped = tlv.parse_one(data, WHERE, _TAG).value
    signed = signed_data.parse(wrapped, WHERE, limit=LONGEST)
    if signed.content_type not in _LDS_SECURITY_OBJECTS:
        raise Unsupported("a security object of another kind")
    version, algorithm, values, *more = der.children(signed.content, der.SEQUENCE, WHERE, least=3)
    if der.integer(version, WHERE) not in _VERSIONS:
        raise Unsupported("a later version of the LDS security object")
    identifier, *_ = der.members(algorithm, der.SEQUENCE, WHERE, least=1)
    return Sod(
        hash_algorithm=der.object_identifier(identifier, WHERE),
        hashes=MappingProxyType(_hashes(values)),
        lds_version=_version(more[0]) if more else "",
        signed=signed,
    )


def _hashes(values: tlv.Tlv) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for value in der.members(values, der.SEQUENCE, WHERE, least=1):
        first, second, *_ = der.members(value, der.SEQUENCE, WHERE, least=2)
        number = der.integer(first, WHERE)
        if number not in GROUPS or number in found:
            raise Malformed(WHERE, "a hash of no data group, or two of the same")
        found[number] = der.octets(second, WHERE)
    return found


def _version(info: tlv.Tlv) -> str:
    lds, *_ = der.members(info, der.SEQUENCE, WHERE, least=1)
    text = der.content(lds, _PRINTABLE_STRING, WHERE)
    if len(text) > _LONGEST_VERSION or not text.isascii():
        raise Malformed(WHERE, "a version is not a version")
    return text.decode("ascii")
