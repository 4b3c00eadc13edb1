"""How Vietnamese addresses a patient: by age and sex, never by a bare "you".

The limits are those that law and school give, because the machine has no age of its own
to compare with: *bé* up to the end of primary school (11), *em* until the age of majority
(18; Civil Code 2015, art. 20), *ông* and *bà* from 60 (Law on the Elderly 2009, art. 2),
*anh* and *chị* between. *Cô* and *chú* say how much older than the speaker somebody is,
so they are left to people.
"""

from kiosk.model.person import Sex

UNKNOWN_GUEST = "quý khách"
"""Polite to anybody of whom nothing is known."""

_EM_FROM = 12
_ADULT_FROM = 18
_ELDERLY_FROM = 60

_ADULT = {Sex.MALE: "anh", Sex.FEMALE: "chị"}
_ELDERLY = {Sex.MALE: "ông", Sex.FEMALE: "bà"}


def form_of_address(sex: Sex, age: int | None) -> str:
    """``bé``, ``em``, ``anh``, ``chị``, ``ông``, ``bà``, or ``quý khách`` where it is not known.

    ``age`` is in full years. Children need no sex; adults without one, and everyone without
    an age (or with one before birth), are ``quý khách``.
    """
    if age is None or age < 0:
        return UNKNOWN_GUEST
    if age < _EM_FROM:
        return "bé"
    if age < _ADULT_FROM:
        return "em"
    return (_ADULT if age < _ELDERLY_FROM else _ELDERLY).get(sex, UNKNOWN_GUEST)
