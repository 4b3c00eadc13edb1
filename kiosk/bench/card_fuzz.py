"""Hostile cards by the ten thousand: whole exchanges, damaged.

In two ways. On the wire, answers of a recorded exchange are damaged; nearly all of that is
stopped by secure messaging, as it should be. Inside, the files of a card that opens and protects
itself properly are damaged, as by a forger who has made a card: that reaches every parser.
"""

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

from kiosk.app.cards import holder_of
from kiosk.bench.card import TODAY
from kiosk.bench.damage import damaged
from kiosk.bench.figures import Figure
from kiosk.bench.memory import resident_mb
from kiosk.devices.card_reader.card.card import SimulatedCard
from kiosk.devices.card_reader.card.content import CardFiles
from kiosk.devices.card_reader.card.files import CARD_ACCESS, COM, Files
from kiosk.devices.card_reader.card.issuer import Issuer
from kiosk.devices.card_reader.card.pace import Mapping, PaceVariant
from kiosk.devices.card_reader.card.personalise import personalise
from kiosk.devices.card_reader.card.profile import EcActiveAuthentication, Profile
from kiosk.devices.card_reader.card.randomness import Randomness
from kiosk.emrtd import cccd
from kiosk.emrtd.errors import EmrtdError
from kiosk.emrtd.identity import Identity
from kiosk.emrtd.passwords import AccessKeys
from kiosk.emrtd.reading import ChipReading
from kiosk.emrtd.trust import TrustStore
from kiosk.frontdesk.generate import people

CASES = 100_000
ON_THE_WIRE = 0.3
"""Share of the cases."""
LONGEST_MS = 1000.0
GROWTH_MB = 64.0
_SETTLED = 500
"""Cases after which memory has its size: every module has been imported by then."""
_TOLD = 20
_NO_ANSWER = bytes.fromhex("6f00")
_PORTRAIT = 4000
"""Bytes of a face: small, so that a case takes little time."""

_PROFILES = (
    Profile(pace=(), extended_length=(2048, 2048)),
    Profile(pace=(), chip_authentication=None, active_authentication=EcActiveAuthentication()),
    Profile(extended_length=(2048, 2048)),
    Profile(pace=(PaceVariant(Mapping.CHIP_AUTHENTICATION),), chip_authentication=None),
)
_WEIGHTS = (6, 3, 1, 1)
"""BAC costs a tenth of what PACE does, and the files behind it are the same."""


class _Seeded(Randomness):
    """A card that does the same every time."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def octets(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def scalar(self, order: int) -> int:
        return self._random.randrange(1, order)


@dataclass(frozen=True, slots=True)
class Target:
    """A sound card, an exchange with it, and what it says."""

    content: CardFiles
    keys: AccessKeys
    trust: TrustStore
    answers: tuple[bytes, ...]
    truth: Identity

    @classmethod
    def of(cls, profile: Profile) -> "Target":
        """The card of the first patient who has one, equipped like this."""
        person = next(one for one in people() if one.card_issued)
        issuer = Issuer.new()
        holder = holder_of(person, portrait_bytes=_PORTRAIT, jpeg=True)
        content = personalise(holder, issuer, profile)
        keys = cccd.access_keys(person.personal_number, person.born, person.card_issued)
        trust = TrustStore.of([issuer.csca_der])
        card, answers = SimulatedCard(content, randomness=_Seeded(0)), []

        def transmit(command: bytes) -> bytes:
            answers.append(card.process(command))
            return answers[-1]

        truth = _read(transmit, content.atr, keys, trust)
        assert truth.authenticity.is_verified
        return cls(content, keys, trust, tuple(answers), truth)


@dataclass(slots=True)
class Tally:
    """What the cases came to."""

    refused: int = 0
    """Ended in an error of the library."""
    read: int = 0
    """Read to the end, with or without a verdict."""
    believed: int = 0
    """Shown as verified, and yet it tells something else than the sound card: must not be."""
    strange: list[str] = field(default_factory=list)
    """Exceptions of other kinds, with the case's number: must not be either."""
    longest: float = 0.0
    """Seconds of the processor, the card's own among them."""
    growth_mb: float = 0.0


