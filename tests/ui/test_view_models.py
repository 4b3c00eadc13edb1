"""What the pages say, without Qt's windows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.checkin import screens, staff_screens
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.screens import (
    ChooseService,
    ConfirmIdentity,
    Done,
    EnterCode,
    LayCard,
    Problem,
    ReadingCard,
    Screen,
    Welcome,
)
from kiosk.model.care import Cover, Insurance, Priority
from kiosk.model.person import BirthDate, Identifier, IdentifierKind, Patient, Sex
from kiosk.ui.sample_services import SERVICES
from kiosk.ui.samples import ELDER, LEASED, NEWCOMER, PROVISIONAL, SAMPLES, TICKET, Sample
from kiosk.ui.translation import Translations
from kiosk.ui.view_models import view_model
from kiosk.ui.view_models.load import ahead_and_wait, waiting_and_wait
from kiosk.ui.view_models.reader import Reader, filled

TRANSLATIONS = Translations(("vi", "en"))


def reader(language: str, you: str = "bà") -> Reader:
    return Reader(
        language, you, "quầy 2", lambda context, text: TRANSLATIONS.look_up(language, context, text)
    )


def leaves(value: object) -> Iterator[tuple[str, object]]:
    """Every value in a view model, with the name that it has."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ((key, leaf) if name == "" else (name, leaf) for name, leaf in leaves(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    else:
        yield "", value


def both(sample: Sample) -> tuple[dict[str, object], dict[str, object]]:
    return view_model(sample.screen, reader("vi")), view_model(sample.screen, reader("en"))


def every_screen() -> set[str]:
    found = [*vars(screens).values(), *vars(staff_screens).values()]
    kinds = [kind for kind in found if isinstance(kind, type)]
    return {kind.__name__ for kind in kinds if issubclass(kind, Screen) and kind is not Screen}


def test_every_screen_has_a_sample() -> None:
    assert {type(sample.screen).__name__ for sample in SAMPLES} == every_screen()


