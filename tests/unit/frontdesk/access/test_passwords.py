"""Argon2id hashes, and checking them beside other work."""

import asyncio
import threading
import time

import pytest
from argon2 import PasswordHasher

from kiosk.frontdesk.access import passwords
from kiosk.frontdesk.access.passwords import Crowded, Passwords, WeakPassword, hashed

PASSWORD = "mật khẩu rất dài"


def test_a_hash_is_argon2id_as_rfc_9106_recommends() -> None:
    found = hashed(PASSWORD)
    assert found.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", lambda: PasswordHasher(1, 8, 1))


@pytest.mark.usefixtures("quick")
def test_right_and_wrong_and_nobodys() -> None:
    assert hashed(PASSWORD) != hashed(PASSWORD)

    async def ask() -> list[bool]:
        known, checks = hashed(PASSWORD), Passwords()
        decomposed = "mật khẩu rất dài"
        return [
            await checks.fits(known, PASSWORD),
            await checks.fits(known, decomposed),
            await checks.fits(known, PASSWORD + "!"),
            await checks.fits(None, PASSWORD),
            await checks.fits("not a hash", PASSWORD),
            await checks.fits(known, "x" * 300),
        ]

    assert asyncio.run(ask()) == [True, True, False, False, False, False]


@pytest.mark.parametrize("password", ["", "short", "x" * 257])
def test_weak_ones_are_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        hashed(password)


def test_few_are_checked_at_once_and_many_are_turned_away(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once, most = 0, 0
    lock = threading.Lock()

    def slow(self: Passwords, hash_: str | None, password: str) -> bool:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.01)
        with lock:
            at_once -= 1
        return True

    monkeypatch.setattr(Passwords, "_verify", slow)

    async def ask() -> tuple[list[bool | BaseException], int]:
        checks, beats = Passwords(), 0
        tasks = [asyncio.create_task(checks.fits("h", "p")) for _ in range(passwords._WAITING + 4)]
        while not all(task.done() for task in tasks):
            beats += 1
            await asyncio.sleep(0.001)
        return await asyncio.gather(*tasks, return_exceptions=True), beats

    answers, beats = asyncio.run(ask())
    assert most == passwords._AT_ONCE
    assert sum(isinstance(one, Crowded) for one in answers) == 4
    assert beats > 20, "the loop stood still"
