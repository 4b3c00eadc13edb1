"""Pictures of sample documents' QR codes, to hold before a camera."""

from pathlib import Path

import qrcode

from kiosk.frontdesk.generate import (
    REFERENCE,
    SEED,
    Person,
    bookings,
    is_regular,
    newcomers,
    people,
)
from kiosk.frontdesk.premises import Premises
from kiosk.frontdesk.sample_documents import (
    NOT_A_DOCUMENT,
    appointment_qr,
    bhyt_qr,
    cccd_qr,
    patient_code_qr,
)

_ADULT = 25
_MODULE = 8
"""Pixels of one module."""
_QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004)."""


def samples(premises: Premises, seed: int = SEED) -> dict[str, str]:
    """QR texts by name: a document of each kind, and of each sort of holder.

    Appointments are those of regulars, whose slips never go out of date.
    """
    patients = people(seed)
    slips = [slip for slip in bookings(premises, REFERENCE, seed) if is_regular(slip)]
    regulars = {slip.patient for slip in slips}
    kept = next(one for one in patients if one.id == slips[0].patient)
    covered = [one for one in patients if _result(one) == "000" and one.id not in regulars]
    adults = [one for one in covered if one.age >= _ADULT]
    return {
        "cccd-with-appointment": cccd_qr(kept),
        "cccd-patient": cccd_qr(next(one for one in adults if not one.year_only)),
        "cccd-birth-year-only": cccd_qr(next(one for one in adults if one.year_only)),
        "cccd-newcomer": cccd_qr(
            next(one for one in newcomers(seed) if one.age >= _ADULT and not one.year_only)
        ),
        "bhyt-card": bhyt_qr(next(one for one in adults if one.coverage and one.coverage.card)),
        "bhyt-ten-digits": bhyt_qr(
            next(one for one in adults if one.coverage and not one.coverage.card)
        ),
        "bhyt-child": bhyt_qr(next(one for one in covered if one.age < 6)),
        "bhyt-expired": bhyt_qr(next(one for one in patients if _result(one) == "010")),
        "bhyt-name-differs": bhyt_qr(next(one for one in patients if _result(one) == "060")),
        "appointment-1": appointment_qr(slips[0]),
        "appointment-2": appointment_qr(slips[1]),
        "patient-code": patient_code_qr(adults[-1]),
        "not-a-document": NOT_A_DOCUMENT,
    }


def write_samples(folder: Path, seed: int = SEED) -> tuple[Path, ...]:
    """Write each sample as ``<name>.png``; the folder is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in samples(Premises.load(), seed).items():
        code = qrcode.QRCode(box_size=_MODULE, border=_QUIET_ZONE)
        code.add_data(text.encode())
        path = folder / f"{name}.png"
        with path.open("wb") as file:
            code.make_image().save(file)
        written.append(path)
    return tuple(written)


def _result(person: Person) -> str:
    return person.coverage.result if person.coverage else ""
