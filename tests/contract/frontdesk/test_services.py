from typing import Any

from tests.contract.frontdesk.hospital import Answer, Hospital


def load(hospital: Hospital) -> dict[str, dict[str, Any]]:
    """The queue status: parts by name, by service code."""
    answer = hospital.get("/HealthcareService/$queue-status")
    found = {}
    for parameter in answer.body["parameter"]:
        assert parameter["name"] == "service"
        parts = {part.pop("name"): part for part in parameter["part"]}
        found[parts.pop("code")["valueCode"]] = parts
    return found


def test_services_in_the_hospital_s_order_and_in_plain_words(hospital: Hospital) -> None:
    found = hospital.get("/HealthcareService", ("active", "true")).entries
    services = list(hospital.premises.public())
    assert [one["id"] for one in found] == [service.code for service in services]
    assert all(one["active"] is True for one in found)
    assert [one["name"] for one in found] == [service.name.vi for service in services]
    assert [one["comment"] for one in found] == [service.plain.vi for service in services]
    for one, service in zip(found, services, strict=True):
        for element, text in (("_name", service.name.en), ("_comment", service.plain.en)):
            [extension] = one[element]["extension"]
            assert extension["url"] == "http://hl7.org/fhir/StructureDefinition/translation"
            assert extension["extension"] == [
                {"url": "lang", "valueCode": "en"},
                {"url": "content", "valueString": text},
            ]


def test_load_in_the_morning(hospital: Hospital) -> None:
    loads = load(hospital)
    assert list(loads) == [service.code for service in hospital.premises.public()]
    # Room 206 opens in the afternoon.
    assert loads["TIEU-HOA"]["rooms-open"] == {"valueInteger": 2}
    assert loads["NOI-TONG-QUAT"]["rooms-open"] == {"valueInteger": 5}
    assert loads["MAT"]["waiting"] == {"valueInteger": 0}
    assert loads["MAT"]["estimated-wait"]["valueDuration"]["value"] == 0


def test_load_follows_the_queue(hospital: Hospital) -> None:
    for nth in range(3):
        hospital.check_in(hospital.adult(nth).id, service="MAT")
    mat = load(hospital)["MAT"]
    assert mat["waiting"] == {"valueInteger": 3}
    # Two wait in 305 (7 minutes each), one in 304 (8 minutes).
    assert mat["estimated-wait"]["valueDuration"] == {
        "value": 8,
        "unit": "min",
        "system": "http://unitsofmeasure.org",
        "code": "min",
    }


def test_a_closed_service_is_listed_without_a_wait(hospital: Hospital) -> None:
    hospital.clock.time = hospital.clock.time.replace(hour=18)
    mat = load(hospital)["MAT"]
    assert mat["rooms-open"] == {"valueInteger": 0}
    assert "estimated-wait" not in mat


def test_who_we_are(hospital: Hospital) -> None:
    body = hospital.get("/metadata").body
    assert body["resourceType"] == "CapabilityStatement"
    assert body["fhirVersion"] == "4.0.1"
    assert body["software"] == {"name": "kiosk.frontdesk", "version": "0.1.0"}
    [rest] = body["rest"]
    assert [operation["name"] for operation in rest["operation"]] == ["check-in"]


CALL = {
    "resourceType": "CommunicationRequest",
    "status": "active",
    "category": [{"coding": [{"system": "urn:kiosk:call", "code": "staff-call"}]}],
    "sender": {"identifier": {"value": "k1"}},
    "payload": [{"contentString": "ConfirmIdentity"}],
    "authoredOn": "2026-11-23T09:00:00+07:00",
}


def test_a_call_for_staff_is_noted(hospital: Hospital) -> None:
    answer = hospital.post("/CommunicationRequest", CALL)
    assert answer.status == 201
    assert answer.body.pop("id")
    assert answer.body == CALL


def test_a_call_is_seen_by_staff_for_an_hour(hospital: Hospital) -> None:
    def console() -> str:
        return hospital.raw("GET", "http://hospital/console").text

    assert "gọi nhân viên" not in console()
    camera = CALL | {"payload": [{"contentString": "camera"}]}
    for call in (CALL, camera, CALL):
        assert hospital.post("/CommunicationRequest", call).status == 201
        hospital.pass_time(minutes=10)
    page = console()
    assert page.count("<b>k1</b>") == 2, "the same page of one kiosk once"
    assert page.index("ConfirmIdentity") < page.index("camera hỏng"), "the newest first"
    assert "10 phút trước" in page
    hospital.pass_time(minutes=45)
    assert "camera hỏng" not in console()
    assert "ConfirmIdentity" in console()
    hospital.pass_time(minutes=10)
    assert "gọi nhân viên" not in console()


def test_a_call_with_content_in_it_is_refused(hospital: Hospital) -> None:
    told = CALL | {"payload": [{"contentString": "Trần Thị Thu Hà, 079190012345"}]}
    answer = hospital.post("/CommunicationRequest", told)
    assert (answer.status, answer.refusal) == (400, "invalid")


def test_unknown_routes_and_methods_are_operation_outcomes(hospital: Hospital) -> None:
    for method, path, status in (
        ("GET", "/Observation", 404),
        ("GET", "/", 404),
        ("GET", "/metadata/", 404),
        ("DELETE", "/Patient/pt-0", 405),
        ("PUT", "/$check-in", 405),
    ):
        answer = Answer(hospital.raw(method, path))
        assert answer.status == status
        assert answer.body["issue"][0]["code"] in ("not-found", "not-supported")
