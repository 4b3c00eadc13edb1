"""The law's groups that go ahead, in a patient's words."""

from kiosk.model.care import Priority
from kiosk.ui.view_models.reader import Reader


def priority_name(priority: Priority, reader: Reader) -> str:
    match priority:
        case Priority.UNDER_6:
            return reader.translate("Priority", "children under 6")
        case Priority.PREGNANT:
            return reader.translate("Priority", "pregnant women")
        case Priority.DISABILITY:
            return reader.translate("Priority", "people with a severe disability")
        case Priority.AGE_75:
            return reader.translate("Priority", "people aged 75 and over")
        case Priority.MERIT:
            return reader.translate("Priority", "people of merit to the revolution")
