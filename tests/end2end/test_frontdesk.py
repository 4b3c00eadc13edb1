"""The hospital as a process: start, stop, and what a sudden death must not lose."""

import contextlib
import json
import os
import signal
import socket
import statistics
import struct
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest

from kiosk.frontdesk.generate import people

KIOSK = (sys.executable, "-m", "kiosk", "frontdesk", "serve")
Start = Callable[..., "Server"]


class Server:
    """A running ``kiosk frontdesk serve``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout
        self.line = process.stdout.readline()
        self.address = str(json.loads(self.line)["address"])

    def end(self, seconds: float = 5) -> int:
        """Wait for the end; answers the exit code."""
        return self.process.wait(seconds)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start servers on one data folder; all are gone after the test."""
    running: list[subprocess.Popen[str]] = []

    def started(*options: str) -> Server:
        process = subprocess.Popen(
            [*KIOSK, "--data", str(tmp_path / "data"), "--always-open", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return Server(process)

    yield started
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait(5)
        for pipe in (process.stdin, process.stdout, process.stderr):
            with contextlib.suppress(OSError):
                assert pipe
                pipe.close()


def check_in(client: httpx.Client, patient: str, service: str) -> dict[str, Any] | None:
    """The ticket's parameters by name; ``None`` if the server died before it answered."""
    parameters = [
        {"name": "patient", "valueReference": {"reference": f"Patient/{patient}"}},
        {"name": "service", "valueReference": {"reference": f"HealthcareService/{service}"}},
        {"name": "kiosk", "valueString": "k1"},
        {"name": "key", "valueUuid": f"urn:uuid:{uuid.uuid4()}"},
    ]
    body = {"resourceType": "Parameters", "parameter": parameters}
    try:
        answer = client.post("/$check-in", json=body)
    except httpx.TransportError:
        return None
    assert answer.status_code in (200, 201)
    return {parameter["name"]: parameter for parameter in answer.json()["parameter"]}


def open_client(server: Server) -> httpx.Client:
    # Plain HTTP on loopback: loading the machine's certificates would take most of the test.
    return httpx.Client(base_url=server.address, timeout=10, verify=False)


def test_it_says_where_it_is_in_one_line_and_ends_cleanly(start: Start) -> None:
    server = start()
    assert httpx.get(f"{server.address}/metadata").status_code == 200
    assert server.address.startswith("http://127.0.0.1:")
    assert server.address.endswith("/fhir")
    server.process.send_signal(signal.SIGTERM)
    assert server.end() == 0
    assert server.process.stdout
    assert server.process.stdout.read() == ""


def test_an_open_connection_does_not_keep_it_from_ending(start: Start) -> None:
    server = start()
    with open_client(server) as client:
        assert client.get("/metadata").status_code == 200
        server.process.send_signal(signal.SIGINT)
        assert server.end() == 0


def test_it_ends_with_its_stdin(start: Start) -> None:
    server = start("--stop-with-stdin")
    assert server.process.stdin
    server.process.stdin.close()
    assert server.end() == 0


def test_without_the_option_stdin_means_nothing(start: Start) -> None:
    server = start()
    assert server.process.stdin
    server.process.stdin.close()
    time.sleep(0.2)
    assert httpx.get(f"{server.address}/metadata").status_code == 200


@pytest.mark.alone
def test_an_answer_is_not_held_back_by_the_network(start: Start) -> None:
    """Without TCP_NODELAY each answer waits 40 ms for an acknowledgement."""
    server = start()
    took = []
    with open_client(server) as client:
        for person in people()[20:31]:
            began = time.perf_counter()
            check_in(client, person.id, "MAT")
            took.append(time.perf_counter() - began)
    assert statistics.median(took) < 0.030


def test_after_a_sudden_death_nothing_is_lost_and_no_number_comes_twice(start: Start) -> None:
    patients = [person.id for person in people() if person.age >= 18]
    services = ("MAT", "TIM-MACH")
    tickets: list[tuple[str, str, dict[str, Any]]] = []
    enough = Event()
    first = start()

    def hammer(lane: int) -> None:
        with open_client(first) as client:
            for nth, patient in enumerate(patients[lane::4]):
                service = services[nth % 2]
                ticket = check_in(client, patient, service)
                if ticket is None:
                    return
                tickets.append((patient, service, ticket))
                if len(tickets) >= 60:
                    enough.set()

    with ThreadPoolExecutor(4) as lanes:
        running = [lanes.submit(hammer, lane) for lane in range(4)]
        assert enough.wait(20)
        os.kill(first.process.pid, signal.SIGKILL)
        for lane in running:
            lane.result(20)
    first.end()
    acknowledged = len(tickets)
    assert 60 <= acknowledged < len(patients)

    second = start()
    with open_client(second) as client:
        for patient, service, ticket in tickets:
            again = check_in(client, patient, service)
            assert again
            assert again["reissued"]["valueBoolean"] is True
            assert again["number"] == ticket["number"]
        for patient in patients[-20:]:
            ticket_after = check_in(client, patient, "MAT")
            assert ticket_after
            if not ticket_after["reissued"]["valueBoolean"]:
                tickets.append((patient, "MAT", ticket_after))
    assert len(tickets) > acknowledged
    numbers = [ticket["number"]["valueString"] for *_, ticket in tickets]
    assert len(set(numbers)) == len(numbers)


def test_eight_kiosks_over_the_network_get_sixty_four_numbers(start: Start) -> None:
    server = start()
    patients = [person.id for person in people() if person.age >= 18][:64]

    def kiosk(lane: int) -> list[str]:
        with open_client(server) as client:
            tickets = [check_in(client, patient, "MAT") for patient in patients[lane::8]]
        return [str(ticket["number"]["valueString"]) for ticket in tickets if ticket]

    with ThreadPoolExecutor(8) as kiosks:
        numbers = sorted(number for lane in kiosks.map(kiosk, range(8)) for number in lane)
    assert numbers == [f"M-{count:03d}" for count in range(1, 65)]


def refused(folder: Path, *options: str) -> str:
    """What a server says that does not start."""
    ended = subprocess.run(
        [*KIOSK, "--data", str(folder), *options],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    return ended.stderr


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("0.0.0.0", "--tls-certificate"),
        ("::", "--tls-certificate"),
        ("hosen.example", "no IP address"),
    ],
)
def test_where_it_will_not_listen(tmp_path: Path, host: str, why: str) -> None:
    assert why in refused(tmp_path, "--host", host)


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"cannot listen on 127.0.0.1, port {port}" in refused(tmp_path, "--port", port)


def test_a_folder_keeps_its_people(start: Start, tmp_path: Path) -> None:
    server = start()
    server.process.terminate()
    assert server.end() == 0
    assert "filled with seed 1, not 2" in refused(tmp_path / "data", "--seed", "2")


def test_a_public_address_is_one(tmp_path: Path) -> None:
    for wrong in (
        "hosen.example",
        "https://",
        "https://me:pw@hosen.example",
        "https://a b",
        "http://a?x",
    ):
        assert "does not begin with http" in refused(tmp_path, "--public-address", wrong)


def test_follow_up_pages_are_where_phones_reach_them(start: Start) -> None:
    server = start("--public-address", "https://hosen.example/")
    for name, status in (("hosen.example", 200), ("evil.example", 421)):
        asked = httpx.get(f"{server.address}/HealthcareService", headers={"Host": name})
        assert asked.status_code == status
    with open_client(server) as client:
        ticket = check_in(client, people()[40].id, "MAT")
    assert ticket
    assert ticket["follow-up"]["valueUrl"].startswith("https://hosen.example/t/")


def test_who_asks_ahead_and_goes_away_leaves_no_word_in_the_log(start: Start) -> None:
    server = start()
    port = int(server.address.rpartition(":")[2].removesuffix("/fhir"))
    # Checking a password takes a while; the answer comes when nobody is there any more.
    login = (
        b"POST /console/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 17\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=a&password=b"
    )
    with socket.create_connection(("127.0.0.1", port)) as asker:
        asker.sendall(login + b"GET /board HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.05)
        asker.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    time.sleep(0.5)
    server.process.terminate()
    assert server.end() == 0
    assert server.process.stderr
    assert server.process.stderr.read() == ""


def test_a_kiosk_that_goes_away_in_the_middle_disturbs_nobody(start: Start) -> None:
    server = start()
    port = int(server.address.rpartition(":")[2].removesuffix("/fhir"))
    half = (
        b"POST /fhir/$check-in HTTP/1.1\r\nHost: localhost\r\n"
        b"Content-Type: application/fhir+json\r\n"
        b'Content-Length: 100\r\n\r\n{"resource'
    )
    with socket.create_connection(("127.0.0.1", port)) as kiosk:
        kiosk.sendall(half)
    assert httpx.get(f"{server.address}/metadata").status_code == 200
    server.process.terminate()
    assert server.end() == 0
    assert server.process.stderr
    assert server.process.stderr.read() == ""


def test_the_access_log_has_routes_and_no_ids(start: Start) -> None:
    server = start("--access-log")
    httpx.get(f"{server.address}/Patient/pt-secret")
    server.process.terminate()
    assert server.end() == 0
    assert server.process.stderr
    log = server.process.stderr.read()
    assert "GET /fhir/Patient/{id} 404" in log
    assert "secret" not in log
