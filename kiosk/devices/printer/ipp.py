"""The Internet Printing Protocol, as much of it as a ticket needs (RFC 8010, RFC 8011).

CUPS's own commands are no substitute: ``lpstat`` of CUPS 2.4 shows a job that was aborted
just as one that was printed, and a kiosk must know the difference.
"""

import http.client
import os
import socket
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

CREATE_JOB = 0x0005
SEND_DOCUMENT = 0x0006
CANCEL_JOB = 0x0008
GET_JOB_ATTRIBUTES = 0x0009
GET_PRINTER_ATTRIBUTES = 0x000B

INTEGER = 0x21
BOOLEAN = 0x22
NAME = 0x42
KEYWORD = 0x44
URI = 0x45
CHARSET = 0x47
LANGUAGE = 0x48
MIME_TYPE = 0x49

_ENUM = 0x23
_OPERATION_GROUP = 0x01
_JOB_GROUP = 0x02
_END = 0x03
_FIRST_VALUE_TAG = 0x10
_FIRST_REFUSAL = 0x0400  # of IPP; those of HTTP are below 600
_FIRST_FAULT = 0x0500
_LARGEST_ANSWER = 1 << 20
_LOCAL_SOCKET = Path("/run/cups/cups.sock")
_PORT = 631

Value = int | str
Attribute = tuple[int, str, Value]
"""Value tag, name, value; an empty name is another value of the attribute before."""


class IppError(OSError):
    """The server cannot be reached, refuses, or answers something else than IPP."""


class IppRefused(IppError):
    """It has answered, and does not do it."""

    def __init__(self, why: str, code: int) -> None:
        """``code`` is the status of HTTP, or that of IPP from 0x0400 (RFC 8011, appendix B)."""
        super().__init__(f"the print server refuses: {why}")
        self.code = code

    @property
    def for_now(self) -> bool:
        """A fault of its own: busy, out of memory, going down. Asked later, it may do it."""
        return 500 <= self.code < _FIRST_REFUSAL or self.code >= _FIRST_FAULT


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    """Below 0x0100 is success (RFC 8011, appendix B)."""
    attributes: Mapping[str, tuple[Value, ...]]

    def number(self, name: str) -> int | None:
        return next(
            (value for value in self.attributes.get(name, ()) if isinstance(value, int)), None
        )

    def keywords(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self.attributes.get(name, ()) if isinstance(value, str))


@dataclass(frozen=True, slots=True)
class IppServer:
    """A print server: ``address`` is the path of a socket, ``HOST`` or ``HOST:PORT``."""

    address: str

    @classmethod
    def usual(cls) -> "IppServer":
        """Where CUPS's own commands look first: ``CUPS_SERVER``, the socket, port 631."""
        local = str(_LOCAL_SOCKET) if _LOCAL_SOCKET.exists() else "localhost"
        return cls(os.environ.get("CUPS_SERVER") or local)

    def ask(
        self,
        operation: int,
        queue: str,
        attributes: Iterable[Attribute] = (),
        job: Iterable[Attribute] = (),
        document: bytes = b"",
        *,
        timeout: float,
    ) -> Answer:
        """One operation on ``queue``. ``IppError`` if there is no answer that means success,
        ``IppRefused`` if there is another one."""
        body = _request(operation, queue, attributes, job) + document
        connection = self._connection(timeout)
        try:
            connection.request("POST", _path(queue), body, {"Content-Type": "application/ipp"})
            answer = connection.getresponse()
            content = answer.read(_LARGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            raise IppError(f"no answer from the print server: {type(error).__name__}") from error
        finally:
            connection.close()
        if answer.status != 200:
            raise IppRefused(f"HTTP {answer.status}", answer.status)
        parsed = _parsed(content)
        if parsed.status >= 0x0100:
            raise IppRefused(f"IPP {parsed.status:#06x}", parsed.status)
        return parsed

    def _connection(self, timeout: float) -> http.client.HTTPConnection:
        if self.address.startswith("/"):
            return _LocalConnection(self.address, timeout)
        host, _, port = self.address.partition(":")
        return http.client.HTTPConnection(host, int(port or _PORT), timeout=timeout)


class _LocalConnection(http.client.HTTPConnection):
    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _path(queue: str) -> str:
    return f"/printers/{quote(queue, safe='')}"


def _request(
    operation: int, queue: str, attributes: Iterable[Attribute], job: Iterable[Attribute]
) -> bytes:
    head = struct.pack(">BBHI", 2, 0, operation, 1)
    first: tuple[Attribute, ...] = (
        (CHARSET, "attributes-charset", "utf-8"),
        (LANGUAGE, "attributes-natural-language", "en"),
        (URI, "printer-uri", f"ipp://localhost{_path(queue)}"),
    )
    groups = bytes([_OPERATION_GROUP]) + b"".join(map(_encoded, (*first, *attributes)))
    wishes = b"".join(map(_encoded, job))
    if wishes:
        groups += bytes([_JOB_GROUP]) + wishes
    return head + groups + bytes([_END])


def _encoded(attribute: Attribute) -> bytes:
    tag, name, value = attribute
    if isinstance(value, str):
        raw = value.encode()
    else:
        raw = bytes([value]) if tag == BOOLEAN else struct.pack(">i", value)
    key = name.encode()
    return struct.pack(f">BH{len(key)}sH", tag, len(key), key, len(raw)) + raw


def _parsed(content: bytes) -> Answer:
    try:
        return _groups(content)
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise IppError("the print server's answer is not IPP") from error


def _groups(content: bytes) -> Answer:
    (status,) = struct.unpack_from(">H", content, 2)
    attributes: dict[str, tuple[Value, ...]] = {}
    name = ""
    at = 8
    while content[at] != _END:
        tag = content[at]
        at += 1
        if tag < _FIRST_VALUE_TAG:
            continue
        key, at = _piece(content, at)
        raw, at = _piece(content, at)
        name = key.decode() or name
        attributes[name] = (*attributes.get(name, ()), _decoded(tag, raw))
    return Answer(status, attributes)


def _piece(content: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">H", content, at)
    piece = content[at + 2 : at + 2 + length]
    return struct.unpack(f"{length}s", piece)[0], at + 2 + length


def _decoded(tag: int, raw: bytes) -> Value:
    if tag in (INTEGER, _ENUM):
        number: int = struct.unpack(">i", raw)[0]
        return number
    if tag == BOOLEAN:
        return raw[0]
    return raw.decode(errors="replace")
