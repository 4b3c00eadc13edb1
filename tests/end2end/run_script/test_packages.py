"""What ``./run`` installs where something is missing, and what it says where it cannot."""

import pytest

from tests.end2end.run_script.machine import Machine


def test_headers_of_python_are_installed_where_they_are_missing(machine: Machine) -> None:
    machine.headers.unlink()
    machine.has_all_packages_but("python3-dev")
    assert machine.run("demo").returncode == 0
    assert machine.calls() == machine.run_set_up
    machine.run("card-readers")
    install, *sync = machine.calls()
    assert install.endswith(" -y python3-dev")
    assert sync == machine.readers_set_up


def test_where_nothing_can_be_compiled_the_kiosk_runs_without_card_readers(
    machine: Machine,
) -> None:
    machine.has("uv", 'case "$*" in *requirements-pcsc.lock) exit 1;; esac')
    for _ in range(2):
        done = machine.run("card-readers")
        assert done.returncode == 1
        assert "card readers cannot be used" in done.stderr
        assert machine.calls() == machine.readers_set_up + machine.run_set_up
    assert machine.run("doctor").stdout.startswith("python -P -m kiosk doctor")
    assert machine.calls() == machine.run_set_up
    done = machine.run("test")
    assert "card readers cannot be used" in done.stderr
    assert "python -P -m pytest" in done.stdout


def test_missing_packages_are_named_and_installed(machine: Machine) -> None:
    machine.has_all_packages_but("libegl1|libzbar0*")
    done = machine.run("doctor")
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0] == "Installing system packages: libegl1 libzbar0 "
    install, sync = machine.calls()
    assert install.endswith(" install --no-install-recommends -y libegl1 libzbar0")
    assert [sync] == machine.run_set_up


def test_libraries_are_installed_by_their_newer_name_where_it_is_known(machine: Machine) -> None:
    machine.has_all_packages_but("libzbar0*")
    machine.knows_all_packages_but("libzbar0")
    assert "Installing system packages: libzbar0t64 \n" in machine.run("doctor").stderr


def test_either_name_of_a_library_will_do(machine: Machine) -> None:
    machine.has_all_packages_but("libzbar0|libglib2.0-0t64")
    assert machine.run("doctor").returncode == 0
    assert machine.calls() == machine.run_set_up


def test_whoever_is_not_root_uses_sudo(machine: Machine) -> None:
    machine.is_user(1000)
    machine.has("sudo", '"$@"')
    machine.has_all_packages_but("libegl1")
    assert machine.run("doctor").returncode == 0
    assert machine.calls()[0].startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get ")


def test_package_lists_are_brought_up_to_date_where_that_is_needed(machine: Machine) -> None:
    machine.has_all_packages_but("libegl1")
    machine.has("apt-get", 'case "$*" in *update) >"$0.new";; *) [ -e "$0.new" ];; esac')
    done = machine.run("doctor")
    assert done.returncode == 0
    assert "could not" not in done.stderr
    calls = [call for call in machine.calls() if call.startswith("apt-get ")]
    assert [next(w for w in call.split() if w in ("install", "update")) for call in calls] == [
        "install", "update", "install",
    ]  # fmt: skip


@pytest.mark.parametrize("lacking", ["packages", "sudo"])
def test_what_cannot_be_installed_is_said_each_time_and_the_command_tried(
    machine: Machine, lacking: str
) -> None:
    machine.has_all_packages_but("libegl1")
    if lacking == "sudo":
        machine.is_user(1000)
    else:
        machine.has("apt-get", "exit 100")
    for _ in range(2):
        done = machine.run("doctor")
        assert "They could not be installed. As root: apt-get install libegl1" in done.stderr
        assert done.stdout.startswith("python -P -m kiosk doctor")


def test_other_distributions_are_told_what_is_needed_once(machine: Machine) -> None:
    machine.lacks("apt-get", "apt-cache", "dpkg-query")
    done = machine.run("doctor")
    assert done.stdout.startswith("python -P -m kiosk doctor")
    assert "libegl1" in done.stderr
    assert machine.run("doctor").stderr == ""


def test_an_old_python_is_refused_by_name(machine: Machine) -> None:
    machine.has_python("python3", 9)
    done = machine.run("doctor")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "Here is Python 3.9.0." in done.stderr
    assert machine.calls() == []


def test_a_newer_python_beside_an_old_one_is_found(machine: Machine) -> None:
    machine.has_python("python3", 9)
    machine.has_python("python3.12", 12)
    assert machine.run("doctor").returncode == 0


def test_a_missing_python_is_installed_like_a_library(machine: Machine) -> None:
    (machine.programs / "python3").rename(machine.programs / "later")
    machine.has_all_packages_but("python3")
    machine.has("apt-get", f'mv "{machine.programs}/later" "{machine.programs}/python3"')
    done = machine.run("doctor")
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("Installing system packages: python3 \n")


def test_uv_is_fetched_by_its_hash_where_there_is_none(machine: Machine) -> None:
    machine.lacks("uv")
    machine.run("doctor")
    fetch, sync = machine.calls()
    assert fetch.startswith("pip install ")
    assert fetch.endswith(f"--require-hashes -r {machine.checkout}/requirements-uv.lock")
    assert [sync] == machine.run_set_up
    machine.run("test")
    assert machine.calls() == machine.test_set_up, "fetched once"
