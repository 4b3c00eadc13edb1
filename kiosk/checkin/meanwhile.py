"""A page that waits for its answer while something else may happen first."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from kiosk.checkin.front import Front
from kiosk.checkin.screens import Screen

A = TypeVar("A")
B = TypeVar("B")


async def ask_meanwhile(front: Front, screen: Screen[A], *events: Coroutine[Any, Any, B]) -> A | B:
    """The page's answer, or what the first of ``events`` returns; the others are cancelled.

    Of several at the same moment an event goes before the answer, the first event first. What
    an event raises is raised. The page stays as it is until then.
    """
    asked = asyncio.ensure_future(front.ask(screen))
    waiting = [asyncio.ensure_future(event) for event in events]
    tasks: list[asyncio.Future[Any]] = [*waiting, asked]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        result: A | B = next(task for task in tasks if task in done).result()
        return result
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
