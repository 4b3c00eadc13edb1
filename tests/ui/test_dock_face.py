"""What a page says to the face before the camera comes to the dock, and that it looks no more."""

import asyncio
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from kiosk.checkin.failures import Step
from kiosk.checkin.screens import Continue, FaceCheck, InsuranceResult, WithoutFace, Working
from kiosk.checkin.scripted import ScriptedFront
from kiosk.model.care import Cover, Insurance
from kiosk.model.consent import ConsentPurpose
from kiosk.model.face import FaceGuide
from kiosk.model.guidance import CodeHint, FaceHint
from kiosk.ui.dock.feed import DockFeed
from kiosk.ui.dock.front import DockFront

PAGE = FaceCheck(ConsentPurpose.FACE_VERIFICATION)
RESULT = InsuranceResult(Insurance(Cover.DESK))


def looking(qtbot: QtBot) -> tuple[DockFront, list[FaceHint | None]]:
    feed = DockFeed()
    said: list[FaceHint | None] = []
    feed.guided.connect(said.append)
    inner = ScriptedFront(
        {FaceCheck: lambda _: WithoutFace.GO_ON, InsuranceResult: lambda _: Continue.CONTINUE}
    )
    return DockFront(inner, feed, {}), said


def ask_result(front: DockFront) -> None:
    asyncio.run(front.ask(RESULT))


@pytest.mark.parametrize(
    "end",
    [
        ask_result,
        lambda front: front.show(Working(Step.FIND)),
        lambda front: front.guide(None),
        lambda front: front.forget(),
    ],
)
def test_a_face_hears_what_it_is_asked_and_that_it_is_over(
    end: Callable[[DockFront], None], qtbot: QtBot
) -> None:
    front, said = looking(qtbot)
    asyncio.run(front.ask(PAGE))
    front.guide(FaceGuide(FaceHint.NO_FACE))
    front.guide(FaceGuide(FaceHint.BLINK, 0.3))
    asyncio.run(front.ask(PAGE))
    assert said == [FaceHint.NO_FACE, FaceHint.BLINK], "a second try is the same look"
    end(front)
    end(front)
    assert said == [FaceHint.NO_FACE, FaceHint.BLINK, None]


def test_hints_for_a_code_are_not_for_a_face(qtbot: QtBot) -> None:
    front, said = looking(qtbot)
    front.guide(CodeHint.NEARER)
    front.guide(None)
    assert said == []
