import re
import unicodedata

import pytest

from kiosk.model.care import Cover, Insurance
from kiosk.model.insurance import RESULTS, InsuranceRule, cover_for, rule_for

CODES = [
    "000",
    "001",
    "002",
    "003",
    "004",
    "010",
    "050",
    "051",
    "052",
    "053",
    "060",
    "061",
    "070",
    "100",
    "101",
    "110",
    "120",
    "121",
    "122",
    "123",
    "124",
    "130",
    "401",
    "500",
]

ALL_RULES = [*RESULTS.values(), *(rule_for(Insurance(cover)) for cover in Cover)]


def test_the_table_holds_every_known_code() -> None:
    assert sorted(RESULTS) == CODES


@pytest.mark.parametrize("rule", ALL_RULES)
def test_every_rule_has_two_languages_and_no_other_placeholder(rule: InsuranceRule) -> None:
    for text in (rule.sentence, rule.next_step):
        assert set(text.by_language) == {"vi", "en"}
        for sentence in text.by_language.values():
            assert sentence.endswith(".")
            assert unicodedata.is_normalized("NFC", sentence)
            assert set(re.findall(r"\{.*?\}", sentence)) <= {"{you}", "{desk}"}
            assert not re.search(r"(^|[.!?] )\{you\}", sentence)
        assert "{you}" not in text.get("en")


@pytest.mark.parametrize("cover", Cover)
def test_without_a_code_the_cover_has_its_own_rule(cover: Cover) -> None:
    assert rule_for(Insurance(cover)).cover is cover


@pytest.mark.parametrize("code", CODES)
def test_a_code_that_agrees_with_its_cover_is_told(code: str) -> None:
    assert rule_for(Insurance(RESULTS[code].cover, code)) is RESULTS[code]


def test_a_code_never_overrules_the_cover() -> None:
    assert rule_for(Insurance(Cover.DESK, "000")).cover is Cover.DESK
    assert rule_for(Insurance(Cover.UNVERIFIED, "999")).cover is Cover.UNVERIFIED


@pytest.mark.parametrize(
    ("code", "in_force", "cover"),
    [
        ("", None, Cover.NONE),
        ("", True, Cover.COVERED),
        ("", False, Cover.SELF_PAY),
        ("000", True, Cover.COVERED),
        ("000", False, Cover.DESK),
        ("000", None, Cover.DESK),
        ("001", True, Cover.COVERED_DESK),
        ("003", True, Cover.COVERED),
        ("010", False, Cover.SELF_PAY),
        ("010", True, Cover.SELF_PAY),
        ("051", None, Cover.DESK),
        ("060", True, Cover.DESK),
        ("100", None, Cover.UNVERIFIED),
        ("130", None, Cover.COVERED_DESK),
        ("999", True, Cover.UNVERIFIED),
    ],
)
def test_what_code_and_in_force_mean(code: str, in_force: bool | None, cover: Cover) -> None:
    assert cover_for(code, in_force) is cover
