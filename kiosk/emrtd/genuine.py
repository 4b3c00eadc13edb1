"""Whether the chip is the one that was issued, and no copy of its files.

The signed hashes of EF.SOD say which proofs the card must offer, so a copy cannot leave them
out: a data group that is signed for and not there is a failed proof, not a missing one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kiosk.emrtd import active_authentication, chip_authentication, signed_data
from kiosk.emrtd.chip import Chip
from kiosk.emrtd.errors import (
    CardRefused,
    ChipNotGenuine,
    FileNotFound,
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
    failed with ``chip-key``; one that hides a signed data group with ``dg14-missing`` or
    ``dg15-missing``. Raises :class:`~kiosk.emrtd.errors.EmrtdError` if the card cannot be talked
    to any more.
    """
    infos: SecurityInfos | None = None
    try:
        if 14 in proof.sod.hashes:
            infos = dg14.parse(proof.read(File.DG14))
            if infos.chip_authentication_keys:
                return _by_chip_authentication(proof, infos)
        if 15 in proof.sod.hashes:
            key = dg15.parse(proof.read(File.DG15))
            return _by_active_authentication(proof, key, infos)
    except FileNotFound:
        hidden = File.DG15 if infos is not None or 14 not in proof.sod.hashes else File.DG14
        return Verdict.failed(f"{hidden.name.lower()}-missing")
    except Unsupported:
        return Verdict.not_verified("unsupported-algorithm")
    return Verdict.not_verified(NOT_OFFERED)


def _by_chip_authentication(proof: Proof, infos: SecurityInfos) -> Verdict:
    """The card shows its key by going on under keys that only it can derive (Doc 9303-11, 6.2).

    Noise on the air at this moment would accuse an honest card, so a failure is tried again.
    """
    for _ in range(2):
        try:
            chip_authentication.authenticate(proof.chip, infos, random=proof.random)
            proof.confirm()
        except (ChipNotGenuine, CardRefused, SecureMessagingError):
            proof.open_again()
        else:
            return VERIFIED
    return Verdict.failed("chip-key")


def _by_active_authentication(proof: Proof, key: bytes, infos: SecurityInfos | None) -> Verdict:
    try:
        active_authentication.authenticate(proof.chip, key, infos, random=proof.random)
    except (ChipNotGenuine, CardRefused):
        return Verdict.failed("chip-key")
    return VERIFIED


def prove_mapping(opened: PaceResult, content: bytes, trust: TrustStore, today: date) -> Verdict:
    """What PACE with chip authentication mapping proves (Doc 9303-11, 4.4.3.5).

    ``content`` is EF.CardSecurity, whose key is worth what its signature is worth. Raises
    :class:`~kiosk.emrtd.errors.Malformed` and :class:`Unsupported`.
    """
    where = File.CARD_SECURITY.label
    signed = signed_data.parse(content, where, limit=LONGEST_CARD_SECURITY)
    try:
        chip_authentication.verify_cam(opened, SecurityInfos.parse(signed.content, where))
    except ChipNotGenuine:
        return Verdict.failed("chip-key")
    return check_signature(signed, trust, today)
