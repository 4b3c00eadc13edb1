"""How long the wait is, in words."""

from kiosk.ui.view_models.reader import Reader, filled


def ahead_and_wait(people: int, minutes: int | None, reader: Reader) -> str:
    """Such as "3 people before you, about 12 minutes", of a ticket."""
    if people <= 0:
        return reader.translate("Wait", "You are next")
    if people == 1:
        before = reader.translate("Wait", "1 person before you")
    else:
        before = filled(reader.translate("Wait", "{people} people before you"), people=people)
    return _with_minutes(before, minutes, reader)


def waiting_and_wait(people: int, minutes: int | None, reader: Reader) -> str:
    """Such as "3 waiting, 12 min", of a service: one of many, so in few words."""
    if people <= 0:
        return reader.translate("Wait", "Nobody waiting")
    waiting = filled(reader.translate("Wait", "{people} waiting"), people=people)
    if minutes is None:
        return waiting
    about = filled(reader.translate("Wait", "{minutes} min"), minutes=max(1, minutes))
    return f"{waiting}, {about}"


def _with_minutes(text: str, minutes: int | None, reader: Reader) -> str:
    if minutes is None:
        return text
    if minutes <= 1:
        about = reader.translate("Wait", "about 1 minute")
    else:
        about = filled(reader.translate("Wait", "about {minutes} minutes"), minutes=minutes)
    return f"{text}, {about}"
