"""The bare limit of checking in: the transaction alone, with no FHIR and no hospital around it.

The same statements that keep what is promised of numbers (the key's check, the counter, the
ticket, the request, the audit), the same commits and the same HTTP server as ``kiosk frontdesk
serve``; a few bytes of JSON go in and out, and nobody is looked up, routed or told how long it
takes.

``python -m kiosk.bench.frontdesk_bare ADDRESS`` prints where it is, as the real one does.
"""

import asyncio
import json
import secrets
import socket
import sys
from contextlib import closing

import msgspec
import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route

from kiosk.frontdesk.access.peer import PeerProtocol
from kiosk.frontdesk.clock import hospital_now, stamp
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House, open_house
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.queue.rules import ticket_number
from kiosk.frontdesk.queue.tickets import encounter_id
from kiosk.frontdesk.records import Encounter, Request


class Asked(msgspec.Struct):
    key: str
    patient: str
    service: str


class Given(msgspec.Struct):
    number: str


def _check_in(desk: Desk, asked: Asked) -> str:
    encounters, now = desk.store.encounters, desk.now()
    given = encounters.request(asked.key)
    if given:
        known = encounters.encounter(given.encounter)
        assert known
        return known.number
    service = desk.premises.services[asked.service]
    day = now.date().isoformat()
    number = ticket_number(service.letter, encounters.next_count(day, service.letter))
    encounter = Encounter(
        seq=0,
        id=encounter_id(now),
        patient=asked.patient,
        service=service.code,
        day=day,
        number=number,
        room=desk.premises.rooms_of(service.code)[0].number,
        coverage=None,
        kiosk="k1",
        reasons="",
        priority=0,
        status="arrived",
        paper="unknown",
        issued=stamp(now),
        token=secrets.token_urlsafe(16),
        queue=service.code,
        place=0,
    )
    encounters.add(encounter)
    encounters.add_request(asked.key, Request(bytes(32), encounter.id, reissued=False))
    desk.store.audit("check-in", encounter.id)
    return number


def _app(house: House) -> Starlette:
    async def check_in(request: HttpRequest) -> Response:
        asked = msgspec.json.decode(await request.body(), type=Asked)
        number = await house.write("kiosk:k1", lambda desk: _check_in(desk, asked))
        return Response(msgspec.json.encode(Given(number)), 201, media_type="application/json")

    return Starlette(routes=[Route("/", check_in, methods=["POST"])])


def main() -> None:
    house = open_house(sys.argv[1], Premises.load(always_open=True), 1, hospital_now)
    with closing(house), socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config(
            _app(house),
            loop="none",
            http=PeerProtocol,
            ws="none",
            lifespan="off",
            access_log=False,
            log_level="warning",
            server_header=False,
        )
        port = listener.getsockname()[1]
        sys.stdout.write(json.dumps({"address": f"http://127.0.0.1:{port}/"}) + "\n")
        sys.stdout.flush()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(uvicorn.Server(config).serve(sockets=[listener]))


if __name__ == "__main__":
    main()
