"""Key agreement with its domain parameters, and the mappings that make new ones.

Doc 9303-11, 4.4.3.3 (generic, integrated) and 9.5, 9.6; appendix B for the integrated mapping
onto curves. A domain that was mapped keeps its curve or group and has another generator.
"""

from dataclasses import dataclass
from typing import Protocol

from kiosk.devices.card_reader.card import tlv
from kiosk.devices.card_reader.card.curves import Curve, Point
from kiosk.devices.card_reader.card.domains import CURVES, GROUPS, Group


class Agreement(Protocol):
    """Diffie-Hellman over some domain. All methods raise ``ValueError`` for a bad public key."""

    @property
    def order(self) -> int: ...

    @property
    def prime(self) -> int:
        """Of the field, for the integrated mapping."""
        ...

    def public_key(self, private: int) -> bytes: ...

    def is_usable(self, private: int) -> bool:
        """Whether the public key's form is the same for everybody."""
        ...

    def secret(self, private: int, other: bytes) -> bytes:
        """The shared secret: x coordinate, or a number as long as the prime (9.6)."""
        ...

    def key_object(self, public: bytes) -> bytes:
        """The public key as it stands in an authentication token (9.4.5)."""
        ...

    def map_generic(self, private: int, other: bytes, nonce: int) -> "Agreement": ...

    def map_integrated(self, number: int) -> "Agreement": ...


@dataclass(frozen=True, slots=True)
class Ecdh:
    """Agreement on a curve."""

    curve: Curve
    generator: Point

    @property
    def order(self) -> int:
        return self.curve.order

    @property
    def prime(self) -> int:
        return self.curve.p

    def public_key(self, private: int) -> bytes:
        if self.generator == self.curve.base:
            return self.curve.encode(self.curve.public(private))
        return self.curve.encode(self.curve.multiply(private, self.generator))

    def is_usable(self, private: int) -> bool:
        return True

    def secret(self, private: int, other: bytes) -> bytes:
        return self.curve.agree(private, self.curve.decode(other))

    def key_object(self, public: bytes) -> bytes:
        return tlv.encode(0x86, public)

    def map_generic(self, private: int, other: bytes, nonce: int) -> "Ecdh":
        shared = self.curve.multiply(private, self.curve.decode(other))
        mapped = self.curve.add(shared, self.curve.public(nonce % self.order))
        return Ecdh(self.curve, mapped)

    def map_integrated(self, number: int) -> "Ecdh":
        """Point encoding of appendix B.2, for primes that are 3 modulo 4."""
        p, a, b = self.curve.p, self.curve.a, self.curve.b
        if p % 4 != 3:
            raise ValueError(f"no integrated mapping onto {self.curve.name}")
        alpha = -number * number % p
        x2 = -b * pow(a, -1, p) * (1 + pow(alpha + alpha * alpha, -1, p)) % p
        h2 = (pow(x2, 3, p) + a * x2 + b) % p
        root = pow(h2, p - 1 - (p + 1) // 4, p)
        if root * root * h2 % p == 1:
            return Ecdh(self.curve, (x2, root * h2 % p))
        x3, u = alpha * x2 % p, pow(number, 3, p) * h2 % p
        return Ecdh(self.curve, (x3, root * u % p))


@dataclass(frozen=True, slots=True)
class Dh:
    """Agreement in a subgroup of the integers modulo a prime."""

    group: Group
    generator: int

    @property
    def order(self) -> int:
        return self.group.q

    @property
    def prime(self) -> int:
        return self.group.p

    def public_key(self, private: int) -> bytes:
        return pow(self.generator, private, self.group.p).to_bytes(self.group.size)

    def is_usable(self, private: int) -> bool:
        # Some write leading zeros and some do not, so that tokens differ: a card can choose.
        return self.public_key(private)[0] != 0

    def secret(self, private: int, other: bytes) -> bytes:
        return pow(self._accepted(other), private, self.group.p).to_bytes(self.group.size)

    def key_object(self, public: bytes) -> bytes:
        # An unsigned integer without leading zeros (TR-03110-3, D.2.1.1).
        return tlv.encode(0x84, public.lstrip(b"\x00"))

    def map_generic(self, private: int, other: bytes, nonce: int) -> "Dh":
        p = self.group.p
        shared = pow(self._accepted(other), private, p)
        return self._mapped(pow(self.generator, nonce, p) * shared % p)

    def map_integrated(self, number: int) -> "Dh":
        return self._mapped(pow(number, (self.group.p - 1) // self.group.q, self.group.p))

    def _mapped(self, generator: int) -> "Dh":
        if generator <= 1:
            raise ValueError("the mapped generator generates nothing")
        return Dh(self.group, generator)

    def _accepted(self, other: bytes) -> int:
        public = int.from_bytes(other)
        if len(other) > self.group.size or not self.group.accepts(public):
            raise ValueError("no public key of this group")
        return public


def agreement(parameter_id: int) -> Agreement:
    """The domain with this id of the standardised parameters (9.5.1); ``ValueError`` if there
    is none."""
    if parameter_id in GROUPS:
        group = GROUPS[parameter_id]
        return Dh(group, group.g)
    if parameter_id in CURVES:
        curve = CURVES[parameter_id]
        return Ecdh(curve, curve.base)
    raise ValueError("no standardised domain parameters have this id")
