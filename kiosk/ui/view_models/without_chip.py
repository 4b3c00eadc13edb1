"""The way on for whoever will not wait for the chip."""

from kiosk.checkin.screens import WithoutChip
from kiosk.ui.view_models.reader import Reader


def without_chip(offered: bool, reader: Reader) -> list[dict[str, object]]:
    """One choice of ``{value, text, main}``, or none where the hospital wants the chip."""
    if not offered:
        return []
    text = reader.translate("WithoutChip", "Continue without the chip")
    return [{"value": WithoutChip.GO_ON.value, "text": text, "main": False}]
