"""What the process that describes faces still has of one that is forgotten."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from kiosk.errors import DeviceError
from kiosk.face.describe import CHIP_SIDE, LENGTH, Chip, Descriptor
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
    monkeypatch.setattr(describing, "run", made)
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
