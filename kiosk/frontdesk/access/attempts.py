"""How often somebody may be wrong: guessing passwords takes too long to pay."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_REMEMBERED = 4096
"""Keys. With more the oldest are forgotten: a bound of memory, not of security."""


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Attempts:
    """A budget of failures for each key, that comes back with time (a token bucket)."""

    def __init__(self, failures: int, seconds: float, clock: Callable[[], float]) -> None:
        """``failures`` at once, and again as many in ``seconds``; ``clock`` is monotonic."""
        self._failures = failures
        self._rate = failures / seconds
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds until the next attempt is allowed; 0: now."""
        bucket = self._refilled(key)
        return 0.0 if bucket is None or bucket.left >= 1 else (1 - bucket.left) / self._rate

    def failed(self, key: str) -> None:
        bucket = self._refilled(key)
        if bucket is None:
            bucket = self._buckets[key] = _Bucket(self._failures, self._clock())
            while len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
        bucket.left = max(0.0, bucket.left - 1)
        self._buckets.move_to_end(key)

    def succeeded(self, key: str) -> None:
        self._buckets.pop(key, None)

    def _refilled(self, key: str) -> _Bucket | None:
        bucket = self._buckets.get(key)
        if bucket is not None:
            now = self._clock()
            bucket.left = min(self._failures, bucket.left + (now - bucket.at) * self._rate)
            bucket.at = now
        return bucket
