"""The page of a kiosk that cannot serve: where to go instead, for readers of either language."""

import pytest

from kiosk.checkin.in_service import Cause
from kiosk.checkin.screens import OutOfOrder
from kiosk.model.text import local
from kiosk.ui.answers import answer_to
from kiosk.ui.view_models import view_model
from kiosk.ui.view_models.reader import Reader

DESK = local("quầy 2", "desk 2")


def shown(language: str, elsewhere: tuple[str, str] = ("", "")) -> dict[str, object]:
    page = OutOfOrder(Cause.VISITS_FAIL, DESK, local(*elsewhere))
    return view_model(page, Reader(language, "", DESK.get(language), lambda _, text: text))


def plain(text: object) -> str:
    return str(text).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "own", "other"),
    [("vi", "đến quầy 2", "go to desk 2"), ("en", "go to desk 2", "đến quầy 2")],
)
def test_both_languages_say_where_to_go(language: str, own: str, other: str) -> None:
    page = shown(language)
    assert own in plain(page["nextStep"])
    others = page["others"]
    assert isinstance(others, list)
    [below] = others
    assert other in plain(below["nextStep"])
    assert own in plain(page["spoken"])
    assert other not in plain(page["spoken"]), "a voice speaks one language"


def test_another_kiosk_is_named_only_where_one_is_known() -> None:
    assert shown("en")["elsewhere"] == ""
    there = shown("en", ("cổng 2", "gate 2"))
    assert plain(there["elsewhere"]) == "Another kiosk: gate 2."
    others = there["others"]
    assert isinstance(others, list)
    assert "Máy khác: cổng 2." in plain(others[0]["nextStep"])


def test_staff_read_why() -> None:
    assert shown("vi")["code"] == "visits-fail"


def test_nothing_answers_it() -> None:
    page = OutOfOrder(Cause.VISITS_FAIL, DESK, local("", ""))
    assert answer_to(page, "leave") is None
