"""How it was seen at the kiosk that a patient is who their card names, and what staff see of it."""

from kiosk.frontdesk.pages.console import console_fragment
from kiosk.frontdesk.queue.asked import CheckIn
from tests.contract.frontdesk.hospital import Answer, Hospital, check_in, new_key
from tests.contract.frontdesk.ward import TIM, XQ, Ward

HEART = "TIM-MACH"
WORD = "Đối chiếu thẻ"


def come(hospital: Hospital, patient: str, identity: str = "", key: str = "") -> Answer:
    body = check_in(patient, service=HEART, key=key)
    if identity:
        body["parameter"].append({"name": "identity-check", "valueCode": identity})
    return hospital.post("/$check-in", body)


def told(answer: Answer) -> str:
    [extension] = answer.parts["encounter"]["extension"]
    assert extension["url"] == "urn:kiosk:identity-check"
    return str(extension["valueCode"])


def test_it_is_kept_with_the_encounter(hospital: Hospital) -> None:
    for nth, identity in enumerate(("document", "chip", "face", "desk")):
        assert told(come(hospital, hospital.adult(nth).id, identity)) == identity
    assert told(come(hospital, hospital.adult(4).id)) == "document"
    rows = hospital.records.query("SELECT identity FROM encounter ORDER BY seq")
    assert rows == [("document",), ("chip",), ("face",), ("desk",), ("document",)]


def test_another_word_is_refused(hospital: Hospital) -> None:
    patient = hospital.adult().id
    assert come(hospital, patient, "passport").refusal == "invalid"
    twice = check_in(patient, service=HEART)
    twice["parameter"] += [{"name": "identity-check", "valueCode": "chip"}] * 2
    assert hospital.post("/$check-in", twice).refusal == "invalid"


def test_it_is_part_of_what_a_key_stands_for(hospital: Hospital) -> None:
    patient, key = hospital.adult().id, new_key()
    assert come(hospital, patient, "chip", key).status == 201
    assert come(hospital, patient, "chip", key).status == 200
    assert come(hospital, patient, "face", key).refusal == "key-reused"


def test_a_key_from_before_there_was_such_a_word_stands_for_the_same(hospital: Hospital) -> None:
    patient, key = hospital.adult().id, new_key()
    assert come(hospital, patient, "", key).status == 201
    assert come(hospital, patient, "document", key).status == 200


def test_who_comes_again_is_known_as_well_as_before_or_better(hospital: Hospital) -> None:
    patient = hospital.adult().id
    seen = [told(come(hospital, patient, word)) for word in ("document", "chip", "document")]
    assert seen == ["document", "chip", "chip"]
    assert told(come(hospital, patient, "desk")) == "desk"
    # Coming again without a face does not take back that staff are to look; a face does.
    assert told(come(hospital, patient, "chip")) == "desk"
    assert told(come(hospital, patient, "face")) == "face"
    assert told(come(hospital, patient, "chip")) == "face"
    assert hospital.records.query("SELECT identity FROM encounter") == [("face",)]


def arrive(ward: Ward, identity: str) -> str:
    patients = [one for one in ward.hospital.people if 18 <= one.age < 70]
    taken = len(ward.records.query("SELECT id FROM encounter"))
    asked = CheckIn(
        new_key(), "k1", patients[taken].id, TIM, "", "", frozenset(), identity=identity
    )
    return ward.hospital.write(lambda desk: desk.tickets.check_in(asked)).encounter.number


def test_the_console_says_whose_card_to_look_at(ward: Ward) -> None:
    plain, unsure, sure = (arrive(ward, word) for word in ("chip", "desk", "face"))
    view = ward.console("11")
    assert {one.number for one in view.waiting if one.to_identify} == {unsure}
    assert console_fragment(view).count(WORD) == 1
    assert ward.next("11") == plain
    assert WORD not in _inside(ward)
    assert ward.next("11") == unsure
    assert WORD in _inside(ward)
    # Who has been seen here once and comes back was looked at.
    ward.transfer("11", XQ)
    room = next(one for one in ("31", "32") if ward.console(one).waiting)
    assert ward.next(room) == unsure
    ward.done(room)
    back = {one.number: one for one in ward.console("11").waiting}
    assert back[unsure].returning
    assert not back[unsure].to_identify
    assert sure in back


def _inside(ward: Ward) -> str:
    return console_fragment(ward.console("11")).partition('class="side"')[0]
