"""A card on a virtual reader, against a listener that plays vpcd."""

import socket
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from kiosk.devices.card_reader.card.faults import Faults
from kiosk.devices.card_reader.card.vpcd import Ended, VpcdClient
from kiosk.errors import DeviceError
from tests.unit.devices.card_reader.terminal import card

WAIT = 5.0


class Vpcd:
    """The other side: sends messages, and takes answers."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def send(self, message: bytes) -> None:
        self.connection.sendall(len(message).to_bytes(2) + message)

    def ask(self, message: bytes) -> bytes:
        self.send(message)
        return self.taken(int.from_bytes(self.taken(2)))

    def taken(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            part = self.connection.recv(count - len(data))
            assert part, "the card hung up"
            data += part
        return data


@contextmanager
def laid(faults: Faults = Faults()) -> Iterator[tuple[Vpcd, Future[Ended], VpcdClient]]:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        server.settimeout(WAIT)
        client = VpcdClient("127.0.0.1", server.getsockname()[1])
        served = pool.submit(client.serve, card(faults=faults))
        try:
            connection, _ = server.accept()
            with connection:
                connection.settimeout(WAIT)
                yield Vpcd(connection), served, client
        finally:
            client.stop()


def test_the_reader_gets_the_atr_and_answers() -> None:
    with laid() as (vpcd, served, client):
        vpcd.send(b"\x01")
        assert vpcd.ask(b"\x04") == card().atr
        assert vpcd.ask(bytes.fromhex("00b09c0000"))[-2:] == b"\x90\x00"
        assert vpcd.ask(b"\x04") == card().atr
        client.stop()
        assert served.result(WAIT) is Ended.STOPPED


def test_cutting_the_power_resets_the_card() -> None:
    select, read = bytes.fromhex("00a4040c07a0000002471001"), bytes.fromhex("00b0810004")
    for control in (b"\x00", b"\x01", b"\x02"):
        with laid() as (vpcd, _, _):
            assert vpcd.ask(select) == b"\x90\x00"
            assert vpcd.ask(read) == b"\x69\x82"
            vpcd.send(control)
            assert vpcd.ask(read) == b"\x6a\x82", "no application is selected"


def test_a_message_may_come_in_pieces() -> None:
    with laid() as (vpcd, _, _):
        for piece in ("00", "0500b0", "9c00"):
            vpcd.connection.sendall(bytes.fromhex(piece))
            time.sleep(0.01)
        vpcd.connection.sendall(b"\x00")
        assert vpcd.taken(2) == b"\x00\x18"


def test_an_empty_message_is_a_wrong_length() -> None:
    with laid() as (vpcd, _, _):
        assert vpcd.ask(b"") == b"\x67\x00"


def test_the_end_of_vpcd_is_told() -> None:
    with laid() as (vpcd, served, _):
        vpcd.connection.close()
        assert served.result(WAIT) is Ended.NO_READER


def test_a_pulled_card_hangs_up() -> None:
    with laid(Faults(pulled_at_apdu=1)) as (vpcd, served, _):
        vpcd.send(bytes.fromhex("00b09c0000"))
        assert served.result(WAIT) is Ended.PULLED
        assert vpcd.connection.recv(1) == b""


def test_without_vpcd_it_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(DeviceError, match=f"no vpcd listens on 127.0.0.1:{port}.*install"):
        VpcdClient("127.0.0.1", port).serve(card())


def test_one_that_is_just_starting_is_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    client = VpcdClient("127.0.0.1", port)
    with ThreadPoolExecutor(1) as pool:
        connected = pool.submit(client.connect, WAIT)
        time.sleep(0.05)
        with socket.create_server(("127.0.0.1", port)):
            connected.result(WAIT)
        client.stop()
        assert client.serve(card()) is Ended.STOPPED


def test_who_is_stopped_before_is_not_served() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = VpcdClient("127.0.0.1", server.getsockname()[1])
        client.stop()
        assert client.serve(card()) is Ended.STOPPED


@pytest.mark.parametrize("stopped_first", [False, True])
def test_who_is_stopped_before_a_card_is_served_leaves_nothing_open(stopped_first: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(WAIT)
        client = VpcdClient("127.0.0.1", server.getsockname()[1])
        steps = [client.stop, client.connect] if stopped_first else [client.connect, client.stop]
        for step in steps:
            step()
        connection, _ = server.accept()
        with connection:
            connection.settimeout(WAIT)
            assert connection.recv(1) == b""
        del steps, step
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            del client
        assert not warned, "a socket was left to the garbage collector"


def test_who_is_stopped_is_not_laid_back() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = VpcdClient("127.0.0.1", server.getsockname()[1])
        client.connect()
        server.accept()[0].close()
        client.stop()
        assert client.serve(card()) is Ended.STOPPED
        server.settimeout(0)
        with pytest.raises(BlockingIOError):
            server.accept()


def test_a_mute_card_is_felt_and_hangs_up_when_it_is_switched_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, ThreadPoolExecutor(1) as pool:
        server.settimeout(WAIT)
        client = VpcdClient("127.0.0.1", server.getsockname()[1])
        served = pool.submit(client.serve, card(faults=Faults(mute=True)))
        for _ in range(2):  # it lies there still
            connection, _ = server.accept()
            with connection:
                connection.settimeout(WAIT)
                vpcd = Vpcd(connection)
                assert vpcd.ask(b"\x04"), "something is there"
                vpcd.send(b"\x00")
                vpcd.send(b"\x01")
                assert connection.recv(1) == b""
        client.stop()
        assert served.result(WAIT) is Ended.STOPPED
