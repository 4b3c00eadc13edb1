"""Password Authenticated Connection Establishment (Doc 9303 part 11, section 4.4).

The chip sends a nonce that is encrypted with the password. Both sides map it to a generator,
agree on keys with it, and show each other by a token that they have the same ones: then they
knew the same password, and nobody who listened learns anything about it.
"""

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, field

from kiosk.emrtd import key_agreement, tlv
from kiosk.emrtd.apdu import CHAINED, SHORT_LE, Command
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.ciphers import (
    PASSWORD,
    Cipher,
    decrypt_cbc,
    encrypt_block,
    kdf,
    mac,
    session_keys,
    unpad,
)
from kiosk.emrtd.der import OBJECT_IDENTIFIER, encode_object_identifier
from kiosk.emrtd.errors import AccessDenied, Malformed, Unsupported
from kiosk.emrtd.key_agreement import Domain, EcKeyAgreement
from kiosk.emrtd.mrz import MrzKey
from kiosk.emrtd.pace_mapping import map_nonce
from kiosk.emrtd.pace_protocols import Mapping, PaceProtocol
from kiosk.emrtd.passwords import Can
from kiosk.emrtd.secure_messaging import SecureMessaging
from kiosk.emrtd.security_infos import PaceInfo, SecurityInfos
from kiosk.emrtd.status import OK, tries_left

_WHERE = "PACE"
_VERSION = 2
_DYNAMIC_DATA = 0x7C
_LONGEST_NONCE = 64
_LONGEST_HEADERS = 16
"""Bytes around a key in an answer, generously."""
_TRIES = (0x6300, *range(0x63C0, 0x63D0))
"""The password is wrong, with the number of tries left where there is one."""
_DENIED = (*_TRIES, 0x6982, 0x6983, 0x6985, 0x6988, 0x6A80)
"""Answers to a token that the chip did not expect: the standard's, and what chips send."""

_RANK = {Mapping.CHIP_AUTHENTICATION: 2, Mapping.GENERIC: 1, Mapping.INTEGRATED: 0}


@dataclass(frozen=True, slots=True)
class PaceResult:
    """What is left after PACE besides the session: the proof of chip authentication mapping."""

    info: PaceInfo
    chip_public_key: bytes = field(repr=False)
    """The chip's ephemeral key of the mapping, encoded; empty after integrated mapping."""
    ca_data: bytes = field(repr=False)
    """Chip authentication data, decrypted (section 4.4.3.5); empty unless the mapping has it."""


def choose(infos: SecurityInfos) -> PaceInfo | None:
    """The variant to use of those that the chip offers; None if none is spoken here.

    Chip authentication mapping first, as it proves the chip by the way; then elliptic curves
    before prime fields, AES before 3DES, generic before integrated mapping, and of several
    curves the smallest that has 256 bits or more: those are safe, and quickest on the chip.
    """
    offered = [info for info in infos.pace if _domain_of(info) is not None]
    return max(offered, key=_preference, default=None)


def _preference(info: PaceInfo) -> tuple[int, ...]:
    protocol = info.protocol
    domain = _domain_of(info)
    bits = domain.prime.bit_length() if domain else 0
    small = bits < (256 if protocol.is_elliptic else 2048)
    return (
        protocol.mapping is Mapping.CHIP_AUTHENTICATION,
        protocol.is_elliptic,
        protocol.cipher is not Cipher.TDES,
        not small,
        bits if small else -bits,
        _RANK[protocol.mapping],
        protocol.cipher.key_size,
    )


def _domain_of(info: PaceInfo) -> Domain | None:
    """The domain of a variant that is spoken here, else None."""
    if info.version != _VERSION or info.parameter_id is None:
        return None
    domain = key_agreement.standardised(info.parameter_id)
    if isinstance(domain, EcKeyAgreement) != info.protocol.is_elliptic:
        return None
    integrated = info.protocol.mapping is Mapping.INTEGRATED
    if integrated and info.protocol.is_elliptic and domain is not None and domain.prime % 4 != 3:
        return None  # appendix B encodes points for such primes only: not on secp224r1
    return domain


def authenticate(
    chip: Chip,
    info: PaceInfo,
    password: Can | MrzKey,
    *,
    random: Callable[[int], bytes] = os.urandom,
) -> PaceResult:
    """Open a session and set ``chip.secure``. The master file must be selected.

    ``random`` gives so many random bytes: for private keys eight more than the field has, for
    the nonce of integrated mapping as many as the cipher's key.

    Raises :class:`AccessDenied` for a password that is not the card's, with the tries that are
    left where the card says so; :class:`CardRefused`, of which :class:`AccessNotGranted` is how
    some cards answer that have BAC all the same; :class:`Malformed`; :class:`Unsupported`.
    """
    domain = _domain_of(info)
    if domain is None:
        raise Unsupported(f"{info.name} with these parameters")
    protocol = info.protocol
    chip.secure = None
    _set_template(chip, info, password)
    nonce = _nonce(chip, protocol.cipher, password)
    mapped = map_nonce(
        protocol,
        domain,
        nonce,
        lambda data: _general(chip, 0x81, data, 0x82, required=False),
        random,
    )
    private = domain.private_key(random)
    public = domain.public_key(private, mapped.generator)
    chip_public = _general(chip, 0x83, public, 0x84)
    if chip_public == public:
        raise Malformed(_WHERE, "the terminal's own public key")
    k_enc, k_mac = session_keys(domain.secret(private, chip_public, _WHERE), protocol.cipher)
    answer = _exchange_tokens(chip, protocol, domain, k_mac, public, chip_public)
    chip.secure = SecureMessaging(protocol.cipher, k_enc, k_mac)
    proof = b""
    if protocol.mapping is Mapping.CHIP_AUTHENTICATION:
        proof = _chip_authentication_data(protocol.cipher, k_enc, answer)
    return PaceResult(info, mapped.chip_key, proof)


