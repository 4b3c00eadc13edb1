"""A call for staff that no patient made."""

from kiosk.checkin.asking import not_let_in
from kiosk.checkin.equipment import Equipment
from kiosk.errors import HospitalAway, HospitalError
from kiosk.log import log


async def call_staff(equipment: Equipment, page: str) -> bool:
    """Whether the hospital has heard it; a refusal is an answer, and final, unless the kiosk is not
    let in."""
    heard, sent = True, True
    try:
        await equipment.hospital.call_staff(equipment.rules.kiosk, page)
    except HospitalAway:
        heard = sent = False
    except HospitalError as error:
        sent, heard = False, not not_let_in(error)
    log("staff-called", page=page, sent=sent)
    return heard
