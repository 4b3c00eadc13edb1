"""``$face-match``, ``$face-enroll``, ``$face-forget`` and ``Consent`` of docs/hospital-api."""

import time
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk import refusals
from kiosk.frontdesk.access.attempts import Attempts
from kiosk.frontdesk.access.denials import Denials
from kiosk.frontdesk.answer import Endpoint, fhir
from kiosk.frontdesk.api import Options, resource_id, who
from kiosk.frontdesk.faces.upkeep import Upkeep
from kiosk.frontdesk.house import House
from kiosk.frontdesk.records import Patient
from kiosk.frontdesk.wire import incoming, outgoing
from kiosk.frontdesk.wire.body import read_json

A_MINUTE = 20
"""So many faces may be asked for at once, and in each minute, by one client: more patients than
come to a kiosk. Who could ask without end would find out whose face is known."""


class LooksUp(Protocol):
    """:class:`~kiosk.frontdesk.faces.recogniser.Recogniser`."""

    async def look_up(self, who: str, descriptor: bytes) -> Patient | None: ...

    async def catch_up(self) -> None: ...


def recogniser(house: House) -> LooksUp | None:
    """Where the premises say that patients are known by their faces."""
    if not house.premises.faces:
        return None
    # numpy takes time and memory that a hospital without faces does not have to pay.
    from kiosk.frontdesk.faces.recogniser import Recogniser

    return Recogniser(house)


class FaceApi:
    """One method per interaction. A descriptor is in no refusal, no log and no audit."""

    def __init__(
        self,
        house: House,
        options: Options,
        denials: Denials,
        faces: LooksUp | None,
        upkeep: Upkeep,
    ) -> None:
        self._house = house
        self._systems = options.systems
        self._denials = denials
        self._faces = faces
        self._upkeep = upkeep
        self._budget = Attempts(A_MINUTE, 60.0, time.monotonic)

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        return (
            ("POST", "/fhir/Patient/$face-match", self.match),
            ("POST", "/fhir/Patient/{id}/$face-enroll", self.enroll),
            ("POST", "/fhir/Patient/{id}/$face-forget", self.forget),
        )

    async def match(self, request: Request) -> Response:
        faces = self._offered()
        asker = who(request)
        if self._budget.wait(asker) > 0:
            await self._denials.note(asker, "face-match-denied", "too-often")
            raise refusals.too_often()
        # Who is right counts as who is wrong: both have learned something.
        self._budget.failed(asker)
        descriptor = incoming.read_face(await read_json(request))
        found = await faces.look_up(asker, descriptor)
        return fhir(outgoing.face_matched(found, self._systems))

    async def enroll(self, request: Request) -> Response:
        self._offered()
        consent, descriptor = incoming.read_enrolment(
            await read_json(request), resource_id(request)
        )
        kept = await self._house.write(
            who(request, consent.kiosk), lambda desk: desk.enrolment.enroll(consent, descriptor)
        )
        return fhir(outgoing.consent(kept))

    async def forget(self, request: Request) -> Response:
        """Also where faces are not used any more: what was kept can always be taken back."""
        patient = resource_id(request)
        count = await self._house.write(who(request), lambda desk: desk.enrolment.forget(patient))
        await self._upkeep.forgotten()
        return fhir(outgoing.face_forgotten(count))

    def _offered(self) -> LooksUp:
        if self._faces is None:
            raise refusals.not_offered()
        return self._faces


class ConsentApi:
    """One method per interaction."""

    def __init__(self, house: House) -> None:
        self._house = house

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        return (
            ("POST", "/fhir/Consent", self.create),
            ("GET", "/fhir/Consent/{id}", self.read),
        )

    async def create(self, request: Request) -> Response:
        given = incoming.read_consent(await read_json(request))
        kept, is_new = await self._house.write(
            who(request, given.kiosk), lambda desk: desk.consents.record(given)
        )
        return fhir(outgoing.consent(kept), 201 if is_new else 200)

    async def read(self, request: Request) -> Response:
        consent = resource_id(request)
        return fhir(
            outgoing.consent(await self._house.read(lambda desk: desk.consents.consent(consent)))
        )
