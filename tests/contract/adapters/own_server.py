"""A hospital's own software, invented: a small JSON API that does queues by itself."""

import itertools
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Json = dict[str, Any]
STARTS_WITHIN = 10.0

CLINICS = {
    "eye": {"code": "eye", "vi": "Mắt", "en": "Eyes", "open_rooms": 1},
    "skin": {"code": "skin", "vi": "Da liễu", "en": "Skin", "open_rooms": 2},
    "night": {"code": "night", "vi": "Khám đêm", "en": "Night clinic", "open_rooms": 0},
}


class OwnServer:
    def __init__(self) -> None:
        self.port = 0
        self.people: dict[str, Json] = {}
        self.places: dict[str, Json] = {}
        self._numbers = itertools.count(1)
        self.app = Starlette(
            routes=[
                Route("/api/about", self._about),
                Route("/api/people/search", self._search, methods=["POST"]),
                Route("/api/clinics/west", self._clinics),
                Route("/api/places", self._check_in, methods=["POST"]),
                Route("/api/places/{id}/paper", self._paper, methods=["PUT"]),
                Route("/api/places/{id}", self._cancel, methods=["DELETE"]),
            ]
        )

    async def _about(self, request: Request) -> Response:
        return JSONResponse({"name": "Own 3"})

    async def _search(self, request: Request) -> Response:
        asked = await request.json()
        found = [
            one
            for one in self.people.values()
            if one["numbers"].get(asked["kind"]) == asked["value"]
        ]
        return JSONResponse({"people": found})

    async def _clinics(self, request: Request) -> Response:
        listed = [one | {"waiting": len(self._waiting(code))} for code, one in CLINICS.items()]
        return JSONResponse({"clinics": listed})

    def _waiting(self, clinic: str) -> list[Json]:
        return [one for one in self.places.values() if one["clinic"] == clinic and one["waits"]]

    async def _check_in(self, request: Request) -> Response:
        asked = await request.json()
        wanted = (asked["patient"], asked["clinic"])
        for one in self.places.values():
            if one["key"] == asked["key"]:
                if (one["patient"], one["clinic"]) != wanted:
                    return _no("key-reused")
                return JSONResponse(_told(one, again=False))
        clinic = CLINICS.get(asked["clinic"])
        if asked["patient"] not in self.people:
            return _no("patient-not-found")
        if clinic is None:
            return _no("invalid")
        if not clinic["open_rooms"]:
            return _no("service-closed")
        for one in self._waiting(asked["clinic"]):
            if one["patient"] == asked["patient"]:
                return JSONResponse(_told(one, again=True))
        count = next(self._numbers)
        place = {
            "id": f"place-{count}",
            "number": str(count),
            "key": asked["key"],
            "patient": asked["patient"],
            "clinic": asked["clinic"],
            "priority": bool(asked["priority"]),
            "ahead": len(self._waiting(asked["clinic"])),
            "issued": datetime.now(UTC).isoformat(),
            "waits": True,
        }
        self.places[place["id"]] = place
        return JSONResponse(_told(place, again=False))

    async def _paper(self, request: Request) -> Response:
        self.places[request.path_params["id"]]["paper"] = (await request.json())["printed"]
        return JSONResponse({})

    async def _cancel(self, request: Request) -> Response:
        self.places[request.path_params["id"]]["waits"] = False
        return JSONResponse({})


def _told(place: Json, *, again: bool) -> Json:
    clinic = CLINICS[place["clinic"]]
    names = {"clinic_vi": clinic["vi"], "clinic_en": clinic["en"], "room": "W-1"}
    return place | names | {"again": again}


def _no(reason: str) -> Response:
    return Response(json.dumps({"reason": reason}), 409)


@contextmanager
def running() -> Iterator[OwnServer]:
    """In a thread, on a free port."""
    server = OwnServer()
    config = uvicorn.Config(server.app, log_level="critical", lifespan="off", ws="none")
    uvicorn_server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            yield server
        finally:
            uvicorn_server.should_exit = True
            thread.join(STARTS_WITHIN)
