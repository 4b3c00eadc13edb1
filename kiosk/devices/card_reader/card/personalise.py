"""Filling a chip: files, keys and the signature over them (Doc 9303-10, 4)."""

import functools
import hashlib
import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kiosk.devices.card_reader.card import data_groups, der, mrz, pace, security_infos
from kiosk.devices.card_reader.card.agreement import agreement
from kiosk.devices.card_reader.card.cms import algorithm
from kiosk.devices.card_reader.card.content import CardFiles
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.files import (
    ATR_INFO,
    CARD_ACCESS,
    CARD_SECURITY,
    COM,
    SOD,
    Files,
    data_group,
)
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.keys import ChipKey, EcSigningKey, RsaSigningKey, SigningKey
from kiosk.devices.card_reader.card.profile import Profile, RsaActiveAuthentication
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.devices.card_reader.card.security_infos import Parameters
from kiosk.devices.card_reader.card.tlv import encode

_LDS_SECURITY_OBJECT, _SECURITY_OBJECT = "2.23.136.1.1.1", "0.4.0.127.0.7.3.2.1"
"""Content types of EF.SOD and of EF.CardSecurity (Doc 9303-10, 4.6.2; Doc 9303-11, 9.2.10)."""
_SOD_TAG = 0x77
_FINGERPRINTS = 3
_BANK_CARD_ATR = bytes.fromhex("3b80800101")
_CAPABILITIES = 0x94, 0x21
"""Selection by name, identifier and short identifier; data units are bytes (ISO/IEC 7816-4,
12.1.1.9)."""
_CHAINING, _EXTENDED, _ATR_INFO_TELLS = 0x80, 0x40, 0x20


@dataclass(frozen=True, slots=True)
class _Keys:
    """The private keys of one chip."""

    chip: ChipKey | None
    mapping: Mapping[int, int] = field(repr=False)
    signing: SigningKey | None

    @classmethod
    def new(cls, profile: Profile) -> "_Keys":
        randomness = Randomness()
        chip, active = profile.chip_authentication, profile.active_authentication
        signing: SigningKey | None = None
        if isinstance(active, RsaActiveAuthentication):
            signing = RsaSigningKey.new(active.bits, active.digest)
        elif active is not None:
            signing = EcSigningKey.new(active.parameter_id, active.digest, randomness)
        return cls(
            None if chip is None else ChipKey.new(chip.parameter_id, chip.cipher, randomness),
            {
                one.parameter_id: randomness.scalar(agreement(one.parameter_id).order)
                for one in profile.pace
                if one.mapping is pace.Mapping.CHIP_AUTHENTICATION
            },
            signing,
        )


def personalise(
    holder: CardHolder,
    issuer: Issuer,
    profile: Profile = Profile(),
    faults: Faults = Faults(),
) -> CardFiles:
    """A chip for this holder, signed by this country.

    The CAN is the last six digits of the personal number. Takes a few milliseconds, and a
    tenth of a second more where RSA keys have to be made. Raises ``ValueError`` for a face
    that is no JPEG or JPEG 2000 file.
    """
    if faults.bank_card:
        return CardFiles(_BANK_CARD_ATR, Files({}, None))
    keys = _Keys.new(profile)
    groups = dict(_groups(holder, profile, faults, keys))
    signer = Issuer.new() if faults.foreign_signer else issuer
    application = {data_group(number): content for number, content in groups.items()}
    application[COM] = data_groups.com(groups)
    application[SOD] = _sod(groups, signer, profile, faults)
    master = dict(_master(signer, profile, faults, keys))
    if faults.copied:
        keys = _Keys.new(profile)
    can = holder.personal_number[-6:]
    return CardFiles(
        atr=_atr(profile),
        files=Files(master, application, frozenset({data_group(_FINGERPRINTS)})),
        can=f"{(int(can) + 1) % 1_000_000:06d}" if faults.wrong_can else can,
        mrz_information=mrz.information(holder),
        pace=profile.pace,
        bac=profile.bac,
        chip_key=keys.chip,
        mapping_keys=keys.mapping,
        signing_key=keys.signing,
        extended_length=profile.extended_length,
        csca_der=signer.csca_der,
    )


