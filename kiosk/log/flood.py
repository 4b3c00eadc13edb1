"""Of events that come by the hundred, most are left out, and counted."""

import threading
from collections.abc import Iterator

BURST = 300
"""Lines of one event, from one place in code, that may come at once."""
A_SECOND = 1.0
"""Lines of it for good. A kiosk with a patient each minute writes a tenth of that; at this rate
one event alone fills the files of the settings' defaults within two days, not within an hour."""
MOST_KINDS = 200
"""Kinds that are told apart, far more than there are; what comes beyond counts together."""

Kind = tuple[str, str]
"""An event, and the place in code that it came from."""
_BEYOND: Kind = ("log-left-out", "")


class _Bucket:
    """A token bucket: as in Turner, "New Directions in Communications", IEEE 1986."""

    __slots__ = ("at", "left_out", "tokens")

    def __init__(self, now: float) -> None:
        self.tokens = float(BURST)
        self.at = now
        self.left_out = 0


class Flood:
    """Says of each event whether it is still one too many. From any thread."""

    def __init__(self) -> None:
        self._buckets: dict[Kind, _Bucket] = {}
        # Reentrant: a finalizer may fail, and so log, while this thread is in here.
        self._lock = threading.RLock()

    def passes(self, kind: Kind, now: float) -> bool:
        """Whether this one is written. ``now`` is in seconds, monotonic."""
        with self._lock:
            bucket = self._buckets.get(kind)
            if bucket is None:
                if len(self._buckets) >= MOST_KINDS:
                    kind = _BEYOND
                bucket = self._buckets.setdefault(kind, _Bucket(now))
            bucket.tokens = min(BURST, bucket.tokens + max(0.0, now - bucket.at) * A_SECOND)
            bucket.at = now
            if bucket.tokens < 1:
                bucket.left_out += 1
                return False
            bucket.tokens -= 1
            return True

    def left_out(self) -> Iterator[tuple[Kind, int]]:
        """What was left out since this was asked last, and how often."""
        with self._lock:
            told = [(kind, one.left_out) for kind, one in self._buckets.items() if one.left_out]
            for one in self._buckets.values():
                one.left_out = 0
        yield from told
