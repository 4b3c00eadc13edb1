"""Receipt printers at the other end of a socket and of a serial port."""

import os
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.contract.printers.firmware import Firmware


@contextmanager
def network_printer(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a printer that serves one connection at a time, each with ``serve``."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    over = threading.Event()

    def accept() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(5)
                try:
                    serve(connection)
                except ConnectionError:
                    continue

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        thread.join()
        listener.close()


def speaks(firmware: Firmware) -> Callable[[socket.socket], None]:
    """Serves a connection the way ``firmware`` does."""

    def serve(connection: socket.socket) -> None:
        while data := connection.recv(4096):
            connection.sendall(firmware.feed(data))

    return serve


@contextmanager
def serial_printer(firmware: Firmware) -> Iterator[str]:
    """The path of a terminal that ``firmware`` is wired to."""
    master, slave = os.openpty()
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            if select.select([master], [], [], 0.05)[0]:
                os.write(master, firmware.feed(os.read(master, 512)))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        over.set()
        thread.join()
        os.close(master)
        os.close(slave)
