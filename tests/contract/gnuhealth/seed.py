"""Invented people and a small hospital, for a fresh GNU Health database.

Run by the Python of ``.venv-gnuhealth``, which has trytond, with the server's configuration, the
database and the kiosk's password. Prints what the tests must know as JSON.
"""

import json
import sys
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import_module("trytond.config").config.update_etc(sys.argv[1])
Pool: Any = import_module("trytond.pool").Pool
Transaction: Any = import_module("trytond.transaction").Transaction

INSURER = "Bảo hiểm xã hội Việt Nam"
VISITORS, BOOKED = 150, 40
"""Patients without and with an appointment today; each test takes its own."""

RIGHTS = {
    "gnuhealth.appointment": ("read", "write", "create"),
    "gnuhealth.patient": ("read", "create"),
    "gnuhealth.insurance": ("read", "create"),
    "gnuhealth.person_name": ("read", "create"),
    "gnuhealth.person_alternative_identification": ("read",),
    "party.party": ("read", "create"),
    "party.address": ("read", "create"),
    "party.contact_mechanism": ("read", "create"),
    "ir.note": ("read", "create"),
}
"""What the kiosk's group may do: docs/gnuhealth.md. Where GNU Health and Tryton say nothing about
a model, everybody may do everything; for this group these lines say it."""


def make(model: str, *values: dict[str, Any]) -> list[Any]:
    made: list[Any] = Pool().get(model).create([dict(one) for one in values])
    return made


def person(nth: int, **more: Any) -> dict[str, Any]:
    """Born on some day, with a personal number that fits nobody alive."""
    born = date(1960 + nth % 50, 1 + nth % 12, 1 + nth % 28)
    return {
        "lastname": "Nguyễn",
        "name": f"Thử Nghiệm {nth}",
        "is_person": True,
        "is_patient": True,
        "create_target": True,
        "gender": "f" if nth % 2 else "m",
        "ref": f"099{nth:09d}",
        "dob": born,
        "fed_country": "VNM",
    } | more


def patient_of(values: dict[str, Any]) -> Any:
    (party,) = make("party.party", values)
    (found,) = Pool().get("gnuhealth.patient").search([("party", "=", party.id)])
    return found


def hospital() -> dict[str, Any]:
    (house,) = make("party.party", {"name": "Bệnh viện Kiểm Thử", "is_institution": True})
    (institution,) = make(
        "gnuhealth.institution",
        {
            "party": house.id,
            "code": "BVKT",
            "institution_type": "hospital",
            "public_level": "public",
        },
    )
    specialty = {}
    for code, vietnamese in {"CARDIO": "Tim mạch", "DS": "Da liễu", "LAB": "Xét nghiệm"}.items():
        (one,) = Pool().get("gnuhealth.specialty").search([("code", "=", code)])
        with Transaction().set_context(language="vi"):
            Pool().get("gnuhealth.specialty").write([one], {"name": vietnamese})
        make(
            "gnuhealth.institution.specialties",
            {"institution": institution.id, "specialty": one.id},
        )
        specialty[code] = one.id
    units = make(
        "gnuhealth.hospital.unit",
        {
            "name": "Khu khám Tim mạch",
            "code": "CARDIO",
            "institution": institution.id,
            "extra_info": "Tầng 2, nhà A",
        },
        {"name": "Khu khám Da liễu", "code": "DS", "institution": institution.id},
        {"name": "Phòng 203", "code": "P203", "institution": institution.id},
    )
    (doctor,) = make(
        "party.party",
        person(1, name="Văn Bác Sĩ", is_patient=False, create_target=False, is_healthprof=True),
    )
    (professional,) = make(
        "gnuhealth.healthprofessional",
        {
            "party": doctor.id,
            "institution": institution.id,
            "institution_unit": units[2].id,
            "specialties": [("create", [{"specialty": specialty["CARDIO"]}])],
        },
    )
    (insurer,) = make("party.party", {"name": INSURER, "is_insurance_company": True})
    return {
        "institution": institution.id,
        "specialty": specialty,
        "doctor": professional.id,
        "insurer": insurer.id,
        "doctor_number": doctor.ref,
    }


def kiosk_user(password: str) -> None:
    (group,) = make("res.group", {"name": "Kiosk"})
    for name, rights in RIGHTS.items():
        (model,) = Pool().get("ir.model").search([("model", "=", name)])
        make(
            "ir.model.access",
            {
                "model": model.id,
                "group": group.id,
                **{f"perm_{right}": right in rights for right in ("read", "write", "create")},
                "perm_delete": False,
            },
        )
    make(
        "res.user",
        {
            "name": "Kiosk",
            "login": "kiosk",
            "password": password,
            "groups": [("add", [group.id])],
        },
    )


def people(facts: dict[str, Any]) -> dict[str, Any]:
    visitors = [visitor(nth, facts) for nth in range(100, 100 + VISITORS)]
    booked = [visitor(nth, facts) for nth in range(1000, 1000 + BOOKED)]
    today = datetime.now(UTC) + timedelta(hours=7)
    # GNU Health's times are UTC: 12:00 in Hanoi.
    noon = datetime(today.year, today.month, today.day, 5)  # noqa: DTZ001 - as Tryton wants it
    for one in booked:
        (appointment,) = make(
            "gnuhealth.appointment",
            {
                "patient": one["patient"],
                "institution": facts["institution"],
                "speciality": facts["specialty"]["CARDIO"],
                "healthprof": facts["doctor"],
                "appointment_date": noon,
                "state": "confirmed",
                "comments": "Mang theo phim cũ",
            },
        )
        one |= {"appointment": appointment.id, "slip": appointment.name}
    return {"visitors": visitors, "booked": booked}


def visitor(nth: int, facts: dict[str, Any]) -> dict[str, Any]:
    found = patient_of(
        person(
            nth,
            addresses=[("create", [{"street": "12 Đường Số 3\nPhường Thử Nghiệm"}])],
            contact_mechanisms=[("create", [{"type": "mobile", "value": f"09{nth:08d}"}])],
            alternative_identification=True,
            alternative_ids=[
                ("create", [{"code": f"BN-{nth}", "alternative_id_type": "medical_record"}])
            ],
        )
    )
    (insurance,) = make(
        "gnuhealth.insurance",
        {
            "party": found.party.id,
            "number": f"DN479{nth:010d}",
            "company": facts["insurer"],
            "member_since": date(2020, 1, 1),
            "member_exp": date(2099, 12, 31),
        },
    )
    return {
        "patient": found.id,
        "number": found.party.ref,
        "name": f"{found.party.lastname} {found.party.name}",
        "born": found.party.dob.isoformat(),
        "sex": "female" if found.party.gender == "f" else "male",
        "phone": f"09{nth:08d}",
        "code": f"BN-{nth}",
        "insurance": insurance.id,
        "card": insurance.number,
    }


def main() -> None:
    _, _, database, password = sys.argv
    Pool.start()
    Pool(database).init()
    with Transaction().start(database, 0, context={}):
        # Tryton does not bring Vietnamese, which GNU Health is translated to.
        make("ir.lang", {"name": "Tiếng Việt", "code": "vi", "translatable": True})
    with Transaction().start(database, 0, context={}):
        facts = hospital()
        kiosk_user(password)
        facts |= people(facts)
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main()
