"""Who goes ahead because of their age, which needs no question."""

from datetime import date

from kiosk.model.care import Priority
from kiosk.model.person import BirthDate

_CHILD_UNDER = 6
_OLD_FROM = 75


def priority_by_age(birth: BirthDate | None, today: date) -> tuple[Priority, ...]:
    """Under 6 years, or 75 and older (Law on Medical Examination and Treatment 2023, art. 3).

    A birth date that is a year alone is counted for the patient at both ends: as young as
    it allows for the first, as old as it allows for the second. An unknown birth date, or
    one that is yet to come, gives none.
    """
    if birth is None or birth.age_on(today) < 0:
        return ()
    if birth.age_on(today) >= _OLD_FROM:
        return (Priority.AGE_75,)
    if _youngest(birth).age_on(today) < _CHILD_UNDER:
        return (Priority.UNDER_6,)
    return ()


def _youngest(birth: BirthDate) -> BirthDate:
    return birth if birth.month is not None else BirthDate(birth.year, 12, 31)
