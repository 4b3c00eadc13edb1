"""Key agreement on either kind of domain, with public keys as the bytes that go to the card.

PACE and chip authentication are the same protocols on elliptic curves and on prime fields; this
is the difference. Public keys and mapped generators are encoded elements (Doc 9303 part 11,
sections 9.4.1 and 9.4.5), a shared secret is a field element of fixed length (section 9.6: PKCS #3
and BSI TR-03111).
Whatever comes from the card is validated in every function that takes it.
"""

from collections.abc import Callable
from typing import Protocol

from kiosk.emrtd import curves, dh
from kiosk.emrtd.curves import Curve
from kiosk.emrtd.dh import DhGroup


class KeyAgreement(Protocol):
    """A group in which keys are agreed."""

    @property
    def key_tag(self) -> int:
        """The tag of a public key in a public key data object (sections 9.4.3 and 9.4.4)."""

    @property
    def prime(self) -> int:
        """The order of the field."""

    def private_key(self, random: Callable[[int], bytes]) -> int:
        """A new private key."""

    def public_key(self, private: int, generator: bytes | None = None) -> bytes:
        """The public key to a private one, for the group's generator or another one."""

    def combine(self, private: int, public: bytes, where: str) -> bytes:
        """The element that both sides can calculate, encoded; :class:`Malformed` for bad keys."""

    def secret(self, private: int, public: bytes, where: str) -> bytes:
        """What keys are derived from; :class:`Malformed` for bad keys."""

    def mapped(self, nonce: int, element: bytes) -> bytes:
        """The generator of generic mapping (section 4.4.3.3.1): nonce · G + element."""


class EcKeyAgreement(KeyAgreement):
    """ECDH on a named curve (BSI TR-03111, 4.3)."""

    key_tag = 0x86

    def __init__(self, curve: Curve) -> None:
        self.curve = curve

    @property
    def prime(self) -> int:
        return self.curve.p

    def private_key(self, random: Callable[[int], bytes]) -> int:
        return self.curve.private_key(random)

    def public_key(self, private: int, generator: bytes | None = None) -> bytes:
        base = None if generator is None else self.curve.decode(generator, "generator")
        return self.curve.encode(self.curve.multiply(private, base))

    def combine(self, private: int, public: bytes, where: str) -> bytes:
        point = self.curve.decode(public, where)
        return self.curve.encode(self.curve.multiply(private, point))

    def secret(self, private: int, public: bytes, where: str) -> bytes:
        return self.curve.shared_x(private, self.curve.decode(public, where))

    def mapped(self, nonce: int, element: bytes) -> bytes:
        point = self.curve.decode(element, "generator")
        if nonce % self.curve.n == 0:
            return element
        return self.curve.encode(self.curve.add(self.curve.multiply(nonce), point))


class DhKeyAgreement(KeyAgreement):
    """Diffie-Hellman in a prime field (PKCS #3)."""

    key_tag = 0x84

    def __init__(self, group: DhGroup) -> None:
        self.group = group

    @property
    def prime(self) -> int:
        return self.group.p

    def private_key(self, random: Callable[[int], bytes]) -> int:
        return self.group.private_key(random)

    def public_key(self, private: int, generator: bytes | None = None) -> bytes:
        base = self.group.g if generator is None else int.from_bytes(generator, "big")
        return self.group.encode(self.group.power(base, private))

    def combine(self, private: int, public: bytes, where: str) -> bytes:
        return self.group.encode(self.group.power(self.group.decode(public, where), private))

    def secret(self, private: int, public: bytes, where: str) -> bytes:
        return int.from_bytes(self.combine(private, public, where), "big").to_bytes(
            self.group.size, "big"
        )

    def mapped(self, nonce: int, element: bytes) -> bytes:
        factor = self.group.power(self.group.g, nonce)
        product = factor * int.from_bytes(element, "big") % self.group.p
        # 1 is the neutral element and would make every key 1; decode() refuses it.
        return self.group.encode(self.group.decode(self.group.encode(product), "generator"))


Domain = EcKeyAgreement | DhKeyAgreement
"""Either kind, to be told apart where they differ by more than a :class:`KeyAgreement` does."""


def standardised(number: int) -> Domain | None:
    """The domain of a parameter id (Doc 9303 part 11, section 9.5.1); None if it is reserved."""
    if (curve := curves.of_number(number)) is not None:
        return EcKeyAgreement(curve)
    if (group := dh.of_number(number)) is not None:
        return DhKeyAgreement(group)
    return None
