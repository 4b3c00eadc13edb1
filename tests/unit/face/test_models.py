"""The weights are found without the package around them, and said to be missing where they are."""

import importlib.util

import pytest

from kiosk.errors import DeviceError
from kiosk.face import models


def test_the_weights_that_are_used_are_there() -> None:
    for name in (models.LANDMARKS, models.RECOGNITION):
        assert models.weights(name).stat().st_size > 5_000_000


def test_weights_that_are_not_in_the_package_are_said_to_be_missing() -> None:
    with pytest.raises(DeviceError, match=r"other\.dat of the package .* is missing"):
        models.weights("other.dat")


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)

    with pytest.raises(DeviceError, match="set the kiosk up again"):
        models.weights(models.LANDMARKS)
