"""Whether the hospital can be reached, as a visit needs to know it."""

import asyncio
from typing import Protocol

from kiosk.checkin.clock import Clock
from kiosk.hospital.circuit import LinkState

DECIDED_S = 3.0
"""So long it may take to find out whether the hospital is away (docs/hospital-away.md)."""


class Link(Protocol):
    """A :class:`~kiosk.hospital.breaker.Breaker` is one."""

    @property
    def state(self) -> LinkState: ...

    async def changed(self, seen: LinkState) -> LinkState:
        """:attr:`state`, as soon as it is another than ``seen``."""
        ...


class AlwaysUp:
    """:class:`Link` where nobody watches: the hospital is never taken to be away."""

    @property
    def state(self) -> LinkState:
        return LinkState.UP

    async def changed(self, seen: LinkState) -> LinkState:
        while seen is LinkState.UP:
            await asyncio.Event().wait()
        return LinkState.UP


def numbers_can_wait(link: Link) -> bool:
    """Whether somebody tells the hospital later of a number that it did not give."""
    return not isinstance(link, AlwaysUp)


async def is_away(link: Link, clock: Clock) -> bool:
    """Whether the hospital is away; a doubt is waited out, for :data:`DECIDED_S` at most, and
    what is still in doubt then does not answer."""
    if link.state is LinkState.DOUBTFUL:
        await changed_within(link, LinkState.DOUBTFUL, DECIDED_S, clock)
    return link.state is not LinkState.UP


async def changed_within(link: Link, seen: LinkState, seconds: float, clock: Clock) -> None:
    """Returns when the link is another than ``seen``, or after so many seconds."""
    changed = asyncio.ensure_future(link.changed(seen))
    over = asyncio.ensure_future(clock.sleep(seconds))
    try:
        await asyncio.wait({changed, over}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in (changed, over):
            each.cancel()
        await asyncio.gather(changed, over, return_exceptions=True)
