"""What the staff page's pages send, turned into the typed answers of their screens."""

import re
from typing import Any

from kiosk.checkin.screens import Back, Screen
from kiosk.checkin.staff_pin import LONGEST, SHORTEST
from kiosk.checkin.staff_screens import (
    Leave,
    Listed,
    StaffEntry,
    StaffHome,
    StaffJournal,
    StaffPart,
    StaffPin,
    StaffSure,
    Sure,
)

PIN = re.compile(f"[0-9]{{{SHORTEST},{LONGEST}}}")


def staff_choices(screen: Screen[Any]) -> dict[str, object]:
    """By value, what can be answered by a button; empty for a page that is not staff's."""
    match screen:
        case StaffPin():
            return {Leave.LEAVE.value: Leave.LEAVE}
        case StaffHome(parts=parts):
            found: dict[str, object] = {one.part.value: one.part for one in parts}
            return found | {Leave.LEAVE.value: Leave.LEAVE}
        case StaffPart(standing=standing):
            return {deed.value: deed for deed in standing.deeds} | _BACK
        case StaffJournal(entries=entries):
            lists: dict[str, object] = {one.value: one for one in Listed}
            return {entry.key: entry.key for entry in entries} | lists | _BACK
        case StaffEntry(deeds=deeds):
            return {deed.value: deed for deed in deeds} | _BACK
        case StaffSure():
            return {Sure.YES.value: Sure.YES} | _BACK
    return {}


def staff_typed(screen: Screen[Any], value: str) -> str | None:
    """The PIN, while one is taken."""
    if isinstance(screen, StaffPin) and not screen.locked_s and PIN.fullmatch(value):
        return value
    return None


_BACK: dict[str, object] = {Back.BACK.value: Back.BACK}
