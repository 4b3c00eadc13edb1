"""Patients who agreed are known again by their faces, and forgotten when they say so."""

import struct
import uuid
from base64 import b64encode
from pathlib import Path

import pytest

from kiosk.frontdesk.faces import api, recogniser
from kiosk.frontdesk.faces.candidate import AHEAD, NEAREST
from kiosk.frontdesk.faces.enrolment import PER_PATIENT
from tests.contract.frontdesk.faces import (
    Json,
    audited,
    away,
    consent,
    described,
    enroll,
    face,
    forget,
    match,
    parameters,
)
from tests.contract.frontdesk.hospital import CCCD, Hospital
from tests.contract.frontdesk.records import PostgresRecords, Records


def test_a_face_is_known_again_and_the_patient_says_so(knowing: Hospital) -> None:
    person, seen = knowing.adult(), face(1)
    assert match(knowing, seen) is None
    kept = enroll(knowing, person.id, seen)
    assert kept.status == 200
    assert kept.body["patient"] == {"reference": f"Patient/{person.id}"}
    assert kept.body["dateTime"] == "2026-11-23T08:59:58+07:00"
    assert match(knowing, away(seen, 0.3)) == person.id
    assert match(knowing, face(2)) is None
    told = [{"url": "urn:kiosk:face-enrolled", "valueBoolean": True}]
    assert knowing.get(f"/Patient/{person.id}").body["extension"] == told
    [found] = knowing.search(f"{CCCD}|{person.personal_number}").entries
    assert found["extension"] == told
    assert "extension" not in knowing.get(f"/Patient/{knowing.adult(1).id}").body


def test_only_who_is_near_enough_is_known(knowing: Hospital) -> None:
    patient, seen = knowing.adult().id, face(1)
    enroll(knowing, patient, seen)
    assert match(knowing, away(seen, NEAREST - 0.001)) == patient
    assert match(knowing, away(seen, NEAREST + 0.001)) is None


def test_only_who_is_clearly_ahead_of_the_second_is_known(knowing: Hospital) -> None:
    """Brothers, and one person under two records."""
    one, other, seen = knowing.adult(0).id, knowing.adult(1).id, face(1)
    enroll(knowing, one, away(seen, 0.2, axis=0))
    enroll(knowing, other, away(seen, 0.2 + AHEAD - 0.01, axis=1))
    assert match(knowing, seen) is None
    forget(knowing, other)
    enroll(knowing, other, away(seen, 0.2 + AHEAD + 0.01, axis=1))
    assert match(knowing, seen) == one


def test_ones_own_other_pictures_are_no_second_patient(knowing: Hospital) -> None:
    patient, seen = knowing.adult().id, face(1)
    for axis in range(PER_PATIENT):
        enroll(knowing, patient, away(seen, 0.2, axis))
    assert match(knowing, seen) == patient


def test_of_each_patient_the_last_few_are_kept(knowing: Hospital) -> None:
    patient = knowing.adult().id
    for seed in range(PER_PATIENT + 1):
        enroll(knowing, patient, face(seed))
        assert match(knowing, face(seed)) == patient
    assert match(knowing, face(0)) is None
    assert match(knowing, face(1)) == patient
    assert knowing.records.query("SELECT count(*) FROM face") == [(PER_PATIENT,)]


def test_what_is_forgotten_is_gone(knowing: Hospital) -> None:
    patient, other = knowing.adult(0).id, knowing.adult(1).id
    given = consent(patient)
    kept = enroll(knowing, patient, face(1), given).body["id"]
    enroll(knowing, patient, face(2))
    enroll(knowing, other, face(3))
    assert match(knowing, face(1)) == patient
    assert forget(knowing, patient).parts == {"forgotten": 2}
    assert match(knowing, face(1)) is None
    assert match(knowing, face(3)) == other
    assert forget(knowing, patient).parts == {"forgotten": 0}
    assert knowing.get(f"/Consent/{kept}").body["status"] == "inactive"
    assert knowing.records.query("SELECT patient FROM face") == [(other,)]
    assert "extension" not in knowing.get(f"/Patient/{patient}").body
    # Who sends it once more, late, does not undo it; who agrees anew is known anew.
    assert enroll(knowing, patient, face(1), given).refusal == "consent-withdrawn"
    assert enroll(knowing, patient, face(1)).status == 200
    assert match(knowing, face(1)) == patient


