"""The tickets that a patient holds, from the encounters that a search finds."""

from collections.abc import Iterable

from kiosk.errors import HospitalGarbled
from kiosk.hospital import wire
from kiosk.hospital.answers import id_in, is_id, text, tidy
from kiosk.hospital.requests import HELD
from kiosk.model.checkin import HeldTicket

_TICKET = "urn:kiosk:ticket"


def held_tickets(found: Iterable[wire.HeldEncounter], patient_id: str) -> tuple[HeldTicket, ...]:
    """Those of this patient that have a number and are held still, in the server's order.

    The search asked for just these, but a server that ignores a parameter answers more. Raises
    ``HospitalGarbled`` for one without a service.
    """
    return tuple(
        _held_ticket(one, number)
        for one in found
        if one.status in HELD
        and id_in(one.subject, "Patient") == patient_id
        and (number := _number(one))
    )


def _number(found: wire.HeldEncounter) -> str:
    return next((tidy(one.value) for one in found.identifier if one.system == _TICKET), "")


def _held_ticket(found: wire.HeldEncounter, number: str) -> HeldTicket:
    coding = next(iter(found.service_type.coding), None)
    if coding is None or not is_id(coding.code) or not tidy(coding.display):
        raise HospitalGarbled("Encounter: no service")
    return HeldTicket(
        number=number,
        service=coding.code,
        service_name=text(coding.display, coding.display_extended),
        room=next((tidy(place.location.display) for place in found.location), ""),
    )
