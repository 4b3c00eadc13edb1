"""A kiosk that has numbers ahead, as it speaks on the wire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.frontdesk.clock import stamp
from kiosk.frontdesk.desk import Desk
from tests.contract.frontdesk.hospital import Answer, Hospital, check_in, new_key

TIM, NOI = "TIM-MACH", "NOI-TONG-QUAT"


@dataclass
class LeasingKiosk:
    """What it asks, written by hand."""

    hospital: Hospital
    name: str = "k1"

    def lease(self, *held: str, key: str = "", **wanted: int) -> Answer:
        """Ask for more; of services by code, with ``_`` for ``-``."""
        return self.hospital.post("/$lease-numbers", self.asking(*held, key=key, **wanted))

    def lease_of(self, wanted: Mapping[str, int], *held: str, key: str = "") -> Answer:
        """The same, with the codes as they are."""
        return self.hospital.post("/$lease-numbers", self._body(wanted, held, key))

    def asking(self, *held: str, key: str = "", **wanted: int) -> dict[str, Any]:
        codes = {code.replace("_", "-"): count for code, count in wanted.items()}
        return self._body(codes, held, key)

    def _body(self, wanted: Mapping[str, int], held: Iterable[str], key: str) -> dict[str, Any]:
        parameters: list[dict[str, Any]] = [
            {"name": "kiosk", "valueString": self.name},
            {"name": "key", "valueUuid": f"urn:uuid:{key or new_key()}"},
        ]
        for code, count in wanted.items():
            service = {"reference": f"HealthcareService/{code}"}
            parts = [
                {"name": "service", "valueReference": service},
                {"name": "count", "valueInteger": count},
            ]
            parameters.append({"name": "wanted", "part": parts})
        parameters += [{"name": "held", "valueString": number} for number in held]
        return {"resourceType": "Parameters", "parameter": parameters}

    def has(self, *held: str, key: str = "", **wanted: int) -> dict[str, dict[str, Any]]:
        """What it may give from now on, by number."""
        answer = self.lease(*held, key=key, **wanted)
        assert answer.status == 200, answer.body
        return numbers(answer)

    def give_back(self, *returned: str) -> Answer:
        parameters = [{"name": "kiosk", "valueString": self.name}]
        parameters += [{"name": "number", "valueString": number} for number in returned]
        body = {"resourceType": "Parameters", "parameter": parameters}
        return self.hospital.post("/$return-numbers", body)

    def tells(
        self, patient: str, number: str, begun: datetime, key: str = "", **asked: Any
    ) -> Answer:
        """A check-in with a number that it gave."""
        body = check_in(patient, key=key, kiosk=self.name, **({"service": TIM} | asked))
        body["parameter"] += [
            {"name": "leased", "valueString": number},
            {"name": "begun", "valueDateTime": stamp(begun)},
        ]
        return self.hospital.post("/$check-in", body)


def numbers(answer: Answer) -> dict[str, dict[str, Any]]:
    """The parts of each number, by number."""
    found = {}
    for parameter in answer.body.get("parameter", []):
        assert parameter["name"] == "number"
        parts = {
            part["name"]: next(v for n, v in part.items() if n.startswith("value"))
            for part in parameter["part"]
        }
        found[parts.pop("value")] = parts
    return found


def states(hospital: Hospital) -> dict[str, str]:
    """What became of each number, as it is on disk."""
    return dict(hospital.records.query("SELECT number, state FROM lease ORDER BY day, number"))


def close(hospital: Hospital, *rooms: str) -> None:
    """Staff close these rooms."""

    def closing(desk: Desk) -> None:
        for room in rooms:
            desk.rooms.close(room)

    hospital.write(closing)


def close_service(hospital: Hospital, service: str, but: str = "") -> None:
    """Staff close all rooms of a service, but one."""
    numbers = (room.number for room in hospital.premises.rooms_of(service))
    close(hospital, *(number for number in numbers if number != but))
