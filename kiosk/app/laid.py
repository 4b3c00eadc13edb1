"""The card of an invented patient on a kiosk's simulated reader: for the command line."""

from kiosk.app.cards import card_of, nobodys_number, person_with_card
from kiosk.app.kiosk import Kiosk
from kiosk.devices.card_reader.simulator import SimulatedCardReader
from kiosk.errors import SettingsError
from kiosk.frontdesk.generate import Person
from kiosk.frontdesk.sample_documents import cccd_qr


def code_on(personal_number: str) -> str:
    """What the QR code on this person's card says. Raises ``SettingsError`` if nobody has one."""
    return cccd_qr(_person(personal_number))


def lay(kiosk: Kiosk, personal_number: str) -> None:
    """Lay this person's card on the kiosk's simulated reader.

    Raises ``SettingsError`` if nobody has such a card.
    """
    assert isinstance(kiosk.card_reader, SimulatedCardReader)
    assert kiosk.issuer is not None
    kiosk.card_reader.lay(card_of(_person(personal_number), kiosk.issuer))


def _person(personal_number: str) -> Person:
    person = person_with_card(personal_number)
    if person is None:
        raise SettingsError(nobodys_number())
    return person
