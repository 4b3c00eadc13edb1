"""How PACE makes a generator of the nonce (Doc 9303 part 11, section 4.4.3.3).

Generic mapping agrees on a key and adds it to the multiplied generator; chip authentication
mapping does the same. Integrated mapping derives a number from the nonces of both sides and
encodes it as an element of the group, so that no key is agreed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.emrtd.ciphers import Cipher, encrypt_cbc
from kiosk.emrtd.curves import Curve, Point
from kiosk.emrtd.dh import DhGroup
from kiosk.emrtd.errors import Malformed, Unsupported
from kiosk.emrtd.key_agreement import Domain, EcKeyAgreement
from kiosk.emrtd.pace_protocols import Mapping, PaceProtocol

_WHERE = "PACE mapping"
_EXTRA_BITS = 64

_CONSTANTS = {
    16: (
        bytes.fromhex("A668892A7C41E3CA739F40B057D85904"),
        bytes.fromhex("A4E136AC725F738B01C1F60217C188AD"),
    ),
    32: (
        bytes.fromhex("D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676"),
        bytes.fromhex("54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517"),
    ),
}
"""c0 and c1 of section 4.4.3.3.2 by the nonce's length in bytes."""

Exchange = Callable[[bytes], bytes]
"""Sends the terminal's mapping data and returns the chip's, which may be empty."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """The generator, and the chip's ephemeral public key (empty in integrated mapping)."""

    generator: bytes
    chip_key: bytes


def nonce_size(cipher: Cipher) -> int:
    """Bytes of the chip's nonce: whole blocks, at least as long as the key (4.4.3.3.2)."""
    return -(-cipher.key_size // cipher.block_size) * cipher.block_size


def map_nonce(
    protocol: PaceProtocol,
    domain: Domain,
    nonce: bytes,
    exchange: Exchange,
    random: Callable[[int], bytes],
) -> Mapped:
    """The generator that both sides use from now on.

    Raises :class:`Malformed` for a chip's key that is invalid or equal to the terminal's.
    """
    if protocol.mapping is Mapping.INTEGRATED:
        if len(nonce) != nonce_size(protocol.cipher):
            raise Malformed(_WHERE, "a nonce of another length than the cipher's")
        terminal_nonce = random(protocol.cipher.key_size)
        if exchange(terminal_nonce):
            raise Malformed(_WHERE, "mapping data where there must be none")
        return Mapped(integrated(protocol.cipher, domain, nonce, terminal_nonce), b"")
    private = domain.private_key(random)
    public = domain.public_key(private)
    chip_key = exchange(public)
    if chip_key == public:
        raise Malformed(_WHERE, "the terminal's own public key")
    shared = domain.combine(private, chip_key, _WHERE)
    return Mapped(domain.mapped(int.from_bytes(nonce, "big"), shared), chip_key)


def integrated(cipher: Cipher, domain: Domain, nonce: bytes, terminal_nonce: bytes) -> bytes:
    """The generator of integrated mapping, encoded (section 4.4.3.3.2)."""
    number = pseudo_random(cipher, domain.prime, nonce, terminal_nonce)
    if isinstance(domain, EcKeyAgreement):
        return domain.curve.encode(encode_to_curve(domain.curve, number))
    return domain.group.encode(encode_to_group(domain.group, number))


def pseudo_random(cipher: Cipher, prime: int, nonce: bytes, terminal_nonce: bytes) -> int:
    """R_p(s, t): a number modulo ``prime`` from both nonces (section 4.4.3.3.2).

    ``nonce`` has ``nonce_size(cipher)`` bytes and ``terminal_nonce`` those of the cipher's key.
    """
    next_key, output = _CONSTANTS[len(nonce)]
    no_vector = bytes(cipher.block_size)
    rounds = -(-(prime.bit_length() + _EXTRA_BITS) // (8 * len(nonce)))
    key = encrypt_cbc(cipher, terminal_nonce, no_vector, nonce)
    found = b""
    for _ in range(rounds):
        key = key[: cipher.key_size]
        found += encrypt_cbc(cipher, key, no_vector, output)
        key = encrypt_cbc(cipher, key, no_vector, next_key)
    return int.from_bytes(found, "big") % prime


def encode_to_curve(curve: Curve, number: int) -> Point:
    """A point from a number (Doc 9303 part 11, appendix B.2).

    Raises :class:`Unsupported` for a prime that is not 3 modulo 4, :class:`Malformed` for one of
    the few numbers that map to no point.
    """
    p, a, b = curve.p, curve.a, curve.b
    if p % 4 != 3:
        raise Unsupported(f"integrated mapping on {curve.name}")
    alpha = -number * number % p
    sum_of_powers = (alpha + alpha * alpha) % p
    if sum_of_powers == 0:
        raise Malformed(_WHERE, "a number that maps to no point")
    x2 = -b * (1 + sum_of_powers) * pow(a * sum_of_powers, -1, p) % p
    x3 = alpha * x2 % p
    h2 = (x2 * x2 * x2 + a * x2 + b) % p
    # If h2 is a square, this is 1 / sqrt(h2), and h2 times it the y of x2; else x3 has a y.
    inverse_root = pow(h2, p - 1 - (p + 1) // 4, p)
    if inverse_root * inverse_root * h2 % p == 1:
        return Point(x2, inverse_root * h2 % p)
    return Point(x3, inverse_root * number * number * number * h2 % p)


def encode_to_group(group: DhGroup, number: int) -> int:
    """An element of the subgroup from a number: number to the cofactor's power (4.4.3.3.2).

    Raises :class:`Unsupported` in a group whose order is not known, :class:`Malformed` for a number
    that generates nothing.
    """
    if group.q is None:
        raise Unsupported("integrated mapping in a group of unknown order")
    element = group.power(number, (group.p - 1) // group.q)
    if element <= 1:
        raise Malformed(_WHERE, "a number that maps to no generator")
    return element
