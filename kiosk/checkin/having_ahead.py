"""What visits need to know of numbers ahead, and a journal that has none."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from kiosk.model.care import Service
from kiosk.model.leases import LeasedNumber, LeaseRequest


class Ahead(Protocol):
    """:class:`kiosk.journal.numbers_ahead.NumbersAhead` keeps them on disk and says what each of
    these means."""

    async def take(self, service: str, room: str, now: datetime) -> LeasedNumber | None: ...

    async def free(self, now: datetime) -> tuple[LeasedNumber, ...] | None: ...

    async def ask(self, request: LeaseRequest) -> bool: ...

    async def asked(self) -> LeaseRequest | None: ...

    async def keep(
        self, request: LeaseRequest, given: tuple[LeasedNumber, ...], now: datetime
    ) -> bool: ...

    async def forget_asked(self) -> bool: ...

    async def put_back(self, numbers: tuple[LeasedNumber, ...]) -> bool: ...

    async def put_back_unheld(self, held: Collection[str], now: datetime) -> bool: ...

    async def going_back(self) -> tuple[str, ...]: ...

    async def gone(self, numbers: tuple[str, ...]) -> bool: ...

    async def note_services(self, services: tuple[Service, ...]) -> bool: ...

    async def services(self) -> tuple[Service, ...]: ...


class NothingAhead:
    """:class:`Ahead` of a journal in memory: its numbers would be lost with the process."""

    async def take(self, service: str, room: str, now: datetime) -> LeasedNumber | None:
        return None

    async def free(self, now: datetime) -> tuple[LeasedNumber, ...] | None:
        return None

    async def ask(self, request: LeaseRequest) -> bool:
        return False

    async def asked(self) -> LeaseRequest | None:
        return None

    async def keep(
        self, request: LeaseRequest, given: tuple[LeasedNumber, ...], now: datetime
    ) -> bool:
        return False

    async def forget_asked(self) -> bool:
        return False

    async def put_back(self, numbers: tuple[LeasedNumber, ...]) -> bool:
        return False

    async def put_back_unheld(self, held: Collection[str], now: datetime) -> bool:
        return False

    async def going_back(self) -> tuple[str, ...]:
        return ()

    async def gone(self, numbers: tuple[str, ...]) -> bool:
        return False

    async def note_services(self, services: tuple[Service, ...]) -> bool:
        return False

    async def services(self) -> tuple[Service, ...]:
        return ()
