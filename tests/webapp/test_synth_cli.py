from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp.cli import init_app
from webapp.synth_cli import synth


def run(*arguments: str):
    return CliRunner().invoke(synth, arguments)


def test_synth_writes_a_file_and_says_that_it_is_synthetic(tmp_path: Path) -> None:
    out = tmp_path / "made.csv"
    result = run("--rows", "40", "--seed", "7", "--out", str(out), "--city", "shanghai")

    assert result.exit_code == 0, result.output
    assert f"{out}: 40 synthetic enterprises" in result.output
    assert "合成数据" in result.output
    assert len(out.read_text("utf-8").splitlines()) == 41


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--rows", "0"), "0 rows; allowed are 1 to"),
        (("--city", "atlantis"), 'no "atlantis" in cities.csv; allowed: shanghai, shenzhen'),
        (("--out", "made.xlsx"), '"made.xlsx" ends in none of'),
        (("--out", "nowhere/made.csv"), "No such file or directory"),
    ],
)
def test_synth_says_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("--rows", "5", "--seed", "1", "--out", "made.csv", *arguments)

    assert result.exit_code == 1
    assert message in result.output
    assert list(tmp_path.iterdir()) == []


def test_synth_is_registered() -> None:
    class Group:
        def __init__(self) -> None:
            self.names: list[str] = []

        def add_command(self, command) -> None:
            self.names.append(command.name)

    class App:
        cli = Group()

    init_app(App())  # type: ignore[arg-type]
    assert "synth" in App.cli.names
