"""The HTTP of a plain FHIR R4 server around :mod:`tests.contract.plain_fhir.fhir_store`, on a
port of this machine."""

import asyncio
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.contract.plain_fhir.fhir_store import Json, Params, Refused, Store, Vices

STARTS_WITHIN = 10.0


class _Cut(Response):
    """Promises a body and never sends it: the server closes the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-length", b"64")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{"})


class FhirServer:
    """A server and its store. :attr:`vices` may be changed while it runs."""

    def __init__(self) -> None:
        self.vices = Vices()
        self.store = Store(self.vices)
        self.port = 0
        self.insured: dict[str, Json] = {}
        """The answer of the insurer by ``Patient/…``; 404 where there is none."""
        self.app = Starlette(
            routes=[
                Route("/fhir/", self._transaction, methods=["POST"]),
                Route("/fhir/metadata", self._metadata),
                Route("/fhir/CoverageEligibilityRequest/$submit", self._submit, methods=["POST"]),
                Route("/fhir/{kind}/_search", self._search, methods=["POST"]),
                Route("/fhir/{kind}/{id}", self._one, methods=["GET", "PUT"]),
                Route("/fhir/{kind}", self._kind, methods=["GET", "POST"]),
            ]
        )

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/fhir/"

    def reset(self) -> None:
        """Virtuous again."""
        self.vices = self.store.vices = Vices()

    async def _metadata(self, request: Request) -> Response:
        software = {"name": "plain", "version": "1"}
        return self._answer(
            {
                "resourceType": "CapabilityStatement",
                "fhirVersion": "4.0.1",
                "software": software,
            }
        )

    async def _submit(self, request: Request) -> Response:
        found = self.insured.get((await request.json())["patient"]["reference"])
        return self._answer(found) if found else self._answer(_outcome(), 404)

    async def _one(self, request: Request) -> Response:
        kind, resource_id = request.path_params["kind"], request.path_params["id"]
        if request.method == "GET":
            return await self._answered(request, lambda: (200, self.store.read(kind, resource_id)))
        body = await request.json()
        match = request.headers.get("If-Match", "")
        return await self._answered(
            request, lambda: (200, self.store.update(kind, resource_id, body, match))
        )

    async def _kind(self, request: Request) -> Response:
        kind = request.path_params["kind"]
        if request.method == "GET":
            return await self._found(request, kind, list(request.query_params.multi_items()))
        body = await request.json()
        condition = parse_qsl(request.headers.get("If-None-Exist", ""))
        try:
            looked = await self._look(kind, condition)
        except Refused as refused:
            return self._answer(_outcome(), refused.status)
        return await self._answered(request, lambda: self._create(body, condition, looked))

    async def _look(self, kind: str, condition: Params) -> list[Json] | None:
        """What a server that looks too early believes; ``None`` for one that does not."""
        if not self.vices.race or not condition:
            return None
        found = self.store.matching(kind, condition)
        await asyncio.sleep(self.vices.race)
        return found

    def _create(self, body: Json, condition: Params, looked: list[Json] | None) -> tuple[int, Json]:
        found = looked
        if found is None:
            found = self.store.matching(body["resourceType"], condition) if condition else []
        return (200, found[0]) if found else (201, self.store.create(body))

    async def _search(self, request: Request) -> Response:
        form = parse_qsl((await request.body()).decode())
        return await self._found(request, request.path_params["kind"], form)

    async def _found(self, request: Request, kind: str, params: Params) -> Response:
        def search() -> tuple[int, Json]:
            found = self.store.search(kind, params)
            entry = [] if ("_summary", "count") in params else [{"resource": one} for one in found]
            bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(found)}
            return 200, bundle | {"entry": entry}

        return await self._answered(request, search)

    async def _transaction(self, request: Request) -> Response:
        if not self.vices.transactions:
            return self._answer(_outcome(), 405)
        entries = (await request.json())["entry"]
        if self.vices.meanwhile is not None:
            self.vices.meanwhile()
            self.vices.meanwhile = None
        conditions = [parse_qsl(one["request"].get("ifNoneExist", "")) for one in entries]
        looked = [
            await self._look(one["request"]["url"], condition)
            for one, condition in zip(entries, conditions, strict=True)
        ]
        before = self.store.snapshot()
        fails = self.vices.fail_entry.pop(0) if self.vices.fail_entry else None
        done: list[Json] = []
        failure = 0
        for nth, entry in enumerate(entries):
            try:
                if nth == fails:
                    raise Refused(500)
                done.append(self._entry(entry, conditions[nth], looked[nth]))
            except Refused as refused:
                failure = failure or refused.status
                done.append({"response": {"status": f"{refused.status} no"}})
        if failure and self.vices.rollback:
            self.store.restore(before)
        if failure and not self.vices.calls_it_success:
            return self._answer(_outcome(), failure)
        answer = {"resourceType": "Bundle", "type": "transaction-response", "entry": done}
        return await self._answered(request, lambda: (200, answer))

    def _entry(self, entry: Json, condition: Params, looked: list[Json] | None) -> Json:
        asked, body = entry["request"], entry["resource"]
        if asked["method"] == "PUT":
            kind, _, resource_id = asked["url"].partition("/")
            status = 200
            stored = self.store.update(kind, resource_id, body, asked.get("ifMatch", ""))
        else:
            status, stored = self._create(body, condition, looked)
        where = f"{stored['resourceType']}/{stored['id']}/_history/{stored['meta']['versionId']}"
        return {"response": {"status": f"{status} done", "location": where}}

    async def _answered(self, request: Request, work: Any) -> Response:
        await asyncio.sleep(self.vices.latency)
        try:
            status, body = work()
        except Refused as refused:
            return self._answer(_outcome(), refused.status)
        writes = request.method != "GET" and not request.url.path.endswith("_search")
        lost = self.vices.lost.pop(0) if writes and self.vices.lost else ""
        if lost == "cut":
            return _Cut()
        if lost:
            return self._answer(_outcome(), int(lost))
        if self.vices.returns_nothing and status == 201:
            return Response(status_code=201)
        return self._answer(body, status)

    def _answer(self, body: Json, status: int = 200) -> Response:
        headers = {}
        if version := body.get("meta", {}).get("versionId"):
            headers["ETag"] = f'W/"{version}"'
        if self.vices.clock_ahead is not None:
            headers["Date"] = format_datetime(datetime.now(UTC) + self.vices.clock_ahead)
        return Response(json.dumps(body), status, headers, "application/fhir+json")


def _outcome() -> Json:
    issue = {"severity": "error", "code": "processing"}
    return {"resourceType": "OperationOutcome", "issue": [issue]}


@contextmanager
def running() -> Iterator[FhirServer]:
    """In a thread, on a free port."""
    server = FhirServer()
    listener = socket.create_server(("127.0.0.1", 0))
    server.port = listener.getsockname()[1]
    config = uvicorn.Config(
        server.app, log_level="critical", lifespan="off", ws="none", date_header=False
    )
    uvicorn_server = uvicorn.Server(config)
    thread = threading.Thread(target=uvicorn_server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield server
    finally:
        uvicorn_server.should_exit = True
        thread.join(STARTS_WITHIN)
