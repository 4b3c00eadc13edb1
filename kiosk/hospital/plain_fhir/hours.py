"""When a room or a service is open: ``Location.hoursOfOperation``,
``HealthcareService.availableTime`` (FHIR R4)."""

from collections.abc import Sequence
from datetime import datetime, time

from kiosk.hospital.plain_fhir.wire import Hours

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_open(hours: Sequence[Hours], now: datetime) -> bool:
    """Whether one of them holds at ``now`` (hospital time). Without any it is always open.

    A span without days is for every day; one that ends before it begins lasts until midnight.
    What is no time of day opens nothing: a wrong entry must not send patients to a locked door.
    """
    return not hours or any(_holds(span, now) for span in hours)


def _holds(span: Hours, now: datetime) -> bool:
    if span.days_of_week and _DAYS[now.weekday()] not in span.days_of_week:
        return False
    if span.all_day:
        return True
    begin = _time(span.opening_time or span.available_start_time)
    end = _time(span.closing_time or span.available_end_time)
    if begin is None or end is None:
        return False
    moment = now.time()
    return begin <= moment and (moment < end or end <= begin)


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text)
    except ValueError:
        return None
