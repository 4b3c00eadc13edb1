"""What the hospital decides about a visit, from the settings."""

import re

from kiosk.checkin.equipment import Rules
from kiosk.config import Settings
from kiosk.documents import Patterns
from kiosk.errors import SettingsError
from kiosk.model.insurance_policy import InsurancePolicy
from kiosk.model.text import local


def rules_of(settings: Settings) -> Rules:
    """What the hospital decides about a visit."""
    return Rules(
        kiosk=settings.kiosk.id,
        hospital_name=local(settings.kiosk.hospital_name_vi, settings.kiosk.hospital_name_en),
        desk=local(settings.kiosk.desk_vi, settings.kiosk.desk_en),
        elsewhere=local(settings.kiosk.elsewhere_vi, settings.kiosk.elsewhere_en),
        idle_s=settings.visit.idle_s,
        done_s=settings.visit.done_s,
        warning_s=settings.visit.warning_s,
        patterns=patterns_of(settings),
        insurance=InsurancePolicy.of(settings.insurance.policies()),
        confirm=settings.visit.confirm,
        chip_required=settings.card_reader.required,
        face_verify=settings.face.verify,
        face_identify=settings.face.identify,
        prefix=settings.journal.prefix or prefix_of(settings.kiosk.id),
    )


def prefix_of(kiosk: str) -> str:
    """Of a kiosk's provisional numbers where the settings name none: ``kiosk-1`` has ``K1``."""
    words = re.findall(r"[A-Za-z]+|[0-9]+", kiosk)
    return "".join(w if w.isdigit() else w[0].upper() for w in words)[:6] or "K"


def patterns_of(settings: Settings) -> Patterns:
    """The forms of the hospital's own codes. Raises ``SettingsError`` for a bad pattern."""
    documents = settings.documents
    try:
        return Patterns.of(
            appointment=documents.appointment,
            patient_code=documents.patient_code,
            vneid=documents.vneid,
        )
    except ValueError as error:
        raise SettingsError(f"documents: {error}") from error
