"""A real server for browsers, and the browser's options."""

import json
import re
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import httpx

from kiosk.frontdesk.generate import people

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_OPTIONS: dict[str, Any] = {
    "executable_path": CHROMIUM,
    # Containers that run the tests as root have no sandbox for it.
    "args": ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
}
EYES = "MAT"
KIOSK = (sys.executable, "-m", "kiosk", "frontdesk")


class Frontdesk:
    """``kiosk frontdesk serve``, which can be stopped and started on the same port."""

    def __init__(self, folder: Path, *options: str) -> None:
        self._folder = folder
        self._options = options
        self._port = "0"
        self._process: subprocess.Popen[str] | None = None
        self._patients = iter([one.id for one in people() if 18 <= one.age < 70])
        self.start()

    def start(self) -> None:
        command = [*KIOSK, "serve", "--always-open", "--data", str(self._folder)]
        self._process = subprocess.Popen(
            [*command, "--port", self._port, *self._options],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        address = json.loads(self._process.stdout.readline())["address"]
        self.home = address.removesuffix("/fhir")
        self._port = self.home.rpartition(":")[2]

    def stop(self) -> float:
        """Ask it to end; answers the seconds that took."""
        assert self._process
        began = time.monotonic()
        self._process.terminate()
        assert self._process.wait(5) == 0
        assert self._process.stdout
        self._process.stdout.close()
        self._process = None
        return time.monotonic() - began

    def end(self) -> None:
        if self._process:
            self.stop()

    def arrive(self, service: str = EYES) -> dict[str, str]:
        """Check the next patient in; answers number, room and the phone page's address."""
        parameters = [
            {"name": "patient", "valueReference": {"reference": f"Patient/{next(self._patients)}"}},
            {"name": "service", "valueReference": {"reference": f"HealthcareService/{service}"}},
            {"name": "kiosk", "valueString": "k1"},
            {"name": "key", "valueUuid": f"urn:uuid:{uuid.uuid4()}"},
        ]
        body = {"resourceType": "Parameters", "parameter": parameters}
        answer = httpx.post(f"{self.home}/fhir/$check-in", json=body, timeout=10)
        assert answer.status_code == 201
        parts = {part["name"]: part for part in answer.json()["parameter"]}
        found = {name: parts[name]["valueString"] for name in ("number", "room", "floor")}
        return found | {"page": parts["follow-up"]["valueUrl"]}

    def press(self, room: str, action: str, **fields: str) -> None:
        """A button of the console as it is now."""
        console = httpx.get(f"{self.home}/console/{room}", timeout=10).text
        [inside] = set(re.findall(r'name="inside" value="([^"]*)"', console))
        form = {"inside": inside, **fields}
        answer = httpx.post(f"{self.home}/console/{room}/{action}", data=form, timeout=10)
        assert answer.status_code == 303
