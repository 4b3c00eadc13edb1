"""Words that several pages of the staff page have in common."""

from kiosk.checkin.staff_reasons import words_for
from kiosk.checkin.staff_screens import Deed, EntryDeed, Part, Said
from kiosk.ui.view_models.reader import Reader


def part_name(part: Part, reader: Reader) -> str:
    return {
        Part.PRINTER: reader.translate("StaffPart", "Printer"),
        Part.SPARE_PRINTER: reader.translate("StaffPart", "Spare printer"),
        Part.CAMERA: reader.translate("StaffPart", "Camera"),
        Part.CARD_READER: reader.translate("StaffPart", "Card reader"),
        Part.SCANNER: reader.translate("StaffPart", "Scanner"),
        Part.HOSPITAL: reader.translate("StaffPart", "Link to the hospital"),
        Part.JOURNAL: reader.translate("StaffPart", "Check-ins"),
    }[part]


def deed_words(deed: Deed | EntryDeed, reader: Reader) -> str:
    """What stands on the button."""
    words: dict[Deed | EntryDeed, str] = {
        Deed.TEST_PRINT: reader.translate("StaffDeed", "Print a test ticket"),
        Deed.NEW_ROLL: reader.translate("StaffDeed", "A new roll was put in"),
        Deed.RESTART_CAMERA: reader.translate("StaffDeed", "Restart the camera"),
        Deed.TEST_CALL: reader.translate("StaffDeed", "Test the call for staff"),
        EntryDeed.SHOW: reader.translate("StaffDeed", "Show whose it is"),
        EntryDeed.RETRY: reader.translate("StaffDeed", "Try again now"),
        EntryDeed.PRINT: reader.translate("StaffDeed", "Print a copy"),
        EntryDeed.GIVE_UP: reader.translate("StaffDeed", "Give the number back"),
        EntryDeed.DEALT_WITH: reader.translate("StaffDeed", "Dealt with"),
    }
    return words[deed]


def said_words(said: Said | None, why: str, reader: Reader) -> str:
    """How the last deed ended, ``""`` for none; ``why`` is the code of a refusal."""
    if said is None:
        return ""
    if said is Said.REFUSED and why:
        return f"{reader.fill(words_for(why).sentence)} ({why})"
    return {
        Said.DONE: reader.translate("StaffSaid", "Done."),
        Said.PRINTED: reader.translate("StaffSaid", "It is on paper."),
        Said.NOT_PRINTED: reader.translate("StaffSaid", "It is not on paper."),
        Said.ON_ITS_WAY: reader.translate("StaffSaid", "Begun: it takes some seconds."),
        Said.TOLD: reader.translate("StaffSaid", "The hospital knows it now."),
        Said.REFUSED: reader.translate("StaffSaid", "The hospital refused."),
        Said.NO_ANSWER: reader.translate(
            "StaffSaid", "The hospital does not answer. It is told as soon as it does."
        ),
        Said.GARBLED: reader.translate("StaffSaid", "The hospital's answer cannot be understood."),
        Said.NOT_OFFERED: reader.translate(
            "StaffSaid", "The hospital's software does not offer this."
        ),
        Said.CHANGED: reader.translate(
            "StaffSaid", "Nothing was done: this check-in has changed meanwhile."
        ),
    }[said]


WELL = frozenset({Said.DONE, Said.PRINTED, Said.ON_ITS_WAY, Said.TOLD})
"""Ends that ask nothing more of anybody."""
