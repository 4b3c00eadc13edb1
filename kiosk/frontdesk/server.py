"""The hospital as an ASGI application: the API for kiosks, the pages for people."""

from collections.abc import Iterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.frontdesk.access.denials import Denials
from kiosk.frontdesk.access.guard import Guard
from kiosk.frontdesk.access.origin import asked_by
from kiosk.frontdesk.access.smart import TOKEN_PATH, TokenService
from kiosk.frontdesk.access.staff import CONSOLE, StaffDoor
from kiosk.frontdesk.answer import Endpoint, fhir, logged, refusing
from kiosk.frontdesk.api import Api, Options
from kiosk.frontdesk.faces.api import ConsentApi, FaceApi, LooksUp
from kiosk.frontdesk.faces.upkeep import Upkeep
from kiosk.frontdesk.house import House
from kiosk.frontdesk.lease_api import LeaseApi
from kiosk.frontdesk.pages.site import Pages, answering
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.wire import outgoing


def create_app(
    house: House,
    options: Options,
    pages: Pages | None = None,
    faces: LooksUp | None = None,
    upkeep: Upkeep | None = None,
) -> Starlette:
    """Everything runs in the event loop's thread, but for what the house gives to others.

    Who hands ``pages`` over closes them before the server ends, or their streams keep it.
    ``faces`` looks faces up; ``None``: nobody is known by theirs.
    ``upkeep`` is kept up by who serves.
    """
    denials = Denials(house)
    routes = [
        _route(options, method, path, answer)
        for method, path, answer in (
            *_for_software(house, options, denials, faces, upkeep or Upkeep(house, faces)),
            *_for_people(house, options, denials, pages or Pages(house)),
        )
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _no_route})
    app.router.redirect_slashes = False
    return app


def _for_software(
    house: House, options: Options, denials: Denials, faces: LooksUp | None, upkeep: Upkeep
) -> Iterator[tuple[str, str, Endpoint]]:
    guard = Guard(house, denials, options.guarded)
    tokens = TokenService(house, options.public_address + TOKEN_PATH, denials)
    apis = (
        Api(house, options),
        FaceApi(house, options, denials, faces, upkeep),
        ConsentApi(house),
        LeaseApi(house),
    )
    for method, path, ask in (route for api in apis for route in api.routes()):
        yield method, path, refusing(guard.api(method, path, ask))
    for method, path, ask in tokens.routes():
        yield method, path, refusing(ask)


def _for_people(
    house: House, options: Options, denials: Denials, pages: Pages
) -> Iterator[tuple[str, str, Endpoint]]:
    door = StaffDoor(
        house,
        denials,
        guarded=options.guarded,
        secure=options.public_address.startswith("https://"),
    )
    # Before the consoles, whose rooms may have any name.
    for method, path, ask in door.routes():
        yield method, path, answering(ask)
    for method, path, answer in pages.routes():
        if path == CONSOLE or path.startswith(f"{CONSOLE}/"):
            answer = answering(door.console(answer))
        yield method, path, answer


def _route(options: Options, method: str, path: str, answer: Endpoint) -> Route:
    if options.names:
        answer = asked_by(options.names, answer)
    return Route(path, logged(path, answer) if options.access_log else answer, methods=[method])


async def _no_route(_request: Request, error: Exception) -> Response:
    """Unknown paths, and methods that a path does not have."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    issue = "not-supported" if status == 405 else "not-found"
    refusal = Refusal(status, "", issue, "the hospital has no such interaction")
    headers = error.headers if isinstance(error, HTTPException) else None
    return fhir(outgoing.operation_outcome(refusal), status, dict(headers or {}))
