"""Every page and state with invented people, for the gallery and for tests.

Names, services and directions are as long as real ones get, so that what fits here fits.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import StaffCall
from kiosk.checkin.in_service import Cause
from kiosk.checkin.instead import offering
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
    KeptFace,
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
from kiosk.model.care import Appointment, Cover, Insurance, Priority
from kiosk.model.checkin import HeldTicket, Ticket
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceGuide, IdentityCheck
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.model.page_light import PageLight
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from kiosk.model.text import local
from kiosk.ui.sample_services import SERVICES
from kiosk.ui.sample_staff import STAFF

NOW = datetime(2026, 11, 23, 7, 42, tzinfo=timezone(timedelta(hours=7)))
HOSPITAL = local("Bệnh viện Đa khoa Hồ Sen", "Ho Sen General Hospital")
DESK = local("quầy tiếp đón", "the reception desk")


@dataclass(frozen=True, slots=True)
class Sample:
    """A page in one state, with what may lie over it."""

    name: str
    """Page name, then the state: ``ConfirmIdentity-new``."""
    screen: Screen[Any]
    notice: Failure | None = None
    idle_seconds: float | None = None
    staff_call: StaffCall = StaffCall.NONE
    work: float = 0.0
    guide: FaceGuide | CodeHint | None = None
    staff_asked: bool = False
    """The hospital's name was held."""


ELDER = Patient(
    id="p-1",
    name="Trần Thị Thu Hà",
    sex=Sex.FEMALE,
    birth=BirthDate(1951),
    identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, "079151012345"),),
)
NEWCOMER = Patient(
    id="",
    name="Nguyễn Hoàng Phương Nguyên Khương",
    sex=Sex.MALE,
    birth=BirthDate(1988, 4, 9),
    identifiers=(Identifier(IdentifierKind.PERSONAL_NUMBER, "001088067890"),),
)
NAMELESS = Patient(id="p-3", name="")

CARDIOLOGY = Appointment(
    id="a-1",
    start=NOW.replace(hour=8, minute=0),
    service="TIM-MACH",
    service_name=local("Tim mạch", "Cardiology"),
    practitioner="BS. Lương Mỹ Hạnh",
    room="205",
)
APPOINTMENTS = (
    CARDIOLOGY,
    Appointment(
        id="a-2",
        start=NOW.replace(hour=9, minute=30),
        service="PHU-SAN",
        service_name=local("Phụ sản", "Obstetrics and gynaecology"),
        practitioner="BS. Đỗ Thùy Dương",
        room="301",
    ),
    Appointment(
        id="a-3",
        start=NOW.replace(hour=14, minute=15),
        service="NOI-TIET",
        service_name=local("Nội tiết", "Endocrinology"),
    ),
)

HELD = (
    HeldTicket("T-042", "TIM-MACH", local("Tim mạch", "Cardiology"), "205"),
    HeldTicket("S-017", "PHU-SAN", local("Phụ sản", "Obstetrics and gynaecology")),
)

_CLOSED, _OTHERS = offering(FAILURES["service-closed"], SERVICES, ["PHU-SAN"])

TICKET = Ticket(
    encounter="e-1",
    number="B-042",
    service=local("Tim mạch", "Cardiology"),
    room="205",
    floor="2",
    direction=local(
        "Lên thang máy A, rẽ phải, phòng thứ ba bên trái.",
        "Take lift A, turn right, third room on the left.",
    ),
    people_ahead=3,
    wait_minutes=12,
    issued_at=NOW,
    follow_up="https://hosen.invalid/theo-doi/e-1",
    priority=True,
)
LEASED = replace(
    TICKET,
    encounter="",
    number="T-007",
    people_ahead=0,
    wait_minutes=None,
    follow_up="",
    leased=True,
)
PROVISIONAL = replace(
    TICKET,
    encounter="",
    number="K12-007",
    room="",
    floor="",
    direction=local("", ""),
    people_ahead=0,
    wait_minutes=None,
    follow_up="",
    priority=False,
    provisional=True,
)

_FACE = FaceCheck(ConsentPurpose.FACE_VERIFICATION)

COVERED = Insurance(Cover.COVERED, "000", 95, "c-1")