def test_enrolling_twice_is_enrolling_once(knowing: Hospital) -> None:
    """An answer was lost: the kiosk asks again."""
    patient, given = knowing.adult().id, consent(knowing.adult().id)
    first, again = (enroll(knowing, patient, face(1), given) for _ in range(2))
    assert first.body == again.body
    assert knowing.records.query("SELECT count(*) FROM face") == [(1,)]
    assert [what for _, what, _ in audited(knowing)] == ["consent", "face-enroll"]


def test_without_consent_nothing_is_kept(knowing: Hospital) -> None:
    patient = knowing.adult().id
    for wrong in (
        consent(patient, purpose="face-verification"),
        consent(patient, status="inactive"),
        consent(knowing.adult(1).id),
        consent(patient, category=[]),
    ):
        answer = enroll(knowing, patient, face(1), wrong)
        assert (answer.refusal, answer.status) == ("invalid", 400), wrong
    missing = knowing.post(f"/Patient/{patient}/$face-enroll", parameters(described(face(1))))
    assert missing.refusal == "invalid"
    assert knowing.records.query("SELECT count(*) FROM face") == [(0,)]
    assert knowing.records.query("SELECT count(*) FROM consent") == [(0,)]


def test_anothers_consent_enrols_nobody(knowing: Hospital) -> None:
    """Sent under the key that the other's came with, whatever it says of the patient."""
    patient, other = knowing.adult(0).id, knowing.adult(1).id
    key = str(uuid.uuid4())
    enroll(knowing, patient, face(1), consent(patient, key))
    stolen = enroll(knowing, other, face(2), consent(other, key))
    assert (stolen.refusal, stolen.status) == ("key-reused", 422)
    assert enroll(knowing, other, face(2), consent(patient, key)).refusal == "invalid"
    assert match(knowing, face(2)) is None
    assert knowing.records.query("SELECT patient FROM face") == [(patient,)]


def test_nobody_is_not_enrolled(knowing: Hospital) -> None:
    assert enroll(knowing, "pt-nobody", face(1)).refusal == "patient-not-found"
    assert forget(knowing, "pt-nobody").refusal == "patient-not-found"
    assert knowing.records.query("SELECT count(*) FROM consent") == [(0,)]


NUMBERS = [0.1] * 128
NO_FACES = (
    b"",
    struct.pack("<127f", *NUMBERS[1:]),
    struct.pack("<129f", *NUMBERS, 0.1),
    struct.pack("<128f", *NUMBERS[1:], float("nan")),
    struct.pack("<128f", *NUMBERS[1:], float("inf")),
    struct.pack("<128f", *NUMBERS[1:], 3e38),
    struct.pack("<64d", *NUMBERS[:64]),
    bytes(512),
)


def test_what_is_no_descriptor_is_refused(knowing: Hospital) -> None:
    patient = knowing.adult().id
    agreed = {"name": "consent", "resource": consent(patient)}
    for sent in NO_FACES:
        told: Json = {"name": "descriptor", "valueBase64Binary": b64encode(sent).decode()}
        assert knowing.post("/Patient/$face-match", parameters(told)).refusal == "invalid", sent
        answer = knowing.post(f"/Patient/{patient}/$face-enroll", parameters(told, agreed))
        assert answer.refusal == "invalid", sent
    assert knowing.records.query("SELECT count(*) FROM consent") == [(0,)]


def test_other_messages_are_refused(knowing: Hospital) -> None:
    bodies: tuple[Json, ...] = (
        parameters(),
        parameters({"name": "descriptor"}),
        parameters({"name": "descriptor", "valueBase64Binary": "?"}),
        parameters({"name": "descriptor", "valueString": "AAAA"}),
        parameters(described(face(1)), described(face(1))),
        {"resourceType": "Patient"},
    )
    for body in bodies:
        assert knowing.post("/Patient/$face-match", body).refusal == "invalid", body


