"""What a visit did, with times: for the tester's dock, the command line and the bench."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from kiosk.checkin.failures import Step


@dataclass(frozen=True, slots=True)
class Timed:
    """One step of one visit."""

    step: Step
    milliseconds: float


def _nobody(event: Timed) -> None:
    pass


@dataclass(slots=True)
class Trace:
    """The steps of one visit in the order in which they ended. The patient's own time is none."""

    observer: Callable[[Timed], None] = _nobody
    steps: list[Timed] = field(default_factory=list)
    holder: bytes = field(default=b"", repr=False)
    """By what the journal knows the holder of the document again; empty before one is presented."""

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        """Time what is done inside, whether it ends well or not."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.add(step, (time.perf_counter() - start) * 1000)

    def add(self, step: Step, milliseconds: float) -> None:
        timed = Timed(step, milliseconds)
        self.steps.append(timed)
        self.observer(timed)

    def since(self, step: Step, monotonic: float) -> None:
        """Count the step as begun at this ``time.monotonic()``."""
        self.add(step, max(0.0, time.monotonic() - monotonic) * 1000)

    def milliseconds(self) -> dict[str, float]:
        """The sum by step, rounded to hundredths."""
        total: dict[str, float] = {}
        for timed in self.steps:
            name = timed.step.value
            total[name] = total.get(name, 0.0) + timed.milliseconds
        return {name: round(value, 2) for name, value in total.items()}
