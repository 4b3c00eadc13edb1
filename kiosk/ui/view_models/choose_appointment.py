"""Several appointments today: which one?"""

from kiosk.checkin.screens import Back, ChooseAppointment, OtherService
from kiosk.model.care import Appointment
from kiosk.ui.view_models.reader import Reader, filled
from kiosk.ui.view_models.value import ViewModel, spoken


def choose_appointment(screen: ChooseAppointment, reader: Reader) -> ViewModel:
    """``question``, ``items`` of ``{value, time, title, detail}``, ``other`` and ``back`` of
    ``{value, text}``."""
    question = reader.translate("ChooseAppointment", "Which appointment are you here for?")
    items = [_item(appointment, reader) for appointment in screen.appointments]
    other = reader.translate("ChooseAppointment", "I am here for something else")
    return {
        "question": question,
        "items": items,
        "other": {"value": OtherService.OTHER.value, "text": other},
        "back": {
            "value": Back.BACK.value,
            "text": reader.translate("ChooseAppointment", "Back"),
        },
        "spoken": spoken(question, *(f"{i['time']}, {i['title']}" for i in items), other),
    }


def _item(appointment: Appointment, reader: Reader) -> dict[str, str]:
    room = ""
    if appointment.room:
        room = filled(reader.translate("ChooseAppointment", "Room {room}"), room=appointment.room)
    return {
        "value": appointment.id,
        "time": f"{appointment.start.hour}:{appointment.start.minute:02d}",
        "title": reader.fill(appointment.service_name),
        "detail": " · ".join(part for part in (room, appointment.practitioner) if part),
    }
