"""``./run test``: every check, each told and counted."""

import pytest

from tests.end2end.run_script.machine import Machine

CHECKS = ["ruff check", "ruff format", "lint-imports", "mypy"]
PYTEST = (
    "python -P -m pytest -n auto --dist loadfile --no-loadscope-reorder --max-worker-restart 0 "
)


def test_all_checks_run_beside_the_tests_and_are_told_after_them(machine: Machine) -> None:
    done = machine.run("test", "-m", "not slow", cwd=machine.programs)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"{PYTEST}-m not slow",
        f"in {machine.checkout} with {machine.checkout}",
        *(f"{name}: passed" for name in CHECKS),
    ]
    assert list(machine.temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("ruff check", "ruff check ."),
        ("ruff format", "ruff format --check ."),
        ("lint-imports", "lint-imports "),
        ("mypy", "mypy "),
    ],
)
def test_a_failed_check_is_shown_and_counts(machine: Machine, name: str, call: str) -> None:
    machine.fails(call)
    done = machine.run("test")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[lines.index(f"{name}: FAILED") + 1] == call
    assert done.stdout.count("FAILED") == 1
    assert PYTEST.strip() in done.stdout, "the tests run all the same"


def test_a_failed_test_counts(machine: Machine) -> None:
    machine.fails(PYTEST)
    assert machine.run("test").returncode == 1
