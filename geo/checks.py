"""Check a catalogue beyond what reading it proves: quotations, mentions, positions.

``geo.catalogue.read_catalogue`` refuses a catalogue whose tables do not hold together; these
checks need the documents or the polygons besides and only report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import geopandas as gpd
import pyproj
import shapely

from geo.boundaries import Boundaries, read_boundaries
from geo.catalogue import BOUNDARIES
from geo.crs import WGS84, metric_crs
from geo.errors import BoundaryError, DatumError
from geo.integrity import find_breaks
from geo.problems import Problem
from geo.quotes import count_mentions, is_quoted, normalise, simplify
from geo.reading import Line, Lines, file_of, read_lines, table_bytes, table_of
from geo.tables import Row

__all__ = ["RIVERSIDE_M", "Problem", "check_catalogue"]

RIVERSIDE_M = 200.0
"""How far outside its district a point may lie if its own precision allows it, in metres.

Districts meet in the middle of a river and maps differ by tens of metres there: a point on a
bank may fall on the other side. Anything farther is a wrong district or a wrong datum
(GCJ-02 taken for WGS-84 is off by 220 to 600 m).
"""


def check_catalogue(root: Path, *, documents: Path | None = None) -> list[Problem]:
    """Find everything wrong with a catalogue.

    Parameters
    ----------
    root : Path
        The catalogue folder.
    documents : Path, optional
        A folder with the policy documents under the names in ``sources.csv``. Without it
        quotations and mentions are not checked.

    Returns
    -------
    list of Problem
        Empty if all is well. Positions are checked only where the tables can be trusted.
    """
    if not root.is_dir():
        return [Problem(str(root), None, None, None, "there is no such catalogue folder")]
    lines, problems = read_lines(table_bytes(root))
    problems += find_breaks(lines, partial={table_of(problem.file) for problem in problems})
    if documents is not None:
        problems += check_documents(lines, documents)
    try:
        problems += check_positions(lines, read_boundaries(root / BOUNDARIES))
    except BoundaryError as error:
        problems.append(Problem(BOUNDARIES, None, None, None, str(error)))
    return problems


def check_documents(lines: Lines, documents: Path) -> list[Problem]:
    """Check every quotation, and every count of mentions, against the policy documents.

    Parameters
    ----------
    lines : dict of str to list of Line
        The tables.
    documents : Path
        The folder with the documents, UTF-8.

    Returns
    -------
    list of Problem
    """
    problems: list[Problem] = []
    texts: dict[str, str] = {}
    for line in lines["sources"]:
        if line.record.kind != "policy":
            continue
        path = documents / line.record.key
        try:
            texts[line.record.key] = normalise(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            message = f"the document {path} cannot be read ({error})"
            problems.append(_at("sources", line, "key", line.record.key, message))
    for table, rows in lines.items():
        for line in rows:
            if isinstance(line.record, Row) and line.record.quote:
                problems += _check_quote(table, line, texts)
    if len(texts) == sum(line.record.kind == "policy" for line in lines["sources"]):
        for line in lines["sites"]:
            problems += _check_mentions(line, texts)
    return problems


def _check_quote(table: str, line: Line, texts: Mapping[str, str]) -> Iterator[Problem]:
    quote, source = line.record.quote, line.record.source
    if simplify(quote) != quote:
        yield _at(table, line, "quote", quote, f"store it clean: {simplify(quote)}")
    if source in texts and not is_quoted(quote, texts[source]):
        yield _at(table, line, "quote", quote, f"these words are not in {source}")


def _check_mentions(line: Line, texts: Mapping[str, str]) -> Iterator[Problem]:
    site = line.record
    found = sum(count_mentions(site.mentioned_as, text) for text in texts.values())
    if found != site.mentions:
        message = f"the documents write “{site.mentioned_as}” {found} times"
        yield _at("sites", line, "mentions", str(site.mentions), message)


def check_positions(lines: Lines, boundaries: Boundaries) -> list[Problem]:
    """Check that every point lies in the district that its row names.

    A site may lie up to ``RIVERSIDE_M`` outside if its own ``precision_m`` is larger than the
    distance. Belt members state no precision and must lie inside.

    Parameters
    ----------
    lines : dict of str to list of Line
        The tables.
    boundaries : Boundaries
        Polygons of the districts, EPSG:4326.

    Returns
    -------
    list of Problem
    """
    polygons = boundaries.full.geometry
    problems = [
        _at(
            "districts", line, "adcode", line.record.adcode, "there is no boundary of this district"
        )
        for line in lines["districts"]
        if line.record.adcode not in polygons.index
    ]
    crs: dict[str, pyproj.CRS] = {}
    for line in lines["cities"]:
        try:
            crs[line.record.id] = metric_crs(line.record.metric_epsg)
        except DatumError as error:
            value = str(line.record.metric_epsg)
            problems.append(_at("cities", line, "metric_epsg", value, str(error)))
    city = {line.record.adcode: line.record.city for line in lines["districts"]}
    for table in ("sites", "belt_members"):
        for line in lines[table]:
            adcode = line.record.district
            if adcode in polygons.index and city.get(adcode) in crs:
                problems += _check_point(table, line, polygons, crs[city[adcode]])
    return problems


def _check_point(
    table: str, line: Line, polygons: gpd.GeoSeries, crs: pyproj.CRS
) -> Iterator[Problem]:
    row = line.record
    point = shapely.Point(row.lon, row.lat)
    if polygons[row.district].covers(point):
        return
    pair = gpd.GeoSeries([point, polygons[row.district]], crs=WGS84).to_crs(crs)
    metres = float(pair.iloc[0].distance(pair.iloc[1]))
    if metres < min(RIVERSIDE_M, getattr(row, "precision_m", 0.0)):
        return
    inside = [adcode for adcode, polygon in polygons.items() if polygon.covers(point)]
    where = f"in {inside[0]}" if inside else "in no district of the catalogue"
    message = f"{row.lon}, {row.lat} is {where}, {metres:.0f} m away from this district"
    yield _at(table, line, "district", row.district, message)


def _at(table: str, line: Line, column: str, value: str, message: str) -> Problem:
    return Problem(file_of(table), line.number, column, value, message)
