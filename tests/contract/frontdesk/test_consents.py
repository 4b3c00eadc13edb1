"""What patients agreed to is kept as it was said."""

from tests.contract.frontdesk.faces import Json, consent
from tests.contract.frontdesk.hospital import Hospital

CODED = "urn:kiosk:consent"
UNCLEAR: tuple[Json, ...] = (
    {"status": "draft"},
    {"category": [{"coding": [{"system": CODED, "code": "everything"}]}]},
    {
        "category": [
            {
                "coding": [
                    {"system": CODED, "code": "face-verification"},
                    {"system": CODED, "code": "face-identification"},
                ]
            }
        ]
    },
    {"identifier": []},
    {"identifier": [{"system": "urn:ietf:rfc:3986", "value": "urn:uuid:1"}]},
    {"policy": [{"uri": "https://hospital.example/text"}]},
    {"policy": [{"uri": "urn:kiosk:consent-text:a b"}]},
    {"policy": [{"uri": "urn:kiosk:consent-text:x/1"}] * 17},
    {"language": "tiếng Việt"},
    {"dateTime": "yesterday"},
    {"extension": []},
    {"extension": [{"url": "urn:kiosk:kiosk", "valueString": "a\nb"}]},
    {"patient": {"reference": "Person/1"}},
    {"patient": {}},
)


def test_a_consent_is_kept_once_and_can_be_read(hospital: Hospital) -> None:
    """Also where nobody is known by their face: the comparison with a chip needs one too."""
    given = consent(hospital.adult().id, purpose="face-verification")
    first = hospital.post("/Consent", given)
    again = hospital.post("/Consent", given)
    assert (first.status, again.status) == (201, 200)
    assert first.body == again.body == hospital.get(f"/Consent/{first.body['id']}").body
    kept = {name: value for name, value in first.body.items() if name != "id"}
    moment = {"dateTime": "2026-11-23T08:59:58+07:00"}
    assert kept | {"scope": given["scope"]} == given | moment
    other = given | {"language": "en"}
    assert hospital.post("/Consent", other).refusal == "key-reused"
    assert hospital.get("/Consent/consent-0").refusal == "consent-not-found"
    assert hospital.post("/Consent", consent("pt-nobody")).refusal == "patient-not-found"


def test_consents_that_do_not_say_what_was_agreed_to_are_refused(hospital: Hospital) -> None:
    patient = hospital.adult().id
    for change in UNCLEAR:
        assert hospital.post("/Consent", consent(patient, **change)).refusal == "invalid", change
    assert hospital.records.query("SELECT count(*) FROM consent") == [(0,)]