SAMPLES: tuple[Sample, ...] = (
    Sample("Welcome", Welcome()),
    Sample("Welcome-no-camera", Welcome(camera=False)),
    Sample("Welcome-notice", Welcome(), notice=FAILURES["not-a-document"]),
    Sample("Welcome-cards", Welcome(cards=True)),
    Sample("Welcome-cards-only", Welcome(camera=False, cards=True)),
    Sample("Welcome-face", Welcome(cards=True, face=True)),
    Sample("Welcome-hint", Welcome(cards=True, face=True), guide=CodeHint.TILT),
    Sample("UnlockCard", UnlockCard()),
    Sample("UnlockCard-hint", UnlockCard(), guide=CodeHint.INTO_VIEW),
    Sample("UnlockCard-wrong", UnlockCard(FAILURES["card-and-code-differ"])),
    Sample("EnterCan", EnterCan()),
    Sample("EnterCan-wrong", EnterCan(FAILURES["can-wrong-last"])),
    Sample("LayCard", LayCard()),
    Sample("LayCard-again", LayCard(again=True)),
    Sample("LayCard-required", LayCard(optional=False)),
    Sample("ReadingCard", ReadingCard(), work=0.62),
    Sample("ReadingCard-required", ReadingCard(optional=False), work=0.05),
    Sample("EnterCode", EnterCode()),
    Sample("EnterCode-wrong", EnterCode(FAILURES["code-not-valid"])),
    Sample("Working", Working(Step.FIND)),
    Sample("Working-face", Working(Step.FACE)),
    Sample("Working-offer", Working(Step.OFFER)),
    Sample("Working-print", Working(Step.PRINT)),
    Sample(
        "ConfirmIdentity",
        ConfirmIdentity(ELDER, True, COVERED, CARDIOLOGY, (Priority.AGE_75,)),
    ),
    Sample(
        "ConfirmIdentity-verified",
        ConfirmIdentity(ELDER, True, COVERED, CARDIOLOGY, (Priority.AGE_75,), verified=True),
    ),
    Sample("ConfirmIdentity-new", ConfirmIdentity(NEWCOMER, False, None, None, ())),
    Sample("ConfirmIdentity-away", ConfirmIdentity(ELDER, False, None, None, (), asked=False)),
    Sample(
        "ConfirmIdentity-long",
        ConfirmIdentity(
            replace(NEWCOMER, id="p-2", sex=Sex.FEMALE),
            True,
            Insurance(Cover.DESK, "053"),
            APPOINTMENTS[1],
            (Priority.DISABILITY, Priority.MERIT),
            verified=True,
        ),
    ),
    Sample(
        "ConfirmIdentity-nameless",
        ConfirmIdentity(NAMELESS, True, Insurance(Cover.UNVERIFIED), None, ()),
    ),
    Sample(
        "ConfirmIdentity-face",
        ConfirmIdentity(ELDER, True, COVERED, CARDIOLOGY, (), face=KeptFace.KEPT),
    ),
    Sample(
        "ConfirmIdentity-face-deleted",
        ConfirmIdentity(
            ELDER, True, COVERED, CARDIOLOGY, (Priority.AGE_75,), face=KeptFace.DELETED
        ),
    ),
    Sample(
        "ConfirmIdentity-face-not-deleted",
        ConfirmIdentity(
            ELDER, True, COVERED, CARDIOLOGY, (Priority.AGE_75,), face=KeptFace.NOT_DELETED
        ),
    ),
    *(
        Sample(f"AskFaceConsent{state}", AskFaceConsent(purpose, keeps))
        for state, purpose, keeps in (
            ("", ConsentPurpose.FACE_VERIFICATION, False),
            ("-identify", ConsentPurpose.FACE_IDENTIFICATION, False),
            ("-keep", ConsentPurpose.FACE_IDENTIFICATION, True),
        )
    ),
    Sample("FaceCheck", _FACE),
    Sample("FaceCheck-turn", _FACE, guide=FaceGuide(FaceHint.TURN_LEFT, 0.4)),
    Sample("FaceCheck-warm", _FACE, guide=FaceGuide(FaceHint.NOD, 0.7, PageLight.WARM)),
    Sample("FaceCheck-cool", _FACE, guide=FaceGuide(FaceHint.BLINK, 0.5, PageLight.COOL)),
    Sample("FaceCheck-wrong", replace(_FACE, wrong=FAILURES["face-not-confirmed"])),
    Sample("ConfirmBirthDate", ConfirmBirthDate()),
    Sample("ConfirmBirthDate-wrong", ConfirmBirthDate(FAILURES["birth-date-wrong"])),
    Sample("StatePriority", StatePriority()),
    Sample("StatePriority-stated", StatePriority((Priority.DISABILITY,))),
    Sample("AskPhone", AskPhone()),
    Sample("ReprintTicket", ReprintTicket(HELD[:1])),
    Sample("ReprintTicket-many", ReprintTicket(HELD)),
    Sample("ChooseAppointment", ChooseAppointment(APPOINTMENTS[:2])),
    Sample("ChooseAppointment-many", ChooseAppointment(APPOINTMENTS * 2)),
    Sample("ChooseService", ChooseService(SERVICES)),
    Sample("ChooseService-wrong", ChooseService(_OTHERS, _CLOSED)),
    Sample("ChooseService-away", ChooseService(SERVICES[:3], load_known=False)),
    Sample("ChooseService-few", ChooseService(SERVICES[1:4])),
    Sample("InsuranceResult", InsuranceResult(Insurance(Cover.SELF_PAY, "010"))),
    Sample("InsuranceResult-none", InsuranceResult(Insurance(Cover.NONE))),
    Sample("Done", Done(ELDER, TICKET, True)),
    Sample(
        "Done-plain",
        Done(
            NEWCOMER,
            replace(
                TICKET,
                number="K-7",
                room="Cấp cứu 12",
                floor="",
                priority=False,
                people_ahead=0,
                wait_minutes=None,
            ),
            True,
        ),
    ),
    Sample(
        "Done-errand",
        Done(
            ELDER,
            replace(TICKET, appointment=datetime(2026, 11, 23, 2, 15, tzinfo=UTC)),
            True,
            Insurance(Cover.SELF_PAY, "010"),
        ),
    ),
    Sample("Done-desk", Done(ELDER, TICKET, True, take_card=True, identity=IdentityCheck.DESK)),
    Sample("Done-card", Done(ELDER, TICKET, True, take_card=True)),
    Sample("Done-unprinted", Done(ELDER, replace(TICKET, reissued=True), False)),
    Sample("Done-leased", Done(ELDER, LEASED, True, Insurance(Cover.UNVERIFIED))),
    Sample("Done-provisional", Done(ELDER, PROVISIONAL, True)),
    Sample("Done-provisional-unprinted", Done(ELDER, PROVISIONAL, False)),
    Sample("Problem", Problem(FAILURES["hospital-away"].at(Step.FIND))),
    Sample("Problem-card", Problem(FAILURES["disagrees"].at(Step.CARD), take_card=True)),
    Sample("Problem-unknown", Problem(FAILURES["patient-unknown"].at(Step.FIND))),
    Sample(
        "OutOfOrder",
        OutOfOrder(
            Cause.NOTHING_HOLDS,
            DESK,
            local("cạnh cổng số 2, nhà A", "beside gate 2, building A"),
        ),
    ),
    Sample("OutOfOrder-alone", OutOfOrder(Cause.ENGINE_STUCK, DESK, local("", ""))),
    Sample(
        "ConfirmIdentity-idle",
        ConfirmIdentity(ELDER, True, COVERED, CARDIOLOGY, (Priority.AGE_75,)),
        idle_seconds=30,
    ),
    Sample(
        "ConfirmIdentity-staff-sent",
        ConfirmIdentity(ELDER, True, COVERED, CARDIOLOGY, (Priority.AGE_75,)),
        staff_call=StaffCall.SENT,
    ),
    Sample("Welcome-staff-failed", Welcome(), staff_call=StaffCall.FAILED),
    Sample("ChooseService-staff-asked", ChooseService(SERVICES), staff_asked=True),
    *(Sample(name, screen) for name, screen in STAFF),
    Sample("ChooseService-staff-calling", ChooseService(SERVICES), staff_call=StaffCall.CALLING),
)
