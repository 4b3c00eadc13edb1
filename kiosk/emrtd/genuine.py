"""Whether the chip is the one that was issued, and no copy of its files.

The signed hashes of EF.SOD say which proofs the card must offer, so a copy cannot leave them
out: a data group that is signed for and not there is a failed proof, not a missing one.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from kiosk.emrtd import active_authentication, chip_authentication, signed_data
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.errors import (
    CardRefused,
    ChipNotGenuine,
    FileNotFound,
    Malformed,
    SecureMessagingError,
    Unsupported,
)
from kiosk.emrtd.files import File
from kiosk.emrtd.identity import NOT_OFFERED
from kiosk.emrtd.lds import dg14, dg15
from kiosk.emrtd.lds.sod import Sod
from kiosk.emrtd.pace import PaceResult
from kiosk.emrtd.passive_authentication import check_signature
from kiosk.emrtd.security_infos import SecurityInfos
from kiosk.emrtd.trust import TrustStore
from kiosk.emrtd.verdict import VERIFIED, Verdict

LONGEST_CARD_SECURITY = 65536
"""Bytes."""
_SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
"""What is signed in EF.CardSecurity (Doc 9303-11, section 9.2.10)."""
_TRIES = 2


@dataclass(frozen=True, slots=True)
class Proof:
    """What proving needs of the reading around it."""

    chip: Chip
    sod: Sod
    read: Callable[[File], bytes]
    random: Callable[[int], bytes]
    confirm: Callable[[], None]
    """Any exchange that a card can only answer with the keys of chip authentication. Something
    that had to be read anyway, so that the confirmation costs no command."""
    open_again: Callable[[], None]


def prove(proof: Proof) -> Verdict:
    """Chip authentication where the card has it, else active authentication.

    ``not-offered`` where it has neither. A card that should have a key and cannot show it has
    failed with ``chip-key``; one that hides a signed data group, or has something else in its
    place, with ``dg14-missing`` or ``dg15-missing``. A proof that DG14 names and that was not made
    leaves the card unverified: ``unsupported-algorithm``, ``mapping-not-shown``. Raises
    :class:`~kiosk.emrtd.errors.EmrtdError` if the card cannot be talked to any more, and
    :class:`~kiosk.emrtd.errors.Malformed` for a signed data group that cannot be understood.
    """
    infos: SecurityInfos | None = None
    spoken = True
    if 14 in proof.sod.hashes:
        content = _content(proof, File.DG14)
        if content is None:
            return Verdict.failed("dg14-missing")
        infos = dg14.parse(content)
        if infos.chip_authentication_keys:
            try:
                return _by_chip_authentication(proof, infos)
            except Unsupported:
                spoken = False
    if 15 in proof.sod.hashes:
        content = _content(proof, File.DG15)
        if content is None:
            return Verdict.failed("dg15-missing")
        try:
            return _by_active_authentication(proof, dg15.parse(content), infos)
        except Unsupported:
            spoken = False
    if not spoken or (infos is not None and infos.names_chip_authentication):
        return Verdict.not_verified("unsupported-algorithm")
    if infos is not None and infos.names_mapping:
        return Verdict.not_verified("mapping-not-shown")
    return Verdict.not_verified(NOT_OFFERED)


def _content(proof: Proof, file: File) -> bytes | None:
    """A data group that the card must have; None if there is none, or nothing like one."""
    try:
        return proof.read(file)
    except (FileNotFound, Malformed):
        return None


def _by_chip_authentication(proof: Proof, infos: SecurityInfos) -> Verdict:
    """The card shows its key by going on under keys that only it can derive (Doc 9303-11, 6.2).

    Whatever it answers under those keys, a refusal too, shows that it has them.
    Noise on the air at this moment would accuse an honest card, so a failure is tried again.
    """
    for _ in range(_TRIES):
        before = proof.chip.secure
        with suppress(ChipNotGenuine, CardRefused, Malformed, SecureMessagingError):
            chip_authentication.authenticate(proof.chip, infos, random=proof.random)
            proof.confirm()
        agreed = proof.chip.secure
        if agreed is not None and agreed is not before and agreed.is_shared:
            return VERIFIED
        proof.open_again()
    return Verdict.failed("chip-key")


def _by_active_authentication(proof: Proof, key: bytes, infos: SecurityInfos | None) -> Verdict:
    """Noise is tried again here too; a wrong signature that came whole is none."""
    for _ in range(_TRIES):
        try:
            active_authentication.authenticate(proof.chip, key, infos, random=proof.random)
        except (ChipNotGenuine, CardRefused):
            break
        except SecureMessagingError:
            proof.open_again()
        else:
            return VERIFIED
    return Verdict.failed("chip-key")


def prove_mapping(opened: PaceResult, content: bytes, trust: TrustStore, today: date) -> Verdict:
    """What PACE with chip authentication mapping proves (Doc 9303-11, 4.4.3.5).

    ``content`` is EF.CardSecurity, whose key is worth what its signature is worth. Raises
    :class:`~kiosk.emrtd.errors.Malformed` and :class:`Unsupported`.
    """
    where = File.CARD_SECURITY.label
    signed = signed_data.parse(content, where, limit=LONGEST_CARD_SECURITY)
    if signed.content_type != _SECURITY_OBJECT:
        raise Malformed(where, "signed data of another kind")
    try:
        chip_authentication.verify_cam(opened, SecurityInfos.parse(signed.content, where))
    except ChipNotGenuine:
        return Verdict.failed("chip-key")
    return check_signature(signed, trust, today)
