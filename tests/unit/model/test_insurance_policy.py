from dataclasses import fields

import pytest

from kiosk.app.rules import rules_of
from kiosk.config import Settings
from kiosk.config.declared import keys
from kiosk.config.insurance import Insurance as InsuranceSettings
from kiosk.model.care import Cover, Insurance
from kiosk.model.insurance import RESULTS, errand, rule_for
from kiosk.model.insurance_policy import POLICIES, InsurancePolicy


def test_the_settings_name_every_code_and_say_what_is_usual() -> None:
    usual = {code: rule.cover.value for code, rule in RESULTS.items()}
    assert InsuranceSettings().policies() == usual
    assert list(keys(InsuranceSettings)) == sorted(RESULTS)
    for declared in keys(InsuranceSettings).values():
        accepted = {cover for cover in Cover if declared.rule.form.accepts(cover.value)}
        assert accepted == POLICIES


def test_the_settings_reach_the_visit() -> None:
    assert rules_of(Settings()).insurance == InsurancePolicy()
    chosen = Settings(insurance=InsuranceSettings(code_060="self-pay"))
    applied = rules_of(chosen).insurance.applied(Insurance(Cover.DESK, "060", 80, "cov-1"))
    assert applied == Insurance(Cover.SELF_PAY, "060", 80, "cov-1")
    assert len(fields(InsuranceSettings)) == len(RESULTS)


@pytest.mark.parametrize("code", sorted(RESULTS))
def test_each_policy_of_each_code_has_a_cover_a_sentence_and_its_next_step(code: str) -> None:
    usual = Insurance(RESULTS[code].cover, code)
    for cover in POLICIES:
        applied = InsurancePolicy.of({code: cover.value}).applied(usual)
        assert applied.cover is cover
        rule = rule_for(applied)
        assert rule.cover is cover
        for language in ("vi", "en"):
            assert rule.sentence.get(language)
            if cover is not usual.cover:
                plain = rule_for(Insurance(cover))
                assert rule.next_step.get(language) == plain.next_step.get(language)
        assert (errand(applied) is None) == (cover is Cover.COVERED)


@pytest.mark.parametrize(
    ("code", "cover", "sentence"),
    [
        ("010", Cover.DESK, "Your health insurance has expired."),
        ("060", Cover.SELF_PAY, "Your name differs from the insurer's records."),
        ("060", Cover.COVERED, "Your health insurance is valid."),
        ("000", Cover.SELF_PAY, "Your health insurance cannot be used now."),
        ("000", Cover.UNVERIFIED, "Your health insurance cannot be checked right now."),
        ("003", Cover.COVERED_DESK, "Your old insurance card has expired, but your new one is"),
        ("100", Cover.DESK, "Your health insurance needs a closer look."),
    ],
)
def test_the_sentence_fits_the_policy(code: str, cover: Cover, sentence: str) -> None:
    assert rule_for(Insurance(cover, code)).sentence.get("en").startswith(sentence)


@pytest.mark.parametrize(
    "answer",
    [
        Insurance(Cover.UNVERIFIED, "000"),  # queued
        Insurance(Cover.DESK, "000"),  # it pays, but the insurance is not in force
        Insurance(Cover.UNVERIFIED, "999"),
        Insurance(Cover.NONE),
        Insurance(Cover.COVERED),
    ],
)
def test_an_answer_that_its_code_does_not_explain_stays(answer: Insurance) -> None:
    everything = InsurancePolicy.of(dict.fromkeys(RESULTS, "self-pay"))
    assert everything.applied(answer) == answer


@pytest.mark.parametrize(
    ("chosen", "says"),
    [
        ({"999": "desk"}, "'999' is no result code"),
        ({"\x1b" * 99: "desk"}, r"'(\\x1b){16}' is no result code"),
        ({"060": "none"}, "060 has no policy: it must be one of covered, covered-desk, desk"),
        ({"060": "Desk"}, "060 has no policy"),
    ],
)
def test_what_is_no_choice_is_refused_with_a_word(chosen: dict[str, str], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        InsurancePolicy.of(chosen)
