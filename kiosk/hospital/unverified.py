"""An insurance that could not be checked."""

from kiosk.errors import HospitalError, HospitalGarbled, HospitalRefused
from kiosk.log import log
from kiosk.model.care import Cover, Insurance


def unverified(error: HospitalError) -> Insurance:
    """What a patient has while the check fails: the desk can repeat it, so it is no reason to send
    anybody away without a ticket. Nobody above sees ``error``, so it is logged here."""
    log("hospital-error", kind=_kind(error), step="insurance")
    return Insurance(Cover.UNVERIFIED)


def _kind(error: HospitalError) -> str:
    """As the visit names the failure."""
    match error:
        case HospitalGarbled():
            return "hospital-garbled"
        case HospitalRefused():
            return "hospital-refused"
    return "hospital-away"