def _groups(
    holder: CardHolder, profile: Profile, faults: Faults, keys: _Keys
) -> Iterator[tuple[int, bytes]]:
    """Data groups by number."""
    yield 1, data_groups.dg1(holder)
    if holder.face:
        yield 2, data_groups.dg2(holder.face)
    if profile.fingerprints:
        yield _FINGERPRINTS, data_groups.dg3()
    if not faults.missing_dg13:
        yield 13, data_groups.dg13(holder)
    if infos := tuple(_security_infos(profile, keys)):
        yield 14, data_groups.dg14(der.set_of(*infos))
    if (key := _signing_key_info(profile, keys)) is not None:
        yield 15, data_groups.dg15(key)


def _security_infos(profile: Profile, keys: _Keys) -> Iterator[bytes]:
    """The content of DG14."""
    yield from map(security_infos.pace_info, profile.pace)
    chip, active = profile.chip_authentication, profile.active_authentication
    if chip is not None and keys.chip is not None:
        yield security_infos.chip_authentication_info(chip.parameter_id, chip.cipher)
        yield security_infos.chip_authentication_key(chip.parameter_id, keys.chip.public, chip.form)
    if active is not None and not isinstance(active, RsaActiveAuthentication):
        yield security_infos.active_authentication_info(active.digest)


def _signing_key_info(profile: Profile, keys: _Keys) -> bytes | None:
    """The content of DG15."""
    active, key = profile.active_authentication, keys.signing
    if isinstance(key, RsaSigningKey):
        return security_infos.rsa_public_key(key.numbers.public_numbers)
    if isinstance(key, EcSigningKey) and not isinstance(active, RsaActiveAuthentication | None):
        public = agreement(key.parameter_id).public_key(key.private)
        return security_infos.public_key(key.parameter_id, public, active.form)
    return None


def _sod(groups: Mapping[int, bytes], signer: Issuer, profile: Profile, faults: Faults) -> bytes:
    """EF.SOD: the digests of all data groups, signed (Doc 9303-10, 4.6.2)."""
    changed = faults.wrong_hash and (faults.wrong_hash if faults.wrong_hash in groups else 1)
    hashes = (
        der.sequence(
            der.integer(number),
            der.octet_string(
                hashlib.new(
                    profile.digest, content + (b"as signed" if number == changed else b"")
                ).digest()
            ),
        )
        for number, content in sorted(groups.items())
    )
    security_object = der.sequence(der.integer(0), algorithm(profile.digest), der.sequence(*hashes))
    signed = signer.sign(
        _LDS_SECURITY_OBJECT,
        security_object,
        scheme=profile.scheme,
        digest=profile.digest,
        expired=faults.expired_dsc,
    )
    return encode(_SOD_TAG, signed)


def _master(
    signer: Issuer, profile: Profile, faults: Faults, keys: _Keys
) -> Iterator[tuple[int, bytes]]:
    """The files that stand outside the application (Doc 9303-10, 3.11)."""
    if profile.extended_length is not None:
        longest = (der.integer(count) for count in profile.extended_length)
        yield ATR_INFO, encode(0x47, _capabilities(profile)) + encode(0x7F66, *longest)
    infos = tuple(map(security_infos.pace_info, profile.pace))
    if infos:
        yield CARD_ACCESS, der.set_of(*infos)
    if keys.mapping:
        chip_keys = (
            security_infos.chip_authentication_key(
                number, agreement(number).public_key(private), Parameters.STANDARDISED
            )
            for number, private in keys.mapping.items()
        )
        content = der.set_of(*infos, *chip_keys)
        yield (
            CARD_SECURITY,
            signer.sign(
                _SECURITY_OBJECT,
                content,
                scheme=profile.scheme,
                digest=profile.digest,
                expired=faults.expired_dsc,
            ),
        )


def _capabilities(profile: Profile) -> bytes:
    """Three bytes of card capabilities (ISO/IEC 7816-4, 12.1.1.9)."""
    extended = 0 if profile.extended_length is None else _EXTENDED | _ATR_INFO_TELLS
    return bytes((*_CAPABILITIES, _CHAINING | extended))


def _atr(profile: Profile) -> bytes:
    """As PC/SC part 3, 3.1.3.2.3.1 composes it from the historical bytes of a contactless card."""
    historical = b"\x80\x73" + _capabilities(profile)
    body = bytes((0x80 | len(historical), 0x80, 0x01)) + historical
    return b"\x3b" + body + bytes((functools.reduce(operator.xor, body),))
