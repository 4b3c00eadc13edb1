"""Files of weights that are cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.errors import DeviceError
from kiosk.face import models


@pytest.fixture
def damaged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    whole = models.weights

    def cut(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(whole(name).read_bytes()[:1_000_000])
        return path

    monkeypatch.setattr(models, "weights", cut)
    loaded = (models.landmark_predictor, models.recogniser)
    for one in loaded:
        one.cache_clear()
    yield
    for one in loaded:
        one.cache_clear()


@pytest.mark.usefixtures("damaged")
@pytest.mark.parametrize("load", [models.landmark_predictor, models.recogniser])
def test_they_are_said_to_be_damaged(load: object) -> None:
    assert callable(load)
    with pytest.raises(DeviceError, match="damaged"):
        load()
