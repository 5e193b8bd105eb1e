"""Fetch the pinned browser libraries and prove that the vendored files are theirs.

A vendor folder says in ``libraries.toml`` what it holds. ``python -m layers.vendoring``
downloads every package with ``npm pack``, takes only the listed files, untouched, and writes
``manifest.json`` (hashes, origins) and ``README.md``. What the manifest already lists must
come out the same, so a second run proves the folder; ``--check`` proves without network that
the files on disk are those of the manifest. To upgrade, change a version and run it.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from layers.assets import AssetError

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = (ROOT / "static" / "vendor", ROOT / "tests" / "vendor")
Json = dict[str, Any]

_OWN = {"libraries.toml", "manifest.json", "README.md"}
_REMOTE_CSS = re.compile(r"""(?:url\(\s*['"]?|@import\s+['"])(?:https?:)?//[^'")\s]+""")


class VendoringError(AssetError):
    """A package cannot be fetched, or a file is not what the manifest says."""


def read_libraries(folder: Path) -> list[Json]:
    """Read the pins of a vendor folder.

    Returns
    -------
    list of dict
        Tables of ``libraries.toml``; ``folder`` (name-version) is added, each file has
        ``member``, ``path``, ``origin`` and ``replaces``.
    """
    pins = tomllib.loads((folder / "libraries.toml").read_text(encoding="utf-8"))["library"]
    for library in pins:
        library["folder"] = f"{library['name']}-{library['version']}"
        for file in library["files"]:
            file.setdefault("origin", library["origin"])
            file.setdefault("replaces", [])
    return list(pins)


def vendor(folder: Path) -> Json:
    """Fetch everything that a folder pins, compare, write.

    Nothing is written when a file differs from the manifest.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    VendoringError
        If a package or a file in it cannot be had, if a style sheet loads something from
        elsewhere, or if a listed file has another hash than the manifest says.
    """
    pins = read_libraries(folder)
    with tempfile.TemporaryDirectory() as scratch:
        origins = {file["origin"] for library in pins for file in library["files"]}
        packages = {origin: _fetch(origin, Path(scratch)) for origin in sorted(origins)}
        contents = {
            (library["folder"], file["path"]): _member(packages[file["origin"]], file)
            for library in pins
            for file in library["files"]
        }
    manifest = {"libraries": [_entry(library, contents, packages) for library in pins]}
    _compare(_known_hashes(folder), manifest)
    for (library_folder, path), content in contents.items():
        target = folder / library_folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    (folder / "README.md").write_text(readme(manifest), encoding="utf-8")
    _drop_unpinned(folder, {library["folder"] for library in pins})
    return manifest


def check(folder: Path) -> list[str]:
    """Compare a vendor folder with its manifest and its pins, without network.

    Returns
    -------
    list of str
        One sentence per difference; empty when all is well.
    """
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listed = {
        f"{library['folder']}/{file['path']}": file["sha256"]
        for library in manifest["libraries"]
        for file in library["files"]
    }
    pinned = {
        f"{library['folder']}/{file['path']}"
        for library in read_libraries(folder)
        for file in library["files"]
    }
    found = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).as_posix() not in _OWN
    }
    problems = [f"{path} is pinned but not in the manifest" for path in pinned - listed.keys()]
    problems += [f"{path} is in the manifest but not pinned" for path in listed.keys() - pinned]
    problems += [f"{path} is missing" for path in listed.keys() - found.keys()]
    problems += [f"{path} is not in the manifest" for path in found.keys() - listed.keys()]
    problems += [
        f"{path} has sha256 {found[path]}, the manifest says {listed[path]}"
        for path in listed.keys() & found.keys()
        if found[path] != listed[path]
    ]
    return sorted(problems)


def readme(manifest: Json) -> str:
    """Write the table that people read."""
    rows = [
        f"| {library['name']} | {library['version']} | {library['licence']} | {library['why']} "
        f"| `{file['path']}` | {file['bytes']} | `{file['sha256']}` |"
        for library in manifest["libraries"]
        for file in library["files"]
    ]
    return "\n".join(
        [
            "# Vendored files",
            "",
            "Untouched files of published packages; written by `make vendor` from",
            "`libraries.toml`, proven by `python -m layers.vendoring --check`.",
            "",
            "| Library | Version | Licence | Needed by | File | Bytes | SHA-256 |",
            "|---|---|---|---|---|---:|---|",
            *rows,
            "",
        ]
    )


def _fetch(origin: str, scratch: Path) -> tuple[str, Mapping[str, bytes]]:
    """Get a package: how to recognise it again, and its files by path."""
    registry, _, package = origin.partition(":")
    name, _, version = package.rpartition("@")
    if registry == "npm":
        return _fetch_npm(package, scratch)
    if registry == "pypi":
        return _read_installed(name, version)
    msg = f"origin {origin!r} must begin with npm: or pypi:"
    raise VendoringError(msg)


def _fetch_npm(package: str, scratch: Path) -> tuple[str, Mapping[str, bytes]]:
    """Download a package; the recognition is the registry's integrity string."""
    if shutil.which("npm") is None:
        msg = "npm is not installed: it is needed to fetch packages, not to use the atlas"
        raise VendoringError(msg)
    command = [
        "npm",
        "pack",
        package,
        "--json",
        "--ignore-scripts",
        f"--pack-destination={scratch}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        msg = f"npm pack {package} failed: {done.stderr.strip()[-300:]}"
        raise VendoringError(msg)
    packed = json.loads(done.stdout)[0]
    with tarfile.open(scratch / Path(packed["filename"]).name) as archive:
        files = {
            member.name.partition("/")[2]: stream.read()
            for member in archive
            if member.isfile() and (stream := archive.extractfile(member))
        }
    return packed["integrity"], files


def _read_installed(name: str, version: str) -> tuple[str, Mapping[str, bytes]]:
    """Read the files of an installed Python package, by path below its top folder."""
    installed = importlib.metadata.version(name)
    if installed != version:
        msg = f"{name} {version} is pinned but {installed} is installed"
        raise VendoringError(msg)
    entries = importlib.metadata.files(name) or []
    return "", {
        entry.relative_to(name).as_posix(): Path(str(entry.locate())).read_bytes()
        for entry in entries
        if entry.is_relative_to(name) and "__pycache__" not in entry.parts
    }


def _member(package: tuple[str, Mapping[str, bytes]], file: Json) -> bytes:
    """Take one file out of a package; a style sheet must not load anything from elsewhere."""
    try:
        content = package[1][file["member"]]
    except KeyError:
        msg = f"{file['origin']} has no file {file['member']}"
        raise VendoringError(msg) from None
    if file["path"].endswith(".css"):
        remote = _REMOTE_CSS.search(content.decode("utf-8"))
        if remote:
            msg = f"{file['origin']}: {file['path']} loads {remote[0]}"
            raise VendoringError(msg)
    return content


def _entry(
    library: Json,
    contents: Mapping[tuple[str, str], bytes],
    packages: Mapping[str, tuple[str, Mapping[str, bytes]]],
) -> Json:
    """Describe a library for the manifest."""
    files = []
    for file in library["files"]:
        content = contents[library["folder"], file["path"]]
        entry = {key: file[key] for key in ("path", "origin", "member", "replaces")}
        entry |= {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        files.append(entry)
    origins = sorted({file["origin"] for file in library["files"]})
    kept = {key: library[key] for key in ("name", "version", "folder", "licence", "why")}
    return kept | {
        "integrity": {origin: packages[origin][0] for origin in origins if packages[origin][0]},
        "files": files,
    }


def _known_hashes(folder: Path) -> dict[tuple[str, str], str]:
    """Read the hashes that an earlier run wrote; none before the first."""
    file = folder / "manifest.json"
    if not file.exists():
        return {}
    manifest = json.loads(file.read_text(encoding="utf-8"))
    return {
        (library["folder"], entry["path"]): entry["sha256"]
        for library in manifest["libraries"]
        for entry in library["files"]
    }


def _compare(known: Mapping[tuple[str, str], str], manifest: Json) -> None:
    """Refuse a file that is not what the manifest promised under the same version."""
    for library in manifest["libraries"]:
        for file in library["files"]:
            promised = known.get((library["folder"], file["path"]), file["sha256"])
            if file["sha256"] != promised:
                msg = (
                    f"{library['folder']}/{file['path']}: {file['origin']} gives sha256 "
                    f"{file['sha256']}, the manifest says {promised}; nothing was written"
                )
                raise VendoringError(msg)


def _drop_unpinned(folder: Path, pinned: set[str]) -> None:
    """Remove library folders of versions that are no longer pinned."""
    for path in folder.iterdir():
        if path.is_dir() and path.name not in pinned:
            shutil.rmtree(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is 1 when something differs."""
    parser = argparse.ArgumentParser(prog="python -m layers.vendoring", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=list(FOLDERS))
    parser.add_argument("--check", action="store_true", help="verify without network")
    options = parser.parse_args(arguments)
    for folder in options.folders:
        if options.check:
            problems = check(folder)
            print(*problems, sep="\n", end="\n" if problems else "")
            if problems:
                return 1
        else:
            try:
                vendor(folder)
            except VendoringError as error:
                print(error, file=sys.stderr)
                return 1
        print(f"{folder}: verified")
    return 0


if __name__ == "__main__":
    sys.exit(main())
