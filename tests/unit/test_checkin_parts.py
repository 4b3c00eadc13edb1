"""Keys, traces and the table of failures."""

import uuid

import pytest

from kiosk.checkin.asking import failure_of
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.key import new_key
from kiosk.checkin.trace import Timed, Trace
from kiosk.errors import HospitalAway, HospitalGarbled, HospitalRefused


def test_a_key_is_a_uuid_of_version_7_with_its_time() -> None:
    key = uuid.UUID(new_key(1_795_000_000_123))
    assert key.variant == uuid.RFC_4122
    assert (key.int >> 76) & 0xF == 7
    assert key.int >> 80 == 1_795_000_000_123


def test_keys_differ_and_sort_by_time() -> None:
    assert len({new_key(5) for _ in range(1000)}) == 1000
    assert new_key(1) < new_key(2) < new_key(1 << 47)


@pytest.mark.parametrize("kind", sorted(FAILURES))
def test_every_failure_speaks_both_languages_and_has_a_next_step(kind: str) -> None:
    failure = FAILURES[kind]
    assert failure.for_staff
    for text in (failure.sentence, failure.next_step):
        vi, en = text.by_language["vi"], text.by_language["en"]
        assert vi.strip() and en.strip() and vi != en
        assert vi[-1] in ".?!" and en[-1] in ".?!"
        for language in (vi, en):
            assert not language.startswith("{you}"), "it would begin in lower case"
            assert {*"{}"}.isdisjoint(language.replace("{you}", "").replace("{desk}", "")), (
                "only these two can be filled in"
            )


def test_a_failure_is_named_after_its_step() -> None:
    failure = FAILURES["hospital-away"].at(Step.CHECK_IN, "timeout")
    assert failure.code == "check-in-hospital-away"
    assert FAILURES["kiosk-fault"].code == "kiosk-fault"


def test_hospital_errors_are_failures_of_their_step() -> None:
    assert failure_of(HospitalAway(), Step.FIND).code == "find-hospital-away"
    assert failure_of(HospitalGarbled(), Step.OFFER).code == "offer-hospital-garbled"
    unknown = failure_of(HospitalRefused("made-up"), Step.REGISTER)
    assert (unknown.code, unknown.reason) == ("register-hospital-refused", "made-up")


def test_a_trace_sums_each_step_and_counts_failed_ones() -> None:
    seen: list[Timed] = []
    trace = Trace(observer=seen.append)
    trace.add(Step.FIND, 2.0)
    trace.add(Step.FIND, 3.004)
    with pytest.raises(ZeroDivisionError), trace.step(Step.OFFER):
        _ = 1 / 0
    assert trace.milliseconds()["find"] == 5.0
    assert list(trace.milliseconds()) == ["find", "offer"]
    assert [timed.step for timed in seen] == [Step.FIND, Step.FIND, Step.OFFER]
