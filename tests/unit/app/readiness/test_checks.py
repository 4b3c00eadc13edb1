"""What the doctor says of the kiosk that serves, of the watchdog and of the port."""

import asyncio
import json
import socket
from collections.abc import Iterator

import pytest

from kiosk import __version__
from kiosk.app.finding import Finding
from kiosk.app.readiness.checks import TO_DO, serving_findings
from kiosk.app.readiness.server import Answer, served
from kiosk.checkin.in_service import Cause

REPORT: dict[str, object] = {
    "state": "ready",
    "cause": None,
    "kiosk": "kiosk-1",
    "version": __version__,
    "devices": [],
    "paper": [],
    "journal": None,
    "watchdog": {"seconds": 30.0, "beats": 7},
}


def of(**changed: object) -> list[Finding]:
    """The findings where a kiosk reports so."""

    async def readiness() -> Answer:
        return Answer(200, "application/json", json.dumps(REPORT | changed))

    async def run() -> list[Finding]:
        async with asyncio.timeout(10), served("127.0.0.1", 0, {"/readiness": readiness}) as port:
            return await asyncio.to_thread(serving_findings, f"127.0.0.1:{port}")

    return asyncio.run(run())


@pytest.fixture
def stranger() -> Iterator[str]:
    """A port that something has which answers nobody."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"127.0.0.1:{taken.getsockname()[1]}"


def test_a_kiosk_that_serves_under_systemd_leaves_nothing_to_do() -> None:
    findings = of()
    assert [(one.part, one.well, one.to_do) for one in findings] == [
        ("serving kiosk", True, ""),
        ("watchdog", True, ""),
    ]
    assert "30 s" in findings[1].state


def test_one_without_a_watchdog_should_have_one() -> None:
    [_, watchdog] = of(watchdog={"seconds": 0, "beats": 7})
    assert watchdog.well, "patients are served all the same"
    assert "packaging/kiosk.service" in watchdog.to_do


def test_one_that_serves_and_is_not_well_says_who_knows_more() -> None:
    [serving, _] = of(state="degraded")
    assert serving.well
    assert "kiosk status" in serving.to_do


def test_one_that_is_out_of_order_says_what_to_mend() -> None:
    [serving, _] = of(state="out-of-order", cause="nothing-holds")
    assert not serving.well
    assert "journal" in serving.to_do


def test_every_cause_that_can_be_reported_has_something_to_do() -> None:
    told = {cause.value for cause in Cause} - {Cause.ENGINE_STUCK.value}
    assert TO_DO.keys() == told, "a kiosk whose engine is stuck answers nobody"


def test_an_older_one_should_be_restarted() -> None:
    [serving, _] = of(version="0.0.1")
    assert __version__ in serving.to_do


def test_a_port_that_another_program_has_is_told(stranger: str) -> None:
    [status] = serving_findings(stranger)
    assert not status.well
    assert stranger in status.state
    assert "status.listen" in status.to_do


def test_an_address_of_another_machine_is_told() -> None:
    [status] = serving_findings("192.0.2.1:9464")
    assert not status.well


def test_nobody_there_is_no_trouble() -> None:
    [off] = serving_findings("")
    assert off.well
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    [status] = serving_findings(f"127.0.0.1:{port}")
    assert status.well
    assert "free" in status.state
