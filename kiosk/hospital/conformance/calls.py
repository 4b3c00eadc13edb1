"""How the suite asks a hospital, and the questions that many of its tests ask."""

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from typing import TypeVar

import pytest

from kiosk.errors import HospitalRefused
from kiosk.hospital.base import Capability, Hospital
from kiosk.hospital.conformance.under_test import HospitalUnderTest
from kiosk.model.care import Insurance, Priority
from kiosk.model.checkin import CheckIn, Ticket
from kiosk.model.document import Document, DocumentKind
from kiosk.model.person import Identifier, IdentifierKind, Patient

T = TypeVar("T")

KIOSK = "kiosk-conformance"
TEST_TAKES = 60.0
"""Seconds after which a test has failed, whatever it waits for."""


def ask(under_test: HospitalUnderTest, question: Callable[[Hospital], Awaitable[T]]) -> T:
    """Open the hospital, ask it something, close it."""

    async def talk() -> T:
        async with asyncio.timeout(TEST_TAKES), under_test.connect() as hospital:
            return await question(hospital)

    return asyncio.run(talk())


def ask_at_once(
    under_test: HospitalUnderTest, *questions: Callable[[Hospital], Awaitable[T]]
) -> list[T]:
    """Each question by a kiosk of its own, all at the same instant; the answers in order."""

    async def talk(question: Callable[[Hospital], Awaitable[T]], ready: asyncio.Barrier) -> T:
        async with under_test.connect() as hospital:
            await ready.wait()
            return await question(hospital)

    async def all_of_them() -> list[T]:
        ready = asyncio.Barrier(len(questions))
        async with asyncio.timeout(TEST_TAKES):
            return await asyncio.gather(*(talk(one, ready) for one in questions))

    return asyncio.run(all_of_them())


def reason(under_test: HospitalUnderTest, question: Callable[[Hospital], Awaitable[object]]) -> str:
    """Why the hospital refuses; fails if it does not."""
    with pytest.raises(HospitalRefused) as refused:
        ask(under_test, question)
    return refused.value.reason


def needs(under_test: HospitalUnderTest, capability: Capability) -> None:
    """Skip the test, with this reason, where the hospital has declared to do without."""
    if capability not in under_test.capabilities:
        pytest.skip(f"declared: without {capability.value}")


def number(kind: IdentifierKind, value: str) -> Document:
    """A document that says nothing but a number."""
    return Document(DocumentKind.PATIENT_CODE, (Identifier(kind, value),))


def slip(appointment: str) -> Document:
    return Document(DocumentKind.APPOINTMENT, appointment=appointment)


def key() -> str:
    return str(uuid.uuid4())


def wish(patient: str, service: str, *priority: Priority) -> CheckIn:
    """A check-in of its own, with a new key."""
    return CheckIn(key(), KIOSK, patient, service=service, priority=priority)


def keep(patient: str, appointment: str) -> CheckIn:
    return CheckIn(key(), KIOSK, patient, appointment=appointment)


def check_in(request: CheckIn) -> Callable[[Hospital], Awaitable[Ticket]]:
    return lambda hospital: hospital.check_in(request)


def insurance(patient: Patient, today: date) -> Callable[[Hospital], Awaitable[Insurance]]:
    return lambda hospital: hospital.insurance(patient, today)
