"""Resources in memory with the semantics of FHIR R4: versions, searches, conditional creates,
transactions; and the vices of servers that were seen in service.

Written from the specification alone; it shares nothing with the adapter that it tests.
"""

import copy
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]
Params = list[tuple[str, str]]


class Refused(Exception):
    """The server says no, with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class Vices:
    """What this server does wrong. None by default."""

    behind: int = 0
    """A change is found only after so many further searches of its kind."""
    conditions: str = "kept"
    """Of conditional creates: ``kept``, ``ignored``, or ``refused`` (400)."""
    race: float = 0.0
    """Seconds between looking whether there is one and creating it."""
    rollback: bool = True
    """Whether a transaction that fails leaves nothing."""
    fail_entry: list[int] = field(default_factory=list)
    """For each of the next transactions the entry that fails, with 500 for the whole."""
    calls_it_success: bool = False
    """Such a transaction is answered with 200 and a status for each entry, and is kept."""
    transactions: bool = True
    """Otherwise refused with 405."""
    conflicts: list[int] = field(default_factory=list)
    """Statuses with which the next versioned updates are refused, whatever their version."""
    ignores_match: bool = False
    lost: list[str] = field(default_factory=list)
    """For each of the next writes: ``cut`` and ``504`` lose the answer after it was done,
    ``""`` does not."""
    returns_nothing: bool = False
    """Creates answer without a body."""
    refuses: dict[str, int] = field(default_factory=dict)
    """By kind, the status with which every create is refused."""
    clock_ahead: timedelta | None = timedelta()
    """Of ``Date``; ``None`` sends none."""
    meanwhile: Callable[[], None] | None = None
    """What somebody else does before the next transaction begins."""
    latency: float = 0.0


@dataclass
class _Version:
    body: Json
    at_search: int


class Store:
    """All resources; every version since some are found by old ones."""

    def __init__(self, vices: Vices) -> None:
        self.vices = vices
        self._versions: dict[tuple[str, str], list[_Version]] = {}
        self._searches: dict[str, int] = {}
        self._ids = itertools.count(1)

    def all(self, kind: str) -> list[Json]:
        """For tests: what is stored, oldest first."""
        return [versions[-1].body for (k, _), versions in self._versions.items() if k == kind]

    def put(self, body: Json) -> Json:
        """For tests: store it under its own id, found by every search."""
        self._store(body["resourceType"], body["id"], body)
        self._versions[body["resourceType"], body["id"]][-1].at_search = -1_000_000
        return body

    def read(self, kind: str, resource_id: str) -> Json:
        versions = self._versions.get((kind, resource_id))
        if versions is None:
            raise Refused(404)
        return versions[-1].body

    def create(self, body: Json) -> Json:
        kind = body["resourceType"]
        if kind in self.vices.refuses:
            raise Refused(self.vices.refuses[kind])
        return self._store(kind, f"{kind[:3]}-{next(self._ids)}", body)

    def matching(self, kind: str, condition: Params) -> list[Json]:
        """What a conditional create finds: it looks into the same index as a search."""
        if self.vices.conditions == "refused":
            raise Refused(400)
        if self.vices.conditions == "ignored":
            return []
        found = self.search(kind, condition)
        if len(found) > 1:
            raise Refused(412)
        return found

    def update(self, kind: str, resource_id: str, body: Json, if_match: str) -> Json:
        if body.get("id") != resource_id or body["resourceType"] != kind:
            raise Refused(400)
        current = self.read(kind, resource_id)["meta"]["versionId"]
        if if_match and not self.vices.ignores_match:
            if self.vices.conflicts:
                raise Refused(self.vices.conflicts.pop(0))
            if if_match != f'W/"{current}"':
                raise Refused(412)
        return self._store(kind, resource_id, body)

    def search(self, kind: str, params: Params) -> list[Json]:
        """Matched by what the index has, answered as it is now."""
        now = self._searches[kind] = self._searches.get(kind, 0) + 1
        found = []
        for (its_kind, _), versions in self._versions.items():
            seen = [one for one in versions if one.at_search + self.vices.behind < now]
            if its_kind == kind and seen and _matches(seen[-1].body, params):
                found.append(versions[-1].body)
        return found

    def snapshot(self) -> Any:
        return {key: list(versions) for key, versions in self._versions.items()}

    def restore(self, snapshot: Any) -> None:
        self._versions = snapshot

    def _store(self, kind: str, resource_id: str, body: Json) -> Json:
        versions = self._versions.setdefault((kind, resource_id), [])
        stored = copy.deepcopy(body)
        stored["id"] = resource_id
        stored["meta"] = body.get("meta", {}) | {
            "versionId": str(len(versions) + 1),
            "lastUpdated": datetime.now(UTC).isoformat(),
        }
        versions.append(_Version(stored, self._searches.get(kind, 0)))
        return stored


def _matches(body: Json, params: Params) -> bool:
    return all(
        any(_matches_one(body, name, value) for value in values.split(","))
        for name, values in params
        if name not in ("_count", "_summary")
    )


def _matches_one(body: Json, name: str, value: str) -> bool:
    kind = body["resourceType"]
    match kind, name:
        case _, "_id":
            return bool(body["id"] == value)
        case _, "_tag":
            return _token(value, body["meta"].get("tag", []), "code")
        case _, "identifier":
            return _token(value, body.get("identifier", []), "value")
        case "Basic", "code":
            return _token(value, body["code"]["coding"], "code")
        case _, "status":
            return bool(body["status"] == value)
        case "HealthcareService", "active":
            return str(body["active"]).lower() == value
        case "Coverage", "beneficiary":
            return bool(body["beneficiary"]["reference"] == value)
        case "Encounter", "location":
            return value in [one["location"]["reference"] for one in body["location"]]
        case "Appointment", "patient":
            actors = [one["actor"]["reference"] for one in body["participant"]]
            return f"Patient/{value}" in actors
        case "Appointment", "date":
            return _in(value, body["start"], body["start"])
        case "Encounter", "date":
            return _in(
                value, body["period"]["start"], body["period"].get("end", "9999-01-01T00:00Z")
            )
    raise Refused(400)


def _token(value: str, listed: Iterable[Json], of: str) -> bool:
    system, _, code = value.replace("\\", "").partition("|")
    return any(one.get("system") == system and one[of] == code for one in listed)


def _in(value: str, begin: str, end: str) -> bool:
    """Prefixes of dates (FHIR R4, Search, "Prefixes"), for periods that may be open."""
    moment = datetime.fromisoformat(value[2:])
    if value.startswith("ge"):
        return datetime.fromisoformat(end) >= moment
    if value.startswith("lt"):
        return datetime.fromisoformat(begin) < moment
    raise Refused(400)
