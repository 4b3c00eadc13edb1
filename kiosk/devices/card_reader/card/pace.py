"""PACE, the card's side (Doc 9303-11, 4.4)."""

import enum
import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol

from kiosk.devices.card_reader.card import ciphers, der, tlv
from kiosk.devices.card_reader.card.agreement import Agreement, agreement
from kiosk.devices.card_reader.card.apdu import Refused, Status
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.devices.card_reader.card.secure_messaging import Channel

MRZ, CAN = 1, 2
"""References of the passwords in MSE:Set AT (4.4.4.1)."""
_PACE = "0.4.0.127.0.7.2.2.4"
_C0 = {
    16: "a668892a7c41e3ca739f40b057d85904",
    32: "d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676",
}
_C1 = {
    16: "a4e136ac725f738b01c1f60217c188ad",
    32: "54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517",
}
"""Constants of the pseudo-random function, by bytes of the nonce (4.4.3.3.2)."""


class Mapping(enum.Enum):
    """How the nonce becomes domain parameters."""

    GENERIC = "GM"
    INTEGRATED = "IM"
    CHIP_AUTHENTICATION = "CAM"


@dataclass(frozen=True, slots=True)
class PaceVariant:
    """One way of PACE that a card offers: a PACEInfo (9.2.1)."""

    mapping: Mapping = Mapping.GENERIC
    cipher: Cipher = Cipher.AES128
    parameter_id: int = 13
    """Of the standardised domain parameters: 0 to 2 for DH, 8 to 18 for ECDH."""

    def __post_init__(self) -> None:
        dh = self.parameter_id <= 2
        agreement(self.parameter_id)
        if self.mapping is Mapping.CHIP_AUTHENTICATION and (dh or self.cipher is Cipher.TDES):
            raise ValueError("chip authentication mapping wants a curve and AES")
        if self.mapping is Mapping.INTEGRATED and not dh:
            agreement(self.parameter_id).map_integrated(2)

    @property
    def oid(self) -> str:
        """id-PACE-…: key agreement with mapping, then cipher."""
        dh = self.parameter_id <= 2
        arc = {
            Mapping.GENERIC: 1 if dh else 2,
            Mapping.INTEGRATED: 3 if dh else 4,
            Mapping.CHIP_AUTHENTICATION: 6,
        }[self.mapping]
        return f"{_PACE}.{arc}.{self.cipher.value}"


def password_key(password: str, reference: int, cipher: Cipher) -> bytes:
    """K_π (9.7.2, 9.7.3): of the CAN itself, or of the digest of the MRZ information."""
    secret = password.encode("ascii")
    if reference == MRZ:
        secret = hashlib.sha1(secret, usedforsecurity=False).digest()
    return ciphers.derive(secret, ciphers.PASSWORD, cipher)


class _Step(Protocol):
    def __call__(self, objects: dict[int, bytes]) -> bytes: ...