def _set_template(chip: Chip, info: PaceInfo, password: Can | MrzKey) -> None:
    """MSE:Set AT (section 4.4.4.1).

    The parameter id is required only where the chip has several, but some chips want it always.
    """
    assert info.parameter_id is not None
    data = (
        tlv.encode(0x80, encode_object_identifier(info.oid))
        + tlv.encode(0x83, b"\x02" if isinstance(password, Can) else b"\x01")
        + tlv.encode(0x84, bytes([info.parameter_id]))
    )
    answer = chip.send(Command(0x00, 0x22, 0xC1, 0xA4, data), allowed=(OK, *_TRIES))
    if tries_left(answer.status) == 0:
        raise AccessDenied(_WHERE, 0)  # blocked: a try would be refused whatever the password


def _nonce(chip: Chip, cipher: Cipher, password: Can | MrzKey) -> bytes:
    """The chip's nonce, decrypted with the password's key (section 4.4.3.3)."""
    encrypted = _general(chip, None, b"", 0x80)
    if not 0 < len(encrypted) <= _LONGEST_NONCE or len(encrypted) % cipher.block_size:
        raise Malformed(_WHERE, "a nonce that is not of a few whole blocks")
    key = kdf(password.secret(), PASSWORD, cipher)
    return decrypt_cbc(cipher, key, bytes(cipher.block_size), encrypted)


def _exchange_tokens(
    chip: Chip,
    protocol: PaceProtocol,
    domain: Domain,
    k_mac: bytes,
    public: bytes,
    chip_public: bytes,
) -> tuple[tlv.Tlv, ...]:
    """Each side's token over the other's key (section 4.4.3.4); the chip's last answer."""
    ours = _token(protocol, domain, k_mac, chip_public)
    command = _command(tlv.encode(0x85, ours), last=True)
    answer = chip.send(command, allowed=(OK, *_DENIED))
    if answer.status != OK:
        raise AccessDenied(_WHERE, tries_left(answer.status))
    objects = _objects(answer.data)
    if not hmac.compare_digest(
        tlv.need(objects, 0x86, _WHERE), _token(protocol, domain, k_mac, public)
    ):
        raise AccessDenied(_WHERE)
    return objects


def _token(protocol: PaceProtocol, domain: Domain, k_mac: bytes, public: bytes) -> bytes:
    """The MAC of a public key data object (sections 4.4.3.4 and 9.4): 8 bytes."""
    key = tlv.encode(OBJECT_IDENTIFIER, encode_object_identifier(protocol.oid)) + tlv.encode(
        domain.key_tag, public
    )
    return mac(protocol.cipher, k_mac, tlv.encode(0x7F49, key))


def _chip_authentication_data(cipher: Cipher, k_enc: bytes, answer: tuple[tlv.Tlv, ...]) -> bytes:
    """The decrypted proof (section 4.4.3.5.2); empty if there is none that can be read.

    That is no reason to be without a session: the check of the proof will fail.
    """
    encrypted = tlv.find(answer, 0x8A) or b""
    if not encrypted or len(encrypted) % cipher.block_size:
        return b""
    vector = encrypt_block(cipher, k_enc, b"\xff" * cipher.block_size)
    try:
        return unpad(decrypt_cbc(cipher, k_enc, vector, encrypted))
    except Malformed:
        return b""


def _general(
    chip: Chip, tag: int | None, data: bytes, answer_tag: int, *, required: bool = True
) -> bytes:
    """One GENERAL AUTHENTICATE of the chain (section 4.4.4.2): the content of ``answer_tag``."""
    inside = b"" if tag is None else tlv.encode(tag, data)
    objects = _objects(chip.send(_command(inside, last=False)).data)
    if required:
        return tlv.need(objects, answer_tag, _WHERE)
    return tlv.find(objects, answer_tag) or b""


def _command(inside: bytes, *, last: bool) -> Command:
    """Le is for an answer as long as the command, which is so with keys and with tokens.

    That makes it extended for groups of 2048 bits alone (section 9.3.1).
    """
    data = tlv.encode(_DYNAMIC_DATA, inside)
    le = max(SHORT_LE, len(inside) + _LONGEST_HEADERS)
    return Command(0x00 if last else CHAINED, 0x86, 0x00, 0x00, data, le)


def _objects(data: bytes) -> tuple[tlv.Tlv, ...]:
    """What is inside dynamic authentication data."""
    return tlv.parse(tlv.parse_one(data, _WHERE, _DYNAMIC_DATA).value, _WHERE)
