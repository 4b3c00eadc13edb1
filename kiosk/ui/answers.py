"""What a page sends when it is answered, turned into the typed answer of its screen.

A page knows only strings: the value of an enum, the code of a service, the id of an
appointment, or the digits that were typed. Whatever does not fit the screen is no answer.
"""

import re
from typing import Any

from kiosk.checkin.screens import (
    AfterProblem,
    AskFaceConsent,
    AskPhone,
    Back,
    ChooseAppointment,
    ChooseService,
    ConfirmBirthDate,
    Confirmed,
    ConfirmIdentity,
    Continue,
    Done,
    EnterCan,
    EnterCode,
    FaceCheck,
    FaceConsent,
    Finished,
    InsuranceResult,
    KeptFace,
    LayCard,
    NoDocument,
    OtherService,
    Problem,
    ReadingCard,
    ReprintTicket,
    Screen,
    StatePriority,
    UnlockBy,
    UnlockCard,
    Welcome,
    WithoutChip,
    WithoutFace,
)
from kiosk.model.care import PRIORITY_BY_AGE, Priority
from kiosk.ui.staff_answers import staff_choices, staff_typed

NO_PRIORITY = "none"
"""Answers StatePriority with "none of these"."""
NO_PHONE = "no-phone"
"""Answers AskPhone without a number."""

STATED = tuple(priority for priority in Priority if priority not in PRIORITY_BY_AGE)
"""The groups that a patient can state; the others follow from the birth date."""

CODE = re.compile(r"[0-9]{8,15}")
"""Longest identifier typed at a kiosk: 12 digits; a few more are left to the visit to refuse."""
CAN_DIGITS = 6
"""Of a card access number; what is printed on a card is never longer or shorter."""
CAN = re.compile(f"[0-9]{{{CAN_DIGITS}}}")
BIRTH_DATE = re.compile(r"([0-3][0-9][01][0-9])?(19|20)[0-9]{2}")
"""Day, month and year, or the year alone; whether there is such a day is the visit's to say."""
PHONE = re.compile(r"0[0-9]{9,10}")
"""Vietnamese numbers: 10 digits for mobiles, 10 or 11 for fixed lines, all with a leading 0."""


def answer_to(screen: Screen[Any], value: str) -> object | None:
    """The typed answer, or ``None`` if ``value`` is no answer to ``screen``."""
    return _of_a_list(screen, value) or _typed(screen, value)


def _of_a_list(screen: Screen[Any], value: str) -> object | None:
    choices: dict[str, object] = {}
    match screen:
        case Welcome():
            choices = {NoDocument.TYPE.value: NoDocument.TYPE}
            if screen.face:
                choices[NoDocument.FACE.value] = NoDocument.FACE
        case UnlockCard():
            choices = {
                UnlockBy.TYPE.value: UnlockBy.TYPE,
                WithoutChip.GO_ON.value: WithoutChip.GO_ON,
            }
        case LayCard(optional=True) | ReadingCard(optional=True):
            choices = {WithoutChip.GO_ON.value: WithoutChip.GO_ON}
        case AskFaceConsent():
            choices = {answer.value: answer for answer in FaceConsent}
        case FaceCheck():
            choices = {WithoutFace.GO_ON.value: WithoutFace.GO_ON}
        case EnterCode() | EnterCan() | AskPhone() | ConfirmBirthDate():
            choices = {Back.BACK.value: Back.BACK}
        case ConfirmIdentity():
            choices = {answer.value: answer for answer in Confirmed}
            if screen.face not in (KeptFace.KEPT, KeptFace.NOT_DELETED):
                del choices[Confirmed.FORGET_FACE.value]
        case ReprintTicket(tickets=tickets):
            choices = {ticket.service: ticket for ticket in tickets}
            choices |= {
                Back.BACK.value: Back.BACK,
                OtherService.OTHER.value: OtherService.OTHER,
            }
        case ChooseAppointment(appointments=appointments):
            choices = {appointment.id: appointment for appointment in appointments}
            choices |= {
                Back.BACK.value: Back.BACK,
                OtherService.OTHER.value: OtherService.OTHER,
            }
        case ChooseService(services=services):
            choices = {service.code: service for service in services if service.open_rooms > 0}
            choices |= {Back.BACK.value: Back.BACK}
        case InsuranceResult():
            choices = {Continue.CONTINUE.value: Continue.CONTINUE}
        case Done():
            choices = {answer.value: answer for answer in Finished}
        case Problem():
            choices = {answer.value: answer for answer in AfterProblem}
        case _:
            choices = staff_choices(screen)
    return choices.get(value)


def _typed(screen: Screen[Any], value: str) -> object | None:
    match screen:
        case EnterCode() if CODE.fullmatch(value):
            return value
        case EnterCan() if CAN.fullmatch(value):
            return value
        case ConfirmBirthDate() if BIRTH_DATE.fullmatch(value):
            return value
        case AskPhone() if PHONE.fullmatch(value):
            return value
        case AskPhone() if value == NO_PHONE:
            return ""
        case StatePriority() if value == NO_PRIORITY:
            return ()
        case StatePriority():
            return tuple(priority for priority in STATED if priority.value == value) or None
    return staff_typed(screen, value)
