import json
import subprocess
import tarfile
from io import BytesIO

import pytest

from layers import vendoring
from layers.vendoring import FOLDERS, VendoringError, check, main, readme, vendor

PINS = """
[[library]]
name = "dot"
version = "1.0.0"
origin = "npm:dot@1.0.0"
licence = "MIT"
why = "tests"
files = [
  { member = "dist/dot.js", path = "dot.js", replaces = ["u"] },
  { member = "dist/dot.css", path = "dot.css" },
]
"""
FILES = {"dist/dot.js": b"dot()", "dist/dot.css": b"a{}", "dist/unwanted.js": b"x"}


@pytest.fixture
def registry(monkeypatch):
    """Stand in for `npm pack` with packages of our own; no network."""
    files = dict(FILES)

    def run(command, **_):
        folder = command[-1].removeprefix("--pack-destination=")
        with tarfile.open(f"{folder}/dot.tgz", "w:gz") as archive:
            for name, content in files.items():
                member = tarfile.TarInfo(f"package/{name}")
                member.size = len(content)
                archive.addfile(member, BytesIO(content))
        answer = json.dumps([{"filename": "dot.tgz", "integrity": "sha512-x"}])
        return subprocess.CompletedProcess(command, 0, answer, "")

    monkeypatch.setattr(vendoring.subprocess, "run", run)
    monkeypatch.setattr(vendoring.shutil, "which", lambda _: "npm")
    return files


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "libraries.toml").write_text(PINS)
    return tmp_path


def test_vendor_takes_only_the_listed_files_untouched(folder, registry):
    vendor(folder)

    assert (folder / "dot-1.0.0" / "dot.js").read_bytes() == FILES["dist/dot.js"]
    assert not (folder / "dot-1.0.0" / "unwanted.js").exists()
    assert check(folder) == []


def test_vendor_writes_where_each_file_comes_from(folder, registry):
    vendor(folder)

    (library,) = json.loads((folder / "manifest.json").read_text())["libraries"]
    assert library["integrity"] == {"npm:dot@1.0.0": "sha512-x"}
    assert library["files"][0] == {
        "path": "dot.js",
        "origin": "npm:dot@1.0.0",
        "member": "dist/dot.js",
        "replaces": ["u"],
        "bytes": 5,
        # sha256sum of the five bytes
        "sha256": "878e6a53661b06f0378e334ab29b7520960623faa847e4ebbef10412e39a0add",
    }


def test_vendor_again_changes_nothing(folder, registry):
    vendor(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    vendor(folder)

    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_vendor_refuses_a_package_that_changed(folder, registry):
    vendor(folder)
    registry["dist/dot.js"] = b"evil()"

    with pytest.raises(VendoringError, match=r"dot-1\.0\.0/dot\.js.*nothing was written"):
        vendor(folder)
    assert (folder / "dot-1.0.0" / "dot.js").read_bytes() == FILES["dist/dot.js"]


def test_vendor_of_another_version_replaces_the_folder(folder, registry):
    vendor(folder)
    (folder / "libraries.toml").write_text(PINS.replace("1.0.0", "1.0.1"))
    registry["dist/dot.js"] = b"dot(2)"
    vendor(folder)

    assert [path.name for path in folder.iterdir() if path.is_dir()] == ["dot-1.0.1"]
    assert check(folder) == []


def test_vendor_refuses_a_file_that_the_package_lacks(folder, registry):
    del registry["dist/dot.js"]

    with pytest.raises(VendoringError, match=r"npm:dot@1\.0\.0 has no file dist/dot\.js"):
        vendor(folder)


@pytest.mark.parametrize(
    "css", ["a{b:url(//fonts.example/x)}", "@import 'https://a.example/x.css';"]
)
def test_vendor_refuses_a_style_sheet_that_loads_from_elsewhere(folder, registry, css):
    registry["dist/dot.css"] = css.encode()

    with pytest.raises(VendoringError, match=r"dot\.css loads"):
        vendor(folder)


@pytest.mark.parametrize("origin", ["npm:dot@1.0.0", "gem:dot@1.0.0", "pypi:folium@0.0.1"])
def test_vendor_says_which_package_cannot_be_had(folder, monkeypatch, origin):
    (folder / "libraries.toml").write_text(PINS.replace("npm:dot@1.0.0", origin))
    failed = subprocess.CompletedProcess([], 1, "", "npm ERR! E404")
    monkeypatch.setattr(vendoring.subprocess, "run", lambda *_, **__: failed)
    monkeypatch.setattr(vendoring.shutil, "which", lambda _: "npm")

    with pytest.raises(VendoringError, match="dot|folium"):
        vendor(folder)


def test_vendor_without_npm_says_so(folder, monkeypatch):
    monkeypatch.setattr(vendoring.shutil, "which", lambda _: None)

    with pytest.raises(VendoringError, match="npm is not installed"):
        vendor(folder)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda lib: (lib / "dot.js").write_text("evil()"), "dot.js has sha256"),
        (lambda lib: (lib / "dot.js").unlink(), "dot.js is missing"),
        (lambda lib: (lib / "new.js").write_text("x"), "new.js is not in the manifest"),
    ],
)
def test_check_names_each_difference(folder, registry, change, problem):
    vendor(folder)
    change(folder / "dot-1.0.0")

    (found,) = check(folder)
    assert problem in found


def test_check_notices_pins_that_were_never_fetched(folder, registry):
    vendor(folder)
    (folder / "libraries.toml").write_text(PINS.replace("1.0.0", "1.0.1"))

    assert "dot-1.0.1/dot.js is pinned but not in the manifest" in check(folder)


def test_main_fails_on_a_difference(folder, registry, capsys):
    assert main([str(folder)]) == 0
    assert main(["--check", str(folder)]) == 0
    (folder / "dot-1.0.0" / "dot.js").write_text("evil()")

    assert main(["--check", str(folder)]) == 1
    assert "dot.js has sha256" in capsys.readouterr().out


def test_main_reports_a_failed_run(folder, registry, capsys):
    del registry["dist/dot.js"]

    assert main([str(folder)]) == 1
    assert "has no file" in capsys.readouterr().err


@pytest.mark.parametrize("vendor_folder", FOLDERS, ids=lambda path: path.parent.name)
def test_what_is_vendored_here_is_what_the_manifest_says(vendor_folder):
    assert check(vendor_folder) == []


@pytest.mark.parametrize("vendor_folder", FOLDERS, ids=lambda path: path.parent.name)
def test_the_readme_is_the_manifest(vendor_folder):
    manifest = json.loads((vendor_folder / "manifest.json").read_text())

    assert (vendor_folder / "README.md").read_text() == readme(manifest)


@pytest.mark.parametrize("vendor_folder", FOLDERS, ids=lambda path: path.parent.name)
def test_every_library_comes_with_its_licence(vendor_folder):
    for library in json.loads((vendor_folder / "manifest.json").read_text())["libraries"]:
        assert any("LICEN" in file["path"].upper() for file in library["files"]), library["name"]
