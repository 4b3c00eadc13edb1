"""What a patient has, and what the log says, while the insurance cannot be checked."""

import pytest

from kiosk.errors import HospitalAway, HospitalError, HospitalGarbled, HospitalRefused
from kiosk.hospital import unverified
from kiosk.model.care import Cover, Insurance


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (HospitalAway("no answer in time"), "hospital-away"),
        (HospitalGarbled("not JSON"), "hospital-garbled"),
        (HospitalRefused("http-403"), "hospital-refused"),
    ],
)
def test_any_trouble_is_unverified_and_logged(
    monkeypatch: pytest.MonkeyPatch, error: HospitalError, kind: str
) -> None:
    logged: list[tuple[str, dict[str, object]]] = []
    monkeypatch.setattr(unverified, "log", lambda event, **said: logged.append((event, said)))
    assert unverified.unverified(error) == Insurance(Cover.UNVERIFIED)
    assert logged == [("hospital-error", {"kind": kind, "step": "insurance"})]