def test_off_unless_the_hospital_says_so(hospital: Hospital) -> None:
    patient = hospital.adult().id
    for answer in (
        hospital.post("/Patient/$face-match", parameters(described(face(1)))),
        enroll(hospital, patient, face(1)),
    ):
        assert (answer.status, answer.refusal) == (404, "not-offered")
    assert forget(hospital, patient).parts == {"forgotten": 0}
    assert named(hospital) == {"face-forget"}


def test_what_is_offered_is_named(knowing: Hospital) -> None:
    assert named(knowing) == {"face-match", "face-enroll", "face-forget"}


def named(hospital: Hospital) -> set[str]:
    [rest] = hospital.get("/metadata").body["rest"]
    [patient] = [one for one in rest["resource"] if one["type"] == "Patient"]
    return {one["name"] for one in patient["operation"]}


def test_what_was_kept_is_taken_back_where_it_is_not_used_any_more(records: Records) -> None:
    with Hospital(records, faces=True) as before:
        patient = before.adult().id
        enroll(before, patient, face(1))
    with Hospital(records) as now:
        assert forget(now, patient).parts == {"forgotten": 1}


def test_who_asks_too_often_has_to_wait(knowing: Hospital, monkeypatch: pytest.MonkeyPatch) -> None:
    """Right answers count as wrong ones do: who could ask without end would learn who is known."""
    patient = knowing.adult().id
    enroll(knowing, patient, face(1))
    for _ in range(api.A_MINUTE):
        assert match(knowing, face(1)) == patient
    answer = knowing.post("/Patient/$face-match", parameters(described(face(1))))
    assert (answer.status, answer.refusal) == (429, "too-often")
    assert int(answer.response.headers["retry-after"]) >= 1
    assert audited(knowing)[-1] == ("loopback", "face-match-denied", "too-often")


def test_the_audit_says_who_and_whose_and_nothing_of_the_face(knowing: Hospital) -> None:
    patient = knowing.adult().id
    kept = enroll(knowing, patient, face(1)).body["id"]
    match(knowing, face(1))
    match(knowing, face(2))
    forget(knowing, patient)
    assert audited(knowing) == [
        ("kiosk:kiosk-1", "consent", kept),
        ("kiosk:kiosk-1", "face-enroll", patient),
        ("loopback", "face-match", patient),
        ("loopback", "face-match", "nobody"),
        ("loopback", "face-forget", patient),
    ]


def test_a_server_knows_what_was_kept_before_it_started(records: Records) -> None:
    with Hospital(records, faces=True) as before:
        patient, gone = before.adult(0).id, before.adult(1).id
        enroll(before, patient, face(1))
        enroll(before, gone, face(2))
        forget(before, gone)
    with Hospital(records, faces=True) as now:
        assert match(now, face(1)) == patient
        assert match(now, face(2)) is None


def test_rows_that_come_in_many_pages_are_all_known(
    knowing: Hospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "_AT_A_TIME", 2)
    patients = [knowing.adult(nth).id for nth in range(5)]
    for nth, patient in enumerate(patients):
        enroll(knowing, patient, face(nth))
    for patient in patients[:3]:
        forget(knowing, patient)
    assert [match(knowing, face(nth)) for nth in range(5)] == [None] * 3 + patients[3:]


def test_who_is_forgotten_while_a_face_is_looked_up_is_nobody(knowing: Hospital) -> None:
    patient = knowing.adult().id
    enroll(knowing, patient, face(1))
    knowing.write(lambda desk: desk.enrolment.forget(patient))
    assert knowing.write(lambda desk: desk.enrolment.matched(patient)) is None
    assert audited(knowing)[-1] == ("staff:test", "face-match", "nobody")


@pytest.mark.slow
def test_servers_on_one_database_know_the_same_faces(
    filled_postgres: PostgresRecords, tmp_path: Path
) -> None:
    records = filled_postgres.copy(tmp_path)
    with Hospital(records, faces=True) as one, Hospital(records, faces=True) as other:
        patients = [one.adult(nth).id for nth in range(2)]
        assert match(other, face(0)) is None
        for nth, patient in enumerate(patients):
            enroll(one, patient, face(nth))
        assert [match(other, face(nth)) for nth in range(2)] == patients
        forget(other, patients[0])
        assert [match(one, face(nth)) for nth in range(2)] == [None, patients[1]]
    records.remove()
