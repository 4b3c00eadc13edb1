"""Several questions to a hospital at once, with one outcome."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from kiosk.errors import HospitalError

T = TypeVar("T")


@asynccontextmanager
async def together() -> AsyncIterator[asyncio.TaskGroup]:
    """Tasks at once; the first failure ends the others and is raised as itself, ungrouped."""
    failure: BaseException
    try:
        async with asyncio.TaskGroup() as group:
            yield group
    except* HospitalError as failures:
        failure = failures.exceptions[0]
    else:
        return
    raise failure


async def at_once(asked: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """The answers in the order asked; the first failure ends the others."""
    async with together() as group:
        tasks = [group.create_task(one) for one in asked]
    return [task.result() for task in tasks]
