"""Reading a chip card: against the floor of its link, in our own code, and through pcscd."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kiosk.app.cards import holder_of
from kiosk.bench.card_floor import floor
from kiosk.bench.figures import RATIO, Figure, median
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.files import CARD_ACCESS, SOD, data_group
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.link import Link
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import Profile
from kiosk.emrtd import cccd
from kiosk.emrtd.identity import Stage
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.reading import ChipReading
from kiosk.emrtd.trust import TrustStore
from kiosk.frontdesk.generate import people

RUNS = 7
TODAY = date(2026, 6, 1)
EXTENDED = (2048, 1024)
"""Longest command and answer of a card with extended length: what cards announce at least."""

Transmit = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Subject:
    """A card, and all that is known to open and judge it."""

    card: SimulatedCard
    keys: AccessKeys
    trust: TrustStore
    card_access: int
    """Bytes of EF.CardAccess."""
    person: tuple[int, int, int]
    """Bytes of DG1, EF.SOD and DG13."""
    face: int
    """Bytes of DG2."""

    @classmethod
    def of(cls, profile: Profile = Profile()) -> "Subject":
        """The card of the first patient who has one."""
        person = next(one for one in people() if one.card_issued)
        issuer = Issuer.new()
        keys = cccd.access_keys(person.personal_number, person.born, person.card_issued)
        content = personalise(holder_of(person), issuer, profile)
        files = content.files.application or {}
        return cls(
            SimulatedCard(content),
            keys,
            TrustStore.of([issuer.csca_der]),
            len(content.files.master[CARD_ACCESS]),
            (len(files[data_group(1)]), len(files[SOD]), len(files[data_group(13)])),
            len(files[data_group(2)]),
        )

    def reading(self, transmit: Transmit) -> ChipReading:
        """A new reading of the card, which was just laid."""
        self.card.reset()
        return ChipReading(transmit, atr=self.card.atr, trust=self.trust, today=TODAY)


def card_figures() -> Iterator[Figure]:
    """All of them. Takes about half a minute, most of it waiting for the link."""
    yield from _on_link("short length", Subject.of(), longest=256, limits=(1.3, 1.15))
    extended = Subject.of(Profile(extended_length=EXTENDED))
    yield from _on_link("extended length", extended, longest=EXTENDED[1] - 2, limits=None)
    yield from _in_our_code(Subject.of())


def _on_link(
    name: str, subject: Subject, longest: int, limits: tuple[float, float] | None
) -> Iterator[Figure]:
    link = Link(kbit_s=424, turnaround_s=0.010)

    def transmit(command: bytes) -> bytes:
        return link.transmit(subject.card, command)

    person: list[_Run] = []
    whole: list[_Run] = []
    for _ in range(RUNS):
        reading = subject.reading(transmit)
        began, computed = time.perf_counter(), subject.card.seconds
        reading.identify(subject.keys, proof=False)
        person.append(_Run.since(began, subject.card.seconds - computed, reading))
        reading.face()
        whole.append(_Run.since(began, subject.card.seconds - computed, reading))
    parts = (
        (f"DG1, DG13, SOD, {name}", person, subject.person),
        (
            f"the same and DG2 ({subject.face} bytes), {name}",
            whole,
            (*subject.person, subject.face),
        ),
    )
    for (part, runs, files), limit in zip(parts, limits or (None, None), strict=True):
        least = floor(link, subject.card_access, files, longest)
        took = median([run.seconds for run in runs])
        bound = least.seconds + median([run.card for run in runs])
        yield Figure(part, took * 1000, "ms")
        yield Figure("  floor: the link at the fewest commands, and the card", bound * 1000, "ms")
        yield Figure("  time to floor", took / bound, RATIO, limit)
        yield Figure("  commands", runs[0].exchanges, "")
        yield Figure("  fewest commands", least.exchanges, "")


@dataclass(frozen=True, slots=True)
class _Run:
    seconds: float
    card: float
    exchanges: int

    @classmethod
    def since(cls, began: float, card: float, reading: ChipReading) -> "_Run":
        return cls(time.perf_counter() - began, card, reading.chip.exchanges)


def _in_our_code(subject: Subject) -> Iterator[Figure]:
    """Without a link; what the card computes is taken off."""
    runs = [_own_seconds(subject) for _ in range(RUNS)]
    access, whole = ([run[part] * 1000 for run in runs] for part in (0, 1))
    yield Figure("our code, PACE", median(access), "ms", 60)
    yield Figure("our code, whole reading with DG2 and all proofs", median(whole), "ms", 150)


def _own_seconds(subject: Subject) -> tuple[float, float]:
    """Of one reading: to the end of PACE, and in all."""
    opened: list[float] = []

    def heard(stage: Stage, share: float) -> None:
        if stage is Stage.ACCESS:
            opened.append(subject.card.seconds)

    subject.card.reset()
    reading = ChipReading(
        subject.card.process,
        atr=subject.card.atr,
        trust=subject.trust,
        today=TODAY,
        on_progress=heard,
    )
    spent, began = subject.card.seconds, time.perf_counter()
    identity = reading.identify(subject.keys)
    reading.face()
    whole = time.perf_counter() - began - (subject.card.seconds - spent)
    return identity.seconds[Stage.ACCESS] - (opened[-1] - spent), whole
