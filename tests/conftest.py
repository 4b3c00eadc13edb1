"""What every test gets: its folder's marker, and no network beyond loopback."""

import gc
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import qrcode
from hypothesis import settings
from numpy.typing import NDArray

from kiosk.log.lines import as_json
from kiosk.log.output import AtOnce
from kiosk.log.sinks import StandardError
from kiosk.log.writer import Outlet, above, direct
from tests.alone import the_machine
from tests.order import put_in_order

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")
os.environ.setdefault("KIOSK_LOG_STRICT", "1")

HERE = Path(__file__).parent

settings.register_profile("quick", max_examples=30)


def pytest_configure(config: pytest.Config) -> None:
    """Fewer examples of each property while somebody works on the code: see examples.py."""
    if "not slow" in config.getoption("markexpr"):
        settings.load_profile("quick")


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    for item in items:
        folder = item.path.relative_to(HERE).parts[0]
        item.add_marker(folder)
        if folder == "end2end":  # Each starts processes; the quick part is for while one works.
            item.add_marker("slow")
    yield
    if hasattr(config, "workerinput"):  # one of several processes, each with the same tests
        put_in_order(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Where tests run in several processes, those marked ``alone`` wait for all others to pause."""
    if not hasattr(item.config, "workerinput"):  # one process: pytest-xdist makes it for workers
        return (yield)
    folder = Path(item.config.getoption("basetemp")).parent
    with the_machine(folder, alone=item.get_closest_marker("alone") is not None):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """After each file, what Qt made and nobody holds any more is collected here, in Qt's thread.
    A thread of a later test would collect it otherwise, and the process would crash."""
    yield
    if "PySide6.QtCore" in sys.modules and (nextitem is None or nextitem.path != item.path):
        gc.collect()
        if not gc.get_freeze_count():  # a kiosk's screen has ended, and looks at everything again
            gc.freeze()


def pytest_collection_finish() -> None:
    """What is there before the first test stays, and is not looked through after each file: half a
    million objects, in a quarter of a second."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            assert host in ("localhost", "::1") or host.startswith("127."), (
                f"a test tried to reach {host}"
            )
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _log_as_at_the_start() -> None:
    """A command that a test ran in this process may have sent the log elsewhere, or hushed it."""
    direct(Outlet(above("info"), AtOnce(StandardError(), as_json)))


@pytest.fixture(scope="session", autouse=True)
def _no_card_reader_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where a pcscd of the tests' own may listen. libpcsclite reads this once in a process."""
    os.environ["PCSCLITE_CSOCK_NAME"] = str(tmp_path_factory.mktemp("pcscd") / "socket")


@pytest.fixture
def qr_picture() -> Callable[[str | bytes], NDArray[np.uint8]]:
    """Draws the QR code of a payload, blue-green-red, eight pixels a module, quiet zone and all.

    Made by a library that shares nothing with what reads codes.
    """

    def draw(payload: str | bytes) -> NDArray[np.uint8]:
        code = qrcode.QRCode(box_size=8, error_correction=qrcode.constants.ERROR_CORRECT_M)
        code.add_data(payload if isinstance(payload, bytes) else payload.encode(), optimize=0)
        return np.asarray(code.make_image().get_image().convert("RGB"), dtype=np.uint8)

    return draw
