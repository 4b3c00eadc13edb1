"""A hospital that runs GNU Health 5.0, asked through its JSON-RPC."""

from datetime import date
from typing import Self

import httpx

from kiosk.errors import HospitalError, HospitalGarbled, HospitalRefused
from kiosk.hospital.access import OPEN, Access
from kiosk.hospital.answers import tidy
from kiosk.hospital.base import NOT_OFFERED, Capability
from kiosk.hospital.connection import within
from kiosk.hospital.gnuhealth.checking_in import CheckingIn
from kiosk.hospital.gnuhealth.day import Clock, day_of, system_clock
from kiosk.hospital.gnuhealth.house import Houses
from kiosk.hospital.gnuhealth.options import Options
from kiosk.hospital.gnuhealth.people import People
from kiosk.hospital.gnuhealth.records import Record
from kiosk.hospital.gnuhealth.rpc import Rpc
from kiosk.hospital.gnuhealth.schedule import Schedule
from kiosk.hospital.gnuhealth.search import search
from kiosk.hospital.gnuhealth.tickets import Tickets
from kiosk.hospital.site import Site
from kiosk.hospital.together import together
from kiosk.hospital.unverified import unverified
from kiosk.hospital.without import WithoutConsent, WithoutFaces, WithoutNumbersAhead
from kiosk.model.care import Appointment, Insurance, Service
from kiosk.model.checkin import CheckIn, HeldTicket, Ticket
from kiosk.model.document import Document
from kiosk.model.person import Patient


class GnuHealthHospital(WithoutConsent, WithoutFaces, WithoutNumbersAhead):
    """:class:`~kiosk.hospital.base.Hospital` over Tryton's JSON-RPC; ``docs/gnuhealth.md`` says
    what the hospital sets up and what it does not get.

    ``address`` is the Tryton server's; ``deadline`` and ``insurance_deadline`` are seconds for a
    whole call. Raises :class:`~kiosk.errors.SettingsError` for what cannot be used.
    """

    def __init__(
        self,
        address: str,
        options: Options,
        *,
        deadline: float = 3.5,
        insurance_deadline: float = 2.0,
        access: Access = OPEN,
        allow_plain_http: bool = False,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Clock = system_clock,
    ) -> None:
        self._rpc = Rpc(
            address,
            options.database,
            options.user,
            options.password,
            access=access,
            allow_plain_http=allow_plain_http,
            transport=transport,
        )
        self._now = now
        self._deadline = deadline
        self._insurance_deadline = min(insurance_deadline, deadline)
        self._houses = Houses(self._rpc, options.institution, options.insurer)
        self._people = People(self._rpc)
        self._schedule = Schedule(self._rpc)
        self._checking_in = CheckingIn(self._rpc, now)
        self._tickets = Tickets(self._rpc)

    @classmethod
    def at(cls, site: Site) -> Self:
        """The adapter ``gnuhealth``. Raises ``SettingsError`` as above."""
        return cls(
            site.address,
            Options.of(site),
            deadline=site.deadline,
            access=site.access,
            allow_plain_http=site.allow_plain_http,
        )

    @property
    def capabilities(self) -> frozenset[Capability]:
        """Nothing in GNU Health asks an insurer, calls a person to a place, or keeps faces and
        what patients say of them."""
        return frozenset({Capability.REGISTRATION, Capability.APPOINTMENTS})

    async def __aenter__(self) -> Self:
        await self._rpc.open()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._rpc.close()

    async def find(self, document: Document) -> Patient | None:
        """As for FHIR, a record that agrees with the document in nothing but the number is
        ``HospitalRefused("ambiguous")``; so is the record of somebody who has died."""
        async with within(self._deadline):
            return await self._people.find(document, await self._houses.now())

    async def register(self, document: Document, phone: str = "") -> Patient:
        async with within(self._deadline):
            return await self._people.register(document, phone, await self._houses.now())

    async def insurance(self, patient: Patient, today: date) -> Insurance:
        """Unverified, or none."""
        try:
            async with within(self._insurance_deadline):
                return await self._people.insurance(patient.id, today, await self._houses.now())
        except HospitalError as error:
            return unverified(error)

    async def appointments(self, patient: Patient, today: date) -> tuple[Appointment, ...]:
        async with within(self._deadline):
            return await self._schedule.appointments(patient.id, today, await self._houses.now())

    async def held_tickets(self, patient: Patient) -> tuple[HeldTicket, ...]:
        """None: GNU Health refuses a check-in for a specialty that has closed, ticket or not."""
        return ()

    async def services(self) -> tuple[Service, ...]:
        async with within(self._deadline):
            house = await self._houses.now()
            return await self._schedule.services(house, day_of(self._now()))

    async def check_in(self, request: CheckIn) -> Ticket:
        async with within(self._deadline):
            return await self._checking_in.check_in(request, await self._houses.now())

    async def ticket_printed(self, ticket: Ticket, printed: bool) -> None:
        async with within(self._deadline):
            await self._tickets.printed(ticket, printed)

    async def cancel(self, ticket: Ticket) -> None:
        async with within(self._deadline):
            await self._tickets.give_back(ticket)

    async def call_staff(self, kiosk: str, page: str) -> None:
        """GNU Health has nothing that a person would notice."""
        raise HospitalRefused(NOT_OFFERED)

    async def ping(self) -> str:
        """Logs in, so that ``kiosk doctor`` sees a wrong password too."""
        async with within(self._deadline):
            async with together() as group:
                tryton = group.create_task(self._rpc.version())
                modules = group.create_task(
                    search(self._rpc, _Module, [["name", "=", "health"]], limit=1)
                )
            if not modules.result() or modules.result()[0].state != "activated":
                raise HospitalGarbled("a Tryton server without GNU Health's module health")
            health = modules.result()[0].version
            return tidy(f"GNU Health {health} (Tryton {tryton.result()})")[:100]


class _Module(Record, frozen=True):
    MODEL = "ir.module"
    FIELDS = ("state", "version")

    state: str | None = None
    version: str | None = None
