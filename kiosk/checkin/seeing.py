"""Codes that are held up while a page is shown."""

import asyncio

from kiosk.checkin.equipment import Reader
from kiosk.checkin.failures import FAILURES, Failure, Step
from kiosk.checkin.front import Front
from kiosk.checkin.trace import Trace
from kiosk.errors import NotADocument
from kiosk.model.document import Document
from kiosk.model.guidance import CodeHint

_KINDS = {
    "not-a-document": "not-a-document",
    "too-long": "not-a-document",
    "keyboard-damage": "letters-lost",
}
"""Reasons that say nothing of a document, or that showing it again does not help; all others name
what is wrong with one."""


async def next_document(front: Front, reader: Reader, trace: Trace) -> Document:
    """The next document, however long it takes. Codes that are none are said and go by, so that
    the page stays, and with it what was typed so far. Meanwhile the hand is told what to do."""
    guiding = asyncio.create_task(_guide(front, reader))
    try:
        while True:
            seen = await reader.next()
            if isinstance(seen, Document):
                trace.since(Step.SCAN, reader.frame_taken)
                return seen
            front.tell(failure_of_code(seen))
    finally:
        # Without waiting for its end: what was read must not be lost to another event meanwhile.
        guiding.cancel()
        front.guide(None)


async def _guide(front: Front, reader: Reader) -> None:
    """Each hint for as long as it holds."""
    hint: CodeHint | None = None
    while True:
        hint = await reader.hint_changed(hint)
        front.guide(hint)


def failure_of_code(error: NotADocument) -> Failure:
    """What a code that is no document means to the patient."""
    kind = _KINDS.get(error.reason, "document-damaged")
    return FAILURES[kind].at(Step.SCAN, error.reason)
