"""``$lease-numbers`` and ``$return-numbers`` of docs/hospital-api."""

from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk.answer import Endpoint, fhir
from kiosk.frontdesk.api import who
from kiosk.frontdesk.house import House
from kiosk.frontdesk.wire import incoming, outgoing
from kiosk.frontdesk.wire.body import read_json


class LeaseApi:
    """One method per interaction."""

    def __init__(self, house: House) -> None:
        self._house = house

    def routes(self) -> tuple[tuple[str, str, Endpoint], ...]:
        return (
            ("POST", "/fhir/$lease-numbers", self.lease),
            ("POST", "/fhir/$return-numbers", self.give_back),
        )

    async def lease(self, request: Request) -> Response:
        asked = incoming.read_lease(await read_json(request))
        leases = await self._house.write(
            who(request, asked.kiosk), lambda desk: desk.leases.lease(asked)
        )
        return fhir(outgoing.leased(leases, self._house.premises))

    async def give_back(self, request: Request) -> Response:
        """Also where none are given any more: what a kiosk has it can always give back."""
        sent = incoming.read_return(await read_json(request))
        count = await self._house.write(
            who(request, sent.kiosk), lambda desk: desk.leases.give_back(sent.kiosk, sent.numbers)
        )
        return fhir(outgoing.numbers_returned(count))
