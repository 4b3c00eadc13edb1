"""How long the wait is, in words."""

from kiosk.ui.view_models.reader import Reader, filled


def ahead_and_wait(people: int, minutes: int | None, reader: Reader) -> str:
    """ "3 people before you, about 12 minutes", of a ticket."""
    if people <= 0:
        return reader.translate("Wait", "You are next")
    if people == 1:
        before = reader.translate("Wait", "1 person before you")
    else:
        before = filled(reader.translate("Wait", "{people} people before you"), people=people)
    return _with_minutes(before, minutes, reader)


def waiting_and_wait(people: int, minutes: int | None, reader: Reader) -> str:
    """ "3 waiting, about 12 minutes", of a service."""
    if people <= 0:
        return reader.translate("Wait", "Nobody waiting")
    return _with_minutes(
        filled(reader.translate("Wait", "{people} waiting"), people=people), minutes, reader
    )


def _with_minutes(text: str, minutes: int | None, reader: Reader) -> str:
    if minutes is None:
        return text
    if minutes <= 1:
        about = reader.translate("Wait", "about 1 minute")
    else:
        about = filled(reader.translate("Wait", "about {minutes} minutes"), minutes=minutes)
    return f"{text}, {about}"