def fuzz_figures(cases: int = CASES, seed: int = 1) -> Iterator[Figure]:
    """Damage that many exchanges; the same seed makes the same ones. Uses every processor."""
    workers = min(os.cpu_count() or 1, cases)
    numbers = [range(worker, cases, workers) for worker in range(workers)]
    # Not forked: a child must not inherit the threads' locks of whoever measures.
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        tallies = list(pool.map(run_cases, numbers, [seed] * workers))
    strange = [one for tally in tallies for one in tally.strange]
    sys.stderr.writelines(f"{one}\n" for one in strange[:_TOLD])
    yield Figure("damaged exchanges", cases, "")
    yield Figure("  refused by an error of the library", sum(t.refused for t in tallies), "")
    yield Figure("  read to the end", sum(t.read for t in tallies), "")
    yield Figure("  other exceptions", len(strange), "", 0)
    yield Figure(
        "  believed although they tell something else", sum(t.believed for t in tallies), "", 0
    )
    yield Figure("  the longest", max(t.longest for t in tallies) * 1000, "ms", LONGEST_MS)
    yield Figure("  growth of memory", max(t.growth_mb for t in tallies), "MB", GROWTH_MB)


def run_cases(numbers: range, seed: int) -> Tally:
    """The cases of these numbers, one after another."""
    targets = [Target.of(profile) for profile in _PROFILES]
    tally = Tally()
    settled = 0.0
    for done, number in enumerate(numbers):
        if done == min(_SETTLED, len(numbers) - 1):
            settled = resident_mb()
        one_case(targets, f"{seed}-{number}", tally)
    tally.growth_mb = resident_mb() - settled
    return tally


def one_case(targets: list[Target], seed: str, tally: Tally) -> None:
    """One damaged exchange, from its seed alone."""
    rng = random.Random(seed)
    target = rng.choices(targets, _WEIGHTS[: len(targets)])[0]
    harm = _on_the_wire if rng.random() < ON_THE_WIRE else _inside
    transmit = harm(target, rng)
    began = time.process_time()  # of the processor: whatever else runs here is no card's fault
    try:
        identity = _read(transmit, target.content.atr, target.keys, target.trust)
    except EmrtdError:
        tally.refused += 1
    except Exception as error:  # what this looks for
        tally.strange.append(f"{seed}: {type(error).__name__}")
    else:
        tally.read += 1
        if identity.authenticity.is_verified and not _same(identity, target.truth):
            tally.believed += 1
    tally.longest = max(tally.longest, time.process_time() - began)


def _read(
    transmit: Callable[[bytes], bytes], atr: bytes, keys: AccessKeys, trust: TrustStore
) -> Identity:
    """As a visit reads, and then the face. The reader's own random values are always the same."""
    octets = random.Random(0).randbytes
    reading = ChipReading(transmit, atr=atr, trust=trust, today=TODAY, random=octets)
    reading.probe()
    identity = reading.identify(keys)
    reading.face()
    return identity


def _same(one: Identity, other: Identity) -> bool:
    return one.mrz == other.mrz and one.person in (other.person, None)


def _on_the_wire(target: Target, rng: random.Random) -> Callable[[bytes], bytes]:
    """The recorded answers in their order, some of them damaged."""
    answers = list(target.answers)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        nth = rng.randrange(len(answers))
        answers[nth] = damaged(answers[nth], rng)
    remaining = iter(answers)
    return lambda command: next(remaining, _NO_ANSWER)


def _inside(target: Target, rng: random.Random) -> Callable[[bytes], bytes]:
    """A card that works, with damaged files."""
    master, application = (
        dict(target.content.files.master),
        dict(target.content.files.application or {}),
    )
    for _ in range(rng.choice((1, 1, 1, 2))):
        held = rng.choice((application, application, application, master))
        # Nobody reads EF.COM; EF.CardAccess of a card without PACE is not there.
        names = [name for name in held if name != COM] or [CARD_ACCESS]
        name = rng.choice(names)
        held[name] = damaged(held.get(name, b"\x31\x00"), rng)
    files = Files(master, application, target.content.files.locked)
    card = SimulatedCard(replace(target.content, files=files), randomness=_Seeded(0))
    return card.process
