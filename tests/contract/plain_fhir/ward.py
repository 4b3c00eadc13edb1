"""What is true of the records of a queue, whatever a server did on the way there."""

from collections import Counter
from typing import Any

from tests.contract.plain_fhir.fhir_store import Json, Store

OPEN = ("arrived", "in-progress")


def identified(encounter: Json, system: str) -> str:
    return str(next(one["value"] for one in encounter["identifier"] if one["system"] == system))


def encounters(store: Store, service: str = "noi") -> list[Json]:
    """Of one service, without what a server wrote twice."""
    return [
        one
        for one in store.all("Encounter")
        if one["status"] != "entered-in-error"
        and identified(one, "urn:kiosk:place").split("/")[1] == service
    ]


def number(encounter: Json) -> str:
    return identified(encounter, "urn:kiosk:ticket")


def check_sound(store: Store, service: str = "noi") -> None:
    """Nobody is doubled, and no number is held by two."""
    found = encounters(store, service)
    _once(identified(one, "urn:kiosk:check-in-key") for one in found)
    _once((_day(one), number(one)) for one in found)
    _once(identified(one, "urn:kiosk:place") for one in found if one["status"] in OPEN)


def counted(store: Store, service: str = "noi") -> dict[str, Any]:
    """The extensions of the service's counter, those that repeat as lists."""
    extension = store.read("Basic", f"queue-{service}")["extension"]
    told: dict[str, Any] = {"claim": [], "void": []}
    for one in extension:
        name = one["url"].removeprefix("urn:kiosk:queue-")
        value = next(value for key, value in one.items() if key != "url")
        if name in ("claim", "void"):
            told[name].append(value)
        else:
            told[name] = value
    return told


def _day(encounter: Json) -> str:
    return identified(encounter, "urn:kiosk:place").split("/")[0]


def _once(values: Any) -> None:
    doubled = [value for value, times in Counter(values).items() if times > 1]
    assert not doubled
