"""Master lists: the CSCA certificates that one state believes, signed by it (Doc 9303-12, 9).

    CscaMasterList ::= SEQUENCE { version INTEGER { v0(0) }, certList SET OF Certificate }

as the content of CMS SignedData.
"""

from kiosk.emrtd import der, signed_data, tlv
from kiosk.emrtd.errors import Malformed, Unsupported

LONGEST = 16 * 1024 * 1024
"""Bytes; the largest public ones have about 1 MB."""
MOST_CERTIFICATES = 10_000

_MASTER_LIST = "2.23.136.1.1.2"
_LONGEST_HEADER = 16


def parse(data: bytes, where: str) -> tuple[bytes, ...]:
    """The certificates of a list as DER, after its signature is found right.

    The signer is the one inside the list: this proves that the file is whole, not who made it.
    That it may be believed is said by the operator who put it there. Raises :class:`Malformed`
    also for a wrong signature, :class:`Unsupported` for algorithms that are not spoken.
    """
    signed = signed_data.parse(data, where, limit=LONGEST)
    if signed.content_type != _MASTER_LIST:
        raise Malformed(where, "signed data, but no master list")
    signer = signed.signer_certificate
    if signer is None:
        raise Malformed(where, "the signer's certificate is not in the master list")
    verdict = signed.check(signer)
    if verdict.is_failed:
        raise Malformed(where, f"the master list's signature is wrong ({verdict.reason})")
    if not verdict.is_verified:
        raise Unsupported("the master list's signature algorithm")
    version, certificates, *_ = der.children(signed.content, der.SEQUENCE, where, least=2)
    if der.integer(version, where) != 0:
        raise Unsupported("a later version of master list")
    return _split(der.content(certificates, der.SET, where), where)


def _split(certificates: bytes, where: str) -> tuple[bytes, ...]:
    found: list[bytes] = []
    at = 0
    while at < len(certificates):
        _, header, length = tlv.header(certificates[at : at + _LONGEST_HEADER], where)
        end = at + header + length
        if end > len(certificates) or len(found) == MOST_CERTIFICATES:
            raise Malformed(where, "a certificate is cut short, or there are too many")
        found.append(certificates[at:end])
        at = end
    return tuple(found)
