"""What the patient does where the face was not compared: an errand, never an accusation."""

from kiosk.model.face import IdentityCheck
from kiosk.model.text import LocalText, local

_SHOW_CARD = local(
    "Trước khi vào phòng khám, mời {you} đưa thẻ căn cước cho nhân viên ở {desk} xem.",
    "Before you go to the room, please show your card at {desk}.",
)


def desk_errand(identity: IdentityCheck) -> LocalText | None:
    """What to do before the room, with ``{you}`` and ``{desk}`` open; ``None`` for nothing."""
    return _SHOW_CARD if identity is IdentityCheck.DESK else None
