"""An even rate of pictures where no sensor gives one."""

import time


class Pace:
    """Waits so that pictures come at an even rate."""

    def __init__(self, fps: float) -> None:
        self._period = 1 / fps
        self._due = 0.0

    def wait(self) -> None:
        now = time.monotonic()
        self._due = max(self._due + self._period, now)
        time.sleep(self._due - now)
