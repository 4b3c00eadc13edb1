"""The settings of the section ``staff``: who may open the staff page on the kiosk's screen."""

from dataclasses import dataclass

from kiosk.config import form
from kiosk.config.form import setting

_HASH = (
    r"(\$argon2id\$v=19\$m=[0-9]{1,6},t=[0-9]{1,2},p=[0-9]{1,2}"
    r"\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86})?"
)


@dataclass(frozen=True, slots=True)
class Staff:
    """The staff page behind a PIN (docs/staff.md)."""

    pin_hash: str = setting(
        "",
        "What kiosk staff-pin makes of the PIN of the staff page. Empty: there is no such page.",
        form.matching(_HASH, "empty, or the line that kiosk staff-pin prints"),
    )
