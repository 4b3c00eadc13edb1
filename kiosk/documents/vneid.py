"""VNeID's QR code where it is not the card's: a form that the hospital sets.

The app's format is not public. The pattern says where the personal number is, and
optionally the other fields of the card; what it does not find stays unknown.
"""

import re
from datetime import date

from kiosk.documents import cccd, fields, personal_number
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind

_CARD = ("name", "birth", "sex", "address", "issued")


def parse_vneid(found: re.Match[str], today: date) -> Document:
    """The document in a match of the hospital's pattern.

    With all of a card's fields it is checked as the card is, with the card's reasons. With
    fewer, the number alone is taken: half a person registers nobody.
    """
    told = {key: value.strip() for key, value in found.groupdict().items() if value}
    number = told.get("number", "")
    if all(key in told for key in _CARD):
        return cccd.of_card(
            DocumentKind.VNEID,
            number=number,
            **{key: told[key] for key in _CARD},
            today=today,
        )
    if not personal_number.plausible(number, today):
        raise NotADocument("vneid-number", "the personal number is impossible")
    return Document(
        kind=DocumentKind.VNEID,
        identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, number),),
        name=fields.name(told["name"], "vneid-name") if "name" in told else "",
    )
