"""The PIN of the staff page, and how often it may be tried."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters

from kiosk.checkin.staff_lock import LOCKS_S, TRIES, Gate, Tries, TriesInMemory
from kiosk.checkin.staff_pin import LONGEST, SHORTEST, WeakPin, fits, hashed
from tests.flow.stand import PushedClock

PIN = "246813"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_hash_fits_its_pin_and_no_other() -> None:
    made = hashed(PIN)
    assert PIN not in made
    assert extract_parameters(made).memory_cost == 64 * 1024
    assert asyncio.run(fits(made, PIN))
    assert not asyncio.run(fits(made, "246814"))


@pytest.mark.parametrize("pin", ["", "0" * (LONGEST + 1), "２４６８１３", "24681"])
def test_what_is_no_pin_fits_nothing(pin: str) -> None:
    assert not asyncio.run(fits(HASH, pin))


@pytest.mark.parametrize(
    "hash_",
    ["", "246813", "$argon2id$", HASH[:-4]],
    ids=["nothing", "the PIN", "its beginning", "cut off"],
)
def test_what_is_no_hash_opens_to_nobody(hash_: str) -> None:
    assert not asyncio.run(fits(hash_, PIN))


@pytest.mark.parametrize(
    "pin",
    ["12345", "1" * (LONGEST + 1), "12345a", "２４６８１３", "", "111111", "121212", "123456",
     "987654", "890123"],
)  # fmt: skip
def test_nobody_may_choose_a_pin_that_everybody_tries(pin: str) -> None:
    with pytest.raises(WeakPin) as refused:
        hashed(pin)
    assert not pin or pin not in str(refused.value)


def test_a_pin_of_the_shortest_and_longest_kind() -> None:
    for pin in ("135246", "135246135246"):
        assert SHORTEST <= len(pin) <= LONGEST
        assert hashed(pin).startswith("$argon2id$")


def test_after_five_wrong_ones_it_is_locked_for_one_then_five_then_fifteen_minutes() -> None:
    tries, now, locks = Tries(), NOW, []
    for _ in range(4 * TRIES):
        tries = tries.one_more(now)
        left = tries.left_s(now)
        locks.append(left)
        now += timedelta(seconds=left)
    expected: list[float] = [0.0] * (4 * TRIES)
    expected[4], expected[9], expected[14], expected[19] = 60, 300, 900, 900
    assert locks == expected


def test_a_clock_that_is_set_back_locks_nobody_out_for_ever() -> None:
    tries = Tries(TRIES, NOW + timedelta(seconds=LOCKS_S[0]))
    assert tries.left_s(NOW - timedelta(days=9000)) == LOCKS_S[0]
    assert tries.left_s(NOW + timedelta(seconds=30)) == 30
    assert tries.left_s(NOW + timedelta(days=1)) == 0


def test_they_outlive_the_process() -> None:
    for tries in (Tries(), Tries(3), Tries(10, NOW)):
        assert Tries.from_json(tries.to_json()) == tries


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"wrong": -1, "until": null}',
        '{"wrong": true, "until": null}',
        '{"wrong": 1.5, "until": null}',
        '{"wrong": 99999999999, "until": null}',
        '{"wrong": 5, "until": 17}',
        '{"wrong": 5, "until": "2026-11-23T01:00:00"}',
        '{"wrong": 5, "until": "soon"}',
        '{"wrong": 5, "until": null, "more": 1}',
        '{"wrong": 5, "until": null}' + " " * 500,
    ],
)
def test_what_they_did_not_write_is_not_believed(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of json, of datetime, or of ours
        Tries.from_json(text)


class Watched(TriesInMemory):
    """Keeps, and remembers each time."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[Tries] = []

    async def keep(self, tries: Tries) -> None:
        self.all.append(tries)
        await super().keep(tries)


def test_the_gate_opens_to_the_pin_and_forgets_the_wrong_ones() -> None:
    async def run() -> None:
        clock, kept = PushedClock(), Watched()
        gate = Gate(HASH, clock, kept)
        assert not await gate.opens("135246")
        assert await gate.opens(PIN)
        assert [one.wrong for one in kept.all] == [1, 2, 0]

    asyncio.run(run())


def test_a_try_is_kept_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        clock, kept = PushedClock(), Watched()
        seen: list[int] = []

        async def looked(hash_: str, pin: str) -> bool:
            seen.append(kept.held(NOW).wrong)
            return False

        monkeypatch.setattr("kiosk.checkin.staff_lock.fits", looked)
        await Gate(HASH, clock, kept).opens(PIN)
        assert seen == [1]

    asyncio.run(run())


def test_a_locked_gate_opens_to_nobody_until_its_time_is_over() -> None:
    async def run() -> None:
        clock, kept = PushedClock(), TriesInMemory()
        gate = Gate(HASH, clock, kept)
        for _ in range(TRIES):
            assert gate.locked_s == 0
            assert not await gate.opens("135246")
        assert gate.locked_s == LOCKS_S[0]
        assert not await gate.opens(PIN)
        again = Gate(HASH, clock, kept)  # as after a restart
        assert again.locked_s == LOCKS_S[0]
        await clock.push(LOCKS_S[0])
        assert await again.opens(PIN)

    asyncio.run(run())
