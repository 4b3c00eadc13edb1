"""What a plain server can say of a patient's insurance."""

from collections.abc import Iterable
from datetime import date

from kiosk.errors import HospitalRefused
from kiosk.hospital import answers, decode, requests
from kiosk.hospital import wire as every_wire
from kiosk.hospital.answers import id_in
from kiosk.hospital.plain_fhir import wire
from kiosk.hospital.plain_fhir.server import FhirServer
from kiosk.model.care import Cover, Insurance

_MOST = "20"


class Insurances:
    """Those of one server. ``submits`` says that it asks the insurer by
    ``CoverageEligibilityRequest/$submit``."""

    def __init__(self, server: FhirServer, *, submits: bool) -> None:
        self._server = server
        self._submits = submits

    async def of(self, patient: str, today: date) -> Insurance:
        """Where nobody asks the insurer, an insurance on file is unverified: a card that the
        hospital once saw may have been revoked since."""
        if self._submits:
            answer = await self._server.get(requests.insurance(patient, today))
            return answers.insurance(
                decode.resource(answer.body, every_wire.CoverageEligibilityResponse)
            )
        asked = (("beneficiary", f"Patient/{patient}"), ("status", "active"), ("_count", _MOST))
        try:
            records = await self._server.search("Coverage", asked)
        except HospitalRefused:
            return Insurance(Cover.UNVERIFIED)  # the server keeps none
        found = [one.shaped(wire.Coverage) for one in records]
        coverage = next(iter(_valid(found, patient, today)), "")
        if coverage:
            return Insurance(Cover.UNVERIFIED, coverage=coverage)
        return Insurance(Cover.NONE)


def _valid(found: Iterable[wire.Coverage], patient: str, today: date) -> list[str]:
    """Ids. A date may be a year or a month alone, which compare as they should."""
    day = today.isoformat()
    return [
        one.id
        for one in found
        if one.status == "active"
        and id_in(one.beneficiary, "Patient") == patient
        and one.period.start[:10] <= day
        and (not one.period.end or day[: len(one.period.end[:10])] <= one.period.end[:10])
    ]