def test_a_screen_without_a_page_is_an_error() -> None:
    class Strange(Screen[None]):
        pass

    with pytest.raises(TypeError, match="Strange"):
        view_model(Strange(), reader("vi"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_the_same_values_in_every_language(sample: Sample) -> None:
    vi, en = both(sample)
    assert vi.keys() == en.keys()
    assert vi["spoken"]
    assert vi["question"]
    assert vi["question"] != en["question"]
    for _, leaf in (*leaves(vi), *leaves(en)):
        assert isinstance(leaf, str | bool | int)
        assert "{" not in str(leaf)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_names_and_numbers_are_private_but_for_a_held_finger(sample: Sample) -> None:
    for model in both(sample):
        for name, leaf in leaves(model):
            if name in ("fullName", "fullNumber"):
                continue
            for patient in (ELDER, NEWCOMER):
                assert patient.name not in str(leaf)
                assert patient.identifiers[0].value not in str(leaf)


def test_confirm_says_all_that_is_known() -> None:
    sample = next(sample for sample in SAMPLES if sample.name == "ConfirmIdentity")
    model = view_model(sample.screen, reader("vi"))
    assert model["name"] == "T. T. T. Hà"
    assert model["person"] == "Nữ · sinh năm 1951"
    assert model["number"] == "079•••••2345"
    assert (model["fullName"], model["fullNumber"]) == ("Trần Thị Thu Hà", "079151012345")
    assert model["lines"] == [
        {"icon": "shield-check", "text": "Thẻ BHYT còn hạn, hưởng 95%"},
        {"icon": "calendar", "text": "Hẹn khám Tim mạch lúc 8:00"},
        {"icon": "person", "text": "Được ưu tiên: người từ đủ 75 tuổi"},
    ]


def confirm(patient: Patient, **more: Any) -> dict[str, object]:
    values = {"known": True, "insurance": None, "appointment": None, "priority": ()} | more
    return view_model(ConfirmIdentity(patient, **values), reader("vi"))


def choices(model: dict[str, object]) -> list[str]:
    found = model["choices"]
    assert isinstance(found, list)
    return [choice["value"] for choice in found]


def test_only_those_without_priority_by_age_are_offered_to_state_one() -> None:
    asked = ["yes", "not-me", "state-priority"]
    assert choices(confirm(ELDER, priority=(Priority.AGE_75,))) == ["yes", "not-me"]
    assert choices(confirm(ELDER, priority=(Priority.UNDER_6,))) == ["yes", "not-me"]
    assert choices(confirm(ELDER)) == asked
    assert choices(confirm(ELDER, priority=(Priority.MERIT,))) == asked


def test_the_number_shown_is_the_one_on_the_patients_card() -> None:
    insurance = Identifier(IdentifierKind.INSURANCE_NUMBER, "DN4797912345678")
    code = Identifier(IdentifierKind.PATIENT_CODE, "22000456")
    assert confirm(Patient("p", "An", identifiers=(insurance, code)))["fullNumber"] == "22000456"
    assert confirm(Patient("p", "An", identifiers=(insurance,)))["fullNumber"] == insurance.value
    assert confirm(Patient("p", "An"))["fullNumber"] == ""


def test_what_is_not_known_of_a_person_is_not_said() -> None:
    assert confirm(Patient("p", "An"))["person"] == ""
    assert confirm(Patient("p", "An", sex=Sex.MALE))["person"] == "Nam"
    assert confirm(Patient("p", "An", birth=BirthDate(1990)))["person"] == "sinh năm 1990"


@pytest.mark.parametrize("cover", Cover)
def test_every_insurance_answer_has_a_line(cover: Cover) -> None:
    model = confirm(ELDER, insurance=Insurance(cover))
    lines = model["lines"]
    assert isinstance(lines, list)
    [line] = lines
    covered = cover in (Cover.COVERED, Cover.COVERED_DESK)
    assert line["icon"] == ("shield-check" if covered else "shield-question")
    assert line["text"]
    assert not line["text"].endswith(".")


def test_a_decomposed_name_is_shown_composed() -> None:
    model = confirm(Patient("p", "Tra\u0302\u0300n Thi\u0323 Ha\u0300"))
    assert model["fullName"] == "Trần Thị Hà"
    assert model["name"] == "T. T. Hà"


@pytest.mark.parametrize(
    ("people", "minutes", "words"),
    [
        (3, 12, "Còn 3 người, khoảng 12 phút"),
        (1, 1, "Còn 1 người, khoảng 1 phút"),
        (1, 0, "Còn 1 người, khoảng 1 phút"),
        (5, None, "Còn 5 người"),
        (0, 4, "Sắp đến lượt bà"),
    ],
)
def test_the_wait_of_a_ticket(people: int, minutes: int | None, words: str) -> None:
    assert ahead_and_wait(people, minutes, reader("vi")) == words


def test_english_counts_one_person_as_one() -> None:
    assert ahead_and_wait(1, 1, reader("en")) == "1 person before you, about 1 minute"
    assert ahead_and_wait(3, 12, reader("en")) == "3 people before you, about 12 minutes"
    assert ahead_and_wait(0, None, reader("en")) == "You are next"


@pytest.mark.parametrize(
    ("people", "minutes", "words"),
    [
        (18, 35, "Chờ 18 người, 35 phút"),
        (4, None, "Chờ 4 người"),
        (1, 0, "Chờ 1 người, 1 phút"),
        (0, 0, "Không phải chờ"),
    ],
)
def test_the_wait_of_a_service(people: int, minutes: int | None, words: str) -> None:
    assert waiting_and_wait(people, minutes, reader("vi")) == words


def test_services_are_in_plain_words_first() -> None:
    items = view_model(ChooseService(SERVICES), reader("vi"))["items"]
    assert isinstance(items, list)
    assert items[1] == {
        "value": "TIM-MACH",
        "title": "Tim, huyết áp",
        "name": "Tim mạch",
        "wait": "Chờ 7 người, 21 phút",
        "open": True,
    }
    assert items[8]["open"] is False
    assert items[8]["wait"] == "Đang ngừng nhận"


def test_a_ticket_that_is_not_on_paper_says_so() -> None:
    printed = view_model(Done(ELDER, TICKET, True), reader("vi"))
    unprinted = view_model(Done(ELDER, TICKET, False), reader("vi"))
    assert choices(printed) == ["taken"]
    assert choices(unprinted) == ["print-again", "taken"]
    assert printed["question"] != unprinted["question"]
    assert "Số của bà: B, 0, 4, 2." in str(printed["spoken"])


def test_who_has_a_card_on_the_reader_is_told_to_take_it() -> None:
    left = view_model(Done(ELDER, TICKET, True, take_card=True), reader("vi"))
    assert left["question"] == "Xong rồi. Mời bà nhận phiếu và lấy lại thẻ."
    assert str(left["spoken"]).startswith("Xong rồi. Mời bà nhận phiếu và lấy lại thẻ.")


def test_who_is_sent_to_the_desk_takes_the_card_along() -> None:
    failure = FAILURES["disagrees"].at(Step.CARD)
    left = view_model(Problem(failure, take_card=True), reader("vi"))
    taken = view_model(Problem(failure), reader("vi"))
    assert str(left["lead"]) == f"{taken['lead']} Mời bà nhớ lấy lại thẻ."
    assert str(left["lead"]) in str(left["spoken"])


def test_a_newcomer_hears_that_no_record_is_there_yet() -> None:
    new = {"icon": "attention", "text": "Bệnh viện chưa có hồ sơ của bà"}
    assert new in lines(confirm(NEWCOMER, known=False))
    assert new not in lines(confirm(NEWCOMER))


def lines(model: dict[str, object]) -> list[dict[str, str]]:
    found = model["lines"]
    assert isinstance(found, list)
    return found


def test_no_line_of_the_resting_page_has_a_word_to_itself() -> None:
    lead = str(view_model(Welcome(), reader("vi"))["lead"])
    assert lead.endswith(" hoặc điện\u00a0thoại.")


def test_without_a_camera_nobody_is_asked_to_hold_a_code_up() -> None:
    assert "QR" in str(view_model(Welcome(), reader("vi")))
    assert "QR" not in str(view_model(Welcome(camera=False), reader("vi")))


def test_who_is_not_known_is_a_guest() -> None:
    asked = view_model(EnterCode(), reader("vi", you=""))
    assert asked["question"] == "Mời quý khách nhập số"


def test_values_that_look_like_placeholders_stay_what_they_are() -> None:
    assert filled("{a} {b} {c}", a="{b}", b="2") == "{b} 2 {c}"


@pytest.mark.parametrize(
    ("camera", "cards", "qr", "card"),
    [(True, True, True, True), (False, True, False, True), (True, False, True, False)],
)
def test_the_resting_page_asks_for_what_the_machine_can_read(
    camera: bool, cards: bool, qr: bool, card: bool
) -> None:
    for language in ("vi", "en"):
        said = str(view_model(Welcome(camera, cards), reader(language))["spoken"])
        assert ("QR" in said) is qr
        assert (("đầu đọc" in said) or ("reader" in said)) is card


def test_what_was_wrong_is_said_in_place_of_the_question() -> None:
    for name, kind in (("UnlockCard", "card-and-code-differ"), ("EnterCan", "can-wrong-last")):
        screen = next(sample.screen for sample in SAMPLES if sample.name == f"{name}-wrong")
        model = view_model(screen, reader("vi"))
        spoken = str(model["spoken"])
        assert FAILURES[kind].sentence.get("vi") in spoken
        assert FAILURES[kind].next_step.get("vi") in spoken
        assert str(model["question"]) not in spoken


def test_a_card_taken_away_too_early_is_asked_for_again_in_other_words() -> None:
    first, again = (view_model(LayCard(again=a), reader("en")) for a in (False, True))
    assert first["question"] == "Lay your ID card on the\u00a0reader"
    assert again["question"] == "Put the card back on the\u00a0reader"
    assert choices(first) == choices(again) == ["go-on"]


def test_who_cannot_go_on_without_the_chip_hears_of_help() -> None:
    stuck = view_model(LayCard(optional=False), reader("en"))
    assert choices(stuck) == []
    assert "call for help" in str(stuck["spoken"])
    assert view_model(LayCard(), reader("en"))["help"] == ""
    assert choices(view_model(ReadingCard(optional=False), reader("en"))) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_number_ahead_is_shown_as_the_hospitals_and_the_insurance_as_an_errand(
    language: str,
) -> None:
    shown = view_model(Done(ELDER, LEASED, True, Insurance(Cover.UNVERIFIED)), reader(language))
    assert (shown["number"], shown["room"], shown["provisional"]) == ("T-007", "205", "")
    assert shown["wait"] == "", "nobody knows"
    errand = {"vi": "xác nhận BHYT", "en": "will confirm your insurance"}
    assert errand[language] in str(shown["nextStep"])
    assert "quầy 2" in str(shown["nextStep"])
    keeps = replace(LEASED, appointment=datetime(2026, 11, 23, 2, 15, tzinfo=UTC))
    kept = view_model(Done(ELDER, keeps, True), reader(language))
    assert "09:15" in str(kept["wait"])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_provisional_ticket_says_so_in_both_languages_and_sends_to_the_desk(
    language: str,
) -> None:
    shown = view_model(Done(ELDER, PROVISIONAL, True), reader(language))
    assert shown["provisional"] == "Phiếu tạm / Provisional"
    assert shown["wait"] == shown["room"] == ""
    assert "quầy 2" in str(shown["nextStep"])
    assert "Phiếu tạm" in str(shown["spoken"])
    assert view_model(Done(ELDER, TICKET, True), reader(language))["provisional"] == ""


def test_while_the_hospital_is_away_nothing_is_said_of_its_records() -> None:
    away = view_model(ConfirmIdentity(ELDER, False, None, None, (), asked=False), reader("en"))
    asked = view_model(ConfirmIdentity(ELDER, False, None, None, ()), reader("en"))
    assert "no record" not in str(away["lines"])
    assert "cannot be reached" in str(away["lines"])
    assert "no record" in str(asked["lines"])
    listed = view_model(ChooseService(SERVICES, load_known=False), reader("en"))["items"]
    assert isinstance(listed, list)
    assert {item["wait"] for item in listed if item["open"]} == {""}
