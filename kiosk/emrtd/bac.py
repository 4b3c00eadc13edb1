"""Basic access control (Doc 9303 part 11, 4.3): the session that the MRZ opens.

Weaker than PACE, for cards that do not speak that: the key has no more entropy than the zone.
"""

import hmac
import os
from collections.abc import Callable

from kiosk.emrtd.apdu import Command
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import MAC_SIZE, Cipher, decrypt_cbc, encrypt_cbc, mac, session_keys
from kiosk.emrtd.errors import AccessDenied, CardRefused, Malformed
from kiosk.emrtd.mrz import MrzKey
from kiosk.emrtd.secure_messaging import SecureMessaging
from kiosk.emrtd.status import tries_left

_CIPHER = Cipher.TDES
_NONCE = 8
_KEY = 16
_ANSWER = 2 * _NONCE + _KEY + MAC_SIZE
_ZEROS = bytes(8)
_WRONG_KEY = (0x6300, 0x6982, 0x6983, 0x6985, 0x6988)
"""Answers to an authentication with the wrong key; 63Cx besides."""


def authenticate(chip: Chip, key: MrzKey, *, random: Callable[[int], bytes] = os.urandom) -> None:
    """Open a session on the selected application and set ``chip.secure``.

    ``random`` gives so many random bytes. A session that there was is dropped first.

    Raises :class:`AccessDenied` if the card does not accept the key or does not know it itself;
    :class:`CardRefused` if it refuses a challenge, which is how cards without BAC answer;
    :class:`Malformed`.
    """
    chip.secure = None
    k_enc, k_mac = session_keys(key.secret()[:_KEY], _CIPHER)
    rnd_ic = chip.send(Command(0x00, 0x84, 0x00, 0x00, le=_NONCE)).data
    if len(rnd_ic) != _NONCE:
        raise Malformed("GET CHALLENGE", "the challenge is not of 8 bytes")
    rnd_ifd, k_ifd = random(_NONCE), random(_KEY)
    sealed = encrypt_cbc(_CIPHER, k_enc, _ZEROS, rnd_ifd + rnd_ic + k_ifd)
    answer = _exchanged(chip, sealed + mac(_CIPHER, k_mac, sealed))
    sealed, authentic = answer[:-MAC_SIZE], answer[-MAC_SIZE:]
    if not hmac.compare_digest(mac(_CIPHER, k_mac, sealed), authentic):
        raise AccessDenied("BAC")
    opened = decrypt_cbc(_CIPHER, k_enc, _ZEROS, sealed)
    if not hmac.compare_digest(opened[: 2 * _NONCE], rnd_ic + rnd_ifd):
        raise AccessDenied("BAC")  # an answer to another challenge
    k_ic = opened[2 * _NONCE :]
    shared = int.from_bytes(k_ifd, "big") ^ int.from_bytes(k_ic, "big")
    counter = int.from_bytes(rnd_ic[4:] + rnd_ifd[4:], "big")
    session = session_keys(shared.to_bytes(_KEY, "big"), _CIPHER)
    chip.secure = SecureMessaging(_CIPHER, *session, ssc=counter)


def _exchanged(chip: Chip, token: bytes) -> bytes:
    try:
        answer = chip.send(Command(0x00, 0x82, 0x00, 0x00, token, _ANSWER)).data
    except CardRefused as error:
        left = tries_left(error.status)
        if left is None and error.status not in _WRONG_KEY:
            raise
        raise AccessDenied("BAC", left) from error
    if len(answer) != _ANSWER:
        raise Malformed("EXTERNAL AUTHENTICATE", "the answer is not of 40 bytes")
    return answer
