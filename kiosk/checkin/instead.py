"""A service that closed between choice and check-in: what the hospital has in its place."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.checkin.failure import Failure
from kiosk.model.care import Service
from kiosk.model.text import LocalText, local

_CHOOSE = local(
    "{service} vẫn nhận bệnh nhân. Hãy chọn dịch vụ phù hợp, hoặc mời {you} đến {desk}.",
    "{service} still takes patients. Choose the service that suits you, or go to {desk}.",
)


def offering(
    failure: Failure, services: tuple[Service, ...], instead: Sequence[str]
) -> tuple[Failure, tuple[Service, ...]]:
    """The failure with a next step that names what the hospital offers instead, and the services
    with that one first; both as they are if it offers nothing that is open still.

    ``instead`` are codes, the best first
    (:attr:`~kiosk.errors.HospitalRefused.instead`).
    """
    takes = {service.code: service for service in services if service.open_rooms > 0}
    offer = next((takes[code] for code in instead if code in takes), None)
    if offer is None:
        return failure, services
    texts = {
        language: text.replace("{service}", offer.name.get(language))
        for language, text in _CHOOSE.by_language.items()
    }
    others = tuple(service for service in services if service is not offer)
    return replace(failure, next_step=LocalText(texts)), (offer, *others)
