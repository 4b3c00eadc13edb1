"""No ticket this time: why, and what next."""

from kiosk.checkin.screens import AfterProblem, Problem
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, spoken


def problem(screen: Problem, reader: Reader) -> ViewModel:
    """``question`` (the sentence), ``lead`` (the next step), ``code`` (for staff),
    ``choices`` of ``{value, text, main}``."""
    sentence = reader.fill(screen.failure.sentence)
    next_step = reader.fill(screen.failure.next_step)
    if screen.take_card:
        next_step += " " + reader.translate("Problem", "Please take your card with you.")
    again = reader.translate("Problem", "Try again")
    leave = reader.translate("Problem", "Finish")
    return {
        "question": sentence,
        "lead": next_step,
        "code": screen.failure.code,
        "choices": [
            {"value": AfterProblem.TRY_AGAIN.value, "text": again, "main": True},
            {"value": AfterProblem.LEAVE.value, "text": leave, "main": False},
        ],
        "spoken": spoken(sentence, next_step, again, leave),
    }
