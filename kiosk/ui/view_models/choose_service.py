"""What do you need? Services in a patient's words."""

from kiosk.checkin.screens import Back, ChooseService
from kiosk.model.care import Service
from kiosk.ui.view_models.load import waiting_and_wait
from kiosk.ui.view_models.reader import Reader
from kiosk.ui.view_models.value import ViewModel, notice, sentence_case, spoken


def choose_service(screen: ChooseService, reader: Reader) -> ViewModel:
    """``question``, ``wrong`` ({} or sentence and next step), ``items`` of ``{value, title,
    name, wait, open}`` in the hospital's order, ``back`` of ``{value, text}``."""
    question = reader.translate("ChooseService", "What do you need?")
    wrong = notice(screen.wrong, reader)
    items = [_item(service, screen.load_known, reader) for service in screen.services]
    return {
        "question": question,
        "wrong": wrong,
        "items": items,
        "back": {
            "value": Back.BACK.value,
            "text": reader.translate("ChooseService", "Back"),
        },
        "spoken": spoken(
            *map(str, wrong.values()),
            question,
            *(str(item["title"]) for item in items if item["open"]),
        ),
    }


def _item(service: Service, load_known: bool, reader: Reader) -> dict[str, object]:
    is_open = service.open_rooms > 0
    name = reader.fill(service.name)
    plain = sentence_case(reader.fill(service.plain))
    if is_open and not load_known:
        wait = ""
    elif is_open:
        wait = waiting_and_wait(service.waiting, service.wait_minutes, reader)
    else:
        wait = reader.translate("ChooseService", "Closed now")
    return {
        "value": service.code,
        "title": plain or name,
        "name": name if plain else "",
        "wait": wait,
        "open": is_open,
    }
