"""A hospital whose errors quote all that it was asked, and the patient's record: a proxy."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from tests.flow.privacy.folding import fold

WAYS = (
    "400",
    "404",
    "409",
    "412",
    "422",
    "500",
    "code",
    "not-fhir",
    "not-json",
    "wrong-types",
    "header",
)
"""How an answer goes wrong: a status with an OperationOutcome, a refusal's code that is a name,
bodies that cannot be understood, a status line and headers that say who it is."""

_LONGEST = 1 << 20


class Hostile:
    """Between the kiosk and a hospital. Passes everything on, until told otherwise."""

    def __init__(self, address: str) -> None:
        self._target = urlsplit(address)
        self.record: Sequence[str] = ()
        """Of the patient who stands there: what errors quote."""
        self.way = ""
        """One of :data:`WAYS`, for the next request to :attr:`path`; ``""`` for none."""
        self.path = ""
        """A part of the request's first line."""
        self.cut = False
        self.quoted = 0
        """Answers that quoted it."""

    @asynccontextmanager
    async def at(self) -> AsyncIterator[str]:
        """The address to ask instead."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            yield f"http://127.0.0.1:{port}{self._target.path}"

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        upstream: asyncio.StreamWriter | None = None
        try:
            answers, upstream = await asyncio.open_connection(
                self._target.hostname, self._target.port
            )
            while (request := await _message(reader)) and not self.cut:
                if self.way and self.path in request.partition(b"\r\n")[0].decode():
                    writer.write(self._quoting(request))
                    self.way = ""
                    self.quoted += 1
                else:
                    upstream.write(request)
                    writer.write(await _message(answers))
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            for one in (writer, upstream):
                if one is not None:
                    one.close()

    def _quoting(self, request: bytes) -> bytes:
        said = " | ".join((*self.record, request.decode("utf-8", "replace")))
        reason = "Bad"
        status = self.way if self.way.isdigit() else "409"
        name = fold(self.record[0]).upper().replace(" ", "-")
        coding = [{"system": f"urn:{said}", "code": said, "display": said}]
        if self.way == "code":
            coding = [{"system": "urn:kiosk:refusal", "code": name}]
        outcome: object = {
            "resourceType": "OperationOutcome",
            "id": name,
            "text": {"status": "generated", "div": f"<div>{said}</div>"},
            "issue": [
                {
                    "severity": "error",
                    "code": said,
                    "diagnostics": said,
                    "details": {"text": said, "coding": coding},
                    "expression": [said],
                    said: said,
                }
            ],
        }
        extra = ""
        match self.way:
            case "not-fhir":
                status, outcome = "200", {"resourceType": said, said: list(self.record)}
            case "wrong-types":
                status, outcome = "200", {"resourceType": "Bundle", "entry": said, "total": name}
            case "header":
                reason = name
                extra = "".join(
                    f"X-{number}: {text.encode().decode('latin-1')}\r\n"
                    for number, text in enumerate(self.record)
                )
        body = json.dumps(outcome, ensure_ascii=False).encode()
        if self.way == "not-json":
            status, body = "200", said.encode()
        head = (
            f"HTTP/1.1 {status} {reason}\r\nContent-Type: application/fhir+json\r\n"
            f"Content-Length: {len(body)}\r\nLocation: /{name}\r\n{extra}\r\n"
        )
        return head.encode("latin-1") + body


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One request or answer, whole."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ),
        0,
    )
    assert length <= _LONGEST
    return head + await reader.readexactly(length)
