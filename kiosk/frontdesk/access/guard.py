"""Who is asking, and may they: around each interaction of the API.

A server that only its own machine reaches is open, as one for a demonstration is; a guarded one
wants an access token (RFC 6750) or a client's certificate (RFC 8705, 2) that it has registered.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from kiosk.frontdesk.access import scopes
from kiosk.frontdesk.access.denials import Denials
from kiosk.frontdesk.access.origin import is_foreign
from kiosk.frontdesk.access.peer import certified
from kiosk.frontdesk.access.smart import digest
from kiosk.frontdesk.answer import Endpoint, fhir
from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.desk import Desk
from kiosk.frontdesk.house import House
from kiosk.frontdesk.refusals import Refusal, foreign
from kiosk.frontdesk.store.access import Granted
from kiosk.frontdesk.wire import outgoing

KNOWN_SECONDS = 5.0
"""So long a server goes on without asking the records again: a client that is removed is shut out
within that time."""
_REMEMBERED = 1024
_LONGEST_TOKEN = 512
_NAMES = 8

_Key = bytes | tuple[str, ...]


class Guard:
    def __init__(self, house: House, denials: Denials, guarded: bool) -> None:
        """``guarded``: whether the API asks who is there."""
        self._house = house
        self._denials = denials
        self._guarded = guarded
        self._known: OrderedDict[_Key, tuple[float, Granted]] = OrderedDict()

    def api(self, method: str, path: str, endpoint: Endpoint) -> Endpoint:
        """The interaction, for those who may. Raises ``ValueError`` for one of which
        :mod:`~kiosk.frontdesk.access.scopes` does not say who may."""
        if unknown := scopes.unguarded([(method, path)]):
            raise ValueError(f"nobody has decided who may ask for {unknown}")
        if (method, path) in scopes.OPEN:
            return endpoint
        if not self._guarded:
            return _at_home(endpoint)
        needed = scopes.NEEDED[method, path]

        async def guarded(request: Request) -> Response:
            granted = await self._asking(request)
            if granted is None:
                return _who_are_you("authorization" in request.headers)
            if needed not in (scopes.permissions(granted.scope) or ()):
                await self._denials.note(f"client:{granted.client}", "access-denied", needed)
                return _not_so_far(needed)
            request.scope["kiosk.who"] = f"client:{granted.client}"
            return await endpoint(request)

        return _at_home(guarded)

    async def _asking(self, request: Request) -> Granted | None:
        """Who shows a token or a certificate that holds. A token goes before: who shows a wrong
        one is not let in by another way."""
        header = request.headers.get("authorization")
        if header is not None:
            kind, _, token = header.partition(" ")
            if kind.lower() != "bearer" or not 0 < len(token) <= _LONGEST_TOKEN:
                return None
            hidden = digest(token)
            return await self._looked_up(hidden, lambda desk: _by_token(desk, hidden))
        names = certified(request)[:_NAMES]
        if not names:
            return None
        return await self._looked_up(names, lambda desk: _by_certificate(desk, names))

    async def _looked_up(self, key: _Key, find: Callable[[Desk], Granted | None]) -> Granted | None:
        """As the records say, or said some seconds ago. Who is not there is not remembered: they
        may be in the next moment."""
        now = time.monotonic()
        until, granted = self._known.get(key, (0.0, None))
        if granted is not None and now < until and granted.ends > stamp(self._house.now()):
            return granted
        found = await self._house.read(find)
        if found is None:
            self._known.pop(key, None)
            return None
        self._known[key] = (now + KNOWN_SECONDS, found)
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found


def _at_home(endpoint: Endpoint) -> Endpoint:
    """Not for pages of other sites: a browser would ask in their name with the certificate that it
    has, or from a machine that is let in as it is."""

    async def answer(request: Request) -> Response:
        if is_foreign(request):
            raise foreign()
        return await endpoint(request)

    return answer


def _by_token(desk: Desk, hidden: bytes) -> Granted | None:
    return desk.store.access.token(hidden, stamp(desk.now()))


def _by_certificate(desk: Desk, names: tuple[str, ...]) -> Granted | None:
    for name in names:
        client = desk.store.access.client_of_certificate(name)
        if client is not None:
            return Granted(client.id, client.scope, _NEVER)
    return None


_NEVER = "9999"
"""After every moment in ISO 8601; the handshake has looked at the certificate's own end."""


def _who_are_you(showed: bool) -> Response:
    """RFC 6750, 3."""
    text = "this hospital wants an access token or a registered client's certificate"
    refusal = Refusal(401, "", "login", text)
    challenge = 'Bearer realm="hospital"' + (', error="invalid_token"' if showed else "")
    return _refused(refusal, challenge)


def _not_so_far(needed: str) -> Response:
    refusal = Refusal(403, "", "forbidden", "the client is not allowed to do this")
    challenge = f'Bearer realm="hospital", error="insufficient_scope", scope="system/{needed}"'
    return _refused(refusal, challenge)


def _refused(refusal: Refusal, challenge: str) -> Response:
    headers = {"WWW-Authenticate": challenge}
    return fhir(outgoing.operation_outcome(refusal), refusal.status, headers)
