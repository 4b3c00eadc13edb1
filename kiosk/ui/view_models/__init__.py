"""From a screen to what its page shows: one pure function a screen, without Qt.

A view model is a dict of display-ready values in the reader's language. Words that are
spoken or that depend on the patient are in it; the fixed furniture of a page (labels of
helpers, of columns) is in QML. Both get their words from the same translation file.
"""

from datetime import datetime
from typing import Any

from kiosk.checkin.failures import Step
from kiosk.checkin.screens import (
    AskFaceConsent,
    AskPhone,
    ChooseAppointment,
    ChooseService,
    ConfirmBirthDate,
    ConfirmIdentity,
    Done,
    EnterCan,
    EnterCode,
    FaceCheck,
    InsuranceResult,
    LayCard,
    OutOfOrder,
    Problem,
    ReadingCard,
    ReprintTicket,
    Screen,
    StatePriority,
    UnlockCard,
    Welcome,
    Working,
)
from kiosk.model.courtesy import form_of_address
from kiosk.ui.view_models.ask_face_consent import ask_face_consent
from kiosk.ui.view_models.ask_phone import ask_phone
from kiosk.ui.view_models.choose_appointment import choose_appointment
from kiosk.ui.view_models.choose_service import choose_service
from kiosk.ui.view_models.confirm_birth_date import confirm_birth_date
from kiosk.ui.view_models.confirm_identity import confirm_identity
from kiosk.ui.view_models.done import done
from kiosk.ui.view_models.enter_can import enter_can
from kiosk.ui.view_models.enter_code import enter_code
from kiosk.ui.view_models.face_check import face_check
from kiosk.ui.view_models.guide import guide
from kiosk.ui.view_models.insurance_result import insurance_result
from kiosk.ui.view_models.lay_card import lay_card
from kiosk.ui.view_models.out_of_order import out_of_order
from kiosk.ui.view_models.problem import problem
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.reading_card import reading_card
from kiosk.ui.view_models.reprint_ticket import reprint_ticket
from kiosk.ui.view_models.staff import StaffScreen, staff_view_model
from kiosk.ui.view_models.state_priority import state_priority
from kiosk.ui.view_models.unlock_card import unlock_card
from kiosk.ui.view_models.value import ViewModel
from kiosk.ui.view_models.welcome import welcome
from kiosk.ui.view_models.working import working

__all__ = ["form_of_address_in", "guide", "progress_of", "view_model"]


def view_model(screen: Screen[Any], reader: Reader) -> ViewModel:
    """The values of ``screen``'s page. ``spoken`` is always there: sentence and choices.

    Raises ``TypeError`` for a screen without a page.
    """
    match screen:
        case Welcome():
            return welcome(screen, reader)
        case EnterCode():
            return enter_code(screen, reader)
        case UnlockCard():
            return unlock_card(screen, reader)
        case EnterCan():
            return enter_can(screen, reader)
        case LayCard():
            return lay_card(screen, reader)
        case ReadingCard():
            return reading_card(screen, reader)
        case Working():
            return working(screen, reader)
        case AskFaceConsent():
            return ask_face_consent(screen, reader)
        case FaceCheck():
            return face_check(screen, reader)
        case ConfirmBirthDate():
            return confirm_birth_date(screen, reader)
        case ConfirmIdentity():
            return confirm_identity(screen, reader)
        case StatePriority():
            return state_priority(screen, reader)
        case AskPhone():
            return ask_phone(reader)
        case ReprintTicket():
            return reprint_ticket(screen, reader)
        case ChooseAppointment():
            return choose_appointment(screen, reader)
        case ChooseService():
            return choose_service(screen, reader)
        case InsuranceResult():
            return insurance_result(screen, reader)
        case Done():
            return done(screen, reader)
        case Problem():
            return problem(screen, reader)
        case OutOfOrder():
            return out_of_order(screen, reader)
    if isinstance(screen, StaffScreen):
        return staff_view_model(screen, reader)
    raise TypeError(f"no page for {type(screen).__name__}")


def form_of_address_in(screen: Screen[Any], now: datetime | None) -> str:
    """How the patient of ``screen`` is addressed in Vietnamese; ``""`` if it names nobody."""
    match screen:
        case ConfirmIdentity(patient=patient) | Done(patient=patient):
            age = patient.birth.age_on(now.date()) if patient.birth and now else None
            return form_of_address(patient.sex, age)
    return ""


_STEP_PROGRESS = {
    Step.SCAN: 1,
    Step.CARD: 1,
    Step.FACE: 1,
    Step.FIND: 1,
    Step.REGISTER: 1,
    Step.OFFER: 2,
    Step.CHECK_IN: 3,
    Step.RENDER: 3,
    Step.PRINT: 3,
    Step.CONFIRM: 3,
}


def progress_of(screen: Screen[Any] | None) -> int:
    """Which of the three steps (who, what for, ticket) the screen belongs to; 0 is none."""
    match screen:
        case EnterCode() | UnlockCard() | EnterCan() | LayCard() | ReadingCard():
            return 1
        case ConfirmIdentity() | StatePriority() | AskPhone():
            return 1
        case AskFaceConsent() | FaceCheck() | ConfirmBirthDate():
            return 1
        case ReprintTicket() | ChooseAppointment() | ChooseService() | InsuranceResult():
            return 2
        case Working(step=step):
            return _STEP_PROGRESS[step]
    return 0
