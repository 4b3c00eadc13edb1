"""A front without a screen: answers every page from a script."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from kiosk.checkin.asking import VisitFailed
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Gesture, StaffCall
from kiosk.checkin.screens import (
    AfterProblem,
    AskFaceConsent,
    AskPhone,
    ChooseAppointment,
    ChooseService,
    Confirmed,
    ConfirmIdentity,
    Continue,
    Done,
    FaceConsent,
    Finished,
    InsuranceResult,
    OtherService,
    Problem,
    ReprintTicket,
    Screen,
    StatePriority,
)
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint

A = TypeVar("A")

Answers = Mapping[type[Screen[Any]], Callable[[Any], Any]]
"""How to answer each page. A page that is missing here is looked at and never answered."""


def willing_patient(service: str = "", phone: str = "", *, face: bool = False) -> Answers:
    """Says yes, takes the ticket that is held already, the first appointment or the wanted
    service, and leaves with the ticket.

    ``service`` is a code, ``""`` for the open one with the least wait. The visit fails if
    the hospital does not have it, or has no room open for it. ``face`` says whether the patient
    lets their face be looked at; nobody's is ever kept.
    """

    def consent(screen: AskFaceConsent) -> FaceConsent:
        agreed = face and not screen.keeps
        return FaceConsent.WITH_FACE if agreed else FaceConsent.WITHOUT_FACE

    def choose(screen: ChooseService) -> object:
        offered = [s for s in screen.services if service in ("", s.code)]
        if not offered:
            raise VisitFailed(FAILURES["service-not-offered"].at(Step.OFFER))
        taking = [s for s in offered if s.open_rooms]
        if not taking:
            raise VisitFailed(FAILURES["service-closed"].at(Step.OFFER))
        return min(taking, key=lambda s: s.wait_minutes or 0)

    def reprint(screen: ReprintTicket) -> object:
        wanted = (one for one in screen.tickets if service in ("", one.service))
        return next(wanted, OtherService.OTHER)

    return {
        AskFaceConsent: consent,
        ConfirmIdentity: lambda screen: Confirmed.YES,
        StatePriority: lambda screen: screen.stated,
        AskPhone: lambda screen: phone,
        ReprintTicket: reprint,
        ChooseAppointment: lambda screen: screen.appointments[0],
        ChooseService: choose,
        InsuranceResult: lambda screen: Continue.CONTINUE,
        Done: lambda screen: Finished.TAKEN,
        Problem: lambda screen: AfterProblem.LEAVE,
    }


class ScriptedFront:
    """Answers at once, and remembers what it was shown."""

    def __init__(self, answers: Answers, language: str = "vi") -> None:
        self.answers = dict(answers)
        self.language = language
        self.asked: list[Screen[Any]] = []
        self.told: list[Failure] = []
        self.shares: list[float] = []
        self.guided: list[FaceGuide | CodeHint | None] = []
        self.staff: list[StaffCall] = []
        self.warnings: list[float | None] = []
        self.gestures: asyncio.Queue[Gesture] = asyncio.Queue()

    async def ask(self, screen: Screen[A]) -> A:
        self.asked.append(screen)
        answer = self.answers.get(type(screen))
        while answer is None:
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        return cast(A, answer(screen))

    def show(self, screen: Screen[None]) -> None:
        pass

    def tell(self, failure: Failure) -> None:
        self.told.append(failure)

    def progress(self, share: float) -> None:
        self.shares.append(share)

    def guide(self, what: FaceGuide | CodeHint | None) -> None:
        self.guided.append(what)

    async def gesture(self) -> Gesture:
        return await self.gestures.get()

    def warn_idle(self, seconds: float | None) -> None:
        self.warnings.append(seconds)

    def staff_call(self, state: StaffCall) -> None:
        self.staff.append(state)

    def forget(self) -> None:
        pass
