"""Basic access control, the card's side (Doc 9303-11, 4.3)."""

import hashlib
import hmac

from kiosk.devices.card_reader.card import ciphers
from kiosk.devices.card_reader.card.apdu import Refused, Status
from kiosk.devices.card_reader.card.ciphers import Cipher
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.devices.card_reader.card.secure_messaging import Channel

CHALLENGE = 8
"""Bytes of RND.IC."""
_KEY = 16
_MESSAGE = 2 * CHALLENGE + _KEY


class BasicAccessControl:
    """The keys that follow from the MRZ, and the challenge that is open."""

    def __init__(self, mrz_information: str, randomness: Randomness) -> None:
        """``mrz_information``: document number, birth and expiry, each with its check digit."""
        seed = hashlib.sha1(mrz_information.encode("ascii"), usedforsecurity=False).digest()[:_KEY]
        self._k_enc = ciphers.derive(seed, ciphers.ENCRYPT, Cipher.TDES)
        self._k_mac = ciphers.derive(seed, ciphers.AUTHENTICATE, Cipher.TDES)
        self._randomness = randomness
        self._challenge = b""

    def challenge(self) -> bytes:
        """A new RND.IC; the one before is worth nothing any more."""
        self._challenge = self._randomness.octets(CHALLENGE)
        return self._challenge

    def authenticate(self, data: bytes) -> tuple[bytes, Channel]:
        """What EXTERNAL AUTHENTICATE answers, and the session that begins after it (4.3.3).

        Raises :class:`Refused`: 6985 without a challenge, which serves once; 6300 for keys of
        another MRZ.
        """
        challenge, self._challenge = self._challenge, b""
        if len(data) != _MESSAGE + ciphers.MAC_SIZE:
            raise Refused(Status.WRONG_LENGTH)
        if not challenge:
            raise Refused(Status.CONDITIONS_OF_USE)
        encrypted, mac = data[:_MESSAGE], data[_MESSAGE:]
        if not hmac.compare_digest(mac, ciphers.mac(Cipher.TDES, self._k_mac, encrypted)):
            raise Refused(Status.AUTHENTICATION_FAILED)
        message = ciphers.decrypt(Cipher.TDES, self._k_enc, encrypted)
        theirs, mine, key = (
            message[:CHALLENGE],
            message[CHALLENGE : 2 * CHALLENGE],
            message[2 * CHALLENGE :],
        )
        if not hmac.compare_digest(mine, challenge):
            raise Refused(Status.AUTHENTICATION_FAILED)
        my_key = self._randomness.octets(_KEY)
        answer = ciphers.encrypt(Cipher.TDES, self._k_enc, challenge + theirs + my_key)
        seed = bytes(one ^ other for one, other in zip(key, my_key, strict=True))
        counter = int.from_bytes(challenge[4:] + theirs[4:])
        return (
            answer + ciphers.mac(Cipher.TDES, self._k_mac, answer),
            Channel.of(seed, Cipher.TDES, counter),
        )
