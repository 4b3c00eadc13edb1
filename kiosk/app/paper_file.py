"""The count of a printer's paper, kept over restarts."""

import json
from pathlib import Path

from kiosk.app.latest_file import LatestFile
from kiosk.devices.printer.paper import PaperCount

_LONGEST = 4096


class PaperFile:
    """A small file for one printer. It is an estimate: what is damaged begins anew, and a disk
    that takes nothing costs the count and no ticket."""

    def __init__(self, path: Path, target: str) -> None:
        """``target`` is the printer: a count is not another one's."""
        self._path = path
        self._target = target
        self._file = LatestFile(path, "paper-file")

    def held(self) -> PaperCount:
        """What the file says; a full roll if it says nothing of this printer."""
        try:
            with self._path.open(encoding="utf-8") as file:
                held = json.loads(file.read(_LONGEST))
            if held["printer"] == self._target:
                return PaperCount.from_json(held["count"])
        except (OSError, ValueError, RecursionError, KeyError, TypeError):
            pass  # whatever stands there, it is no count of ours
        return PaperCount()

    def keep(self, count: PaperCount) -> None:
        """Write it soon; nobody waits for it."""
        self._file.put(json.dumps({"printer": self._target, "count": count.to_json()}))

    def flush(self, within: float) -> bool:
        """Whether all is written, after so many seconds at most."""
        return self._file.flush(within)
