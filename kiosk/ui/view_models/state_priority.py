"""Which of the law's groups, besides age."""

from kiosk.checkin.screens import StatePriority
from kiosk.ui.answers import NO_PRIORITY, STATED
from kiosk.ui.view_models.priorities import priority_name
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, sentence_case, spoken


def state_priority(screen: StatePriority, reader: Reader) -> ViewModel:
    """``question``, ``lead``, ``choices`` of ``{value, text, chosen}``, the last is "none"."""
    question = reader.translate("StatePriority", "Which of these are you?")
    lead = reader.translate("StatePriority", "Our staff will look at your papers later.")
    choices: list[dict[str, object]] = [
        {
            "value": priority.value,
            "text": sentence_case(priority_name(priority, reader)),
            "chosen": priority in screen.stated,
        }
        for priority in STATED
    ]
    none = reader.translate("StatePriority", "None of these")
    choices.append({"value": NO_PRIORITY, "text": none, "chosen": False})
    return {
        "question": question,
        "lead": lead,
        "choices": choices,
        "spoken": spoken(question, *(str(choice["text"]) for choice in choices), lead),
    }
