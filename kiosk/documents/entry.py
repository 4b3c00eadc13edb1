"""Numbers that a patient types because no document is at hand."""

import re
from datetime import date

from kiosk.documents import personal_number
from kiosk.documents.bhyt import CARD, SOCIAL, insurance_identifiers
from kiosk.documents.fields import hospital_day
from kiosk.documents.patterns import LONGEST_MATCHED, Patterns
from kiosk.errors import NotADocument
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind

_BETWEEN = re.compile(r"[\s.\-–—]+")


def typed(text: str, patterns: Patterns | None = None, *, today: date | None = None) -> Document:
    """The document that a typed number stands for; spaces, dots and dashes do not matter.

    The hospital's patient code (8 digits by default), the 10-digit social-insurance number, the
    15-character insurance card, or the 12-digit personal number.

    Raises :class:`NotADocument` with reason ``typed-form``, or ``typed-personal-number`` for
    12 digits that nobody alive can have.
    """
    compact = _BETWEEN.sub("", text[:LONGEST_MATCHED]).upper()
    pattern = (patterns or Patterns()).patient_code
    code = pattern.fullmatch(compact) or pattern.fullmatch(text[:LONGEST_MATCHED].strip())
    if code and code["code"]:
        found = Identifier(IdentifierKind.PATIENT_CODE, code["code"])
        return Document(DocumentKind.PATIENT_CODE, (found,))
    if CARD.fullmatch(compact) or SOCIAL.fullmatch(compact):
        return Document(DocumentKind.BHYT, insurance_identifiers(compact))
    if not re.fullmatch(r"\d{12}", compact, re.ASCII):
        raise NotADocument("typed-form", "the number has the form of no known identifier")
    if not personal_number.plausible(compact, today or hospital_day()):
        raise NotADocument("typed-personal-number", "nobody alive can have this personal number")
    return Document(DocumentKind.CCCD, (Identifier(IdentifierKind.PERSONAL_NUMBER, compact),))
