"""Who is ahead of whom, and for how long. Pure."""

from datetime import date

from kiosk.frontdesk.records import Waiting

STREAK = 2
"""After so many priority patients one of the others is called, so that nobody starves.

What holds where a hospital sets no other (``priority_streak``).
"""

REASONS = ("under-6", "pregnant", "disability", "age-75", "merit")
"""The law's groups (Law on Medical Examination and Treatment 2023, art. 3) besides emergencies."""


def priority_is_next(ordinary: bool, priority: bool, in_row: int, streak: int = STREAK) -> bool:
    """Whether the next call is for a priority patient.

    ``ordinary`` and ``priority`` say whether somebody of that group waits, ``in_row`` how many
    priority patients the room called since it last called one of the others.
    """
    return priority and not (ordinary and in_row >= streak)


def people_ahead(
    priority: bool, before: Waiting, room: Waiting, streak: int = STREAK, in_row: int = 0
) -> int:
    """How many of those waiting in a room are called before a ticket.

    ``before`` are those who came before it, ``room`` all who wait (the ticket itself may
    be among them or not). Priority patients are called first, ``streak`` at a time, then one
    of the others; within each group the order is that of arrival. ``in_row`` is how many
    priority patients the room has just called in a row.
    """
    begun = min(in_row, streak)
    if priority:
        return before.priority + min(room.ordinary, (begun + before.priority) // streak)
    return before.ordinary + min(room.priority, streak * (before.ordinary + 1) - begun)


def reasons_by_age(birth: str, today: date) -> tuple[str, ...]:
    """The law's groups that follow from a birth date (FHIR ``date``).

    Of who knows the birth year alone, the age reached in this year counts: in doubt for
    the patient.
    """
    year, month, day = (*(int(part) for part in birth.split("-")), 1, 1)[:3]
    age = today.year - year - ((today.month, today.day) < (month, day))
    if age < 6:
        return ("under-6",)
    return ("age-75",) if age >= 75 else ()


def ticket_number(letter: str, count: int) -> str:
    """As printed and called: ``A-042``."""
    return f"{letter}-{count:03d}"
