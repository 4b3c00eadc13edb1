"""That a printer has answered, kept over restarts."""

import json
from pathlib import Path

from kiosk.app.latest_file import LatestFile
from kiosk.devices.printer.answered import Answered

_LONGEST = 4096


class AnswersFile:
    """A small file for one printer, apart from the count of its paper: whoever asks the printer
    may write it, a checkup beside the kiosk too, as all of them write the same."""

    def __init__(self, path: Path, target: str) -> None:
        """``target`` is the printer: what is known of it is not known of another one."""
        self._path = path
        self._target = target
        self._file = LatestFile(path, "answers-file")

    def answered(self) -> Answered:
        """As the file has it, which hears of the first answer. What is damaged knows nothing."""
        return Answered(self._held(), self._keep)

    def flush(self, within: float) -> bool:
        """Whether all is written, after so many seconds at most."""
        return self._file.flush(within)

    def _held(self) -> bool:
        try:
            with self._path.open(encoding="utf-8") as file:
                held = json.loads(file.read(_LONGEST))
        except (OSError, ValueError, RecursionError):
            return False  # whatever stands there, nothing is known by it
        return bool(held == {"answers": self._target})

    def _keep(self) -> None:
        self._file.put(json.dumps({"answers": self._target}))
