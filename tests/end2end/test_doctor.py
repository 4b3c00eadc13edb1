"""``kiosk doctor`` beside the journal of a kiosk."""

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk.journal.details import Details
from kiosk.journal.entry import Entry
from kiosk.journal.journal import Journal
from kiosk.journal.key import KeyPlaces
from tests.end2end.test_commands import ROOT

KEY = "019aaaaa-0000-7000-8000-000000000001"


def parts(folder: Path) -> dict[str, dict[str, Any]]:
    settings = folder / "kiosk.toml"
    settings.write_text(
        '[camera]\nsource = "none"\n[card_reader]\nsource = "none"\n'
        '[hospital]\naddress = "http://127.0.0.1:9"\nallow_plain_http = true\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "doctor", "--json", "--config", str(settings)],
        cwd=ROOT,
        env=os.environ | {"XDG_STATE_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 3  # nobody answers as hospital
    return {part["part"]: part for part in json.loads(done.stdout)["parts"]}


def test_it_tells_how_the_journal_is_and_what_to_do(tmp_path: Path) -> None:
    assert parts(tmp_path)["journal"]["state"] == "none yet: the kiosk makes it when it starts"

    async def one_refused() -> None:
        now = datetime.now(UTC)
        folder = tmp_path / "kiosk" / "journal"
        folder.parent.mkdir(exist_ok=True)
        async with Journal.open(KeyPlaces(folder), now=lambda: now) as journal:
            details = Details(short_name="N. V. Thử")
            await journal.begin(Entry(KEY, "kiosk-1", now, now, details=details))
            await journal.rejected(KEY, "service-closed")

    asyncio.run(one_refused())
    told = parts(tmp_path)["journal"]
    assert not told["well"]
    assert told["state"] == "1 check-ins, 0 to be told to the hospital, 1 refused, 0 unreadable"
    assert "kiosk journal list --state rejected" in told["to_do"]
