"""Active authentication: the chip signs a challenge with the key of DG15.

Doc 9303 part 11, section 6.1. RSA signatures are ISO/IEC 9796-2 digital signature scheme 1 with
partial message recovery: the chip puts random bytes of its own before the challenge. ECDSA
signatures are plain r ‖ s (BSI TR-03111, 5.2.1).
"""

import hashlib
import hmac
import os
from collections.abc import Callable

from kiosk.emrtd import der, public_keys
from kiosk.emrtd.apdu import SHORT_LE, Command
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.errors import CardRefused, ChipNotGenuine, Malformed, Unsupported
from kiosk.emrtd.public_keys import EcKey, RsaKey
from kiosk.emrtd.security_infos import SecurityInfos

_CHALLENGE = 8
_WHERE = "DG15"

_TRAILERS = {
    0x33: "sha1",
    0x34: "sha256",
    0x35: "sha512",
    0x36: "sha384",
    0x38: "sha224",
}
"""Hash functions by the first byte of a trailer ``xx CC`` (ISO/IEC 10118-3)."""
_IMPLICIT_TRAILER = 0xBC
_EXPLICIT_TRAILER = 0xCC
_HEADER_BITS = 0b0110 << 4
"""Leftmost: 01; then 1 as only a part of the message is recovered; then 0 (ISO/IEC 9796-2, 8)."""
_BORDER = 0xA
_FILLER = 0xB
_LAST_NIBBLE = 0xC

_PLAIN_SIGNATURES = "0.4.0.127.0.7.1.1.4.1"
_PLAIN_HASHES = {1: "sha1", 2: "sha224", 3: "sha256", 4: "sha384", 5: "sha512"}
_X962_HASHES = {
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}


