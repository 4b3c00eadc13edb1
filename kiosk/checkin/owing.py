"""Consents that the hospital could not be told of: kept in memory until it is back.

A face was compared because its owner agreed, and the hospital is to have that on record. What is
owed here does not outlive the process (docs/identity.md).
"""

import asyncio
from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.checkin.asking import failure_of
from kiosk.checkin.clock import Clock
from kiosk.checkin.failures import Step
from kiosk.checkin.hospital_link import Link
from kiosk.checkin.persisting import is_answer
from kiosk.errors import HospitalError
from kiosk.hospital.base import Hospital
from kiosk.hospital.circuit import LinkState
from kiosk.log import log, unexpected
from kiosk.model.consent import Consent
from kiosk.model.document import Document

MOST = 1000
"""Consents that are owed at a time; a kiosk serves fewer patients in a day. The oldest goes."""
PAUSE_S = 30.0
"""Between two tries, while somebody is there."""
LONGEST = timedelta(hours=24)
"""So long one is tried that a hospital which is there does not take, or whose patient it does not
know: by then all check-ins are told, or with staff."""


@dataclass(eq=False, slots=True)
class _Owed:
    consent: Consent
    document: Document | None
    """Of whom the hospital had no record yet."""
    tried: datetime | None = None
    """When it was told first, in vain, though somebody was there."""


class OwedConsents:
    """All of a kiosk's. In its event loop."""

    def __init__(self) -> None:
        self._owed: deque[_Owed] = deque()
        self._some = asyncio.Event()

    def __len__(self) -> int:
        return len(self._owed)

    def add(self, consent: Consent, document: Document | None = None) -> None:
        """Owe it. Of whom the hospital does not know yet there is the ``document`` that their
        check-in is told with, and their record made from (:mod:`kiosk.checkin.settling`)."""
        if len(self._owed) >= MOST:
            self._owed.popleft()
            _unrecorded(1, "too-many")
        self._owed.append(_Owed(consent, document))
        self._some.set()

    async def run(self, hospital: Hospital, clock: Clock, link: Link) -> None:
        """Tell them as soon as somebody is there. For ever, until cancelled."""
        while True:
            await self._some.wait()
            while link.state is LinkState.AWAY:
                await link.changed(LinkState.AWAY)
            await self.round(hospital, clock, link)
            await clock.sleep(PAUSE_S)

    async def round(self, hospital: Hospital, clock: Clock, link: Link) -> None:
        """Tell each that is owed now, once, while somebody is there."""
        for owed in tuple(self._owed):
            done = await _done(hospital, owed)
            away = link.state is LinkState.AWAY
            if not done and not away:
                owed.tried = owed.tried or clock.now()
                # Also by a clock that was ahead: it says nothing of how long it has been.
                if abs(clock.now() - owed.tried) > LONGEST:
                    _unrecorded(1, "too-old")
                    done = True
            if done and owed in self._owed:
                self._owed.remove(owed)
            if away:
                return
        if not self._owed:
            self._some.clear()

    def give_up(self) -> None:
        """The process ends. What is owed then is lost, and the log says how many."""
        if self._owed:
            _unrecorded(len(self._owed), "ended")
        self._owed.clear()
        self._some.clear()


async def _done(hospital: Hospital, owed: _Owed) -> bool:
    """Whether nothing is left to do for it."""
    try:
        return await _told(hospital, owed)
    except HospitalError as error:
        log("hospital-error", kind=failure_of(error, Step.FACE).kind, step=Step.FACE.value)
        if not is_answer(error):
            return False
        _unrecorded(1, "refused")
        return True
    except Exception as error:  # one consent keeps nobody from the others
        unexpected(error)
        return False


async def _told(hospital: Hospital, owed: _Owed) -> bool:
    """``False`` while the patient has no record: their check-in, which makes one, is told beside
    this."""
    consent = owed.consent
    if owed.document is not None:
        patient = await hospital.find(owed.document)
        if patient is None:
            return False
        consent = replace(consent, patient=patient.id)
    await hospital.record_consent(consent)
    return True


def _unrecorded(count: int, why: str) -> None:
    log("consents-unrecorded", count=count, why=why)