class Pace:
    """One run of the protocol: four GENERAL AUTHENTICATE commands in order."""

    def __init__(
        self,
        variant: PaceVariant,
        key: bytes,
        randomness: Randomness,
        static_key: int = 0,
    ) -> None:
        """``key`` is K_π; ``static_key`` the chip's private key for the chip authentication
        mapping, on the same domain parameters."""
        self._variant = variant
        self._key = key
        self._randomness = randomness
        self._static_key = static_key
        self._domain: Agreement = agreement(variant.parameter_id)
        self._nonce = b""
        self._mapping_key = 0
        self._private = 0
        self._mine = self._theirs = b""
        self._steps: list[_Step] = [self._encrypted_nonce, self._map, self._agree, self._token]
        self._agreed: Channel | None = None
        self._channel: Channel | None = None

    @property
    def channel(self) -> Channel | None:
        """The session, once the last step has succeeded."""
        return self._channel

    @property
    def is_last_step(self) -> bool:
        """Whether the next command must be the last of the chain."""
        return len(self._steps) == 1

    def step(self, objects: dict[int, bytes]) -> bytes:
        """Answer the data objects in a 7C template with those of the next one.

        Raises :class:`Refused`: 6A80 for data that do not fit the step, 6300 for a wrong token.
        The run is over then.
        """
        step = self._steps.pop(0)
        try:
            return step(objects)
        except (KeyError, ValueError):
            raise Refused(Status.WRONG_DATA) from None

    def _encrypted_nonce(self, objects: dict[int, bytes]) -> bytes:
        if objects:
            raise ValueError("the first template is empty")
        cipher = self._variant.cipher
        # The integrated mapping uses the nonce as a key later; 16 bytes do for the others.
        large = self._variant.mapping is Mapping.INTEGRATED and cipher.key_size > 16
        self._nonce = self._randomness.octets(32 if large else 16)
        return tlv.encode(0x80, ciphers.encrypt(cipher, self._key, self._nonce))

    def _map(self, objects: dict[int, bytes]) -> bytes:
        data = objects[0x81]
        if self._variant.mapping is Mapping.INTEGRATED:
            number = pseudo_random(self._nonce, data, self._variant.cipher, self._domain.prime)
            self._domain = self._domain.map_integrated(number)
            return tlv.encode(0x82)
        self._mapping_key = self._ephemeral()
        public = self._domain.public_key(self._mapping_key)
        nonce = int.from_bytes(self._nonce)
        self._domain = self._domain.map_generic(self._mapping_key, data, nonce)
        return tlv.encode(0x82, public)

    def _agree(self, objects: dict[int, bytes]) -> bytes:
        self._theirs = objects[0x83]
        self._private = self._ephemeral()
        self._mine = self._domain.public_key(self._private)
        if self._mine == self._theirs:
            raise ValueError("a key that was sent back (4.4.1, step 3d)")
        secret = self._domain.secret(self._private, self._theirs)
        self._agreed = Channel.of(secret, self._variant.cipher)
        return tlv.encode(0x84, self._mine)

    def _token(self, objects: dict[int, bytes]) -> bytes:
        channel = self._agreed
        assert channel is not None
        if not hmac.compare_digest(objects[0x85], self._token_of(channel, self._mine)):
            raise Refused(Status.AUTHENTICATION_FAILED)
        answer = tlv.encode(0x86, self._token_of(channel, self._theirs))
        if self._variant.mapping is Mapping.CHIP_AUTHENTICATION:
            answer += tlv.encode(0x8A, self._chip_authentication_data(channel))
        self._channel = channel
        return answer

    def _token_of(self, channel: Channel, public: bytes) -> bytes:
        """4.4.3.4: the MAC of the other side's public key as a 7F49 data object."""
        oid = tlv.encode(0x06, der.oid_content(self._variant.oid))
        message = tlv.encode(0x7F49, oid, self._domain.key_object(public))
        return ciphers.mac(self._variant.cipher, channel.k_mac, message)

    def _chip_authentication_data(self, channel: Channel) -> bytes:
        """4.4.3.5: the static key's inverse times the mapping key, encrypted."""
        order = self._domain.order
        cipher = self._variant.cipher
        proof = pow(self._static_key, -1, order) * self._mapping_key % order
        data = ciphers.pad(proof.to_bytes((order.bit_length() + 7) // 8), cipher.block)
        iv = ciphers.encrypt(cipher, channel.k_enc, b"\xff" * cipher.block)
        return ciphers.encrypt(cipher, channel.k_enc, data, iv)

    def _ephemeral(self) -> int:
        while not self._domain.is_usable(key := self._randomness.scalar(self._domain.order)):
            pass
        return key


def pseudo_random(nonce: bytes, other: bytes, cipher: Cipher, prime: int) -> int:
    """R_p(s, t) of the integrated mapping (4.4.3.3.2): a number modulo ``prime``.

    Raises ``ValueError`` for a nonce of the terminal that is no key of the cipher.
    """
    if len(other) != cipher.key_size:
        raise ValueError("the terminal's nonce has another length than a key")
    c0, c1 = bytes.fromhex(_C0[len(nonce)]), bytes.fromhex(_C1[len(nonce)])
    key = ciphers.encrypt(cipher, other, nonce)[: cipher.key_size]
    blocks = b""
    while 8 * len(blocks) < prime.bit_length() + 64:
        blocks += ciphers.encrypt(cipher, key, c1)
        key = ciphers.encrypt(cipher, key, c0)[: cipher.key_size]
    return int.from_bytes(blocks) % prime
