"""What becomes of a ticket: whether it is on paper, and giving it back."""

from kiosk.errors import HospitalRefused
from kiosk.hospital.gnuhealth.appointments import CANCELLED, CHECKED_IN, CONFIRMED, Appointments
from kiosk.hospital.gnuhealth.checking_in import number_of
from kiosk.hospital.gnuhealth.records import AppointmentRow
from kiosk.hospital.gnuhealth.rpc import Conflict, Rpc
from kiosk.hospital.gnuhealth.slip import Kind, Paper, Slip, last_slip, on_paper, with_slip
from kiosk.model.checkin import Ticket

_ATTEMPTS = 8


class Tickets:
    def __init__(self, rpc: Rpc) -> None:
        self._appointments = Appointments(rpc)

    async def printed(self, ticket: Ticket, printed: bool) -> None:
        """Note it on the appointment. Of a ticket that was given back nothing is noted."""
        await self._become(ticket, Paper.PRINTED if printed else Paper.FAILED)

    async def give_back(self, ticket: Ticket) -> None:
        """A booked appointment can be kept again, a walk-in is cancelled by the patient."""
        await self._become(ticket, Paper.GIVEN_BACK)

    async def _become(self, ticket: Ticket, paper: Paper) -> None:
        for _ in range(_ATTEMPTS):
            row = await self._appointments.read(number_of(ticket.encounter))
            slip = last_slip(row.comments) if row else None
            if row is None or slip is None or slip.number != ticket.number:
                raise HospitalRefused("encounter-not-found")
            if slip.paper in (paper, Paper.GIVEN_BACK):
                return
            try:
                await self._appointments.write(row, _values(row, slip, paper))
            except Conflict:
                continue
            return
        raise Conflict("changed by others again and again")


def _values(row: AppointmentRow, slip: Slip, paper: Paper) -> dict[str, object]:
    values: dict[str, object] = {"comments": with_slip(row.comments, on_paper(slip, paper))}
    # A visit that has gone on, or that staff have ended, stays as they left it.
    if paper is Paper.GIVEN_BACK and row.state == CHECKED_IN:
        if slip.kind is Kind.WALK_IN:
            values["state"] = CANCELLED
        else:
            # Without its name GNU Health would give it a new one.
            values |= {"state": CONFIRMED, "name": row.name, "checked_in_date": None}
    return values
