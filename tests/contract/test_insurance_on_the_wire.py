"""Every answer of the insurer, from the hospital's server to what the patient reads."""

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from kiosk.checkin.clock import HOSPITAL_ZONE
from kiosk.frontdesk.generate import people
from kiosk.hospital.fhir import FhirHospital
from kiosk.model.care import Cover, Insurance
from kiosk.model.insurance import RESULTS, rule_for
from kiosk.model.insurance_policy import InsurancePolicy
from kiosk.model.person import Patient

DEFENCE, POLICE = "Ministry of National Defence manages it", "Ministry of Public Security"
NAME = "Your name differs"
ENDED = "Your health insurance has ended"
FAULT = "cannot be checked right now"
WAIT = "wait for your number"
SHOW = "show your card and papers"
ASK = "please go to {desk}"
PAY = "pay at the cashier"
CONFIRMED = "will confirm your insurance"

TABLE = {
    "000": (Cover.COVERED, "Your health insurance is valid.", WAIT),
    "001": (Cover.COVERED_DESK, DEFENCE, SHOW),
    "002": (Cover.COVERED_DESK, POLICE, SHOW),
    "003": (Cover.COVERED, "old insurance card has expired", WAIT),
    "004": (Cover.COVERED, "a new card has been issued", WAIT),
    "010": (Cover.SELF_PAY, "Your health insurance has expired", PAY),
    "050": (Cover.DESK, "has not found your card", ASK),
    "051": (Cover.DESK, "number is not right", ASK),
    "052": (Cover.DESK, "province code", ASK),
    "053": (Cover.DESK, "benefit code", ASK),
    "060": (Cover.DESK, NAME, ASK),
    "061": (Cover.DESK, NAME, ASK),
    "070": (Cover.DESK, "birth date differs", ASK),
    "100": (Cover.UNVERIFIED, FAULT, CONFIRMED),
    "101": (Cover.UNVERIFIED, FAULT, CONFIRMED),
    "110": (Cover.SELF_PAY, "has been withdrawn", PAY),
    "120": (Cover.SELF_PAY, ENDED, PAY),
    "121": (Cover.SELF_PAY, ENDED, PAY),
    "122": (Cover.SELF_PAY, ENDED, PAY),
    "123": (Cover.SELF_PAY, ENDED, PAY),
    "124": (Cover.SELF_PAY, ENDED, PAY),
    "130": (Cover.COVERED_DESK, "children who have no card", "birth certificate"),
    "401": (Cover.UNVERIFIED, FAULT, CONFIRMED),
    "500": (Cover.UNVERIFIED, FAULT, CONFIRMED),
}
"""The policy that the hospital API's contract names as usual, in the kiosk's words."""

STEPS = {
    Cover.COVERED: WAIT,
    Cover.COVERED_DESK: SHOW,
    Cover.DESK: ASK,
    Cover.SELF_PAY: PAY,
    Cover.UNVERIFIED: CONFIRMED,
}


@pytest.fixture(scope="module")
def answers(frontdesk: Any) -> dict[str, Insurance]:
    """By result code, as the adapter gives them."""
    today = datetime.now(HOSPITAL_ZONE).date()

    insured = [(one, one.coverage) for one in people() if one.coverage]
    by_code = {
        cover.result: one
        for one, cover in insured
        # A card that has expired meanwhile answers 010, whatever it said before.
        if cover.result == "010" or cover.valid_to >= today
    }
    assert set(by_code) == set(TABLE)

    async def ask() -> dict[str, Insurance]:
        async with FhirHospital(frontdesk.address) as hospital:
            return {
                code: await hospital.insurance(Patient(one.id, one.name), today)
                for code, one in by_code.items()
            }

    return asyncio.run(ask())


@pytest.mark.parametrize("code", sorted(TABLE))
def test_each_code_leads_to_its_cover_sentence_and_next_step(
    answers: dict[str, Insurance], code: str
) -> None:
    insurance = InsurancePolicy().applied(answers[code])
    cover, sentence, step = TABLE[code]
    rule = rule_for(insurance)
    assert (insurance.code, insurance.cover, rule.cover) == (code, cover, cover)
    assert sentence in rule.sentence.get("en")
    assert step in rule.next_step.get("en")
    assert rule.sentence.get("vi") != rule.sentence.get("en") != ""
    assert rule.next_step.get("vi") != rule.next_step.get("en") != ""


@pytest.mark.parametrize("code", sorted(TABLE))
def test_a_hospital_that_chooses_otherwise_is_followed(
    answers: dict[str, Insurance], code: str
) -> None:
    for cover, step in STEPS.items():
        policy = InsurancePolicy.of({code: cover.value})
        insurance = policy.applied(answers[code])
        assert insurance == replace(answers[code], cover=cover)
        expected = TABLE[code][2] if cover is RESULTS[code].cover else step
        assert expected in rule_for(insurance).next_step.get("en")
