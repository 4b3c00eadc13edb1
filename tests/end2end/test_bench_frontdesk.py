"""The benchmark's own tools, on a server as it ships."""

import http.client
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.bench.frontdesk import check_in_figures
from kiosk.bench.frontdesk_records import SqliteFiles
from kiosk.bench.frontdesk_requests import CheckIns, queue_status, searches
from kiosk.bench.http_load import Plan, generate_load
from kiosk.bench.served import Served, frontdesk, served
from kiosk.bench.sse_watch import Awaited, watch
from kiosk.bench.sse_watch import Plan as Streams
from kiosk.frontdesk.generate import people
from kiosk.frontdesk.premises import Premises

pytestmark = pytest.mark.slow
CHECK_INS = 40
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(*frontdesk(SqliteFiles(tmp_path).new())) as running:
        yield running


def test_every_request_is_sent_once_and_answered(server: Served) -> None:
    check_ins = CheckIns(people(), Premises.load())
    for requests, status in (
        (check_ins.fhir(CHECK_INS), 201),
        (searches(people(), CHECK_INS), 200),
        ([queue_status()] * CHECK_INS, 200),
    ):
        began = time.perf_counter()
        outcome = generate_load(Plan(server.port, 3, requests))
        took = time.perf_counter() - began
        assert outcome.statuses == {status: CHECK_INS}
        assert len(outcome.milliseconds) == CHECK_INS
        assert 0 < max(outcome.milliseconds) / 1000 <= outcome.seconds < took
        assert outcome.rate == CHECK_INS / outcome.seconds


def test_a_server_that_is_not_there_is_no_figure() -> None:
    with pytest.raises(RuntimeError, match="the load was not carried"):
        generate_load(Plan(1, 1, [queue_status()]))
    with (
        pytest.raises(RuntimeError, match="did not start"),
        served("kiosk", "frontdesk", "nothing"),
    ):
        pass


@pytest.mark.alone
def test_who_looks_on_is_told_of_a_call_and_of_nothing_else(server: Served) -> None:
    check_ins = CheckIns(people(), Premises.load())
    generate_load(Plan(server.port, 3, check_ins.fhir(CHECK_INS)))
    paths = ["/board/events", "/board/events?service=NOI-TONG-QUAT", "/board/events?service=MAT"]
    rooms = [room.number for room in Premises.load().rooms_of("NOI-TONG-QUAT")]
    with watch(Streams(server.port, [Awaited(path) for path in paths])) as streams:
        time.sleep(1)
        called = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)) as console:
            for room in rooms:
                console.request("POST", f"/console/{room}/next", "inside=", _FORM)
                assert console.getresponse().read() == b""
        time.sleep(1)
        everything, here, elsewhere = streams.end()
    for told in (everything, here):
        assert told
        assert called < min(told) <= max(told) < called + 1.5
    assert elsewhere == []


def test_a_mark_tells_calls_from_whoever_comes(server: Served) -> None:
    check_ins = CheckIns(people(), Premises.load())
    marked = Awaited("/board/events", 'data-call="')
    with watch(Streams(server.port, [Awaited("/board/events"), marked])) as streams:
        generate_load(Plan(server.port, 3, check_ins.fhir(CHECK_INS)))
        time.sleep(1)
        called = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)) as console:
            for room in Premises.load().rooms:
                console.request("POST", f"/console/{room}/next", "inside=", _FORM)
                assert console.getresponse().read() == b""
        time.sleep(1)
        everything, calls = streams.end()
    assert min(everything) < called < min(calls)


def test_streams_that_cannot_be_opened_are_no_figure(server: Served) -> None:
    plan = Streams(server.port, [Awaited("/board/events?service=NO-SUCH")])
    with pytest.raises(RuntimeError, match="not all streams"), watch(plan):
        pass


def test_check_ins_are_measured_beside_their_bare_transaction(tmp_path: Path) -> None:
    figures = {one.name: one for one in check_in_figures(SqliteFiles(tmp_path), 1, CHECK_INS)}
    names = ["check-ins", "the bare transaction"]
    rates = [figures[f"SQLite, 8 clients: {name}"] for name in names]
    ratio = figures["SQLite, 8 clients: check-ins of bare transactions"]
    assert ratio.value == pytest.approx(rates[0].value / rates[1].value)
    assert ratio.target
    assert rates[0].target == "≥ 2000 /s"


def test_a_check_in_of_the_benchmark_is_one_of_somebody_else_each_time() -> None:
    check_ins = CheckIns(people(), Premises.load())
    sent = check_ins.fhir(2_000)
    assert len(set(sent)) == len(sent)
    bodies = [one.partition(b"\r\n\r\n")[2].partition(b'{"name":"kiosk"')[0] for one in sent]
    assert len(set(bodies)) == len(bodies)
