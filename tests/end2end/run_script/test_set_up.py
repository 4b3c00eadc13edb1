"""``./run``: what it sets up for which word, once, and that it hands a command on."""

import time

import pytest

from tests.end2end.run_script.machine import Machine


def test_a_command_of_the_kiosk_is_run_where_the_user_stands(machine: Machine) -> None:
    done = machine.run("scan", "a b", "*", cwd=machine.programs)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "python -P -m kiosk scan a b *",
        f"in {machine.programs} with {machine.checkout}",
    ]
    assert machine.calls() == machine.run_set_up


def test_the_status_of_a_command_is_handed_on(machine: Machine) -> None:
    machine.fails("python -P -m kiosk scan")
    assert machine.run("scan").returncode == 1


def test_without_a_command_the_commands_are_listed(machine: Machine) -> None:
    assert machine.run().stdout.startswith("python -P -m kiosk --help\n")


@pytest.mark.alone
def test_the_second_time_there_is_nothing_to_do(machine: Machine) -> None:
    machine.run("doctor")
    machine.calls()
    started = time.monotonic()
    done = machine.run("doctor")
    assert time.monotonic() - started < 1
    assert (done.returncode, done.stderr, machine.calls()) == (0, "", [])


@pytest.mark.parametrize("changed", ["run", "requirements.lock", "requirements-pcsc.lock"])
def test_what_changed_is_set_up_again(machine: Machine, changed: str) -> None:
    machine.run("doctor")
    machine.calls()
    with (machine.checkout / changed).open("a") as file:
        file.write("# changed\n")
    machine.run("doctor")
    assert machine.calls() == machine.run_set_up


def test_a_set_up_that_was_broken_off_is_done_again(machine: Machine) -> None:
    machine.has("uv", "exit 2")
    assert machine.run("doctor").returncode == 2
    machine.has("uv")
    machine.calls()
    assert machine.run("doctor").returncode == 0
    assert machine.calls() == machine.run_set_up


def test_tests_bring_their_tools_and_the_demo_keeps_them(machine: Machine) -> None:
    machine.run("doctor")
    machine.calls()
    machine.run("test")
    assert machine.calls() == machine.test_set_up
    machine.run("demo")
    assert machine.calls() == []
    (machine.checkout / "requirements.lock").write_text("# changed\n")
    machine.run("demo")
    assert machine.calls() == machine.test_set_up


def test_only_tests_bring_the_packages_of_tests(machine: Machine) -> None:
    machine.has_all_packages_but("cups")
    machine.run("demo")
    assert machine.calls() == machine.run_set_up
    machine.run("test")
    assert machine.calls()[0].endswith(" -y cups")


@pytest.mark.parametrize("there", [True, False])
def test_tests_go_on_without_the_parser_that_npm_fetches(machine: Machine, there: bool) -> None:
    if there:
        machine.has("npm", "exit 1")
    else:
        machine.lacks("npm")
    done = machine.run("test")
    assert done.returncode == 0, done.stderr
    assert "its tests are skipped" in done.stderr
    machine.calls()
    machine.has("npm")
    machine.run("test")
    assert machine.calls() == machine.test_set_up, "tried again"
    (machine.npos / "package-lock.json").write_text("{}  \n")
    machine.run("test")
    assert machine.npm_ci in machine.calls(), "another version is locked"


def test_card_readers_are_set_up_when_asked_for_and_kept(machine: Machine) -> None:
    machine.has_all_packages_but("pcscd|libccid")
    machine.run("demo")
    assert machine.calls() == machine.run_set_up, "nothing is compiled for a demonstration"
    done = machine.run("card-readers")
    assert done.returncode == 0, done.stderr
    assert "set card_reader.source to pcsc" in done.stderr
    install, *sync = machine.calls()
    assert install.endswith(" -y pcscd libccid")
    assert sync == machine.readers_set_up
    machine.run("doctor")
    assert machine.calls() == []
    (machine.checkout / "requirements.lock").write_text("# changed\n")
    machine.run("doctor")
    assert machine.calls()[1:] == machine.readers_set_up


def test_testers_have_what_card_readers_need(machine: Machine) -> None:
    machine.run("test")
    assert machine.calls() == machine.test_set_up
    assert machine.run("card-readers").returncode == 0
    assert machine.calls() == []
