"""What forgers have: the files of a genuine card, a country of their own, a programmable card.

They know what opens the card that they copied. They have neither its private keys nor those of
the country.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from kiosk.devices.card_reader.card import der, tlv
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.cms import algorithm
from kiosk.devices.card_reader.card.content import CardFiles
from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.holder import CardHolder
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import EcActiveAuthentication, Profile
from kiosk.emrtd.identity import Identity
from tests.contract.chips.stand import HOLDER, ISSUER, KEYS, Stand

PLAIN = Profile(chip_authentication=None)
"""A card that has no proof to offer: its signature is all."""
ACTIVE = Profile(chip_authentication=None, active_authentication=EcActiveAuthentication())
OTHER = CardHolder(
    "001185054321", "Nguyễn Văn Bình", date(1985, 7, 2), "M", date(2021, 7, 30), date(2045, 7, 2)
)
FORGER = Issuer.new()
"""A country of the forger's own, of the same name as the trusted one."""
LDS_SECURITY_OBJECT = "2.23.136.1.1.1"

Transmit = Callable[[bytes], bytes]
Program = Callable[[Transmit], Transmit]
"""What a card does with commands and with the answers of a well-behaved one."""


def copied(profile: Profile) -> CardFiles:
    """All files of a genuine card, without its private keys."""
    return personalise(HOLDER, ISSUER, profile, Faults(copied=True))


def with_files(content: CardFiles, files: dict[int, bytes | None]) -> CardFiles:
    """The same chip with other files in the application; None takes one away."""
    application = _changed(content.files.application or {}, files)
    return replace(content, files=replace(content.files, application=application))


def with_master(content: CardFiles, files: dict[int, bytes | None]) -> CardFiles:
    """The same chip with other files under the master file; None takes one away."""
    master = _changed(content.files.master, files)
    return replace(content, files=replace(content.files, master=master))


def _changed(there: Mapping[int, bytes], files: dict[int, bytes | None]) -> dict[int, bytes]:
    return {fid: data for fid, data in {**there, **files}.items() if data is not None}


def file_of(content: CardFiles, fid: int) -> bytes:
    """One file of the application."""
    assert content.files.application is not None
    return content.files.application[fid]


def identify(content: CardFiles, program: Program | None = None) -> Identity:
    """What the kiosk makes of this chip."""
    stand = Stand.of()
    stand.card = SimulatedCard(content)
    return stand.reading(program(stand.card.process) if program else None).identify(KEYS)


def security_object(groups: dict[int, bytes], *more: tuple[int, bytes]) -> bytes:
    """EF.SOD of just these data groups, as the country would have signed it."""
    hashes = (
        der.sequence(der.integer(number), der.octet_string(hashlib.sha256(content).digest()))
        for number, content in (*groups.items(), *more)
    )
    content = der.sequence(der.integer(0), algorithm("sha256"), der.sequence(*hashes))
    return tlv.encode(0x77, ISSUER.sign(LDS_SECURITY_OBJECT, content))
