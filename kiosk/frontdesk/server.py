"""The hospital as an ASGI application: the API for kiosks, the pages for people."""

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from kiosk.frontdesk.answer import Endpoint, fhir, logged, refusing
from kiosk.frontdesk.api import Api, Options
from kiosk.frontdesk.house import House
from kiosk.frontdesk.pages.phone import follow_page, gone_page
from kiosk.frontdesk.refusals import Refusal
from kiosk.frontdesk.wire import outgoing

_PRIVATE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(house: House, options: Options) -> Starlette:
    """Everything runs in the event loop's thread, but for what the house gives to others."""
    api = Api(house, options)
    app = Starlette(
        routes=[
            *(_route(options, method, path, ask) for method, path, ask in api.routes()),
            _route(options, "GET", "/t/{token}", _follow(house)),
        ],
        exception_handlers={HTTPException: _no_route},
    )
    app.router.redirect_slashes = False
    return app


def _route(options: Options, method: str, path: str, endpoint: Endpoint) -> Route:
    answer = refusing(endpoint)
    return Route(path, logged(path, answer) if options.access_log else answer, methods=[method])


def _follow(house: House) -> Endpoint:
    async def follow(request: Request) -> Response:
        token = request.path_params["token"]
        place = await house.read(lambda desk: desk.tickets.follow(token))
        if place is None:
            return HTMLResponse(gone_page(), 404, _PRIVATE)
        return HTMLResponse(follow_page(place, house.premises.name), headers=_PRIVATE)

    return follow


async def _no_route(_request: Request, error: Exception) -> Response:
    """Unknown paths, and methods that a path does not have."""
    status = error.status_code if isinstance(error, HTTPException) else 404
    issue = "not-supported" if status == 405 else "not-found"
    refusal = Refusal(status, "", issue, "the hospital has no such interaction")
    headers = error.headers if isinstance(error, HTTPException) else None
    return fhir(outgoing.operation_outcome(refusal), status, dict(headers or {}))
