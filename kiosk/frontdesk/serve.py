"""Run the hospital as a process: socket, signals, stdin."""

import asyncio
import contextlib
import ipaddress
import os
import re
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import uvicorn
import uvloop

from kiosk.errors import KioskError
from kiosk.frontdesk.access.origin import own_names
from kiosk.frontdesk.access.peer import PeerProtocol
from kiosk.frontdesk.access.tls import Certificates, context
from kiosk.frontdesk.api import Options
from kiosk.frontdesk.clock import SteadyClock
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.faces.api import recogniser
from kiosk.frontdesk.faces.upkeep import Upkeep
from kiosk.frontdesk.house import open_house
from kiosk.frontdesk.pages.site import STREAMS, Pages
from kiosk.frontdesk.premises import PREMISES, Premises
from kiosk.frontdesk.server import create_app
from kiosk.frontdesk.store.address import is_postgresql

_GRACE_SECONDS = 2
_STALL_MILLISECONDS = 60_000
"""Then a peer that takes nothing of what is sent to it is given up."""
_ADDRESS = re.compile(
    r"https?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?(/[!-~]*)?", re.ASCII
)
_PROXIES = ["127.0.0.1", "::1"]
_TURN_SECONDS = 0.001
"""After so long one thread lets another go on (``sys.setswitchinterval``). With PostgreSQL a thread
writes and waits for the database's answer many times in a transaction; after each it would wait for
up to 5 ms, which is Python's own, while another tells thousands of pages what is new."""
_OTHER_FILES = 1000
"""Open files besides the streams: kiosks' connections, the records."""


class ServeError(KioskError):
    """The server cannot start as it was asked to; the message says why."""


@dataclass(frozen=True, slots=True)
class Settings:
    database: str
    """``sqlite:///FILE`` or ``postgresql://…``."""
    host: str = "127.0.0.1"
    port: int = 0
    """0: any free port."""
    seed: int | None = 1
    """Of the invented people who live there; ``None``: nobody does."""
    premises: Path = PREMISES
    always_open: bool = False
    faces: bool = False
    """Know patients by their faces, whatever the premises say: for demonstrations."""
    leased_numbers: int = 0
    """Let kiosks have so many numbers of each service ahead, 0: as the premises say."""
    certificates: Certificates | None = None
    """For TLS. A server that has them is guarded."""
    guarded: bool = False
    """Ask who is there on this machine, too: for a server behind another that has the TLS."""
    public_address: str = ""
    """Start of the follow-up pages' addresses; empty: where the server listens."""
    stop_with_stdin: bool = False
    access_log: bool = False
    streams: int = STREAMS
    """So many boards, consoles and phones are told of changes at once; others ask again."""


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT comes, or stdin closes if so asked.

    ``ready`` is told the address of the API when connections are accepted.
    Raises :class:`~kiosk.errors.KioskError` if it cannot start.
    """
    _check_public_address(settings)
    tls = None if settings.certificates is None else context(settings.certificates)
    premises = Premises.load(
        settings.premises, settings.always_open, settings.faces, settings.leased_numbers
    )
    listener = _listen(settings)
    clock = SteadyClock()
    if is_postgresql(settings.database):
        sys.setswitchinterval(_TURN_SECONDS)
    house = open_house(settings.database, premises, settings.seed, clock)
    with contextlib.closing(house):
        host, port = listener.getsockname()[:2]
        scheme = "http" if tls is None else "https"
        home = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
        guarded = settings.guarded or tls is not None
        options = Options(
            settings.public_address.rstrip("/") or home,
            settings.access_log,
            guarded,
            frozenset() if guarded else own_names(host, settings.public_address),
        )
        _allow_open_files(settings.streams + _OTHER_FILES)
        pages = Pages(house, settings.streams)
        faces = recogniser(house)
        upkeep = Upkeep(house, faces)
        app = create_app(house, options, pages, faces, upkeep)
        config = uvicorn.Config(
            app,
            loop="none",
            http=PeerProtocol,
            ssl_context_factory=None if tls is None else lambda _config, _default: tls,
            ws="none",
            lifespan="off",
            access_log=False,
            # A server on this machine that has the TLS says for whom it asks (X-Forwarded-For), or
            # all who come through it would share one budget of wrong passwords. Else nobody does.
            proxy_headers=tls is None,
            forwarded_allow_ips=_PROXIES,
            # Warnings are a line for each bad request: whoever wants could fill the log.
            log_level="error",
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        server = _Server(config, lambda: ready(f"{home}/fhir"), pages.close)
        if settings.stop_with_stdin:
            threading.Thread(target=_wait_for_stdin, args=(server.stop,), daemon=True).start()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            clock.not_before(runner.run(house.read(_last_issued)))
            if faces is not None:
                # Before the first patient comes: 100,000 faces take a moment to read.
                runner.run(faces.catch_up())
            runner.run(_served(server, listener, upkeep))


async def _served(server: uvicorn.Server, listener: socket.socket, upkeep: Upkeep) -> None:
    keeping = asyncio.create_task(upkeep.keep_up(), name="upkeep")
    try:
        await server.serve(sockets=[listener])
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


def _last_issued(desk: Desk) -> datetime | None:
    return desk.store.encounters.last_issued()


class _Server(uvicorn.Server):
    """Says when it accepts connections, and leaves with a clean exit code."""

    def __init__(
        self, config: uvicorn.Config, ready: Callable[[], None], ending: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._ready = ready
        self._ending = ending

    def stop(self) -> None:
        """From any thread."""
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._ending()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn raises a signal again after its clean end, which would kill us before the
        # records are closed; to be asked to stop is no failure.
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.stop)
        yield


def _wait_for_stdin(stop: Callable[[], None]) -> None:
    """A closed stdin means that the parent is gone, however it ended."""
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    stop()


def _allow_open_files(count: int) -> None:
    """Raise this process's limit as far as it may go: 1,024 by default, a connection takes one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _check_public_address(settings: Settings) -> None:
    public = settings.public_address
    if public and not _ADDRESS.fullmatch(public):
        raise ServeError(
            "the public address does not begin with http:// or https:// and a name, or has more "
            "than a port and a path after it"
        )
    if settings.certificates is not None and public.startswith("http://"):
        raise ServeError("the public address begins with http://, but this server speaks TLS")


def _listen(settings: Settings) -> socket.socket:
    try:
        address = ipaddress.ip_address(
            "127.0.0.1" if settings.host == "localhost" else settings.host
        )
    except ValueError:
        raise ServeError(f"{settings.host} is no IP address to listen on") from None
    if not address.is_loopback and settings.certificates is None:
        raise ServeError(
            f"{address} can be reached from other machines, so patients' data would cross the "
            "network for everybody to read: give --tls-certificate and --tls-key "
            "(docs/access.md), or listen on 127.0.0.1"
        )
    if address.is_unspecified and not settings.public_address:
        raise ServeError(
            f"{address} is every address of this machine: say with --public-address which one "
            "kiosks and phones use, as in https://hospital.example:8443"
        )
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    # asyncio turns Nagle's delay off (40 ms an answer) only where it reads the protocol here.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # Connections inherit it (tcp(7)). Who asks and never reads the answer would hold a
        # connection and its buffers for ever: uvicorn closes only when all is sent.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STALL_MILLISECONDS)
        listener.bind((str(address), settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise ServeError(
            f"cannot listen on {address}, port {settings.port}: {error.strerror}"
        ) from error
    return listener
