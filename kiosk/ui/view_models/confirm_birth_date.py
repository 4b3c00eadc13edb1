"""Typing the birth date, so that whoever was recognised confirms it."""

from kiosk.checkin.screens import ConfirmBirthDate
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, notice, spoken


def confirm_birth_date(screen: ConfirmBirthDate, reader: Reader) -> ViewModel:
    """``question``, ``hint``, ``year`` (the hint once four digits make a year), ``wrong`` ({} or
    sentence and next step), ``go``, ``back``."""
    question = reader.translate("ConfirmBirthDate", "Type your date of birth")
    hint = reader.translate(
        "ConfirmBirthDate", "Day, month, year: 15 03 1952. If your card has the year alone: 1952."
    )
    wrong = notice(screen.wrong, reader)
    return {
        "question": question,
        "hint": hint,
        "year": reader.translate(
            "ConfirmBirthDate",
            "Continue, if your card has the year alone. Else type the whole date.",
        ),
        "wrong": wrong,
        "go": reader.translate("ConfirmBirthDate", "Continue"),
        "back": reader.translate("ConfirmBirthDate", "Back"),
        "spoken": spoken(*map(str, wrong.values()), question, hint),
    }
