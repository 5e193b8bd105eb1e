import importlib.metadata
import re
import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
LISTS = {
    name: PROJECT / name
    for name in (
        "requirements.txt",
        "requirements-cluster.txt",
        "tests/requirements.txt",
        "tests/benchmarks/requirements.txt",
    )
}
INSTALLED_BY_TEST = {
    "requirements.txt": "requirements.txt",
    "requirements-cluster.txt": "tests/requirements.txt",
    "tests/requirements.txt": "tests/requirements.txt",
}
COMMANDS = re.findall(r"^([a-z]+):.*## ", (PROJECT / "Makefile").read_text(), re.MULTILINE)


def make(*arguments, folder=PROJECT):
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def pins(name):
    lines = (line.partition("#")[0].strip() for line in LISTS[name].read_text().splitlines())
    return [line for line in lines if line and not line.startswith("-r ")]


@pytest.fixture
def installed(tmp_path):
    """A copy of the Makefile beside an environment that seems complete."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / "tests" / "benchmarks").mkdir(parents=True)
    for name in ("Makefile", *LISTS):
        shutil.copy(PROJECT / name, tmp_path / name)
    for name in ("bin/python", ".runtime", ".tests"):
        (tmp_path / ".venv" / name).touch()
    return tmp_path


def test_help_lists_every_command():
    status, text = make("help")
    assert status == 0
    assert [line.split()[1] for line in text.splitlines()] == COMMANDS
    assert {"serve", "test", "check", "bench", "data", "vendor", "help"} <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_well_formed(command):
    status, text = make("--dry-run", command)
    assert status == 0, text


@pytest.mark.parametrize("command", ["serve", "test"])
def test_second_start_installs_nothing(installed, command):
    assert "pip" not in make("--dry-run", command, folder=installed)[1]


@pytest.mark.parametrize("name", INSTALLED_BY_TEST)
def test_changed_list_is_installed(installed, name):
    (installed / name).write_text("flask==9\n")
    text = make("--dry-run", "test", folder=installed)[1]
    assert f"-r {INSTALLED_BY_TEST[name]}" in text


def test_peers_are_installed_for_the_benchmarks_alone(installed):
    assert "benchmarks/requirements" not in make("--dry-run", "test", folder=installed)[1]
    text = make("--dry-run", "bench", folder=installed)[1]
    assert "-r tests/benchmarks/requirements.txt" in text


def test_missing_browser_is_a_plain_failure(installed):
    status, text = make("chromium", "CHROMIUM=/no/such", folder=installed)
    assert status != 0
    assert "CHROMIUM=/no/such is not a program" in text


@pytest.mark.parametrize("name", INSTALLED_BY_TEST)
def test_every_requirement_is_pinned_to_what_is_tested(name):
    for line in pins(name):
        package, version = re.fullmatch(r"([\w.-]+)==([\w.]+)", line).groups()
        assert importlib.metadata.version(package) == version


def test_lists_do_not_overlap():
    listed = [line for name in LISTS for line in pins(name)]
    assert len(listed) == len(set(listed))


def test_ci_runs_the_test_command_and_nothing_else():
    lines = (PROJECT / ".ci" / "run").read_text().splitlines()
    commands = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    assert commands[-1] == "exec make test"
    assert not [line for line in commands if re.match(r"(pip|apt|python|npm|curl)", line)]
