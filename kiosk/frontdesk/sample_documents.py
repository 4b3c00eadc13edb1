"""What sample people hold up: the text of each QR code, byte for byte as on paper.

Written from docs of the formats and used by the dock, the tests and the demonstration.
Shares no code with the parsers of :mod:`kiosk.documents`: a shared mistake would agree
with itself.
"""

from datetime import date

from kiosk.frontdesk.generate import Booking, Person

NOT_A_DOCUMENT = "https://example.org/thuc-don"
"""A code from a menu: read well, and no health document."""

_FACILITY = "01 - 982"
"""First registration, as the insurance card writes it."""


def cccd_qr(person: Person) -> str:
    """QR text of the citizen identity card, seven fields.

    Old people's cards may know the birth year only: the field then has four digits.
    Raises ``ValueError`` for who has no card.
    """
    if person.card_issued is None:
        raise ValueError("this person has no identity card")
    return "|".join(
        (
            person.personal_number,
            person.old_number,
            person.name,
            f"{person.born.year:04d}" if person.year_only else f"{person.born:%d%m%Y}",
            "Nam" if person.sex == "male" else "Nữ",
            person.address,
            f"{person.card_issued:%d%m%Y}",
        )
    )


def bhyt_qr(person: Person) -> str:
    """QR text of the paper health insurance card: name and address are hex of UTF-8.

    Holds the old 15-character number where the person has one, the ten digits otherwise.
    Raises ``ValueError`` for who has no insurance.
    """
    cover = person.coverage
    if cover is None:
        raise ValueError("this person has no insurance card")
    return "|".join(
        (
            cover.card or cover.number,
            person.name.encode().hex(),
            f"{person.born.year:04d}" if person.year_only else _slashed(person.born),
            "1" if person.sex == "male" else "2",
            person.address.encode().hex(),
            _FACILITY,
            _slashed(cover.valid_from),
            _slashed(cover.valid_to),
            _slashed(cover.valid_from),
            f"01982{cover.number}",
            "-",
            "4",
            _slashed(date(cover.valid_from.year + 5, 1, 1)),
            f"{int(cover.number) % 0x100000:05x}-7102",
            "$",
        )
    )


def appointment_qr(booking: Booking) -> str:
    """QR text of the appointment slip."""
    return f"HEN:{booking.id}"


def patient_code_qr(person: Person) -> str:
    """QR text on the patient's booklet: the bare code. Raises ``ValueError`` for a newcomer."""
    if not person.code:
        raise ValueError("this person has no patient code yet")
    return person.code


def _slashed(day: date) -> str:
    return f"{day:%d/%m/%Y}"
