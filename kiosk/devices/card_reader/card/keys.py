"""The private keys in a chip, and how it proves that it has them (Doc 9303-11, 6)."""

import hashlib
from dataclasses import dataclass, field
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils

from kiosk.devices.card_reader.card.agreement import agreement
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.domains import CURVES
from kiosk.devices.card_reader.card.randomness import Randomness

HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - old cards sign with it
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_TRAILERS = {"sha1": "bc", "sha224": "38cc", "sha256": "34cc", "sha384": "36cc", "sha512": "35cc"}
"""ISO/IEC 9796-2, 8.1.2 and ISO/IEC 10118: option 1 for SHA-1, option 2 names the digest."""
RSA_EXPONENT = 65537


@dataclass(frozen=True, slots=True)
class ChipKey:
    """The static key of chip authentication, and what sessions it opens."""

    parameter_id: int
    cipher: Cipher
    private: int = field(repr=False)

    @classmethod
    def new(cls, parameter_id: int, cipher: Cipher, randomness: Randomness) -> "ChipKey":
        domain = agreement(parameter_id)
        while not domain.is_usable(private := randomness.scalar(domain.order)):
            pass
        return cls(parameter_id, cipher, private)

    @property
    def public(self) -> bytes:
        """As a point, or as a number of the prime's length."""
        return agreement(self.parameter_id).public_key(self.private)

    def secret(self, other: bytes) -> bytes:
        """The shared secret; ``ValueError`` for a bad public key."""
        return agreement(self.parameter_id).secret(self.private, other)


class SigningKey(Protocol):
    """The private key of active authentication."""

    def sign(self, challenge: bytes, randomness: Randomness) -> bytes:
        """What INTERNAL AUTHENTICATE answers to the terminal's eight bytes (6.1)."""
        ...


@dataclass(frozen=True, slots=True)
class RsaSigningKey:
    """Signs by ISO/IEC 9796-2, digital signature scheme 1, with partial recovery."""

    numbers: rsa.RSAPrivateNumbers = field(repr=False)
    digest: str

    @classmethod
    def new(cls, bits: int, digest: str) -> "RsaSigningKey":
        key = rsa.generate_private_key(RSA_EXPONENT, bits)
        return cls(key.private_numbers(), digest)

    def sign(self, challenge: bytes, randomness: Randomness) -> bytes:
        size = (self.numbers.public_numbers.n.bit_length() + 7) // 8
        trailer = bytes.fromhex(_TRAILERS[self.digest])
        digest_size = hashlib.new(self.digest).digest_size
        # M1 fills what header, digest and trailer leave free (6.1.2.1 and appendix F).
        first = randomness.octets(size - 1 - digest_size - len(trailer))
        digest = hashlib.new(self.digest, first + challenge).digest()
        message = int.from_bytes(b"\x6a" + first + digest + trailer)
        return self._power(message).to_bytes(size)

    def _power(self, message: int) -> int:
        """RSA's private operation, by the Chinese remainder theorem."""
        key = self.numbers
        one, other = pow(message, key.dmp1, key.p), pow(message, key.dmq1, key.q)
        return other + (one - other) * key.iqmp % key.p * key.q


@dataclass(frozen=True, slots=True)
class EcSigningKey:
    """Signs by ECDSA, r and s side by side (TR-03111, 5.2.1)."""

    parameter_id: int
    private: int = field(repr=False)
    digest: str

    @classmethod
    def new(cls, parameter_id: int, digest: str, randomness: Randomness) -> "EcSigningKey":
        curve = CURVES[parameter_id]
        if curve.known is None:
            raise ValueError(f"no signatures on {curve.name}")
        return cls(parameter_id, randomness.scalar(curve.order), digest)

    def sign(self, challenge: bytes, randomness: Randomness) -> bytes:
        curve = CURVES[self.parameter_id]
        assert curve.known is not None
        key = ec.derive_private_key(self.private, curve.known())
        der = key.sign(challenge, ec.ECDSA(HASHES[self.digest]))
        r, s = utils.decode_dss_signature(der)
        size = (curve.order.bit_length() + 7) // 8
        return r.to_bytes(size) + s.to_bytes(size)
