import pytest

from kiosk.model.courtesy import UNKNOWN_GUEST, form_of_address
from kiosk.model.person import Sex


@pytest.mark.parametrize(
    ("sex", "age", "form"),
    [
        (Sex.FEMALE, 0, "bé"),
        (Sex.UNKNOWN, 11, "bé"),
        (Sex.MALE, 12, "em"),
        (Sex.UNKNOWN, 17, "em"),
        (Sex.MALE, 18, "anh"),
        (Sex.FEMALE, 18, "chị"),
        (Sex.MALE, 59, "anh"),
        (Sex.FEMALE, 59, "chị"),
        (Sex.MALE, 60, "ông"),
        (Sex.FEMALE, 60, "bà"),
        (Sex.FEMALE, 104, "bà"),
        (Sex.UNKNOWN, 18, UNKNOWN_GUEST),
        (Sex.OTHER, 80, UNKNOWN_GUEST),
        (Sex.FEMALE, None, UNKNOWN_GUEST),
        (Sex.MALE, -1, UNKNOWN_GUEST),
    ],
)
def test_forms_of_address(sex: Sex, age: int | None, form: str) -> None:
    assert form_of_address(sex, age) == form