def authenticate(
    chip: Chip,
    public_key_info: bytes,
    infos: SecurityInfos | None,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> None:
    """Have the chip sign eight random bytes. Nothing is changed in ``chip``.

    ``public_key_info`` is the SubjectPublicKeyInfo of DG15; ``infos`` is DG14, which names the
    hash function of ECDSA.

    Raises :class:`ChipNotGenuine` if the chip refuses or the signature is wrong;
    :class:`Unsupported` and :class:`Malformed` for the key; :class:`SecureMessagingError`.
    """
    key = public_keys.parse(public_key_info, _WHERE)
    challenge = random(_CHALLENGE)
    if isinstance(key, RsaKey):
        size = (key.modulus.bit_length() + 7) // 8
        _verify_rsa(key, challenge, _sign(chip, challenge, size))
    elif isinstance(key, EcKey):
        algorithm = _hash_of(key, infos)
        size = (key.curve.n.bit_length() + 7) // 8
        _verify_ecdsa(key, algorithm, challenge, _sign(chip, challenge, 2 * size))
    else:
        raise Unsupported("active authentication with a Diffie-Hellman key")


def _sign(chip: Chip, challenge: bytes, size: int) -> bytes:
    """INTERNAL AUTHENTICATE (section 6.1.3) for a signature of ``size`` bytes.

    One that a short response does not hold is asked for with extended length, whether or not
    the chip announces that it bears it: it must (6.1.4). Else Le is the largest that is short,
    as not every chip has signatures of the right length.
    """
    fits = size <= chip.largest_data(SHORT_LE)
    le = SHORT_LE if fits else max(size, SHORT_LE + 1)
    try:
        return chip.send(Command(0x00, 0x88, 0x00, 0x00, challenge, le)).data
    except CardRefused as error:
        raise ChipNotGenuine(f"active authentication was refused: {error.status:04X}") from error


def _verify_rsa(key: RsaKey, challenge: bytes, signature: bytes) -> None:
    """ISO/IEC 9796-2:2010, sections 8 and B: opens the signature and compares the hash."""
    size = (key.modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big") if len(signature) == size else 0
    if not 0 < number < key.modulus:
        raise _wrong()
    opened = pow(number, key.exponent, key.modulus)
    # A signer after annex B.4 sends the smaller of s and n - s: the right one ends in C.
    for candidate in (opened, key.modulus - opened):
        if candidate & 0xF == _LAST_NIBBLE and _holds(candidate.to_bytes(size, "big"), challenge):
            return
    raise _wrong()


def _holds(block: bytes, challenge: bytes) -> bool:
    """Whether an opened block is header, M1, H(M1 ‖ challenge) and trailer."""
    if block[-1] == _IMPLICIT_TRAILER:
        algorithm, trailer = "sha1", 1
    elif block[-1] == _EXPLICIT_TRAILER and block[-2] in _TRAILERS:
        algorithm, trailer = _TRAILERS[block[-2]], 2
    else:
        return False
    end = len(block) - trailer - hashlib.new(algorithm, usedforsecurity=False).digest_size
    start = _message_start(block)
    if start is None:
        return False
    digest = hashlib.new(algorithm, block[start:end] + challenge, usedforsecurity=False).digest()
    return hmac.compare_digest(digest, block[end:-trailer])


def _message_start(block: bytes) -> int | None:
    """Where M1 begins: behind ``6A``, or behind ``6B BB … BA`` where the block is filled up."""
    if block[0] & 0xF0 != _HEADER_BITS:
        return None
    for position, byte in enumerate(block):
        if position and byte >> 4 != _FILLER:
            return None
        if byte & 0xF == _BORDER:
            return position + 1
        if byte & 0xF != _FILLER:
            return None
    return None


def _hash_of(key: EcKey, infos: SecurityInfos | None) -> str:
    """The hash function that DG14 names, else the longest of SHA-2 that fits the key.

    Section 6.1.2.3 wants one that is not longer than the key, section 9.2.4 that DG14 names it;
    there are chips that do not. SHA-1, which is forbidden today, is what old ones have.
    """
    for info in infos.active_authentication if infos else ():
        prefix, _, last = info.signature_algorithm.rpartition(".")
        if prefix == _PLAIN_SIGNATURES and last.isdecimal() and int(last) in _PLAIN_HASHES:
            return _PLAIN_HASHES[int(last)]
        if info.signature_algorithm in _X962_HASHES:
            return _X962_HASHES[info.signature_algorithm]
        raise Unsupported(f"active authentication with {info.signature_algorithm}")
    bits = key.curve.n.bit_length()
    return next((f"sha{size}" for size in (512, 384, 256, 224) if size <= bits), "sha1")


def _verify_ecdsa(key: EcKey, algorithm: str, challenge: bytes, signature: bytes) -> None:
    """BSI TR-03111, 4.2.1.2, on the curve's own arithmetic: OpenSSL lacks three of the curves."""
    curve = key.curve
    r, s = _signature_numbers(signature, (curve.n.bit_length() + 7) // 8)
    if not 0 < r < curve.n or not 0 < s < curve.n:
        raise _wrong()
    digest = hashlib.new(algorithm, challenge, usedforsecurity=False).digest()
    surplus = max(0, 8 * len(digest) - curve.n.bit_length())
    number = int.from_bytes(digest, "big") >> surplus
    inverse = pow(s, -1, curve.n)
    try:
        point = curve.multiply(r * inverse, key.point)
        if number * inverse % curve.n:
            point = curve.add(curve.multiply(number * inverse), point)
    except Malformed:  # the point at infinity is no signature's
        raise _wrong() from None
    if point.x % curve.n != r:
        raise _wrong()


def _signature_numbers(signature: bytes, size: int) -> tuple[int, int]:
    """r and s; from a DER SEQUENCE too (X9.62), which some chips send against the standard."""
    if len(signature) == 2 * size:
        return int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    try:
        r, s, *_ = der.children(signature, der.SEQUENCE, _WHERE, least=2)
        return der.integer(r, _WHERE), der.integer(s, _WHERE)
    except Malformed:
        raise _wrong() from None


def _wrong() -> ChipNotGenuine:
    return ChipNotGenuine("the chip's signature is wrong")
