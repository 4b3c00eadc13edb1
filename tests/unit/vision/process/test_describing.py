"""What the process that describes faces still has of one that is forgotten."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from kiosk.errors import DeviceError
from kiosk.face.descriptor import CHIP_SIDE, LENGTH, Chip, Descriptor
from kiosk.vision.process import describing
from kiosk.vision.process.describing import Describer

FACE = np.full((CHIP_SIDE, CHIP_SIDE, 3), 77, dtype=np.uint8)


@dataclass
class Network:
    """In place of dlib's; remembers what went through it."""

    saw: list[int] = field(default_factory=list)
    is_missing: bool = False

    def __call__(self, chip: Chip, jitters: int) -> Descriptor:
        if self.is_missing:
            raise DeviceError("missing")
        self.saw.append(int(chip.max()))
        return np.full(LENGTH, chip.mean(), dtype=np.float32)


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network()
    monkeypatch.setattr(describing, "_run", made)
    return made


@pytest.fixture
def describer(network: Network) -> Iterator[Describer]:
    ours, theirs = socket.socketpair()
    serving = threading.Thread(target=describing._serve, args=(theirs,))
    serving.start()
    with theirs, ours:
        yield Describer(ours, 0, -1)
        ours.shutdown(socket.SHUT_RDWR)
        serving.join(5)
        assert not serving.is_alive()


def test_after_forgetting_the_network_has_seen_nothing(
    describer: Describer, network: Network
) -> None:
    assert (describer(FACE, 1) == 77).all()
    describer.forget()
    assert network.saw == [77, 0]
    describer.forget()
    assert network.saw == [77, 0], "there was nothing more to forget"
    describer(FACE, 1)
    describer.forget()
    assert network.saw[-1] == 0


def test_where_the_weights_are_missing_it_says_so_and_goes_on(
    describer: Describer, network: Network
) -> None:
    network.is_missing = True
    for _ in range(2):
        with pytest.raises(DeviceError, match="weights"):
            describer(FACE, 1)
    network.is_missing = False
    assert (describer(FACE, 1) == 77).all()


@pytest.mark.parametrize("loading", [True, False])
def test_one_that_ends_as_it_loads_is_not_lost_as_another_would_end_too(loading: bool) -> None:
    ours, theirs = socket.socketpair()
    pid = os.posix_spawn(
        "/bin/cat",
        ["cat"],
        {},
        file_actions=[
            (os.POSIX_SPAWN_DUP2, theirs.fileno(), 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        ],
    )
    describer = Describer(ours, pid, -1)
    with ours:
        assert not describer.lost
        theirs.close()
        os.kill(pid, signal.SIGKILL)
        if loading:
            with pytest.raises(ConnectionError):
                describer.load()
        end = time.monotonic() + 5
        while not describer.gone and time.monotonic() < end:
            time.sleep(0.01)
        assert describer.gone
        assert describer.lost is not loading
        assert describer.resident_bytes == 0
