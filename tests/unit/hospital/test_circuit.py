"""What a circuit makes of answers and failures."""

import asyncio

import pytest

from kiosk.hospital.circuit import FAILURES, Circuit, LinkState


@pytest.fixture
def heard() -> list[LinkState]:
    return []


@pytest.fixture
def circuit(heard: list[LinkState]) -> Circuit:
    return Circuit(heard.append)


def test_nothing_is_known_in_the_beginning(circuit: Circuit) -> None:
    assert circuit.state is LinkState.DOUBTFUL


def test_an_answer_is_the_end_of_doubt(circuit: Circuit, heard: list[LinkState]) -> None:
    circuit.answered(5.0)
    circuit.answered(7.0)
    assert heard == [LinkState.UP]
    assert circuit.heard_at == 7.0


def test_failures_in_a_row_open_it(circuit: Circuit, heard: list[LinkState]) -> None:
    circuit.answered(0.0)
    for _ in range(FAILURES - 1):
        circuit.failed()
    assert heard == [LinkState.UP, LinkState.DOUBTFUL]
    circuit.failed()
    circuit.failed()
    assert heard == [LinkState.UP, LinkState.DOUBTFUL, LinkState.AWAY]


def test_an_answer_between_failures_counts_them_anew(circuit: Circuit) -> None:
    for _ in range(3):
        for _ in range(FAILURES - 1):
            circuit.failed()
        circuit.answered(0.0)
    circuit.failed()
    assert circuit.state is LinkState.DOUBTFUL


def test_doubt_alone_does_not_open_it(circuit: Circuit) -> None:
    circuit.answered(0.0)
    for _ in range(FAILURES + 1):
        circuit.doubted()
    assert circuit.state is LinkState.DOUBTFUL


def test_doubt_does_not_close_it(circuit: Circuit) -> None:
    for _ in range(FAILURES):
        circuit.failed()
    circuit.doubted()
    assert circuit.state is LinkState.AWAY


def test_who_waits_for_a_change_gets_the_new_state(circuit: Circuit) -> None:
    async def wait() -> tuple[LinkState, LinkState]:
        async with asyncio.timeout(5):
            at_once = await circuit.changed(LinkState.AWAY)
            waiting = asyncio.create_task(circuit.changed(LinkState.DOUBTFUL))
            await asyncio.sleep(0)
            assert not waiting.done()
            circuit.answered(1.0)
            return at_once, await waiting

    assert asyncio.run(wait()) == (LinkState.DOUBTFUL, LinkState.UP)


def test_calls_alone_do_not_open_it(circuit: Circuit, heard: list[LinkState]) -> None:
    circuit.answered(1.0)
    for _ in range(3 * FAILURES):
        circuit.suspected()
    assert heard == [LinkState.UP, LinkState.DOUBTFUL]
    circuit.failed()
    assert heard[2:] == [LinkState.AWAY]


def test_calls_count_beside_a_probe(circuit: Circuit, heard: list[LinkState]) -> None:
    circuit.answered(1.0)
    circuit.failed()
    for _ in range(FAILURES - 1):
        circuit.suspected()
    assert heard[-1:] == [LinkState.AWAY]
    circuit.answered(2.0)
    for _ in range(FAILURES):
        circuit.suspected()
    assert heard[-1:] == [LinkState.DOUBTFUL], "the probe was before the answer"
