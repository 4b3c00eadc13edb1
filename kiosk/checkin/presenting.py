"""The beginning of a visit: a document is held up, or a number is typed."""

import asyncio
from typing import TypeVar

from kiosk.checkin.equipment import Equipment, Reader
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.screens import Back, EnterCode, NoDocument, Screen, Welcome
from kiosk.checkin.trace import Trace
from kiosk.documents import typed
from kiosk.errors import NotADocument
from kiosk.model.document import Document

A = TypeVar("A")

_NO_DOCUMENT = frozenset({"not-a-document", "too-long"})
"""Reasons that say nothing of a document; all others name what is wrong with one."""


async def present_document(front: Front, equipment: Equipment, trace: Trace) -> Document:
    """Wait for a document, however long it takes; codes are read on both pages."""
    reader = equipment.reader
    while True:
        welcome = Welcome(camera=reader.available)
        got = await _read_or_ask(front, reader, trace, welcome)
        document = await _type_code(front, equipment, trace) if got is NoDocument.TYPE else got
        if isinstance(document, Document):
            return document


async def _type_code(front: Front, equipment: Equipment, trace: Trace) -> Document | Back | None:
    patterns, today = equipment.rules.patterns, equipment.clock.now().date()
    wrong: Failure | None = None
    while True:
        answer = await _read_or_ask(front, equipment.reader, trace, EnterCode(wrong))
        if not isinstance(answer, str):
            return answer
        try:
            return typed(answer, patterns, today=today)
        except NotADocument as error:
            wrong = FAILURES["code-not-valid"].at(Step.SCAN, error.reason)


async def _read_or_ask(
    front: Front, reader: Reader, trace: Trace, screen: Screen[A]
) -> A | Document | None:
    """The page's answer or the next document, whichever is first.

    The page stays while codes that are no documents go by, so that digits typed so far
    are not lost. ``None`` when the camera came or went and the resting page must be
    drawn anew.
    """
    asked = asyncio.ensure_future(front.ask(screen))
    changed = asyncio.ensure_future(reader.availability_changed())
    seen = asyncio.ensure_future(reader.next())
    try:
        while True:
            waited = {asked, seen} | ({changed} if isinstance(screen, Welcome) else set())
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if seen.done():
                document = seen.result()
                if isinstance(document, Document):
                    trace.since(Step.SCAN, reader.frame_taken)
                    return document
                front.tell(failure_of_code(document))
                seen = asyncio.ensure_future(reader.next())
            elif asked.done():
                return asked.result()
            elif changed.done():
                return None
    finally:
        for task in (asked, changed, seen):
            task.cancel()
        await asyncio.gather(asked, changed, seen, return_exceptions=True)


def failure_of_code(error: NotADocument) -> Failure:
    """What a code that is no document means to the patient."""
    kind = "not-a-document" if error.reason in _NO_DOCUMENT else "document-damaged"
    return FAILURES[kind].at(Step.SCAN, error.reason)
