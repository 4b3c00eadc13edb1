"""A kiosk, put together from its settings, whose hospital is not there."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.app.kiosk import Kiosk
from kiosk.config import Settings
from kiosk.errors import HospitalAway
from kiosk.hospital.breaker import Breaker
from kiosk.hospital.circuit import LinkState

NOBODY = "http://127.0.0.1:9/fhir"


@pytest.mark.slow
def test_its_visits_are_not_made_to_wait_and_its_log_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Settings()
    settings = replace(
        made,
        camera=replace(made.camera, source="none"),
        card_reader=replace(made.card_reader, source="none"),
        hospital=replace(made.hospital, address=NOBODY),
    )

    async def scene() -> None:
        kiosk = Kiosk(settings, tmp_path)
        async with asyncio.timeout(10), kiosk.equipped() as equipment:
            hospital = equipment.hospital
            assert isinstance(hospital, Breaker)
            assert await hospital.changed(LinkState.DOUBTFUL) is LinkState.AWAY
            with pytest.raises(HospitalAway, match="known"):
                await hospital.services()

    asyncio.run(scene())
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    told = [line["state"] for line in lines if line.get("device") == "hospital"]
    assert told == ["away"]
