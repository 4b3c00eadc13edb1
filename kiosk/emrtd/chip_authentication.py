"""Chip authentication: proof that the chip holds the private key that its issuer gave it.

Two ways (Doc 9303 part 11, sections 6.2 and 4.4.3.5). :func:`authenticate` agrees on new keys
with the static key in DG14; a copied chip, which has no private key, cannot go on from there.
:func:`verify_cam` checks what PACE with chip authentication mapping left behind against the
static key in EF.CardSecurity. Either proves something only if that file's signature is good.
"""

import os
from collections.abc import Callable

from kiosk.emrtd import tlv
from kiosk.emrtd.apdu import SHORT_LE, Command
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import Cipher, session_keys
from kiosk.emrtd.der import encode_object_identifier
from kiosk.emrtd.errors import (
    CardRefused,
    ChipNotGenuine,
    Malformed,
    Unsupported,
)
from kiosk.emrtd.files import File
from kiosk.emrtd.key_agreement import DhKeyAgreement, Domain, EcKeyAgreement
from kiosk.emrtd.pace import PaceResult
from kiosk.emrtd.public_keys import DhKey, EcKey
from kiosk.emrtd.secure_messaging import SecureMessaging
from kiosk.emrtd.security_infos import (
    ChipAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo,
    SecurityInfos,
)

_PREFIX = "0.4.0.127.0.7.2.2.3"
_CIPHERS = {1: Cipher.TDES, 2: Cipher.AES128, 3: Cipher.AES192, 4: Cipher.AES256}
_DH, _ECDH = 1, 2
_WHERE = "chip authentication"


def authenticate(
    chip: Chip, infos: SecurityInfos, *, random: Callable[[int], bytes] = os.urandom
) -> None:
    """Agree on a new session with the chip's static key: ``chip.secure`` is replaced.

    The session of PACE or BAC must be open. ``infos`` is DG14. That the chip has the private key
    is shown by the next answer, whichever it is: only with it can the chip go on. So the proof
    is complete when one more command was answered, and has failed when that raises
    :class:`SecureMessagingError`. It costs no command of its own if something is left to read.

    Raises :class:`ChipNotGenuine` if the chip refuses; :class:`Unsupported` if it has no key or
    variant that is spoken here; :class:`SecureMessagingError` if the old session is lost.
    """
    info, static = _choose(infos)
    agreement = _agreement(static)
    private = agreement.private_key(random)
    public = agreement.public_key(private)
    cipher = _cipher(info)
    try:
        _send_key(chip, info, _reference(infos, info, static), public)
    except CardRefused as error:
        raise ChipNotGenuine(f"chip authentication was refused: {error.status:04X}") from error
    keys = session_keys(agreement.secret(private, _encoded(static), _WHERE), cipher)
    chip.secure = SecureMessaging(cipher, *keys)


def _choose(
    infos: SecurityInfos,
) -> tuple[ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo]:
    """The best variant and its key: curves before prime fields, the longest key."""
    pairs = [
        (info, key)
        for info in infos.chip_authentication or _implied(infos)
        for key in infos.chip_authentication_keys
        if _arcs(info)[0] == (_ECDH if isinstance(key.key, EcKey) else _DH)
        and (info.key_id is None or info.key_id == key.key_id)
    ]
    if not pairs:
        raise Unsupported("chip authentication with the chip's keys")
    return max(pairs, key=lambda pair: _arcs(pair[0]))


def _implied(infos: SecurityInfos) -> tuple[ChipAuthenticationInfo, ...]:
    """A chip that has a key and names no variant is an old one, from before AES: 3DES."""
    return tuple(
        ChipAuthenticationInfo(
            f"{_PREFIX}.{_ECDH if isinstance(key.key, EcKey) else _DH}.1", 1, key.key_id
        )
        for key in infos.chip_authentication_keys
    )


def _arcs(info: ChipAuthenticationInfo) -> tuple[int, int]:
    """Agreement and cipher, the last two arcs of the variant's name (section 9.2.7)."""
    agreement, cipher = info.oid.removeprefix(f"{_PREFIX}.").split(".")
    return int(agreement), int(cipher)


def _cipher(info: ChipAuthenticationInfo) -> Cipher:
    return _CIPHERS[_arcs(info)[1]]


def _agreement(static: ChipAuthenticationPublicKeyInfo) -> Domain:
    if isinstance(static.key, EcKey):
        return EcKeyAgreement(static.key.curve)
    assert isinstance(static.key, DhKey)  # security infos hold no other kind
    return DhKeyAgreement(static.key.group)


def _encoded(static: ChipAuthenticationPublicKeyInfo) -> bytes:
    if isinstance(static.key, EcKey):
        return static.key.curve.encode(static.key.point)
    assert isinstance(static.key, DhKey)
    return static.key.group.encode(static.key.element)


def _reference(
    infos: SecurityInfos, info: ChipAuthenticationInfo, static: ChipAuthenticationPublicKeyInfo
) -> bytes:
    """DO'84', which names the key where the chip has several (section 6.2.4)."""
    is_ambiguous = len(infos.chip_authentication_keys) > 1
    number = static.key_id if info.key_id is None and is_ambiguous else info.key_id
    if number is None:
        return b""
    return tlv.encode(0x84, number.to_bytes(max(1, (number.bit_length() + 7) // 8), "big"))


def _send_key(chip: Chip, info: ChipAuthenticationInfo, reference: bytes, public: bytes) -> None:
    """The terminal's ephemeral key, in the form that the variant has (section 6.2.4).

    3DES: MSE:Set KAT. AES: MSE:Set AT names the variant, GENERAL AUTHENTICATE brings the key.
    """
    if _cipher(info) is Cipher.TDES:
        chip.send(Command(0x00, 0x22, 0x41, 0xA6, tlv.encode(0x91, public) + reference))
        return
    variant = tlv.encode(0x80, encode_object_identifier(info.oid))
    chip.send(Command(0x00, 0x22, 0x41, 0xA4, variant + reference))
    data = tlv.encode(0x7C, tlv.encode(0x80, public))
    chip.send(Command(0x00, 0x86, 0x00, 0x00, data, SHORT_LE))


def verify_cam(result: PaceResult, infos: SecurityInfos) -> None:
    """Whether the chip that PACE opened holds a key of EF.CardSecurity (section 4.4.3.5.2).

    The chip's mapping key must be its static key times the chip authentication data.

    Raises :class:`ChipNotGenuine`; :class:`Malformed` if ``infos`` has no key on that curve.
    """
    keys = [
        info.key
        for info in infos.chip_authentication_keys
        if isinstance(info.key, EcKey) and info.key.curve.number == result.info.parameter_id
    ]
    if not keys:
        raise Malformed(File.CARD_SECURITY.label, "no key on the curve of PACE")
    factor = int.from_bytes(result.ca_data, "big")
    if not any(_maps(key, factor, result.chip_public_key) for key in keys):
        raise ChipNotGenuine("the chip does not hold its private key")


def _maps(key: EcKey, factor: int, mapping_key: bytes) -> bool:
    if not 0 < factor < key.curve.n:
        return False
    return key.curve.encode(key.curve.multiply(factor, key.point)) == mapping_key
