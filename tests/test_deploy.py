"""The files of docs/deploy are accepted by the programs that they are for."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from webapp.config import public_url
from webapp.planner.body_limits import LARGE_BYTES

FOLDER = Path(__file__).parents[1] / "docs" / "deploy"
UNITS = sorted(FOLDER.glob("*.service"))


def settings() -> dict[str, str]:
    lines = (FOLDER / "renxing-atlas.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_systemd_takes_the_unit(path: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    text = path.read_text()
    # What is installed on a server stands in for what is not here.
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE)
    text = re.sub(r"^(After|Wants)=.*\n", "", text, flags=re.MULTILINE)
    (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        [program, "verify", "--man=no", str(tmp_path / path.name)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if path.name in line]
    assert not said


def test_units_start_modules_that_exist() -> None:
    for path in UNITS:
        found = re.search(r"^ExecStart=.* -m ([\w.]+)$", path.read_text(), re.MULTILINE)
        assert found
        assert (FOLDER.parents[1] / (found[1].replace(".", "/") + ".py")).is_file()


def test_nginx_takes_the_configuration(tmp_path: Path) -> None:
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None:
        pytest.skip("nginx is not installed")
    text = (FOLDER / "nginx.conf").read_text()
    text = re.sub(r"^\s*ssl_.*\n", "", text, flags=re.MULTILINE).replace(" 443 ssl", " 443")
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{\n{text}\n}}\n"
    )
    done = subprocess.run(
        [program, "-t", "-e", "stderr", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "syntax is ok" in done.stderr, done.stderr


def test_nginx_lets_the_largest_file_pass() -> None:
    found = re.search(r"client_max_body_size (\d+)m;", (FOLDER / "nginx.conf").read_text())
    assert found
    assert int(found[1]) * 1024 * 1024 > LARGE_BYTES


def test_settings_are_known() -> None:
    text = "".join(path.read_text() for path in (FOLDER.parents[1] / "webapp").rglob("*.py"))
    names = {*settings(), "ATLAS_REDIS_URL", "ATLAS_WORKER"}
    assert not {name for name in names if f'"{name}"' not in text}
    assert public_url(settings()["ATLAS_PUBLIC_URL"]) == "https://atlas.example.org"
