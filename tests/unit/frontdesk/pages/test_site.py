"""What people read while the records are away."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kiosk.frontdesk.pages.broadcaster import Full
from kiosk.frontdesk.pages.site import answering
from kiosk.frontdesk.store.database import StoreAway, StoreBusy


@pytest.mark.parametrize("error", [StoreAway("gone"), StoreBusy("locked"), Full()])
def test_a_page_that_cannot_be_shown_now_comes_back_by_itself(error: Exception) -> None:
    async def page(_: Request) -> Response:
        raise error

    app = Starlette(routes=[Route("/", answering(page), methods=["GET", "POST"])])

    async def ask(method: str) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, "/")

    shown, posted = (asyncio.run(ask(method)) for method in ("GET", "POST"))
    for answer in (shown, posted):
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        assert "Hệ thống đang bận" in answer.text
    # Not where only a form leads.
    assert '<meta http-equiv="refresh" content="10">' in shown.text
    assert "http-equiv" not in posted.text
