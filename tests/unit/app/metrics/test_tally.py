"""What is counted of visits, and that nobody is in it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.app.metrics.exposition import exposition
from kiosk.app.metrics.tally import LastTicket, Tally, series_of
from kiosk.checkin.failures import FAILURES, Step
from kiosk.checkin.outcome import Cancelled, Failed, Reason, Ticketed
from kiosk.checkin.trace import Timed, Trace
from kiosk.model.care import Cover, Insurance
from kiosk.ui.samples import ELDER, TICKET
from tests.unit.app.metrics.exposition_reader import read

NOW = datetime(2026, 11, 23, 7, 42, tzinfo=UTC)
GOT = Ticketed(TICKET, ELDER, Insurance(Cover.NONE), printed=True)


@pytest.fixture
def tally() -> Tally:
    return Tally(lambda: NOW)


def sample(tally: Tally, name: str, *labels: tuple[str, str]) -> float:
    family = name.removesuffix("_bucket").removesuffix("_count")
    return read(exposition(tally.families()))[family].samples[name, frozenset(labels)]


def test_visits_by_how_they_ended(tally: Tally) -> None:
    for outcome in (
        GOT,
        GOT,
        replace(GOT, printed=False),
        Failed(FAILURES["hospital-away"].at(Step.FIND)),
        Cancelled(Reason.PATIENT),
        Cancelled(Reason.OUT_OF_ORDER),
    ):
        tally.ended(outcome, Trace())
    assert tally.visits == {
        ("ticketed", "printed"): 2,
        ("ticketed", "not-printed"): 1,
        ("failed", "find-hospital-away"): 1,
        ("cancelled", "patient"): 1,
    }
    ticketed = (("outcome", "ticketed"), ("code", "printed"))
    assert sample(tally, "kiosk_visits_total", *ticketed) == 2


def test_the_stages_of_a_visit(tally: Tally) -> None:
    tally.step(Timed(Step.FIND, 40.0))
    tally.step(Timed(Step.FIND, 4000.0))
    assert sample(tally, "kiosk_stage_seconds_count", ("stage", "find")) == 2
    assert sample(tally, "kiosk_stage_seconds_bucket", ("stage", "find"), ("le", "0.05")) == 1
    assert sample(tally, "kiosk_stage_seconds_count", ("stage", "print")) == 0


def test_a_second_paper_for_one_number_is_a_reprint(tally: Tally) -> None:
    tally.begun()
    tally.printing()(False)
    tally.printing()(True)
    assert tally.reprints == 0, "the first try did not come out"
    tally.printing()(True)
    assert tally.reprints == 1
    late = tally.printing()
    tally.begun()
    late(True)
    tally.printing()(True)
    assert tally.reprints == 1, "what comes out late belongs to the visit before"
    tally.ended(replace(GOT, ticket=replace(TICKET, reissued=True)), Trace())
    assert tally.reprints == 2
    assert tally.prints == {"printed": 4, "not-printed": 1}


@pytest.mark.parametrize(
    ("number", "series"),
    [
        ("A-042", "A"),
        ("K1-007", "K1"),
        ("TM12", "TM"),
        ("042", ""),
        ("079151012345", ""),
        ("Trần Hà", ""),
        ("A-079151012345", ""),
        ("", ""),
    ],
)
def test_of_a_number_its_series_alone_is_told(number: str, series: str) -> None:
    assert series_of(number) == series


def test_the_last_ticket_leads_to_nobody(tally: Tally) -> None:
    tally.ended(GOT, Trace())
    assert tally.last_ticket == LastTicket(NOW, "B", True)
    text = exposition(tally.families()) + repr(tally.last_ticket)
    for secret in (ELDER.name, TICKET.number, *(one.value for one in ELDER.identifiers)):
        assert secret not in text
