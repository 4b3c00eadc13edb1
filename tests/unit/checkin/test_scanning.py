"""From a scanner to documents: one that types is noticed."""

import asyncio

import pytest

from kiosk.checkin.failures import Failure
from kiosk.checkin.scanning import ScannerReader
from kiosk.checkin.seeing import failure_of_code
from kiosk.devices.scanner.wedge import WedgeScanner
from kiosk.documents import Patterns
from kiosk.errors import NotADocument
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.sample_documents import bhyt_qr, cccd_qr, patient_code_qr
from kiosk.model.document import Document

PERSON = next(one for one in people() if one.card_issued and one.coverage and one.code)


def typed(payload: str) -> Document | NotADocument:
    """What comes of a code that a scanner types: ASCII alone, then Enter."""

    async def scan() -> Document | NotADocument:
        wedge = WedgeScanner()
        reader = ScannerReader(wedge, Patterns())
        reader.start()
        try:
            async with asyncio.timeout(5):
                waiting = asyncio.create_task(reader.next())
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                for nth, key in enumerate(payload.encode("ascii", "ignore").decode() + "\r"):
                    wedge.key(key, 10 + 0.002 * nth)
                return await waiting
        finally:
            await reader.close()

    return asyncio.run(scan())


def failure(read: Document | NotADocument) -> Failure:
    assert isinstance(read, NotADocument)
    return failure_of_code(read)


def test_half_a_name_registers_nobody_and_the_page_says_what_to_do() -> None:
    said = failure(typed(cccd_qr(PERSON)))
    assert (said.kind, said.reason) == ("letters-lost", "keyboard-damage")
    assert "{desk}" in said.next_step.get("vi")


def test_an_insurance_cards_name_survives_as_it_is_hexadecimal() -> None:
    read = typed(bhyt_qr(PERSON))
    assert isinstance(read, Document)
    assert read.name == PERSON.name


def test_a_patient_code_survives() -> None:
    read = typed(patient_code_qr(PERSON))
    assert isinstance(read, Document)
    assert read.identifiers[0].value == PERSON.code


@pytest.mark.parametrize("reason", ["too-long", "not-a-document"])
def test_a_code_of_something_else_is_not_called_damaged(reason: str) -> None:
    assert failure(NotADocument(reason, "x")).kind == "not-a-document"
