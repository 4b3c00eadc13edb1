"""Is this you? With all that is known, in the private form."""

import unicodedata

from kiosk.checkin.screens import Confirmed, ConfirmIdentity, KeptFace
from kiosk.model.care import PRIORITY_BY_AGE, Appointment, Cover, Insurance, Priority
from kiosk.model.insurance import rule_for
from kiosk.model.mask import masked_number, short_name
from kiosk.model.person import IdentifierKind, Patient, Sex
from kiosk.ui.view_models.priorities import priority_name
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, spoken

_SHOWN_FIRST = (
    IdentifierKind.PERSONAL_NUMBER,
    IdentifierKind.PATIENT_CODE,
    IdentifierKind.INSURANCE_NUMBER,
)


def confirm_identity(screen: ConfirmIdentity, reader: Reader) -> ViewModel:
    """``question``; ``name``, ``person`` and ``number`` in the private form, ``fullName`` and
    ``fullNumber`` for while a finger holds "show"; ``lines`` of ``{icon, text}``; ``verified``,
    without which no tick is drawn; ``choices`` of ``{value, text, main}``, the ones to
    state a priority and to delete the face last.
    """
    if screen.known:
        question = reader.translate("ConfirmIdentity", "Is this you?")
    else:
        question = reader.translate("ConfirmIdentity", "Are these details right?")
    number = _number(screen.patient)
    lines = _lines(screen, reader)
    choices = _choices(screen, reader)
    person = _person(screen.patient, reader)
    name = unicodedata.normalize("NFC", screen.patient.name)
    return {
        "question": question,
        "name": short_name(name),
        "person": person,
        "number": masked_number(number),
        "fullName": name,
        "fullNumber": number,
        "lines": lines,
        "verified": screen.verified,
        "choices": choices,
        "spoken": spoken(
            question,
            # Initials make no sense to the ear, and the whole name is nobody else's business.
            ", ".join(part for part in (*name.split()[-1:], person) if part),
            *(line["text"] for line in lines),
            *(str(choice["text"]) for choice in choices),
        ),
    }


def _number(patient: Patient) -> str:
    return next((n for kind in _SHOWN_FIRST if (n := patient.identifier(kind))), "")


def _person(patient: Patient, reader: Reader) -> str:
    words = []
    if patient.sex is Sex.MALE:
        words.append(reader.translate("ConfirmIdentity", "Male"))
    if patient.sex is Sex.FEMALE:
        words.append(reader.translate("ConfirmIdentity", "Female"))
    if patient.birth:
        words.append(
            filled(reader.translate("ConfirmIdentity", "born in {year}"), year=patient.birth.year)
        )
    return " · ".join(words)


def _lines(screen: ConfirmIdentity, reader: Reader) -> list[dict[str, str]]:
    lines = []
    # First, as it answers the tap before; further down it might be out of sight.
    if screen.face is KeptFace.DELETED:
        text = reader.translate("ConfirmIdentity", "Your face has been deleted")
        lines.append({"icon": "check", "text": text})
    if screen.face is KeptFace.NOT_DELETED:
        text = reader.translate("ConfirmIdentity", "Not deleted yet: try again, or go to {desk}")
        lines.append({"icon": "attention", "text": text})
    if screen.verified:
        text = reader.translate("ConfirmIdentity", "Genuine card, chip checked")
        lines.append({"icon": "card-check", "text": text})
    if not screen.asked:
        text = reader.translate("ConfirmIdentity", "The hospital's system cannot be reached now")
        lines.append({"icon": "attention", "text": text})
    elif not screen.known:
        text = reader.translate("ConfirmIdentity", "The hospital has no record of you yet")
        lines.append({"icon": "attention", "text": text})
    if screen.insurance is not None:
        lines.append(_insurance(screen.insurance, reader))
    if screen.appointment is not None:
        lines.append({"icon": "calendar", "text": _appointment(screen.appointment, reader)})
    if screen.priority:
        groups = ", ".join(priority_name(priority, reader) for priority in screen.priority)
        text = filled(reader.translate("ConfirmIdentity", "You go ahead: {groups}"), groups=groups)
        lines.append({"icon": "person", "text": text})
    return lines


def _insurance(insurance: Insurance, reader: Reader) -> dict[str, str]:
    if insurance.cover is Cover.COVERED and insurance.benefit_percent is not None:
        text = filled(
            reader.translate("ConfirmIdentity", "Insurance valid, pays {percent}%"),
            percent=insurance.benefit_percent,
        )
        return {"icon": "shield-check", "text": text}
    text = reader.fill(rule_for(insurance).sentence).rstrip(".")
    covered = insurance.cover in (Cover.COVERED, Cover.COVERED_DESK)
    return {"icon": "shield-check" if covered else "shield-question", "text": text}


def _appointment(appointment: Appointment, reader: Reader) -> str:
    return filled(
        reader.translate("ConfirmIdentity", "{service} appointment at {time}"),
        service=reader.fill(appointment.service_name),
        time=f"{appointment.start.hour}:{appointment.start.minute:02d}",
    )


def _choices(screen: ConfirmIdentity, reader: Reader) -> list[dict[str, object]]:
    if screen.appointment is not None:
        yes = reader.translate("ConfirmIdentity", "Yes, take my number")
    else:
        yes = reader.translate("ConfirmIdentity", "Yes, continue")
    if screen.known:
        no = reader.translate("ConfirmIdentity", "This is not me")
    else:
        no = reader.translate("ConfirmIdentity", "Not right")
    choices: list[dict[str, object]] = [
        {"value": Confirmed.YES.value, "text": yes, "main": True},
        {"value": Confirmed.NOT_ME.value, "text": no, "main": False},
    ]
    if not PRIORITY_BY_AGE.intersection(screen.priority):
        text = _state_priority(screen.priority, reader)
        choices.append({"value": Confirmed.STATE_PRIORITY.value, "text": text, "main": False})
    if screen.face in (KeptFace.KEPT, KeptFace.NOT_DELETED):
        text = reader.translate("ConfirmIdentity", "Delete the face kept of me")
        choices.append({"value": Confirmed.FORGET_FACE.value, "text": text, "main": False})
    return choices


def _state_priority(stated: tuple[Priority, ...], reader: Reader) -> str:
    if stated:
        return reader.translate("ConfirmIdentity", "Change who goes ahead")
    return reader.translate("ConfirmIdentity", "I belong to a priority group")
