"""Build the web fonts from two pinned packages: ``python -m layers.fonts`` (``make fonts``).

Run it again whenever texts have changed; it collects the characters in use, fetches the
packages once into ``build/fonts``, and writes ``static/fonts/*.woff2`` with ``manifest.json``.
``--check`` needs no network: it proves that the committed files are those of the manifest and
hold every character that is used now.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from layers.font_subset import FontError, Slice, build_font, coverage
from layers.font_text import needed

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = "manifest.json"
LICENCE_FILE = "OFL.txt"


@dataclass(frozen=True)
class Package:
    """A pinned npm package that holds one typeface."""

    name: str
    version: str
    integrity: str
    stem: str


@dataclass(frozen=True)
class Face:
    """A font to build: its file, CSS family and weight, and which text it must hold."""

    file: str
    family: str
    weight: int
    package: Package
    text: str


SERIF = Package(
    "@fontsource/noto-serif-sc",
    "5.3.0",
    "sha512-0/zaEFkidiWldE62rTeD74x8ygUsQvejiSNtO0LQxQk3qpaHnlMZ3w4C7yH80B4KTIg8VKeFP4oSgwWMchY9+g==",
    "noto-serif-sc",
)
SANS = Package(
    "@fontsource/noto-sans-sc",
    "5.3.0",
    "sha512-HeqIlGm0+ohOKxZLuHj1qW6r6avHH0OWdKERAcSDI0RQ+MXrteuLKA+M+5eOA8rYy0MFvOR5AT0fQo2rUkye0Q==",
    "noto-sans-sc",
)
FACES = (
    Face("renxing-serif-400.woff2", "Renxing Serif", 400, SERIF, "names"),
    Face("renxing-serif-600.woff2", "Renxing Serif", 600, SERIF, "names"),
    Face("renxing-sans-400.woff2", "Renxing Sans", 400, SANS, "all"),
    Face("renxing-sans-600.woff2", "Renxing Sans", 600, SANS, "all"),
)


def build(root: Path = ROOT) -> dict[str, Any]:
    """Fetch, cut and write every font, the licence and the manifest.

    Parameters
    ----------
    root : Path
        Project folder.

    Returns
    -------
    dict
        The manifest.

    Raises
    ------
    FontError
        If a package cannot be fetched or is not the pinned one.
    """
    folder = root / "static" / "fonts"
    folder.mkdir(parents=True, exist_ok=True)
    members = {package: _read_package(package, root) for package in (SERIF, SANS)}
    entries = []
    for face in FACES:
        built = build_font(
            _slices(members[face.package], face),
            needed(root, face.text),
            family=face.family,
            weight=face.weight,
        )
        (folder / face.file).write_bytes(built.data)
        entries.append(_entry(face, built.data, len(built.held), sorted(built.absent)))
    (folder / LICENCE_FILE).write_bytes(_licence(members[SERIF]))
    manifest = {"fonts": entries}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def check(root: Path = ROOT) -> list[str]:
    """Compare the committed fonts with their manifest and with the characters in use.

    Parameters
    ----------
    root : Path
        Project folder.

    Returns
    -------
    list of str
        One sentence per problem; empty when all is well.

    Raises
    ------
    FontError
        If the manifest or a font of it is missing.
    """
    folder = root / "static" / "fonts"
    entries = {entry["file"]: entry for entry in _read(folder / MANIFEST)["fonts"]}
    problems = []
    for face in FACES:
        if face.file not in entries:
            problems.append(f"{face.file} is not in {MANIFEST}")
            continue
        entry, data = entries[face.file], _bytes(folder / face.file)
        if hashlib.sha256(data).hexdigest() != entry["sha256"]:
            problems.append(f"{face.file} is not the file of {MANIFEST} (sha256 differs)")
        lacking = needed(root, face.text) - coverage(data) - set(entry["absent"])
        if lacking:
            shown = "".join(sorted(lacking)[:40])
            problems.append(f"{face.file} lacks {len(lacking)} characters in use: {shown}")
    return problems


def _entry(face: Face, data: bytes, characters: int, absent: Sequence[str]) -> dict[str, Any]:
    return {
        "file": face.file,
        "family": face.family,
        "weight": face.weight,
        "text": face.text,
        "package": face.package.name,
        "version": face.package.version,
        "integrity": face.package.integrity,
        "licence": "OFL-1.1",
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "characters": characters,
        "absent": "".join(absent),
    }


def _read(path: Path) -> Any:
    return json.loads(_bytes(path))


def _bytes(path: Path) -> bytes:
    if not path.is_file():
        msg = f"{path.name} is missing in {path.parent}; run `python -m layers.fonts`"
        raise FontError(msg)
    return path.read_bytes()


def _read_package(package: Package, root: Path) -> dict[str, bytes]:
    """Read the licence, the character ranges and the fonts of the weights that are built."""
    weights = {face.weight for face in FACES if face.package == package}
    endings = tuple(f"-{weight}-normal.woff2" for weight in weights)
    found = {}
    with tarfile.open(_fetch(package, root / "build" / "fonts")) as archive:
        for member in archive:
            name = member.name.removeprefix("package/")
            if name in ("LICENSE", "unicode.json") or name.endswith(endings):
                file = archive.extractfile(member)
                found[name] = file.read() if file else b""
    return found


def _fetch(package: Package, folder: Path) -> Path:
    """Get the package's archive by ``npm pack``, unless it is there, and prove it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{package.name.strip('@').replace('/', '-')}-{package.version}.tgz"
    if not path.exists():
        command = ["npm", "pack", f"{package.name}@{package.version}", "--silent"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode or not path.exists():
            msg = f"npm pack {package.name}@{package.version} failed: {done.stderr.strip()}"
            raise FontError(msg)
    digest = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        msg = f"{path.name} has integrity sha512-{digest}, pinned is {package.integrity}"
        raise FontError(msg)
    return path


def _slices(members: Mapping[str, bytes], face: Face) -> list[Slice]:
    """List the files of a face: the common characters first, then the numbered slices."""

    def piece(name: str, holds: frozenset[int]) -> Slice:
        path = f"files/{face.package.stem}-{name}-{face.weight}-normal.woff2"
        return Slice(name, holds, lambda: members[path])

    everything = frozenset(range(0x110000))
    ranges = json.loads(members["unicode.json"])
    return [piece("chinese-simplified", everything)] + [
        piece(key.strip("[]"), parse_ranges(value)) for key, value in ranges.items()
    ]


def parse_ranges(text: str) -> frozenset[int]:
    """Read a CSS ``unicode-range`` such as ``U+20-7e,U+3000``.

    Returns
    -------
    frozenset of int
        Code points.
    """
    found: set[int] = set()
    for part in text.split(","):
        first, _, last = part.strip().removeprefix("U+").partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


def _licence(members: Mapping[str, bytes]) -> bytes:
    """Head the licence of the package with the notices that the fonts themselves carry."""
    notices = (
        b"Noto Serif SC (here: Renxing Serif): (c) 2017-2024 Adobe (http://www.adobe.com/).\n"
        b"Noto Sans SC (here: Renxing Sans): (c) 2014-2021 Adobe (http://www.adobe.com/),"
        b" with Reserved Font Name 'Source'.\n"
        b"Subsets made from the packages named in manifest.json; they use no reserved name.\n\n"
    )
    return notices + members["LICENSE"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when the fonts are built or complete, 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m layers.fonts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only; needs no network")
    try:
        if parser.parse_args(arguments).check:
            problems = check()
            for problem in problems:
                print(problem, file=sys.stderr)
            if problems:
                print("Run `make fonts` to rebuild.", file=sys.stderr)
            return int(bool(problems))
        for entry in build()["fonts"]:
            print(f"{entry['file']}: {entry['characters']} characters, {entry['bytes']} bytes")
    except FontError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
