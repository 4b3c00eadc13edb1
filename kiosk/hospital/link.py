"""A network between the kiosk and its hospital that fails on command.

On loopback, in front of any server. The tester's dock and the tests steer it while it runs.
"""

import asyncio
import socket
import threading
from contextlib import suppress
from typing import Self

from kiosk.hospital.link_tls import LinkTls
from kiosk.hospital.traffic import Conditions, LinkMode, carry

__all__ = ["HOST", "LinkMode", "SteerableLink"]

HOST = "127.0.0.1"


class SteerableLink:
    """Forwards TCP from ``127.0.0.1:port`` to a target, as :attr:`mode` says.

    Use it with ``async with`` in an event loop; ``port`` 0 takes a free one, which stays the
    same while the link is cut. :attr:`mode`, :attr:`delay` and :attr:`reset_after` may be set
    from any thread, for example a window's. A mode that is set in the loop's own thread holds
    when the assignment is over; one that is set elsewhere holds as soon as the loop comes to
    it, and the assignment does not wait for that. Set the two numbers before the mode that
    they belong to.
    """

    def __init__(
        self, target_host: str, target_port: int, *, port: int = 0, tls: LinkTls | None = None
    ) -> None:
        """With ``tls`` the link speaks it to whoever connects, and plainly with the target."""
        self._target = (target_host, target_port)
        self._port = port
        self._mode = LinkMode.PASS
        self._conditions = Conditions(tls=tls)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = 0
        self._place: socket.socket | None = None
        self._listener: socket.socket | None = None
        self._connections: set[asyncio.Task[None]] = set()

    @property
    def port(self) -> int:
        """The port to connect to, from ``__aenter__`` on."""
        return self._port

    @property
    def mode(self) -> LinkMode:
        """The mode that was set last. ``ValueError`` for :attr:`LinkMode.EXPIRED` without TLS."""
        return self._mode

    @mode.setter
    def mode(self, mode: LinkMode) -> None:
        if mode not in self.modes:
            raise ValueError("a link without TLS shows no certificate")
        self._mode = mode
        loop = self._loop
        if loop is None:
            return
        if threading.get_ident() == self._thread:
            self._apply()
        else:
            with suppress(RuntimeError):  # the loop has just ended: nothing is left to steer
                loop.call_soon_threadsafe(self._apply)

    @property
    def modes(self) -> tuple[LinkMode, ...]:
        """Those that there are on this link."""
        plain = self._conditions.tls is None
        return tuple(one for one in LinkMode if not (plain and one is LinkMode.EXPIRED))

    @property
    def delay(self) -> float:
        """Seconds in each direction, for :attr:`LinkMode.SLOW`."""
        return self._conditions.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._conditions.delay = seconds

    @property
    def reset_after(self) -> int:
        """Bytes of the answers on a connection, for :attr:`LinkMode.RESET_MIDWAY`."""
        return self._conditions.reset_after

    @reset_after.setter
    def reset_after(self, count: int) -> None:
        self._conditions.reset_after = count

    async def __aenter__(self) -> Self:
        # Bound but not listening, this keeps the port ours while the link is cut: the system
        # refuses connections to it, and gives it to nobody else.
        self._place = _bound(self._port)
        self._port = self._place.getsockname()[1]
        self._loop = asyncio.get_running_loop()
        self._thread = threading.get_ident()
        self._apply()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._loop = None
        self._refuse()
        dropped = self._drop()
        if dropped:
            await asyncio.wait(dropped)
        if self._place is not None:
            self._place.close()

    def _apply(self) -> None:
        if self._loop is None:
            return  # closed since another thread asked for it
        self._conditions.mode = self._mode
        self._conditions.changed.set()
        self._conditions.changed = asyncio.Event()
        if self._mode is LinkMode.CUT:
            self._refuse()
            self._drop()
            return
        if self._mode is LinkMode.EXPIRED:
            self._drop()  # what was shaken hands on stays good as long as it is open
        if self._listener is None:
            self._listener = _bound(self._port)
            self._listener.listen()
            self._loop.add_reader(self._listener, self._accept, self._listener)

    def _refuse(self) -> None:
        if self._listener is not None:
            asyncio.get_running_loop().remove_reader(self._listener)
            self._listener.close()
            self._listener = None

    def _drop(self) -> list[asyncio.Task[None]]:
        dropped = list(self._connections)
        for task in dropped:
            task.cancel()
        return dropped

    def _accept(self, listener: socket.socket) -> None:
        try:
            client, _ = listener.accept()
        except OSError:
            return  # gone before it was accepted
        client.setblocking(False)
        task = asyncio.get_running_loop().create_task(carry(client, self._target, self._conditions))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        # A task that is cancelled before its first step never sees its socket.
        task.add_done_callback(lambda _: client.close())


def _bound(port: int) -> socket.socket:
    # asyncio turns off Nagle's algorithm only on sockets that name their protocol; with it a
    # request in two pieces waits 40 ms for the peer's delayed acknowledgement.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.setblocking(False)
    try:
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound
